"""The markets of a claim: a scenario, and the worlds that differ from it in what the claim is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from sim.results.results import LogLevel, Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load
from sim.scenario.scenario import Scenario

Changes: TypeAlias = Mapping[str, object]
Change: TypeAlias = Changes | Callable[[Scenario], Scenario]
"""Dotted paths with new values, as for ``scenario.but``, or a function that returns the changed scenario."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ClaimMarket:
    """A scenario and its worlds, run with the same random numbers in each world."""

    scenario: str
    """Name of a shipped scenario."""
    worlds: Mapping[str, Change]
    """By name, what a world changes; nothing for the scenario as it is."""
    everywhere: Changes | None = None
    """What is changed in every world before, such as a smaller number of customers."""
    horizon: float | None = None
    replications: int | Mapping[str, int] | None = 8
    """Runs of each world; by name of the world where they differ, with an entry ``""`` for all others; the scenario's
    own number if None."""
    log: LogLevel = "all"
    seed: int | None = None
    """The scenario's own if left out."""

    def world(self, name: str, but: Changes | None = None) -> Scenario:
        """The scenario of a world, with further changes ``but``."""
        asked = load(self.scenario)
        if self.everywhere:
            asked = asked.but(self.everywhere)
        if self.horizon is not None:
            asked = asked.but(horizon=self.horizon)
        change = self.worlds[name]
        asked = change(asked) if callable(change) else asked.but(change) if change else asked
        return asked.but(but) if but else asked

    def replications_of(self, name: str) -> int:
        """Number of runs of a world."""
        if self.replications is None:
            return load(self.scenario).replications
        if isinstance(self.replications, int):
            return self.replications
        return self.replications.get(name, self.replications[""])


class Worlds(Mapping[str, Results]):
    """The results of a market's worlds; a world is run when it is first looked at, and kept."""

    def __init__(self, market: ClaimMarket, seed: int | None = None, but: Changes | None = None) -> None:
        """A market at a seed (its own if left out), with further changes in every world."""
        self.market, self.seed, self.but = market, market.seed if seed is None else seed, but
        self._kept: dict[str, Results] = {}

    def __getitem__(self, name: str) -> Results:
        """The results of a world."""
        if name not in self._kept:
            number = self.market.replications_of(name)
            self._kept[name] = simulate(
                self.market.world(name, self.but), seed=self.seed, replications=number, log=self.market.log
            )
        return self._kept[name]

    def __iter__(self) -> Iterator[str]:
        """Names of the worlds."""
        return iter(self.market.worlds)

    def __len__(self) -> int:
        """Number of worlds."""
        return len(self.market.worlds)


@lru_cache(maxsize=1)
def worlds_of(market: ClaimMarket, seed: int | None = None) -> Worlds:
    """The worlds of the market looked at last, so that claims about one market share its runs."""
    return Worlds(market, seed)
