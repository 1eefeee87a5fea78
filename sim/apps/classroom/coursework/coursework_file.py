"""The database of a class for open answers and tests: ``coursework.sqlite`` in its folder.

A class of an earlier version has none; it is made when the class is opened. Each change is on the disk before it is
acknowledged (SQLite, write-ahead log, synchronous FULL), so a process that is killed loses nothing that it confirmed.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from sim.errors import reason_of
from sim.game.errors import GameError
from sim.language.messages import _

COURSEWORK_FILE = "coursework.sqlite"
LONGEST_CELL = 100_000
"""Bytes of the longest text in the file that is read."""
_FIRST = """
CREATE TABLE change (number INTEGER NOT NULL);
INSERT INTO change VALUES (0);
CREATE TABLE task (id TEXT PRIMARY KEY, phase TEXT NOT NULL);
CREATE TABLE answer (
    task TEXT NOT NULL, who TEXT NOT NULL, text TEXT NOT NULL, late INTEGER NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (task, who)
);
CREATE TABLE peer_mark (
    task TEXT NOT NULL, author TEXT NOT NULL, marker TEXT NOT NULL, points TEXT, comment TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (task, author, marker)
);
CREATE TABLE instructor_mark (task TEXT NOT NULL, who TEXT NOT NULL, points TEXT NOT NULL, PRIMARY KEY (task, who));
CREATE TABLE test (
    id TEXT PRIMARY KEY, chapter INTEGER NOT NULL, moment TEXT NOT NULL, questions TEXT NOT NULL, open INTEGER NOT NULL
);
CREATE TABLE test_answer (
    test TEXT NOT NULL, who TEXT NOT NULL, question TEXT NOT NULL, typed TEXT NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (test, who, question)
);
"""
MIGRATIONS: tuple[str, ...] = (_FIRST,)
"""What brings a file from each version of its layout to the next; a new file goes through all of them."""


class CourseworkFile:
    """One open database. Any thread may use it; one at a time does."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """Open the database of the class in this folder, or make it.

        Raises :class:`GameError` for a file that is damaged, that another version wrote, or that cannot be written.
        """
        self.path = Path(folder) / COURSEWORK_FILE
        self._lock = Lock()
        with self._errors_told():
            self._connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=5.0)
            self.path.chmod(0o600)
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
            for pragma in ("trusted_schema = OFF", "journal_mode = WAL", "synchronous = FULL"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._migrate()

    def _migrate(self) -> None:
        version = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        if not 0 <= version <= len(MIGRATIONS):
            said = _("{file} was written by a later version of Guanxi; open the class with that version")
            raise GameError(said.format(file=self.path))
        for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
            self._connection.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a query finds. Raises :class:`GameError` for a damaged file."""
        with self._lock, self._errors_told():
            return self._connection.execute(query, values).fetchall()

    def change(self, *statements: tuple[str, Sequence[Any]]) -> None:
        """Carry out statements, all or none of them; it is on the disk when this returns. Raises :class:`GameError`."""
        with self._lock, self._errors_told(), self._whole():
            for query, values in statements:
                self._connection.execute(query, values)

    def tell(self) -> tuple[str, Sequence[Any]]:
        """The statement that lets pages know of a change that concerns all of them."""
        return ("UPDATE change SET number = number + 1", ())

    @property
    def changes(self) -> int:
        """How many changes there were that concern all pages."""
        return int(self.rows("SELECT number FROM change")[0][0])

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _whole(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    @contextmanager
    def _errors_told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            said = _("{file} cannot be used: {why}; free space, or move the file away to begin without its answers")
            raise GameError(said.format(file=self.path, why=reason_of(error))) from None


def now() -> str:
    """The time, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
