"""A damaged game opened up to the damage: the whole rows before it are written to a copy, the file is left alone."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

from sim.game.errors import GameError, reason_of
from sim.game.log.damage import DamagedGameFileError, DamageError, damage_named, damaged
from sim.game.log.decision_log import DecisionLog, refuse_foreign_file
from sim.game.log.entries import Entry, Opening
from sim.game.log.file_reading import guard, layout_of, read_up_to_damage, row_told
from sim.game.log.layout import MAX_FILE_BYTES

CountSensible: TypeAlias = Callable[[Opening, Sequence[Entry]], int]
"""How many of these entries, from the first, make sense as what they are a log of. Raises ``GameError`` for none."""


class RecoveredGameWarning(UserWarning):
    """A damaged game was opened up to the damage, in a copy."""


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
        raise GameError(f"{target} is there already; open it, or move it away to recover {path} once more")
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
    last = f"the last of them: {row_told(kept[-1])}" if kept else "none of them"
    warnings.warn(
        f"{path} is damaged: its first {len(kept):,} rows were copied to {target} ({last}), and the game goes on there",
        RecoveredGameWarning, stacklevel=4,
    )  # fmt: skip
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
        raise GameError(f"{path} cannot be copied: {reason_of(error)}; free space or choose another disk") from None
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
            with damage_named("its head"):
                guard(connection)
            return read_up_to_damage(connection, layout_of(connection))
        except DamageError as error:
            raise damaged(path, f"{error}, so that nothing of it can be recovered") from None
