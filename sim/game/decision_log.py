"""The decision log: one SQLite file to which acts are added, and from which nothing is ever taken away.

What is in it when :meth:`DecisionLog.append` returns survives whatever befalls the process. Nobody else can open the
file meanwhile; the lock dies with whoever holds it.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote
from weakref import WeakValueDictionary, finalize

from sim.atomic_write import write_file
from sim.game.refusal import Refused
from sim.game.unfinished_game import remove_unfinished_game
from sim.json_text import parse_json
from sim.regular_file import shown

FORMAT = 2
"""Version of the file's layout and of the acts in it; files of a newer one are refused. 2: key accounts, strategies,
beliefs, notes of visits, subsidies."""
APPLICATION = 0x47584731
"""By this number in its head a file is known as a game."""
_HEAD = 100
_OPEN: WeakValueDictionary[tuple[int, int], DecisionLog] = WeakValueDictionary()
"""Games that this very process has open: looking into the file of one from outside SQLite would undo its lock."""

_LAYOUT = (
    "CREATE TABLE game (one INTEGER PRIMARY KEY CHECK (one = 1), declaration TEXT NOT NULL, scenario TEXT NOT NULL, "
    "seed INTEGER NOT NULL, version TEXT NOT NULL, made TEXT NOT NULL, codes TEXT NOT NULL)",
    "CREATE TABLE entry (number INTEGER PRIMARY KEY, time TEXT NOT NULL, act TEXT NOT NULL, line TEXT NOT NULL, "
    "round INTEGER NOT NULL, seat TEXT NOT NULL, decided_by TEXT NOT NULL, reason TEXT NOT NULL, "
    "content TEXT NOT NULL, client TEXT UNIQUE)",
    "CREATE TRIGGER entry_follows BEFORE INSERT ON entry "
    "WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM entry) "
    "BEGIN SELECT raise(ABORT, 'entries are added at the end'); END",
    "CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, 'entries never change'); END",
    "CREATE TRIGGER entry_remains BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'entries are never deleted'); END",
    "CREATE TRIGGER game_once BEFORE INSERT ON game WHEN (SELECT count(*) FROM game) > 0 "
    "BEGIN SELECT raise(ABORT, 'a file holds one game'); END",
    "CREATE TRIGGER game_stays BEFORE UPDATE ON game BEGIN SELECT raise(ABORT, 'the game never changes'); END",
    "CREATE TRIGGER game_remains BEFORE DELETE ON game BEGIN SELECT raise(ABORT, 'the game is never deleted'); END",
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One act in a game."""

    act: str
    """``joined``, ``predicted``, ``decided``, ``withdrew``, ``strategy``, ``believed``, ``noted``, ``closed``,
    ``branched``, ``went``, ``shocked``, ..."""
    line: str = ""
    """The line of play that it belongs to."""
    round: int = -1
    seat: str = ""
    decided_by: str = ""
    """``human``, ``bot`` or ``default`` for a decision; for other acts who did it."""
    reason: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    client: str | None = None
    """A mark by which a client knows what it has sent: sent again, it counts once."""
    number: int = 0
    """Its place in the log, from 1."""
    time: str = ""
    """When it was written, UTC."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a game began with."""

    declaration: str
    """The game, as the text of a game file."""
    scenario: str
    """The scenario as the game plays it, as the text of a scenario file."""
    seed: int
    version: str
    """Of Guanxi."""
    made: str
    """When, UTC."""
    codes: Mapping[str, str]
    """The pass code of each seat."""

    @property
    def name(self) -> str:
        """Of the game or the exercise."""
        named = (line.removeprefix("name:") for line in self.declaration.splitlines() if line.startswith("name:"))
        return next(named, "").strip()

    @property
    def sets_task(self) -> bool:
        """Whether it is that of an exercise, which sets a task, and not of a game."""
        return any(line.startswith("task:") for line in self.declaration.splitlines())


class DecisionLog:
    """The file of a game, open for adding."""

    def __init__(self, path: str | os.PathLike[str], opening: Opening | None = None) -> None:
        """Open the file, or make it with this opening. Raises :class:`Refused`, and leaves the file as it is."""
        self.path = Path(path)
        if "\0" in str(self.path) or not str(path):
            raise Refused(f"{shown(path)} is no name of a file; choose another")
        if opening is None:
            _look_at(self.path)
            self._connection = self._connect()
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
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            faults = [row[0] for row in connection.execute("PRAGMA quick_check")]
        except sqlite3.DatabaseError as error:
            connection.close()
            kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise _taken(self.path) from None
            if kind in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_FULL):
                raise Refused(f"{self.path} cannot be written to ({error}); put it where you may write") from None
            raise _damaged(self.path, str(error)) from None
        if faults != ["ok"]:
            connection.close()
            raise _damaged(self.path, faults[0])
        return connection

    def _make(self, opening: Opening) -> sqlite3.Connection:
        """A new file with this opening, which appears whole or not at all."""
        try:
            remove_unfinished_game(self.path)
            write_file(self.path, lambda place: _build(place, opening), overwrite=False, mode=0o600)
        except FileExistsError:
            raise Refused(f"{self.path} is there already; open it, or choose another name for the new game") from None
        except OSError as error:
            raise Refused(f"{shown(self.path)} cannot be made: {error.strerror}; choose another place") from None
        except sqlite3.Error as error:
            raise Refused(f"{shown(self.path)} cannot be made: {error}; choose another place") from None
        return self._connect()

    def opening(self) -> Opening:
        """What the game began with. Raises :class:`Refused` for a file from which that cannot be read."""
        try:
            row = self._connection.execute(
                "SELECT declaration, scenario, seed, version, made, codes FROM game"
            ).fetchone()
            if row is None:
                raise _damaged(self.path, "it holds no game")
            declaration, scenario, seed, version, made, codes = row
            if not isinstance(seed, int) or seed < 0:
                raise _damaged(self.path, f"its seed is {seed!r}, which is no whole number from 0")
            return Opening(
                declaration=declaration, scenario=scenario, seed=seed, version=version, made=made,
                codes={str(name): str(code) for name, code in parse_json(codes).items()},
            )  # fmt: skip
        except (sqlite3.DatabaseError, ValueError, AttributeError) as error:
            raise error if isinstance(error, Refused) else _damaged(self.path, str(error)) from None

    def entries(self) -> list[Entry]:
        """All acts so far, in order. Raises :class:`Refused` where one cannot be read."""
        found: list[Entry] = []
        try:
            for row in self._connection.execute(
                "SELECT number, time, act, line, round, seat, decided_by, reason, content, client FROM entry "
                "ORDER BY number"
            ):
                number, time, act, line, round_, seat, decided_by, reason, content, client = row
                held = parse_json(content)
                if number != len(found) + 1 or not isinstance(held, dict):
                    raise _damaged(self.path, f"entry {len(found) + 1} is missing or cannot be read")
                found.append(
                    Entry(number=number, time=time, act=act, line=line, round=round_, seat=seat,
                          decided_by=decided_by, reason=reason, content=held, client=client)
                )  # fmt: skip
        except (sqlite3.DatabaseError, ValueError) as error:
            raise error if isinstance(error, Refused) else _damaged(self.path, str(error)) from None
        return found

    def append(self, entries: Sequence[Entry]) -> None:
        """Add these numbered acts, all or none; when this returns they are safe on the disk. Raises ``Refused``."""
        rows = [
            (entry.number, entry.time, entry.act, entry.line, entry.round, entry.seat, entry.decided_by, entry.reason,
             json.dumps(dict(entry.content), ensure_ascii=False, allow_nan=False), entry.client)
            for entry in entries
        ]  # fmt: skip
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.execute(f"PRAGMA user_version = {FORMAT}")
                self._connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise Refused(f"{self.path} cannot be written to ({error}); nothing was changed") from None
        except UnicodeEncodeError:
            raise Refused("half a character (one of a surrogate pair) cannot be kept; nothing was changed") from None

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()
        for key in [key for key, log in _OPEN.items() if log is self]:
            del _OPEN[key]


def _build(path: Path, opening: Opening) -> None:
    """Write a game without entries into an empty file that nothing else reads yet."""
    values = (1, opening.declaration, opening.scenario, opening.seed, opening.version, opening.made,
              json.dumps(dict(opening.codes)))  # fmt: skip
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("BEGIN")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        for statement in _LAYOUT:
            connection.execute(statement)
        connection.execute("INSERT INTO game VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        connection.execute("COMMIT")


def _look_at(path: Path) -> None:
    """Refuse what is no game of ours, or whose end is missing, before anything touches it."""
    try:
        state = path.stat()
        if (state.st_dev, state.st_ino) in _OPEN:
            raise _taken(path)
        if not path.is_file():
            raise Refused(f"{shown(path)} is not an ordinary file; give the file of a game")
        with path.open("rb") as source:
            head = source.read(_HEAD)
    except OSError as error:
        raise Refused(f"{shown(path)} cannot be opened: {error.strerror}; give the file of a game") from None
    if not state.st_size:
        raise Refused(f"{path}: the file is empty; give one that guanxi made, or another name for a new game")
    if len(head) < _HEAD or not head.startswith(b"SQLite format 3\0") or _number(head, 68, 4) != APPLICATION:
        raise Refused(f"{path} is not the file of a game; give one that guanxi made")
    made_by = _number(head, 60, 4)
    if made_by > FORMAT:
        raise Refused(
            f"{path} was written by a newer version of guanxi (layout {made_by}, this one reads up to {FORMAT}); "
            "bring guanxi up to date"
        )
    page = 65536 if _number(head, 16, 2) == 1 else _number(head, 16, 2)
    wanted = page * _number(head, 28, 4)
    if state.st_size < wanted and not path.with_name(path.name + "-journal").exists():
        raise _damaged(path, f"it ends after {state.st_size:,} of {wanted:,} bytes")


def _number(head: bytes, place: int, length: int) -> int:
    return int.from_bytes(head[place : place + length], "big")


def _taken(path: Path) -> Refused:
    return Refused(f"{path} is open already, here or in another process; close it there first, or play there")


def _damaged(path: Path, why: str) -> Refused:
    return Refused(f"{path} is damaged: {why}. Take a copy of it that is whole; this one was left as it is")
