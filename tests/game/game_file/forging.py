"""Game files changed from outside, as a person with a database tool or a failing disk would."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sim.game.log.layout import CHAIN_TABLES, START, row_digest

COLUMNS = "number, time, act, line, round, seat, decided_by, reason, content, client"


def without_digests(path: Path, layout: int = 2) -> None:
    """Make the file one of guanxi 0.3.0: the same tables, no digests."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE chain")
        connection.execute(f"PRAGMA user_version = {layout}")
        connection.commit()


def edited(path: Path, *statements: str) -> None:
    """Change the file with these statements, its triggers taken away before and put back after."""
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)
        connection.commit()


def chained_anew(path: Path) -> None:
    """Write all digests anew, so that an edit is not found by them: a forger who knows how."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE chain")
        connection.execute(CHAIN_TABLES[0])
        game = connection.execute("SELECT declaration, scenario, seed, version, made, codes FROM game").fetchone()
        last = START
        for number, row in enumerate([game, *connection.execute(f"SELECT {COLUMNS} FROM entry ORDER BY number")]):
            last = row_digest(last, row)
            connection.execute("INSERT INTO chain VALUES (?, ?)", (number, last))
        for statement in CHAIN_TABLES[1:]:
            connection.execute(statement)
        connection.commit()


Forgery = Callable[[Path], None]
RECURSIVE_VIEW = (
    "ALTER TABLE entry RENAME TO kept",
    "CREATE VIEW entry AS WITH RECURSIVE more(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM more) "
    "SELECT number, '' AS time, 'said' AS act, '' AS line, 0 AS round, '' AS seat, '' AS decided_by, '' AS reason, "
    "'{}' AS content, NULL AS client FROM more",
)
SCHEMA_FORGERIES: dict[str, tuple[str, ...]] = {
    "recursive view": RECURSIVE_VIEW,
    "view of the game": ("ALTER TABLE game RENAME TO kept", "CREATE VIEW game AS SELECT * FROM kept"),
    "trigger": ("CREATE TRIGGER more AFTER INSERT ON entry BEGIN DELETE FROM chain; END",),
    "extra table": ("CREATE TABLE more (x)",),
    "index on an expression": ("CREATE INDEX more ON entry (hex(zeroblob(length(reason))))",),
    "column": ("ALTER TABLE entry ADD COLUMN more TEXT",),
    "column that is computed": ("ALTER TABLE entry ADD COLUMN more AS (hex(zeroblob(1000000000)))",),
    "table missing": ("DROP TABLE chain",),
    "virtual table": ("CREATE VIRTUAL TABLE more USING fts5(x)",),
}
"""Statements after which the schema is none of ours."""
