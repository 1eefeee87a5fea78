"""Saved work made again, to see whether it comes out the same."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path

import numpy as np

from sim.experiments.comparison.compare import again
from sim.experiments.comparison.comparison import Comparison
from sim.experiments.comparison.comparison_file import COMPARISON, LARGEST, read, said_in, tables
from sim.experiments.errors import ExperimentError
from sim.experiments.execution.cache_keys import scenario_hash, versions
from sim.experiments.execution.execution import Execution
from sim.files.csv_export import BYTE_ORDER_MARK, csv_text
from sim.files.leftovers import settle
from sim.files.regular_file import UnreadableFileError, check_ordinary, is_there, parse_json, read_bytes, read_text
from sim.reproduction.game_reproduction import DECLARATION, exported_game_again, first_difference, game_again, same_log
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.storage.read_results import read_events
from sim.results.storage.results_folder_rules import FILES, MARK
from sim.results.tables import events, weekly
from sim.scenario.files.load import load
from sim.version import VERSION


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
    path: str | PathLike[str], *, measure: Callable[[Results], float] | None = None, where: Execution | None = None
) -> Reproduction:
    """Run saved work again, and report whether it comes out the same.

    Every run is made anew: a store is not asked.

    Args:
        path: File or folder of a comparison, folder of results, file of a game, or folder of a game that was exported
            or rehearsed.
        measure: The function by which a comparison was judged, which no file holds; only where it was judged by a
            function of your own.
        where: Worker processes, store of runs and cluster; this machine if left out.

    Returns:
        What is the same, and what differs.

    Raises:
        ExperimentError: For what cannot be read.
        GameError: For a game that cannot be opened.
    """
    place = Path(path)
    if not is_there(place):
        with suppress(OSError, ValueError):  # a name that no file can have is refused by what reads it
            settle(place, FILES)  # results that were being replaced when the process was killed are brought back
    if not (is_there(place) and place.is_dir()):
        return _game_again(place) if _is_database(place) else _comparison_again(place, measure, where or Execution())
    found = []
    if (place / COMPARISON).is_file():
        found.append(_comparison_again(place / COMPARISON, measure, where or Execution()))
    if (place / DECLARATION).is_file():
        found.append(_game_again(place))
    if (place / MARK).is_file() or not found:
        found.append(_results_again(place))
    return Reproduction(
        path=found[0].path if len(found) == 1 else place,
        what=" and ".join(one.what for one in found),
        differs=tuple(line for one in found for line in one.differs),
        changed=tuple(dict.fromkeys(line for one in found for line in one.changed)),
    )


def _is_database(path: Path) -> bool:
    try:
        check_ordinary(path)
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except (OSError, UnreadableFileError):
        return False


def _game_again(path: Path) -> Reproduction:
    made = exported_game_again(path) if path.is_dir() else game_again(path)
    return Reproduction(path=path, what=made.what, differs=made.differs, changed=made.changed)


def _comparison_again(path: Path, measure: Callable[[Results], float] | None, where: Execution) -> Reproduction:
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
        books = read_bytes(beside, LARGEST).decode(errors="replace").removeprefix(BYTE_ORDER_MARK)
        if books != text:
            differs.append(f"{beside.name}: {first_difference(books, text)}")
    return differs


def _changed(then: Comparison) -> tuple[str, ...]:
    now = versions()
    return tuple(
        f"{name} {then.versions.get(name, 'unknown')} then, {value} now"
        for name, value in now.items() if then.versions.get(name) != value
    )  # fmt: skip


def _results_again(folder: Path) -> Reproduction:
    try:
        facts = parse_json(read_text(folder / MARK, LARGEST))
        books = read_text(folder / "weekly.csv", LARGEST).removeprefix(BYTE_ORDER_MARK)
        log, scheduler, version = facts["log"], facts["scheduler"], facts["version"]
    except UnreadableFileError as error:
        raise ExperimentError(f"{error}; give a folder that 'guanxi run' or sim.save wrote") from None
    except (OSError, LookupError, TypeError, ValueError) as error:
        raise ExperimentError(
            f"{folder} holds no results that can be made again ({type(error).__name__}: {error}); "
            "give what 'guanxi run', 'guanxi compare', 'guanxi rehearse' or sim.save wrote, or the file of a game"
        ) from None
    then = read_events(folder)
    results = simulate(load(folder / "scenario.yaml"), scheduler=scheduler, log=log)
    differs = []
    text = csv_text(weekly(results))
    if text != books:
        differs.append(f"weekly.csv: {first_difference(books, text)}")
    now = events(results)
    if not same_log(then, now):
        differs.append(f"the event log: {len(then):,} rows then, {len(now):,} now, and not the same ones")
    changed = () if version == VERSION else (f"guanxi {version} then, {VERSION} now",)
    what = f"the run of {facts['scenario']} (seed {facts['seed']}, {facts['replications']} replications)"
    return Reproduction(path=folder, what=what, differs=tuple(differs), changed=changed)
