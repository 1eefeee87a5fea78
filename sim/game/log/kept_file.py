"""A file in which something is kept: made, taken up again, and, where it is damaged, recovered in a copy.

The whole rows before the damage are written to the copy; the damaged file is left alone.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, TypeAlias
from urllib.parse import quote

from sim.game.errors import GameError, reason_of
from sim.game.log.damage import DamagedGameFileError, DamageError, damage_named, damaged
from sim.game.log.decision_log import DecisionLog, refuse_foreign_file
from sim.game.log.entries import Entry, Log, Opening
from sim.game.log.file_reading import guard, layout_of, read_up_to_damage, row_told
from sim.game.log.layout import MAX_FILE_BYTES
from sim.language.messages import _, ngettext
from sim.results.simulate import whole_number
from sim.version import VERSION

CountSensible: TypeAlias = Callable[[Opening, Sequence[Entry]], int]
"""How many of these entries, from the first, make sense as what they are a log of. Raises ``GameError`` for none."""
Clock: TypeAlias = Callable[[], datetime]


class RecoveredGameWarning(UserWarning):
    """A damaged game was opened up to the damage, in a copy."""


class OtherVersionWarning(UserWarning):
    """A file was made by another version of Guanxi, in which the same decisions may have brought other figures."""


def now() -> datetime:
    """The time it is."""
    return datetime.now(UTC)


class KeptFile(ABC):
    """A game or an exercise that is kept in a file with a log of its acts."""

    @abstractmethod
    def __init__(self, log: Log, clock: Clock) -> None:
        """Take up what is in a log. Raises :class:`GameError` where the log makes no sense."""

    @staticmethod
    @abstractmethod
    def count_sensible(opening: Opening, entries: Sequence[Entry]) -> int:
        """How many of these acts, from the first, make sense as acts of what a file began with."""

    @abstractmethod
    def close(self) -> None:
        """Let the file go. What was accepted is in it already."""

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, clock: Clock = now, up_to_damage: bool = False) -> Self:
        """What is in a file, as it was left, however it ended.

        ``up_to_damage``: where the file is damaged or was edited, go on from the whole rows before that, in a new file
        ``NAME.recovered.guanxi`` beside it; the damaged one is left as it is. Raises :class:`GameError` for a file that
        holds something else, is open elsewhere, or of which nothing can be read.
        """
        try:
            return cls(DecisionLog(path), clock)
        except DamagedGameFileError:
            if not up_to_damage:
                raise
        return cls(DecisionLog(recover(Path(path), cls.count_sensible)), clock)

    def __enter__(self) -> Self:
        """Use it in a ``with`` block, which closes the file."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Close the file."""
        self.close()


def chosen_seed(seed: object, own: int) -> int:
    """The seed that was given, or the scenario's own where none was. Raises :class:`GameError` for what is no seed."""
    try:
        return whole_number("seed", own if seed is None else seed, 0)
    except ValueError as error:
        raise GameError(str(error)) from None


def warn_of_other_version(path: Path, opening: Opening, differs: str, stacklevel: int) -> None:
    """Warn where a file was made by another version of Guanxi; ``differs`` says what may differ for that."""
    if opening.version != VERSION:
        said = _("{file} was made by guanxi {made}, this is {version}: {differs} now")
        said = said.format(file=path.name, made=opening.version, version=VERSION, differs=differs)
        warnings.warn(said, OtherVersionWarning, stacklevel=stacklevel + 1)


def stamped(entries: Iterable[Entry], first: int, clock: Clock) -> list[Entry]:
    """Entries with their places in the log, the time, and their content as it will be read from the file again."""
    time = clock().isoformat(timespec="milliseconds")
    return [
        replace(entry, number=number, time=time, content=json.loads(json.dumps(dict(entry.content))))
        for number, entry in enumerate(entries, start=first)
    ]


def unique_file_name(wanted: Path) -> Path:
    """The path, or the first with a number behind its name where nothing is yet."""
    number, found = 2, wanted
    while found.exists():
        found = wanted.with_name(f"{wanted.stem}_{number}{wanted.suffix}")
        number += 1
    return found


def recovered_path(path: Path) -> Path:
    """Where the rows before the damage are written to.

    >>> recovered_path(Path("games/race.guanxi")).as_posix()
    'games/race.recovered.guanxi'
    """
    return path.with_name(f"{path.stem}.recovered{path.suffix}")


def opening_of(path: Path, up_to_damage: bool = False) -> Opening:
    """What a file began with, read without taking it up; of a damaged file only where ``up_to_damage`` is given.

    Raises :class:`GameError`.
    """
    try:
        log = DecisionLog(path)
        try:
            return log.opening()
        finally:
            log.close()
    except DamagedGameFileError:
        if not up_to_damage:
            raise
    with tempfile.TemporaryDirectory() as folder:
        return _read_up_to_damage(path, _working_copy(path, Path(folder)))[0]


def recover(path: Path, count_sensible: CountSensible) -> Path:
    """Write the rows before the damage to a new file beside the damaged one; returns where.

    Raises :class:`GameError`.
    """
    target = recovered_path(path)
    if target.exists():
        said = _("{copy} is there already; open it, or move it away to recover {file} once more")
        raise GameError(said.format(copy=target, file=path))
    with tempfile.TemporaryDirectory() as folder:
        opening, entries = _read_up_to_damage(path, _working_copy(path, Path(folder)))
    kept = entries[: count_sensible(opening, entries)]
    log = DecisionLog(target, opening)
    try:
        log.append(kept)
    except BaseException:
        log.close()
        target.unlink(missing_ok=True)
        raise
    log.close()
    said = _("{file} is damaged: no row of it could be copied to {copy}, and the game goes on there")
    if kept:
        said = ngettext(
            "{file} is damaged: its first {n} row was copied to {copy} ({last}), and the game goes on there",
            "{file} is damaged: its first {n} rows were copied to {copy} (the last of them: {last}), and the game goes "
            "on there",
            len(kept),
        )
    told = row_told(kept[-1]) if kept else ""
    said = said.format(file=path, n=f"{len(kept):,}", copy=target, last=told)
    warnings.warn(said, RecoveredGameWarning, stacklevel=3)
    return target


def _working_copy(path: Path, folder: Path) -> Path:
    """A copy that may be worked on, with its journal, and as long as its head says it is."""
    with suppress(DamagedGameFileError):  # that is why it is read here
        refuse_foreign_file(path)
    copy = folder / "damaged.guanxi"
    journal = path.with_name(path.name + "-journal")
    try:
        shutil.copyfile(path, copy)
        if journal.is_file():
            shutil.copyfile(journal, folder / "damaged.guanxi-journal")
    except OSError as error:
        said = _("{file} cannot be copied: {reason}; free space or choose another disk")
        raise GameError(said.format(file=path, reason=reason_of(error))) from None
    with copy.open("r+b") as file:
        head = bytearray(file.read(100))
        page, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
        wanted = (65536 if page == 1 else page) * pages
        head[18:20] = b"\x01\x01"  # no write-ahead log
        file.seek(0)
        file.write(head)
        if copy.stat().st_size < wanted <= MAX_FILE_BYTES:
            file.truncate(wanted)
    return copy


def _read_up_to_damage(path: Path, copy: Path) -> tuple[Opening, list[Entry]]:
    address = f"file:{quote(str(copy))}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=0.5, isolation_level=None)) as connection:
        try:
            with damage_named(_("its head")):
                guard(connection)
            return read_up_to_damage(connection, layout_of(connection))
        except DamageError as error:
            said = _("{reason}, so that nothing of it can be recovered").format(reason=error)
            raise damaged(path, said) from None
