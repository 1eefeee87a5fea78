"""Reading a game file that may be damaged, edited or forged: the schema first, then row by row along the chain."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from sim.game.log.damage import DamageError, damage_named
from sim.game.log.entries import Entry, Opening
from sim.game.log.layout import (
    FIRST_WITH_DIGESTS,
    FORMAT,
    MAX_CELL_BYTES,
    MAX_ENTRIES,
    START,
    expected_schema,
    row_digest,
    schema_of,
)
from sim.language.messages import _

MAX_CHECK_SECONDS = 30.0
"""A check of a file's pages that takes longer is broken off, and the file refused; a game takes milliseconds."""
_STEPS_BETWEEN_LOOKS = 10_000
_OPENING = "SELECT declaration, scenario, seed, version, made, codes FROM game"
_ENTRY = (
    "SELECT number, time, act, line, round, seat, decided_by, reason, content, client FROM entry WHERE number > ? "
    "ORDER BY number LIMIT 1"
)
_SORTS = (int, str, str, str, int, str, str, str, str)
"""Types of an entry's columns, but for the last one, which may be empty."""


def guard(connection: sqlite3.Connection) -> None:
    """Let nothing that a file declares run, and no row be larger than ours are; called before anything is read."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL_BYTES)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA mmap_size = 0")


def layout_of(connection: sqlite3.Connection) -> int:
    """The version of a file's layout, once its schema is the one of that version. Raises :class:`DamageError`."""
    with damage_named(_("the list of its tables")):
        layout = connection.execute("PRAGMA user_version").fetchone()[0]
        found, wanted = schema_of(connection), expected_schema(layout)
        strange = sorted(f"{kind} {name}" for kind, name, *_rest in set(found) - wanted)
        missing = sorted(f"{kind} {name}" for kind, name, *_rest in wanted - set(found))
        if strange or len(found) != len(wanted):
            parts = strange or missing
            more, less = _("it holds what no game file holds: {parts}"), _("it lacks: {parts}")
            said = more if strange else less
            raise DamageError(said.format(parts=", ".join(str(part)[:60] for part in parts[:3])))
        if not 1 <= layout <= FORMAT:
            said = _("its layout is {layout}, which no version of guanxi wrote")
            raise DamageError(said.format(layout=layout))
        return int(layout)


def refuse_bad_pages(connection: sqlite3.Connection) -> None:
    """Check how the file is put together, in bounded time. Raises :class:`DamageError`."""
    until = time.monotonic() + MAX_CHECK_SECONDS
    connection.set_progress_handler(lambda: int(time.monotonic() > until), _STEPS_BETWEEN_LOOKS)
    try:
        with damage_named(_("one of its pages")):
            faults = [str(row[0]) for row in connection.execute("PRAGMA quick_check(3)")]
            if faults != ["ok"]:
                raise DamageError(" ".join(faults[0].split())[:200])
    finally:
        connection.set_progress_handler(None, 0)


def opening_row(opening: Opening) -> tuple[object, ...]:
    """What the game began with, as the file and its digest hold it."""
    codes = json.dumps(dict(opening.codes))
    return (opening.declaration, opening.scenario, opening.seed, opening.version, opening.made, codes)


def entry_row(entry: Entry) -> tuple[object, ...]:
    """An entry, as the file and its digest hold it. Raises ``ValueError`` for numbers that JSON has not."""
    content = json.dumps(dict(entry.content), ensure_ascii=False, allow_nan=False)
    return (entry.number, entry.time, entry.act, entry.line, entry.round, entry.seat, entry.decided_by, entry.reason,
            content, entry.client)  # fmt: skip


def read_opening(connection: sqlite3.Connection, layout: int) -> Opening:
    """What the game began with. Raises :class:`DamageError`."""
    with damage_named(_("what the game began with")):
        row = connection.execute(_OPENING).fetchone()
        if row is None:
            raise DamageError(_("it holds no game"))
        if layout >= FIRST_WITH_DIGESTS and _digest_in_file(connection, 0) != row_digest(START, row):
            raise DamageError(_("what the game began with does not match its digest"))
        declaration, scenario, seed, version, made, codes = row
        if not isinstance(seed, int) or seed < 0:
            raise DamageError(_("its seed is {seed}, which is no whole number from 0").format(seed=repr(seed)))
        if not all(isinstance(text, str) for text in (declaration, scenario, version, made, codes)):
            raise DamageError(_("what the game began with is no text"))
        held = {str(name): str(code) for name, code in json.loads(codes).items()}
        return Opening(
            declaration=declaration, scenario=scenario, seed=seed, version=version, made=made, codes=held
        )  # fmt: skip


def read_entries(connection: sqlite3.Connection, layout: int) -> Iterator[Entry]:
    """All acts in order, each checked. Raises :class:`DamageError` at the first that is not as it was written."""
    chained = layout >= FIRST_WITH_DIGESTS
    before = str(_digest_in_file(connection, 0)) if chained else START
    for number in range(1, MAX_ENTRIES + 2):
        with damage_named(_("row {number}").format(number=number)):
            row = _row(connection, number)
            held = _digest_in_file(connection, number) if chained else None
            if row is None:
                if held is not None:
                    said = _("row {number} is missing, though its digest is there")
                    raise DamageError(said.format(number=number))
                return
            if chained:
                before = row_digest(before, row)
                if held != before:
                    said = _("row {number} ({row}) does not match its digest")
                    raise DamageError(said.format(number=number, row=_told(row)))
            entry = _entry(row)
        yield entry


def read_up_to_damage(connection: sqlite3.Connection, layout: int) -> tuple[Opening, list[Entry]]:
    """What the game began with, and the acts up to the last one that its digest proves to be whole.

    A digest that fits proves all rows before it, even where one of their own digests is damaged. In files without
    digests it is the acts up to the first that cannot be read. Raises :class:`DamageError` where nothing is whole.
    """
    opening = read_opening(connection, FIRST_WITH_DIGESTS - 1)
    if layout < FIRST_WITH_DIGESTS:
        return opening, _readable(connection, layout)
    found: list[Entry] = []
    before = row_digest(START, opening_row(opening))
    proven = 0 if _fits(connection, 0, before) else -1
    with suppress(DamageError):
        for number in range(1, MAX_ENTRIES + 1):
            with damage_named(_("row {number}").format(number=number)):
                row = _row(connection, number)
                if row is None:
                    break
                before = row_digest(before, row)
                found.append(_entry(row))
            proven = number if _fits(connection, number, before) else proven
    if proven < 0:
        raise DamageError(_("no row matches its digest"))
    return opening, found[:proven]


def _readable(connection: sqlite3.Connection, layout: int) -> list[Entry]:
    found: list[Entry] = []
    with suppress(DamageError):
        for entry in read_entries(connection, layout):
            found.append(entry)
    return found


def _fits(connection: sqlite3.Connection, number: int, digest: str) -> bool:
    try:
        return _digest_in_file(connection, number) == digest
    except (sqlite3.Error, ValueError):
        return False


def _row(connection: sqlite3.Connection, number: int) -> Sequence[Any] | None:
    """The row of that number, None after the last one. Raises :class:`DamageError` for one that is missing."""
    row: Sequence[Any] | None = connection.execute(_ENTRY, (number - 1,)).fetchone()
    if row is None:
        return None
    if number > MAX_ENTRIES:
        raise DamageError(_("it holds more than {most} rows").format(most=f"{MAX_ENTRIES:,}"))
    if row[0] != number:
        said = _("row {number} is missing; the next one is {next}")
        raise DamageError(said.format(number=number, next=row[0]))
    _refuse_other_types(row)
    return row


def row_told(entry: Entry) -> str:
    """Which row that is, for a person: its act, seat, round and time."""
    return _told(entry_row(entry))


def _digest_in_file(connection: sqlite3.Connection, number: int) -> object:
    found = connection.execute("SELECT digest FROM chain WHERE number = ?", (number,)).fetchone()
    return None if found is None else found[0]


def _refuse_other_types(row: Sequence[Any]) -> None:
    for value, sort in zip(row, _SORTS, strict=False):
        if not isinstance(value, sort):
            raise _other_type(row[0], value, sort)
    if not isinstance(row[-1], str | None):
        raise _other_type(row[0], row[-1], str)


def _other_type(number: object, value: object, wanted: type) -> DamageError:
    whole, text = (
        _("row {number} holds {value} where a whole number stands"),
        _("row {number} holds {value} where a text stands"),
    )
    said = whole if wanted is int else text
    return DamageError(said.format(number=number, value=repr(str(value)[:40])))


def _entry(row: Sequence[Any]) -> Entry:
    number, when, act, line, round_, seat, decided_by, reason, content, client = row
    held = json.loads(content)
    if not isinstance(held, dict):
        said = _("row {number} ({row}) has content that is no mapping")
        raise DamageError(said.format(number=number, row=_told(row)))
    return Entry(number=number, time=when, act=act, line=line, round=round_, seat=seat, decided_by=decided_by,
                 reason=reason, content=held, client=client)  # fmt: skip


def _told(row: Sequence[Any]) -> str:
    _number, when, act, line, round_, seat, *_more = row
    if seat and line:
        said = _("{act} by {seat}, round {round} of line {line}, written {when}")
    elif seat:
        said = _("{act} by {seat}, written {when}")
    elif line:
        said = _("{act}, round {round} of line {line}, written {when}")
    else:
        said = _("{act}, written {when}")
    when = _short(when) or _("at an unknown time")
    return said.format(act=_short(act), seat=_short(seat), round=round_ + 1, line=_short(line), when=when)


def _short(text: str) -> str:
    """A forged text as one line of at most 40 characters."""
    line = "".join(sign if sign.isprintable() else " " for sign in text[:41])
    return line if len(text) <= 40 else line[:37] + "..."
