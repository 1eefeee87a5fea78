"""Mutated scenario, game and exercise files: reading one gives a declaration, or faults that each have a place.

A mutant is a shipped file with one to three changes of one sort: of its structure, of the types of its values, of
its text, or of its bytes. Which changes they are follows from the seed and the number of the mutant alone.
"""

from __future__ import annotations

import copy
import json
import random
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim.game.exercises.exercise import Exercise
from sim.game.game import Game
from sim.game.load_game import sets_task, shipped_exercises, shipped_games
from sim.scenario.declaration import Declaration
from sim.scenario.files.load import read_as, shipped_scenarios
from sim.scenario.files.source_positions import document
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.scenario import Scenario

LONGEST = 1_000
MUTANTS = 20_000
SEED = 20_260
WORDS = ("name", "kind", "family", "share", "mean", "rows", "at", "launch", "firms", "price", "zzz", "no", "1", "")
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 10**400, -(10**350), 2**63, 1e308, -1e308, 5e-324, 1e-9, 0.5, float("nan"),
    float("inf"), "", " ", "x", "no", "1", "0,95", "10%", "2025-13-01", "2025-01-06", "course", "gamma", "Café",
    "Cafe\u0301", "关系",
    "\u202e", "\x00", "\ud800", "a" * 5_000, "9" * 400, [], [[]], [1, 2], ["x"] * 50, {}, {"a": 1}, {"kind": "club"},
    {"family": "gamma"}, {"family": {"a": 1}}, {"kind": []}, {"x" * 3_000: 1}, {"1": {"2": {"3": []}}},
)  # fmt: skip
SIGNS = ("\t", " ", "  ", "\n", ":", ": ", "-", "- ", "{", "}", "[", "]", ",", "#", " #", "&a ", "*a ", "!!str ", "|",
         ">", "'", '"', "%", "@", "`", "?", "? ", "---\n", "...\n", "\u00a0", "\ufeff", "\u2028", "é", "0", "9" * 400,
         "e999", "~", "null", "0x", "1_000", "=", "<<: ", "\r", "\x07")  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A changed file, and how it came about."""

    sort: str
    model: type[Declaration]
    source: str
    content: bytes


@dataclass(frozen=True)
class Result:
    """What reading a mutant gave."""

    outcome: str
    """``read`` or ``refused``."""
    wrong: str = ""
    """What should not have happened; empty where all is well."""


@cache
def sources() -> tuple[tuple[str, type[Declaration], str], ...]:
    """Name, model and text of every shipped file."""
    files = [(path, Scenario) for path in shipped_scenarios().values()]
    playable = [*shipped_games().values(), *shipped_exercises().values()]
    every = [*files, *((path, Exercise if sets_task(path) else Game) for path in playable)]
    return tuple((path.name, model, path.read_text(encoding="utf-8")) for path, model in every)


@cache
def contents() -> tuple[Any, ...]:
    """The content of every shipped file, as JSON has it."""
    return tuple(json.loads(json.dumps(document(text).content, default=str)) for _, _, text in sources())


def mutant(number: int, seed: int = SEED) -> Mutant:
    """The mutant of that number."""
    luck = random.Random(f"{seed}/{number}")
    place = luck.randrange(len(sources()))
    name, model, text = sources()[place]
    sort = luck.choice(list(CHANGES))
    changed = CHANGES[sort](luck, place, text)
    return Mutant(sort=sort, model=model, source=name, content=changed)


def _structure(luck: random.Random, place: int, text: str) -> bytes:
    content = copy.deepcopy(contents()[place])
    for _ in range(luck.randint(1, 3)):
        _change_structure(luck, content)
    return _written(luck, content)


def _types(luck: random.Random, place: int, text: str) -> bytes:
    content = copy.deepcopy(contents()[place])
    for _ in range(luck.randint(1, 3)):
        parent, last = luck.choice(list(_places(content)) or [({}, "name")])
        parent[last] = copy.deepcopy(luck.choice(VALUES))
    return _written(luck, content)


def _text(luck: random.Random, place: int, text: str) -> bytes:
    for _ in range(luck.randint(1, 3)):
        lines = text.split("\n")
        at = luck.randrange(len(lines))
        line = lines[at]
        column = luck.randint(0, len(line))
        match luck.randrange(6):
            case 0:
                lines.pop(at)
            case 1:
                lines.insert(at, luck.choice(lines))
            case 2:
                lines[at] = " " * luck.randint(0, 8) + line.lstrip()
            case 3:
                lines[at] = line[:column] + luck.choice(SIGNS) + line[column:]
            case 4:
                lines[at] = line[:column] + luck.choice(SIGNS) + line[column + 1 :]
            case _:
                key, colon, _value = line.partition(": ")
                lines[at] = f"{key}{colon}{json.dumps(luck.choice(VALUES), ensure_ascii=luck.random() < 0.5)}"
        text = "\n".join(lines)
    return text.encode("utf-8", errors="surrogatepass")


def _bytes(luck: random.Random, place: int, text: str) -> bytes:
    content = bytearray(text.encode())
    for _ in range(luck.randint(1, 3)):
        at = luck.randrange(len(content) or 1)
        match luck.randrange(5):
            case 0:
                content[at : at + 1] = bytes([luck.randrange(256)])
            case 1:
                content[at:at] = luck.randbytes(luck.randint(1, 4))
            case 2:
                del content[at : at + luck.randint(1, 40)]
            case 3:
                content[at : at + 1] = bytes([content[at] ^ (1 << luck.randrange(8))]) if content else b""
            case _:
                start = luck.randrange(len(content) or 1)
                content[at:at] = content[start : start + luck.randint(1, 200)]
    return bytes(content)


CHANGES: dict[str, Callable[[random.Random, int, str], bytes]] = {
    "structure": _structure, "types": _types, "text": _text, "bytes": _bytes,
}  # fmt: skip


def _places(content: Any) -> Iterator[tuple[Any, Any]]:
    """Every member of every mapping and list, as (its parent, its key or number)."""
    inner = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, member in list(inner):
        yield content, key
        yield from _places(member)


def _change_structure(luck: random.Random, content: Any) -> None:
    places = list(_places(content))
    if not places:
        return
    parent, last = luck.choice(places)
    other, there = luck.choice(places)
    foreign, key = luck.choice(list(_places(luck.choice(contents()))))
    match luck.randrange(7):
        case 0:
            del parent[last]
        case 1:
            parent[last] = [parent[last]]
        case 2:
            parent[last] = {luck.choice(WORDS): parent[last]}
        case 3:
            parent[last] = copy.deepcopy(other[there])
        case 4:
            parent[last] = copy.deepcopy(foreign[key])
        case 5 if isinstance(parent, dict):
            parent[luck.choice(WORDS)] = parent.pop(last)
        case 5:
            parent.reverse()
        case _ if isinstance(parent, list):
            parent.append(copy.deepcopy(parent[last]))
        case _:
            parent[luck.choice([*WORDS, *map(str, foreign)] if isinstance(foreign, dict) else WORDS)] = copy.deepcopy(
                foreign[key]
            )


def _written(luck: random.Random, content: Any) -> bytes:
    """The content as JSON text, which is YAML too."""
    text = json.dumps(content, indent=luck.choice([None, 1, 2]), ensure_ascii=luck.random() < 0.5)
    for number, name in (("NaN", ".nan"), ("-Infinity", "-.inf"), ("Infinity", ".inf")):
        text = text.replace(f" {number}", f" {name}")
    return text.encode("utf-8", errors="surrogatepass")


def tried(one: Mutant, file: Path) -> Result:
    """Read a mutant, and check what comes of it."""
    file.write_bytes(one.content)
    try:
        read_as(one.model, file)
    except ScenarioError as error:
        return Result("refused", _wrong(error, one, file))
    except Exception:
        return Result("refused", traceback.format_exc(limit=-3))
    return Result("read")


def _wrong(error: ScenarioError, one: Mutant, file: Path) -> str:
    """What is wrong with a refusal."""
    if not error.faults:
        return "refused without a fault"
    lines = one.content.count(b"\n") + one.content.count(b"\r") + one.content.count(b"\xe2\x80\xa8") + 2
    for fault in error.faults:
        if fault.file != str(file) or not (0 < fault.line <= lines and fault.column > 0):
            return f"no place: {fault}"
        if not fault.message.strip() or len(str(fault)) > LONGEST + len(str(file)) + 20:
            return f"a message of {len(str(fault))} letters: {str(fault)[:300]}"
    if len(set(map(str, error.faults))) < len(error.faults):
        return f"the same fault twice: {error}"
    return ""


def main(mutants: int = MUTANTS, seed: int = SEED) -> dict[str, object]:
    """Try so many mutants; figures by name, and every fault in full."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    started = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mutant.yaml"
        for number in range(mutants):
            one = mutant(number, seed)
            found = tried(one, file)
            counts[f"{one.sort}, {found.outcome}"] += 1
            if found.wrong:
                wrong.append(f"mutant {number} ({one.sort} of {one.source}): {found.wrong}")
    for line in wrong:
        print(line)
    seconds = time.process_time() - started
    return {
        "mutants": mutants,
        **dict(sorted(counts.items())),
        "faults": len(wrong),
        "seconds of one core": round(seconds),
    }
