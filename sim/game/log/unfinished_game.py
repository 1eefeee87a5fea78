"""Files of games whose creation was cut off, in version 0.3.0 or before: they hold nothing and block their name.

Since then a game appears whole or not at all (:mod:`sim.files.atomic_write`). Source of the journal's layout: SQLite,
Database File Format, 3 "The Rollback Journal".
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import warnings
from pathlib import Path
from urllib.parse import quote

from sim.files.leftovers import LeftoverWarning
from sim.game.errors import GameError

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
            raise GameError(
                f"{journal} belongs to a game that is not beside it; put the game back, or move the journal"
            )
    if unfinished:
        found = [one for one in (journal, file) if one.exists()]
        for one in found:
            one.unlink()
        told = ", ".join(map(str, found))
        warnings.warn(f"The creation of a game was cut off: {told} removed.", LeftoverWarning, stacklevel=3)


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
