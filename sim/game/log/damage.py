"""Game files that cannot be used as they are: damaged or edited ones, and those whose creation was cut off."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sim.errors import SentenceError
from sim.files.leftovers import LeftoverWarning
from sim.game.errors import GameError, reason_of
from sim.game.words import clauses
from sim.language.messages import _


class DamagedGameFileError(GameError):
    """A game file is damaged or was edited; the message says where, and where the last good copy is."""


class DamageError(SentenceError, ValueError):
    """A part of a game file is not as it was written; the message says which, without the file's name."""


@contextmanager
def damage_named(part: str) -> Iterator[None]:
    """Raise :class:`DamageError` for anything that goes wrong while a part of a file is read.

    Damaged bytes come up as errors of SQLite, of text that is no UTF-8, of JSON, of numbers that are too large.
    """
    try:
        yield
    except DamageError:
        raise
    except Exception as error:
        said = _("{part} cannot be read ({reason})").format(part=part, reason=reason_of(error))
        raise DamageError(said) from error


def copy_of(path: Path) -> Path:
    """Where the last good copy of a game file is kept.

    >>> copy_of(Path("games/race.guanxi")).as_posix()
    'games/race.copy.guanxi'
    """
    return path.with_name(f"{path.stem}.copy{path.suffix}")


def damaged(path: Path, why: str, sound: int | None = None) -> DamagedGameFileError:
    """The error for a damaged file; ``sound`` is the number of rows before the damage, None where that is unknown."""
    steps = []
    if sound is not None:
        some = _("rows 1 to {last} are whole").format(last=f"{sound:,}")
        steps.append(some if sound else _("only its beginning is whole"))
        steps.append(_("to go on from there in a copy, open it with --up-to-damage (Python: up_to_damage=True)"))
    copy = copy_of(path)
    if copy.is_file():
        steps.append(_("the last good copy is {copy}").format(copy=copy))
    elif sound is None:
        steps.append(_("there is no good copy beside it; take one that you kept yourself"))
    said = _("{file} is damaged or was edited: {reason}; {steps}; it was left as it is")
    return DamagedGameFileError(said.format(file=path, reason=why, steps=clauses(steps)))


EMPTY_BYTES = 4096
"""Size of a database without tables, at most; a game takes several such pages."""
_MAGIC = bytes.fromhex("d9d505f920a163d7")


def remove_unfinished_game(path: str | os.PathLike[str]) -> None:
    """Remove a file whose creation never ended, and its journal, and name both in a ``LeftoverWarning``.

    Every other file stays. Raises :class:`GameError` for the journal of a game that is not beside it: SQLite would play
    it back into the new one.
    """
    file = Path(path)
    journal = file.with_name(f"{file.name}-journal")
    if file.exists():
        unfinished = _holds_nothing(file, journal)
    else:
        unfinished = journal.is_file()
        if unfinished and not _of_creation(journal):
            said = _("{journal} belongs to a game that is not beside it; put the game back, or move the journal")
            raise GameError(said.format(journal=journal))
    if unfinished:
        found = [one for one in (journal, file) if one.exists()]
        for one in found:
            one.unlink()
        told = ", ".join(map(str, found))
        said = _("The creation of a game was cut off: {files} removed.").format(files=told)
        warnings.warn(said, LeftoverWarning, stacklevel=3)


def _holds_nothing(file: Path, journal: Path) -> bool:
    """Whether the file is a database without tables, once its journal has been played back, and nothing has it open."""
    if not file.is_file() or (file.stat().st_size > EMPTY_BYTES and not journal.exists()):
        return False
    address = f"file:{quote(str(file.resolve()))}?mode=rw"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=0.0, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute("COMMIT")
    except sqlite3.Error:  # no database, or one that is being written
        return False
    return bool(tables == 0)


def _of_creation(journal: Path) -> bool:
    """Whether a journal holds nothing that a game could need: it never began, or began with a file without tables."""
    with journal.open("rb") as source:
        head = source.read(20)
    return not head.startswith(_MAGIC) or int.from_bytes(head[16:20], "big") <= 1
