"""What every command is guarded by: places are looked at before anything is done, mistakes are said in a sentence."""

from __future__ import annotations

import inspect
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import typer

from sim.errors import SentenceError
from sim.files.regular_file import shown
from sim.language.messages import _, ngettext
from sim.language.system_errors import system_reason

BAD_INPUT = 2
INTERRUPTED = 130


@contextmanager
def plain_error_messages() -> Iterator[None]:
    """Turn what a person got wrong into a sentence and exit status 2, and an interrupt into 130."""
    from sim.apps.cli.printed_tables import leftovers_in_a_line
    from sim.errors import reason_of
    from sim.experiments.errors import ExperimentError
    from sim.files.regular_file import UnreadableFileError, shown
    from sim.game.errors import GameError
    from sim.registry import UnknownNameError
    from sim.results.storage.results_folder_rules import NotAResultsFolderError
    from sim.scenario.files.validation_errors import ScenarioError

    try:
        with leftovers_in_a_line():
            yield
    except ScenarioError as error:
        print(error, file=sys.stderr)
        faults = len(error.faults)
        said = ngettext("{n} fault; nothing was run.", "{n} faults; nothing was run.", faults)
        print(said.format(n=faults), file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from None
    except (
        ExperimentError,
        NotAResultsFolderError,
        PlaceError,
        GameError,
        UnknownNameError,
        UnreadableFileError,
    ) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from None
    except BrokenPipeError:  # the reader of the output has seen enough
        raise
    except OSError as error:
        place = f"{shown(str(error.filename))}: " if error.filename else ""
        said = _("{reason}; choose a place that can be written to")
        print(said.format(reason=f"{place}{reason_of(error)}"), file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from None
    except KeyboardInterrupt:
        print(_("Interrupted; no file was left incomplete."), file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None


class PlaceError(SentenceError, ValueError):
    """Something cannot be written where it was asked for; the message says what to choose. Nothing was done."""


class Place:
    """A path given on the command line, for ``parser=``: what a command reads, or a file or folder that it writes."""

    __name__ = "path"  # the help shows it

    def __init__(self, role: Literal["read", "file", "folder"]) -> None:
        """``file`` and ``folder`` are written, ``read`` is what a command only reads."""
        self.role = role

    def __call__(self, given: str) -> Path:
        """The path; an empty one, which Python takes for the folder one is in, is refused."""
        if not str(given):
            raise typer.BadParameter(_("the path is empty; give that of a file or folder, such as results/mine"))
        return Path(given)


READ, FILE, FOLDER = Place("read"), Place("file"), Place("folder")


def guarded(command: Callable[..., None]) -> Callable[..., None]:
    """The command, which refuses unusable places before it does anything, and says mistakes in sentences."""
    written = {name: place.role for name, place in _places(command) if place.role != "read"}

    @wraps(command)
    def checked(*args: Any, **given: Any) -> None:
        bound = inspect.signature(command).bind(*args, **given).arguments
        with plain_error_messages():
            _check_places(written, bound)
            command(*args, **given)

    return checked


def _check_places(written: Mapping[str, str], bound: Mapping[str, Any]) -> None:
    """Do nothing where all places can be written to, and none is read or another's. Raises :class:`PlaceError`."""
    places = {name: bound[name] for name in written if bound.get(name) is not None}
    for name, place in places.items():
        check_place(place, folder=written[name] == "folder")
    check_differ({_option(name): place for name, place in places.items()})
    for name, place in places.items():
        for other in (other for key, value in bound.items() if key not in places for other in _texts(value)):
            if _same(place, other):
                said = _("{option} {place} would overwrite what is read; choose another place")
                raise PlaceError(said.format(option=_option(name), place=shown(place)))


def check_place(place: Path, *, folder: bool) -> None:
    """Do nothing where a file (or a folder) can be written, as far as can be known. Raises :class:`PlaceError`."""
    if "\0" in str(place):
        said = _("{place}: a path holds no NUL character; choose a place that can be written to")
        raise PlaceError(said.format(place=shown(place)))
    try:
        there = _kind(place)
        if there is not None and folder and not stat.S_ISDIR(there):
            said = _("{place} is a file, and a folder is wanted; choose a place that can be written to")
            raise PlaceError(said.format(place=shown(place)))
        if there is not None and not folder and not stat.S_ISREG(there):
            said = _("{place} is a device or pipe, and no file; choose a place that can be written to")
            if stat.S_ISDIR(there):
                said = _("{place} is a folder, and a file is wanted; choose a place that can be written to")
            raise PlaceError(said.format(place=shown(place)))
        around = place if folder and there is not None else next(p for p in place.absolute().parents if _there(p))
        if not around.is_dir():
            said = _("{place}: {around} is a file and no folder; choose a place that can be written to")
            raise PlaceError(said.format(place=shown(place), around=shown(around)))
        with tempfile.TemporaryFile(dir=around):  # a right to write is no proof: the disk may be read-only
            pass
    except (OSError, UnicodeEncodeError) as error:
        why = system_reason(error) if isinstance(error, OSError) else _("this system cannot hold such a name")
        said = _("{reason}; choose a place that can be written to")
        raise PlaceError(said.format(reason=f"{shown(place)}: {why}")) from None


def check_differ(places: Mapping[str, Path | None]) -> None:
    """Do nothing where all places, by their options, are different ones. Raises :class:`PlaceError`."""
    seen: dict[str, Path] = {}
    for option, place in places.items():
        for other, taken in seen.items() if place is not None else ():
            if _same(taken, place):
                said = _("{other} and {option} are the same place, {place}; choose two")
                raise PlaceError(said.format(other=other, option=option, place=shown(taken)))
        if place is not None:
            seen[option] = place


def _places(command: Callable[..., None]) -> Iterator[tuple[str, Place]]:
    """The parameters of a command that are places."""
    for name, hint in get_type_hints(command, include_extras=True).items():
        for mark in get_args(hint)[1:] if get_origin(hint) is Annotated else ():
            if isinstance(getattr(mark, "parser", None), Place):
                yield name, mark.parser


def _texts(value: object) -> Iterator[str | Path]:
    """Every path that may stand in what was given, such as that behind the ``=`` of a strategy.

    The name of a scenario that comes along is none, even where a folder beside it has that name.
    """
    from sim.scenario.files.load import shipped_scenarios

    for one in value if isinstance(value, list | tuple) else (value,):
        if isinstance(one, str | Path) and one not in shipped_scenarios():
            yield one
            if isinstance(one, str) and "=" in one:
                yield one.partition("=")[2]


def _same(one: str | Path, other: str | Path | None) -> bool:
    try:
        if os.path.exists(one) and os.path.exists(str(other)):
            return os.path.samefile(one, str(other))
        return bool(str(other)) and os.path.realpath(one) == os.path.realpath(str(other))
    except (OSError, ValueError):
        return False


def _there(place: Path) -> bool:
    return _kind(place) is not None


def _kind(place: Path) -> int | None:
    """What sort of thing is there. Raises ``OSError`` where that cannot be known."""
    try:
        return place.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"
