"""Saved work made again, to see whether it comes out the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd

from sim.csv_export import BYTE_ORDER_MARK, csv_text, read_text
from sim.experiments.compare import again
from sim.experiments.comparison import Comparison
from sim.experiments.comparison_file import COMPARISON, read, said_in, tables
from sim.experiments.fingerprint import scenario_hash, versions
from sim.experiments.trouble import ExperimentError
from sim.experiments.where import Where
from sim.results import Results
from sim.run import simulate
from sim.scenario.read import load
from sim.store import read_events
from sim.tables import events, weekly
from sim.version import VERSION
from sim.whole_folder import MARK


@dataclass(frozen=True, kw_only=True)
class Reproduction:
    """Whether saved work came out the same when it was made again."""

    path: Path
    what: str
    """What was made again, in a few words."""
    differs: tuple[str, ...]
    """What came out otherwise; empty where nothing did."""
    changed: tuple[str, ...]
    """What it was made with then and now, as far as that is not the same."""

    @property
    def same(self) -> bool:
        """Whether everything came out the same to the last bit."""
        return not self.differs

    def __str__(self) -> str:
        """In sentences."""
        told = [f"{self.path}: {self.what} came out the same to the last bit."]
        if self.differs:
            told = [f"{self.path}: {self.what} did not come out the same.", *(f"  {line}" for line in self.differs)]
        if self.changed:
            told.append(f"  Made with other versions: {'; '.join(self.changed)}.")
        return "\n".join(told)

    __repr__ = __str__


def reproduce(
    path: str | PathLike[str], *, measure: Callable[[Results], float] | None = None, where: Where | None = None
) -> Reproduction:
    """Make a saved comparison, or the run in a folder of results, again, and say whether it comes out the same.

    ``measure`` is given again where the comparison was judged by a function of somebody's own, which no file holds.
    Every run is made anew: a store is not asked. Raises ``ExperimentError`` for what cannot be read.
    """
    place = Path(path)
    if place.is_dir():
        return _results_again(place)
    return _comparison_again(place, measure, where or Where())


def _comparison_again(path: Path, measure: Callable[[Results], float] | None, where: Where) -> Reproduction:
    then = read(path)
    if measure is not None:
        then = replace(then, measure=replace(then.measure, read=measure))
    differs = [
        f"{name}: the scenario is known as {scenario_hash(world)[:12]} now and was {then.hashes[name][:12]}; "
        "a default or a rule of reading it has changed"
        for name, world in then.worlds.items() if scenario_hash(world) != then.hashes[name]
    ]  # fmt: skip
    now = again(then, replace(where, store=None))
    for place, name in enumerate(then.names):
        other = np.flatnonzero(now.values[:, place] != then.values[:, place])
        if len(other):
            first = int(other[0])
            differs.append(
                f"{name}: {len(other)} of {then.replications} values differ, the first in replication {first}: "
                f"{float(then.values[first, place])!r} then, {float(now.values[first, place])!r} now"
            )
    differs += _told_otherwise(path, then, now)
    what = f"the comparison of {', '.join(then.names)} ({then.replications} replications, seed {then.seed})"
    return Reproduction(path=path, what=what, differs=tuple(differs), changed=_changed(then))


def _told_otherwise(path: Path, then: Comparison, now: Comparison) -> list[str]:
    """What the sentences of the file, and the tables that ``guanxi compare`` wrote beside it, say that is not so."""
    differs = []
    if then.versions["guanxi"] == VERSION and said_in(path) != [*now.sentences, *now.remarks]:
        differs.append("the sentences in the file (said) are not those that these runs come to")
    for name, table in tables(now).items():
        beside = path.with_name(f"{name}.csv")
        if path.name != COMPARISON or not beside.is_file():
            continue
        text = csv_text(table)
        books = beside.read_text(encoding="utf-8", errors="replace").removeprefix(BYTE_ORDER_MARK)
        if books != text:
            differs.append(f"{beside.name}: {_first_line(books, text)}")
    return differs


def _changed(then: Comparison) -> tuple[str, ...]:
    now = versions()
    return tuple(
        f"{name} {then.versions.get(name, 'unknown')} then, {value} now"
        for name, value in now.items() if then.versions.get(name) != value
    )  # fmt: skip


def _results_again(folder: Path) -> Reproduction:
    try:
        facts = json.loads((folder / MARK).read_text(encoding="utf-8"))
        books = read_text(folder / "weekly.csv")
        log, scheduler, version = facts["log"], facts["scheduler"], facts["version"]
    except (OSError, LookupError, TypeError, ValueError) as error:
        raise ExperimentError(
            f"{folder} holds no results that can be made again ({type(error).__name__}: {error}); "
            "give a folder that 'guanxi run' or sim.save wrote, or the file of a comparison"
        ) from None
    then = read_events(folder)
    results = simulate(load(folder / "scenario.yaml"), scheduler=scheduler, log=log)
    differs = []
    text = csv_text(weekly(results))
    if text != books:
        differs.append(f"weekly.csv: {_first_line(books, text)}")
    now = events(results)
    if not _same_log(then, now):
        differs.append(f"the event log: {len(then):,} rows then, {len(now):,} now, and not the same ones")
    changed = () if version == VERSION else (f"guanxi {version} then, {VERSION} now",)
    what = f"the run of {facts['scenario']} (seed {facts['seed']}, {facts['replications']} replications)"
    return Reproduction(path=folder, what=what, differs=tuple(differs), changed=changed)


def _first_line(then: str, now: str) -> str:
    lines = zip(then.splitlines(), now.splitlines(), strict=False)
    number, pair = next(((n, p) for n, p in enumerate(lines, start=1) if p[0] != p[1]), (0, ("", "")))
    if number == 0:
        return f"{then.count(chr(10))} lines then, {now.count(chr(10))} now"
    return f"line {number} was {pair[0]!r} and is {pair[1]!r}"


def _same_log(then: pd.DataFrame, now: pd.DataFrame) -> bool:
    if len(then) != len(now):
        return False
    for column in now.columns:
        one, other = then[column], now[column]
        if one.dtype == "category" or other.dtype == "category":
            one, other = one.astype(object), other.astype(object)
        if not ((one == other) | (one.isna() & other.isna())).all():
            return False
    return True
