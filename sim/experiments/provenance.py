"""Where a table or a picture comes from: its worlds, their luck, and what made them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec, TypeVar

import pandas as pd

from sim.experiments.execution.cache_keys import scenario_hash, versions
from sim.results.results import Results
from sim.scenario.scenario import Scenario

Given = ParamSpec("Given")
Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """By what figures are known: enough to tell whether two tables are of the same runs, and to make them again."""

    worlds: Mapping[str, str]
    """The hash of each world, or of what else was looked at, by its name."""
    luck: str
    """Seed and replications, in words."""
    called: str = "worlds"
    """What kind of thing the hashes are of."""
    versions: Mapping[str, str] = field(default_factory=versions)
    """What it was made with."""

    def __str__(self) -> str:
        """In a line: version, luck and worlds, the first eight digits of each hash."""
        worlds = ", ".join(f"{name} {known[:8]}" for name, known in self.worlds.items())
        made = f"guanxi {self.versions['guanxi']}, rules {self.versions['rules'][:8]}"
        return f"{made}; {self.luck}; {self.called}: {worlds}"

    def on(self, table: pd.DataFrame) -> pd.DataFrame:
        """The same table, which carries it in ``attrs`` from now on."""
        table.attrs |= {"stamp": str(self), "worlds": dict(self.worlds), "versions": dict(self.versions)}
        return table


@dataclass(frozen=True, kw_only=True)
class ExperimentResult:
    """What an experiment found, in a sentence, and where it comes from."""

    stamp: Provenance
    """The worlds that were run, their luck, and what made them."""
    sentence: str

    def __str__(self) -> str:
        """The sentence."""
        return self.sentence


def provenance_of_results(results: Results) -> Provenance:
    """The stamp of a run, or of several replications of one."""
    numbers = len(results.runs)
    luck = f"seed {results.seed}, {numbers} replication{'s' * (numbers > 1)}"
    known = {results.scenario.name: scenario_hash(results.scenario)}
    return Provenance(worlds=known, luck=luck, versions={**versions(), "guanxi": results.version})


def with_provenance(table_of: Callable[Given, Found]) -> Callable[Given, Found]:
    """The same function of results; a table that it returns carries the stamp of these results."""

    @wraps(table_of)
    def worked_out(*given: Given.args, **named: Given.kwargs) -> Found:
        found = table_of(*given, **named)
        if isinstance(found, pd.DataFrame) and given and isinstance(given[0], Results):
            provenance_of_results(given[0]).on(found)
        return found

    return worked_out


def provenance_of(worlds: Mapping[str, Scenario], seed: int, replications: int | str) -> Provenance:
    """The stamp of runs of these worlds, each with the luck (seed, 0), (seed, 1), ..."""
    known = {name: scenario_hash(world) for name, world in worlds.items()}
    return Provenance(worlds=known, luck=f"seed {seed}, {replications} replications")
