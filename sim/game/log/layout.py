"""The layout of a game file: its tables and triggers, the versions of both, its sizes, and the chain of digests.

Each row's digest is taken over the digest before it and the row's content. A row that is changed, left out or put
between others no longer fits its digest. The chain finds damage and edits by hand. It is no signature: a program that
writes all digests anew after an edit is not found out.

Source: the linked time stamps of Haber & Stornetta (1991), How to time-stamp a digital document, Journal of Cryptology
3(2), 99-111; the digest is SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence

FORMAT = 3
"""Version of the file's layout and of the acts in it; files of a newer one are refused. 2: key accounts, strategies,
beliefs, notes of visits, subsidies. 3: a digest for each row, chained to the row before."""
FIRST_WITH_DIGESTS = 3
"""Files of an older layout (Guanxi 0.3.0 and before) hold no digests until something is added to them."""
APPLICATION = 0x47584731
"""By this number in its head a file is known as a game."""
MAX_FILE_BYTES = 256 * 2**20
"""A larger file is refused before it is opened; a game of a whole term has a few megabytes (assumed)."""
MAX_CELL_BYTES = 8 * 2**20
"""A longer text in a row is refused; the longest that is written, an exercise's answer, has 1,000,000 characters."""
MAX_ENTRIES = 1_000_000
"""A file with more rows is refused."""

_TABLES = (
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
CHAIN_TABLES = (
    "CREATE TABLE chain (number INTEGER PRIMARY KEY, digest TEXT NOT NULL)",
    "CREATE TRIGGER chain_follows BEFORE INSERT ON chain "
    "WHEN NEW.number IS NOT (SELECT coalesce(max(number), -1) + 1 FROM chain) "
    "BEGIN SELECT raise(ABORT, 'digests are added at the end'); END",
    "CREATE TRIGGER chain_stays BEFORE UPDATE ON chain BEGIN SELECT raise(ABORT, 'digests never change'); END",
    "CREATE TRIGGER chain_remains BEFORE DELETE ON chain BEGIN SELECT raise(ABORT, 'digests are never deleted'); END",
)
"""What layout 3 adds: digests by the number of their row, 0 for what the game began with."""
STATEMENTS = _TABLES + CHAIN_TABLES
"""What makes a new file."""
_INDEX = ("index", "sqlite_autoindex_entry_1", "entry", None)


def expected_schema(layout: int) -> frozenset[tuple[str, str, str, str | None]]:
    """Type, name, table and text of everything that the schema of a file of that layout holds.

    >>> len(expected_schema(3)) - len(expected_schema(2))
    4
    """
    made = STATEMENTS if layout >= FIRST_WITH_DIGESTS else _TABLES
    return frozenset({_INDEX, *(_row(statement) for statement in made)})


def schema_of(connection: sqlite3.Connection) -> list[tuple[str, str, str, str | None]]:
    """The same of a file; only the list of its tables is read, none of them."""
    return connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master LIMIT 100").fetchall()


def _row(statement: str) -> tuple[str, str, str, str]:
    words = statement.split()
    kind, name = words[1].lower(), words[2]
    return kind, name, name if kind == "table" else words[words.index("ON") + 1], statement


START = ""
"""What stands before the first digest."""


def row_digest(before: str, row: Sequence[object]) -> str:
    """The digest of a row, given the one before it: 64 hexadecimal digits.

    A cell that a sound file cannot hold, such as bytes, enters as Python writes it.

    >>> row_digest(START, [1, "joined"])[:8], row_digest(row_digest(START, [0]), [1, "joined"])[:8]
    ('ecb438cd', '684caadc')
    """
    return hashlib.sha256(f"{before}\n{json.dumps(list(row), default=repr)}".encode()).hexdigest()
