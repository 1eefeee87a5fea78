"""Damaged, edited and forged game files: none ends in a traceback, none is taken for what it is not."""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sim.game.errors import GameError
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.log.damage import copy_of
from sim.game.log.kept_file import RecoveredGameWarning, now, recovered_path
from sim.game.session.session import Session
from tests.game.game_file.forging import SCHEMA_FORGERIES, chained_anew, edited, without_digests
from tests.game.games import begun, scenario

Damage = tuple[str, Callable[[Path], None]]
COLUMNS = ("time", "act", "line", "round", "seat", "decided_by", "reason", "content", "client")
STRANGE: tuple[Any, ...] = (
    "", "x", "main", "closed", "decided", "branched", 5, -1, 10**15, 1.5, b"\xff\xfe", "[]", "{}", "[" * 5000, "1e999",
    '{"name": 5}', '{"decision": {"price": "low"}}', '{"decision": {"price": 1e300}}',
    '{"decision": {"open": ["none"]}}', '{"prediction": {}}', '{"text": 7}', "\ud83d".encode("utf-8", "surrogatepass"),
    "Beryl", "eye",
)  # fmt: skip
KINDS = ("byte flips", "truncations", "overwritten blocks", "edited rows", "rows taken away", "forged schemas",
         "forged with new digests", "forged without digests")  # fmt: skip
HONEST = KINDS[:6]
"""Kinds of damage that the chain must find; a forger who writes all digests anew is not found by it."""


def played_game(folder: Path) -> Path:
    """A short game with a branch, a shock, expectations and a strategy."""
    fewer = scenario().but({"population.segments.people.size": 20}, round=2.0)
    with begun(folder, world=fewer) as session:
        session.predict("Azure", {"share": 0.3})
        session.strategy("Beryl", "service", "as well as we can")
        for price in (0.9, 1.0):
            session.decide("Azure", {"price": price}, reason="cheaper")
            session.decide("Beryl", {"price": 1.0})
        session.branch("second")
        session.shock("price_war")
        session.seat_bot("Beryl")
        session.decide("Azure", {"price": 1.1})
    return folder / "g.guanxi"


def answered_exercise(folder: Path) -> Path:
    """An exercise with two answers."""
    path = folder / "e.guanxi"
    with ExerciseSession.create(path, "true_or_false") as sitting:
        for said in ("true", "false"):
            sitting.answer({field.path: said for field in sitting.questions()})
    return path


def damages(content: bytes, each: int, chance: random.Random) -> Iterator[Damage]:
    """So many of each kind."""
    rows = _rows(content)
    for _ in range(each):
        yield "byte flips", _flipped(content, chance)
        yield "truncations", _truncated(content, chance)
        yield "overwritten blocks", _overwritten(content, chance)
        statement = _edit(rows, chance)
        yield "edited rows", _statements(statement)
        number = chance.randint(1, rows)
        yield "rows taken away", _statements(f"DELETE FROM entry WHERE number = {number}")
        yield "forged with new digests", _statements(_edit(rows, chance), then=chained_anew)
        yield "forged without digests", _statements(_edit(rows, chance), then=without_digests)
    for statements in SCHEMA_FORGERIES.values():
        yield "forged schemas", _statements(*statements, quiet=True)


def outcome(path: Path, opened: type[Session] | type[ExerciseSession], whole: list[Any]) -> str:
    """What comes of opening a file: ``refused``, ``same``, ``other`` (taken for what it is not) or a traceback."""
    before = path.read_bytes()
    try:
        found = _content(opened, path)
    except GameError as error:
        said = str(error)
        if not said.strip() or "\n" in said or len(said) > 1500:
            return f"traceback: bad sentence {said[:100]!r}"
        if path.read_bytes() != before:
            return "traceback: the refused file was changed"
        return _up_to_damage(path, opened, whole, before)
    except Exception as error:
        return f"traceback: {type(error).__name__}: {error}"[:300]
    return "same" if found == whole else "other"


def _up_to_damage(path: Path, opened: type[Session] | type[ExerciseSession], whole: list[Any], before: bytes) -> str:
    """The same when the whole rows are asked for: they are the first ones, and the file is left as it is."""
    try:
        found = _content(opened, path, up_to_damage=True)
    except GameError as error:
        return "refused" if str(error).strip() else "traceback: empty sentence"
    except Exception as error:
        return f"traceback: up to damage: {type(error).__name__}: {error}"[:300]
    if path.read_bytes() != before:
        return "traceback: the damaged file was changed"
    if not recovered_path(path).exists():
        return "traceback: nothing was recovered, yet it opened"
    return "recovered" if found == whole[: len(found)] else "recovered other"


def _content(opened: type[Session] | type[ExerciseSession], path: Path, **words: bool) -> list[Any]:
    """What the file is taken to hold, in order, after everything that can be seen of it has been seen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RecoveredGameWarning)
        if opened is ExerciseSession:
            with ExerciseSession.open(path, **words) as sitting:
                sitting.tell()
                return [(each.answer, each.marks, each.time) for each in sitting.attempts]
        began = now().isoformat(timespec="milliseconds")
        with Session.open(path, **words) as session:
            for seat in session.game.seats:
                try:
                    session.view(seat.name)
                except GameError as error:
                    if "nobody has joined" not in str(error):
                        raise
            if any(line.round for line in session.lines.values()):
                session.outcomes()
            held = (session.scenario, session.seed, dict(session.codes))
            kept = [entry for entry in session.entries if not words or entry.time < began]
            return [held, *kept]  # a round that all had decided is closed at once: that is written now


def figures_of(
    make: Callable[[Path], Path], opened: type[Session] | type[ExerciseSession], each: int, seed: int
) -> Counter[str]:  # fmt: skip
    """How many of each outcome there are, by kind of damage, for one file damaged in many ways."""
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = make(folder)
        content, whole = path.read_bytes(), _content(opened, path)
        for kind, damage in damages(content, each, random.Random(seed)):
            for left in (path, path.with_name(path.name + "-journal"), recovered_path(path), copy_of(path),
                         copy_of(recovered_path(path))):  # fmt: skip
                left.unlink(missing_ok=True)
            path.write_bytes(content)
            try:
                damage(path)
            except sqlite3.Error:
                found[f"{kind}: not possible"] += 1
                continue
            if path.read_bytes() != content:
                found[f"{kind}: {outcome(path, opened, whole)}"] += 1
    return found


def summary(found: Counter[str]) -> dict[str, Any]:
    """The figures: files tried, by outcome, and those that went wrong."""
    tried = sum(count for name, count in found.items() if not name.endswith("not possible"))
    bad = {name: count for name, count in found.items() if "traceback" in name}
    accepted = sum(found[f"{kind}: {how}"] for kind in HONEST for how in ("other", "recovered other"))
    return {
        "files": tried, "tracebacks": sum(bad.values()), "silently accepted": accepted,
        "faults": sum(bad.values()) + accepted,
        "refused": sum(count for name, count in found.items() if ": refused" in name),
        "opened up to the damage": sum(count for name, count in found.items() if name.endswith(": recovered")),
        "harmless": sum(count for name, count in found.items() if name.endswith(": same")),
        "by kind": dict(sorted(found.items())),
    }  # fmt: skip


def main(each: int = 60) -> dict[str, Any]:
    """Several hundred files of a game and of an exercise; prints and returns the figures."""
    found = figures_of(played_game, Session, each, 11) + figures_of(answered_exercise, ExerciseSession, each, 12)
    figures = summary(found)
    print(json.dumps(figures, indent=2))
    return figures


def _rows(content: bytes) -> int:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    found = int(connection.execute("SELECT max(number) FROM entry").fetchone()[0])
    connection.close()
    return found


def _flipped(content: bytes, chance: random.Random) -> Callable[[Path], None]:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 3, 20))):
        changed[chance.randrange(len(changed))] ^= chance.randint(1, 255)
    return lambda path: _write(path, bytes(changed))


def _truncated(content: bytes, chance: random.Random) -> Callable[[Path], None]:
    length = chance.randrange(len(content))
    return lambda path: _write(path, content[:length])


def _overwritten(content: bytes, chance: random.Random) -> Callable[[Path], None]:
    start, length = chance.randrange(len(content)), chance.choice((16, 512, 4096))
    changed = bytearray(content)
    filling = chance.choice((b"\0", b"Z", b"\xff"))
    changed[start : start + length] = filling * len(changed[start : start + length])
    return lambda path: _write(path, bytes(changed))


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _edit(rows: int, chance: random.Random) -> str:
    value = chance.choice(STRANGE)
    if isinstance(value, bytes):
        written = f"CAST(x'{value.hex()}' AS TEXT)" if chance.random() < 0.7 else f"x'{value.hex()}'"
    else:
        written = str(value) if not isinstance(value, str) else "'" + value.replace("'", "''") + "'"
    if chance.random() < 0.1:
        column = chance.choice(("declaration", "scenario", "seed", "version", "made", "codes"))
        return f"UPDATE game SET {column} = {written}"
    return f"UPDATE entry SET {chance.choice(COLUMNS)} = {written} WHERE number = {chance.randint(1, rows)}"


def _statements(
    *statements: str, then: Callable[[Path], None] | None = None, quiet: bool = False
) -> Callable[[Path], None]:  # fmt: skip
    def change(path: Path) -> None:
        if quiet:
            connection = sqlite3.connect(path)
            try:
                for statement in statements:
                    connection.execute(statement)
                connection.commit()
            finally:
                connection.close()
        else:
            edited(path, *statements)
        if then is not None:
            then(path)

    return change
