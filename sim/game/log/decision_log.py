"""The decision log: one SQLite file to which acts are added, and from which nothing is ever taken away.

What is in it when :meth:`DecisionLog.append` returns survives whatever happens to the process. Nobody else can open the
file meanwhile; the lock ends with the process that holds it. Each row carries a digest chained to the row before.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote
from weakref import WeakValueDictionary, finalize

from sim.files.atomic_write import write_file
from sim.files.regular_file import shown
from sim.game.errors import GameError, reason_of
from sim.game.log.damage import DamageError, copy_of, damaged, remove_unfinished_game
from sim.game.log.entries import Entry, Opening
from sim.game.log.file_reading import (
    entry_row,
    guard,
    layout_of,
    opening_row,
    read_entries,
    read_opening,
    refuse_bad_pages,
)
from sim.game.log.layout import (
    APPLICATION,
    CHAIN_TABLES,
    FIRST_WITH_DIGESTS,
    FORMAT,
    MAX_FILE_BYTES,
    START,
    STATEMENTS,
    row_digest,
)
from sim.language.messages import _

_HEAD = 100
_OPEN: WeakValueDictionary[tuple[int, int], DecisionLog] = WeakValueDictionary()
"""Games that this very process has open: reading the file of one from outside SQLite would undo its lock."""
COPIED_AFTER = frozenset({"closed", "answered"})
"""Acts after which the good copy beside the file is brought up to date."""


class DecisionLog:
    """The file of a game, open for adding."""

    def __init__(self, path: str | os.PathLike[str], opening: Opening | None = None) -> None:
        """Open the file, or make it with this opening. Raises :class:`GameError`, and leaves the file as it is."""
        self.path = Path(path)
        if "\0" in str(self.path) or not str(path):
            raise GameError(_("{file} is no name of a file; choose another").format(file=shown(path)))
        self._layout = FORMAT
        if opening is None:
            refuse_foreign_file(self.path)
            self._connection = self._checked()
        else:
            self._connection = self._make(opening)
        state = self.path.stat()
        _OPEN[state.st_dev, state.st_ino] = self
        finalize(self, self._connection.close)  # a connection by itself lives on until the collector comes round

    def _connect(self) -> sqlite3.Connection:
        """A connection that holds the file for itself until it is closed or its process dies."""
        address = f"file:{quote(str(self.path.resolve()))}?mode=rw"
        connection = sqlite3.connect(address, uri=True, timeout=0.5, isolation_level=None, check_same_thread=False)
        try:
            guard(connection)
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            connection.close()
            kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise _taken(self.path) from None
            if kind in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_FULL):
                why = _("{file} cannot be written to ({reason}); put it where you may write")
                raise GameError(why.format(file=self.path, reason=reason_of(error))) from None
            raise damaged(self.path, str(error)) from None
        except ValueError as error:  # the message of an error that quotes damaged text
            connection.close()
            why = _("{part} cannot be read ({reason})").format(part=_("its head"), reason=reason_of(error))
            raise damaged(self.path, why) from None
        return connection

    def _checked(self) -> sqlite3.Connection:
        """The same once the file is known to be put together as ours are: its tables first, then its pages."""
        connection = self._connect()
        try:
            self._layout = layout_of(connection)
            refuse_bad_pages(connection)
        except DamageError as error:
            connection.close()
            raise damaged(self.path, str(error)) from None
        except BaseException:
            connection.close()
            raise
        return connection

    def _make(self, opening: Opening) -> sqlite3.Connection:
        """A new file with this opening, which appears whole or not at all."""
        try:
            remove_unfinished_game(self.path)
            write_file(self.path, lambda place: _build(place, opening), overwrite=False, mode=0o600)
        except FileExistsError:
            said = _("{file} is there already; open it, or choose another name for the new game")
            raise GameError(said.format(file=self.path)) from None
        except (OSError, sqlite3.Error) as error:
            reason = reason_of(error) if isinstance(error, OSError) else str(error)
            said = _("{file} cannot be made: {reason}; choose another place")
            raise GameError(said.format(file=shown(self.path), reason=reason)) from None
        return self._connect()

    def opening(self) -> Opening:
        """What the game began with. Raises :class:`GameError` for a file from which that cannot be read."""
        try:
            return read_opening(self._connection, self._layout)
        except DamageError as error:
            raise damaged(self.path, str(error)) from None

    def entries(self) -> list[Entry]:
        """All acts so far, in order. Raises :class:`GameError` where one cannot be read or is not as it was written."""
        found: list[Entry] = []
        try:
            for entry in read_entries(self._connection, self._layout):
                found.append(entry)
        except DamageError as error:
            raise damaged(self.path, str(error), len(found)) from None
        return found

    def append(self, entries: Sequence[Entry]) -> None:
        """Add these numbered acts, all or none; when this returns they are safe on the disk. Raises ``GameError``."""
        rows = [entry_row(entry) for entry in entries]
        try:
            with self._transaction():
                last = self._last_digest()
                for row in rows:
                    last = row_digest(last, row)
                    self._connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
                    self._connection.execute("INSERT INTO chain VALUES (?, ?)", (row[0], last))
        except sqlite3.Error as error:
            said = _("{file} cannot be written to ({reason}); nothing was changed")
            raise GameError(said.format(file=self.path, reason=reason_of(error))) from None
        except UnicodeEncodeError:
            said = _("half a character (one of a surrogate pair) cannot be kept; nothing was changed")
            raise GameError(said) from None
        self._layout = FORMAT
        if any(entry.act in COPIED_AFTER for entry in entries):
            self.keep_copy()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _last_digest(self) -> str:
        """The digest of the last row. A file of an older layout gets the digests of its rows first."""
        if self._layout >= FIRST_WITH_DIGESTS:
            query = "SELECT digest FROM chain ORDER BY number DESC LIMIT 1"
            return str(self._connection.execute(query).fetchone()[0])
        held = [opening_row(self.opening()), *(entry_row(entry) for entry in self.entries())]
        for statement in CHAIN_TABLES:
            self._connection.execute(statement)
        last = START
        for number, row in enumerate(held):
            last = row_digest(last, row)
            self._connection.execute("INSERT INTO chain VALUES (?, ?)", (number, last))
        self._connection.execute(f"PRAGMA user_version = {FORMAT}")
        return last

    def keep_copy(self) -> None:
        """Bring the good copy beside the file up to date; one that cannot be written stays as it was."""
        target = copy_of(self.path)
        fresh = target.with_name(f".{target.name}.unfinished")
        with suppress(OSError, sqlite3.Error, DamageError):
            try:
                fresh.unlink(missing_ok=True)
                os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
                copy = sqlite3.connect(fresh, isolation_level=None)
                try:
                    copy.execute("PRAGMA synchronous = NORMAL")
                    self._connection.backup(copy)
                    layout = layout_of(copy)
                    read_opening(copy, layout)
                    for _entry in read_entries(copy, layout):
                        pass
                finally:
                    copy.close()
                os.replace(fresh, target)
            finally:
                fresh.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file, so that others can open it."""
        self._connection.close()
        for key in [key for key, log in _OPEN.items() if log is self]:
            del _OPEN[key]


def _build(path: Path, opening: Opening) -> None:
    """Write a game without entries into an empty file that nothing else reads yet."""
    row = opening_row(opening)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("BEGIN")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        for statement in STATEMENTS:
            connection.execute(statement)
        connection.execute("INSERT INTO game VALUES (1, ?, ?, ?, ?, ?, ?)", row)
        connection.execute("INSERT INTO chain VALUES (0, ?)", (row_digest(START, row),))
        connection.execute("COMMIT")


def refuse_foreign_file(path: Path) -> None:
    """Refuse what is no game of ours, or whose end is missing, before anything touches it."""
    try:
        state = path.stat()
        if (state.st_dev, state.st_ino) in _OPEN:
            raise _taken(path)
        if not path.is_file():
            raise GameError(_("{file} is not an ordinary file; give the file of a game").format(file=shown(path)))
        with path.open("rb") as source:
            head = source.read(_HEAD)
    except OSError as error:
        said = _("{file} cannot be opened: {reason}; give the file of a game")
        raise GameError(said.format(file=shown(path), reason=reason_of(error))) from None
    if not state.st_size:
        said = _("{file}: the file is empty; give one that guanxi made, or another name for a new game")
        raise GameError(said.format(file=path))
    if len(head) < _HEAD or not head.startswith(b"SQLite format 3\0") or _number(head, 68, 4) != APPLICATION:
        raise GameError(_("{file} is not the file of a game; give one that guanxi made").format(file=path))
    if state.st_size > MAX_FILE_BYTES:
        said = _("{file} has {bytes} bytes, and a game at most {most}; give another file")
        raise GameError(said.format(file=path, bytes=f"{state.st_size:,}", most=f"{MAX_FILE_BYTES:,}"))
    made_by = _number(head, 60, 4)
    if FORMAT < made_by < _LARGEST_LAYOUT:
        said = _(
            "{file} was written by a newer version of guanxi (layout {layout}, this one reads up to {known}); bring "
            "guanxi up to date"
        )
        raise GameError(said.format(file=path, layout=made_by, known=FORMAT))
    if head[18:20] != b"\x01\x01":
        raise damaged(path, _("its head asks for a write-ahead log, which no game file has"))
    page = 65536 if _number(head, 16, 2) == 1 else _number(head, 16, 2)
    wanted = page * _number(head, 28, 4)
    if state.st_size < wanted and not path.with_name(path.name + "-journal").exists():
        said = _("it ends after {bytes} of {wanted} bytes")
        raise damaged(path, said.format(bytes=f"{state.st_size:,}", wanted=f"{wanted:,}"))


_LARGEST_LAYOUT = 1000
"""A larger number of a layout is damage and no newer version."""


def _number(head: bytes, place: int, length: int) -> int:
    return int.from_bytes(head[place : place + length], "big")


def _taken(path: Path) -> GameError:
    said = _("{file} is open already, here or in another process; close it there first, or play there")
    return GameError(said.format(file=path))
