"""How robust claims are: each assumed value is halved and doubled, and the claims are tried again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pydantic import BaseModel

from sim.experiments.claims.claim import Claim
from sim.experiments.claims.claims import claims
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.errors import ExperimentError
from sim.experiments.execution.cache_keys import scenario_hash
from sim.experiments.stylised_facts.fact import Evidence
from sim.registry import unknown
from sim.results.results import LogLevel, Results
from sim.results.simulate import simulate
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.scenario import Scenario

MARK = "assumed"
"""The word by which the docstring of a value, or of the declaration that holds it, marks it as assumed."""
TIMES = {"half": 0.5, "double": 2.0}


@dataclass(frozen=True, kw_only=True)
class AssumedValue:
    """A number of a scenario that no source gives."""

    path: str
    """Dotted path, as for ``scenario.but``."""
    value: float


def assumed_values(scenario: Scenario) -> tuple[AssumedValue, ...]:
    """The numbers of a scenario that are marked as assumed: of behaviour, of the exit table, and of programmes.

    A value is marked where its docstring, or that of the declaration that holds it, says "assumed"; rates, slopes and
    shields of the exit table are assumed as a whole. Zeros are left out: half and double of nothing is nothing.
    """
    found = [*_marked(scenario.behaviour, "behaviour", False)]
    for cause in scenario.exits.causes:
        found += _marked(cause, f"exits.rows.{cause.name}", True)
    for firm in scenario.firms:
        for programme in firm.programmes:
            found += _marked(programme, f"firms.{firm.name}.programmes.{programme.kind}", False)
    return tuple(AssumedValue(path=path, value=value) for path, value in found if value)


def _marked(part: object, path: str, marked: bool) -> Iterator[tuple[str, float]]:
    """The marked numbers under a path."""
    if isinstance(part, BaseModel):
        whole = marked or MARK in (type(part).__doc__ or "").lower()
        for name, field in type(part).model_fields.items():
            yield from _marked(
                getattr(part, name), f"{path}.{name}", whole or MARK in (field.description or "").lower()
            )
    elif isinstance(part, Mapping):
        for name, value in part.items():
            yield from _marked(value, f"{path}.{name}", marked)
    elif marked and isinstance(part, int | float) and not isinstance(part, bool):
        yield path, float(part)


class _Tried(Worlds):
    """Worlds of a market with one value changed where it occurs; worlds that are the same are run once."""

    def __init__(
        self, market: ClaimMarket, change: tuple[str, float] | None, known: dict[str, Results], runs: int
    ) -> None:
        super().__init__(market)
        self.change, self.known, self.runs = change, known, runs
        self.log: LogLevel = "exits"

    def __getitem__(self, name: str) -> Results:
        asked = self.market.world(name)
        if self.change is not None and occurs(asked, self.change[0]):
            asked = asked.but({self.change[0]: self.change[1]})
        key = f"{scenario_hash(asked)} {self.seed}"
        if key not in self.known:
            usual = self.known.get(f"{scenario_hash(self.market.world(name))} {self.seed}")
            self.known[key] = self._run(asked, usual if self.change is not None else None)
        return self.known[key]

    def _run(self, asked: Scenario, usual: Results | None) -> Results:
        """The results of a world; those of the usual one where the first replication shows that nothing changes."""
        if usual is not None:
            first = simulate(asked, seed=self.seed, replications=1, log=self.log)
            if np.array_equal(first.runs[0].weekly, usual.runs[0].weekly):
                return usual
        return simulate(asked, seed=self.seed, replications=self.runs, log=self.log)


def occurs(scenario: Scenario, path: str) -> bool:
    """Whether a scenario has a value at a path; a programme's is missing in worlds without the programme."""
    return any(value.path == path for value in assumed_values(scenario))


def claim_robustness(
    names: Sequence[str], replications: int = 8, parts: Sequence[str] = ("behaviour", "exits", "firms")
) -> pd.DataFrame:
    """Halve and double each assumed value of the worlds of some claims, and try the claims again.

    Args:
        names: Names of claims of the table that can be read off a log of joins and exits.
        replications: Runs of each world. Where the first shows that a value changes nothing, no more are made.
        parts: Parts of the scenario whose values are changed: ``behaviour``, ``exits`` and ``firms`` (programmes).

    Returns:
        One row per claim, assumed value and side: claim, path, default, side (``as assumed``, ``half``, ``double``),
        value, survives, margin. The margin is the distance of the claim's figures from their bounds, relative to the
        distance at the assumed values, the smallest of the figures that the value moves: 1 as assumed and where no
        figure moves, above 1 where all that move lie further from their bounds, below 0 where the claim fails.
        ``survives`` is missing where the scenario does not allow the value.

    Raises:
        ExperimentError: For an unknown name, or the name of a stylised fact.
    """
    known = claims()
    rows: list[dict[str, object]] = []
    runs: dict[str, Results] = {}
    for name in names:
        claim = known.get(name)
        if not isinstance(claim, Claim):
            raise ExperimentError(unknown("claim", name, [key for key, row in known.items() if isinstance(row, Claim)]))
        rows += _rows(name, claim, runs, replications, parts)
    return pd.DataFrame(rows)


def _rows(
    name: str, claim: Claim, runs: dict[str, Results], replications: int, parts: Sequence[str]
) -> Iterator[dict[str, object]]:
    whole = _Tried(claim.market, None, runs, replications)
    as_assumed = claim.read(whole)
    row = {"claim": name, "path": "", "default": float("nan"), "side": "as assumed", "value": float("nan")}
    yield {**row, "survives": all(claim.met(as_assumed)), "margin": 1.0}
    for one in _values_of(claim, parts):
        for side, times in TIMES.items():
            row = {"claim": name, "path": one.path, "default": one.value, "side": side, "value": times * one.value}
            kept = dict(runs)
            try:
                found = claim.read(_Tried(claim.market, (one.path, times * one.value), kept, replications))
            except ScenarioError:
                yield {**row, "survives": None, "margin": float("nan")}
                continue
            yield {**row, "survives": all(claim.met(found)), "margin": margin(claim, found, as_assumed)}


def _values_of(claim: Claim, parts: Sequence[str]) -> list[AssumedValue]:
    """The assumed values that occur in any world of the claim, of these parts of the scenario."""
    found = {value.path: value for name in claim.market.worlds for value in assumed_values(claim.market.world(name))}
    return [value for path, value in found.items() if path.partition(".")[0] in parts]


def margin(claim: Claim, found: Evidence, as_assumed: Evidence) -> float:
    """Distance of figures from their bounds over that at the assumed values, the smallest of the figures that move.

    A figure whose distance is as before would hold the margin of every try at 1 or below, so it is left out; 1 where no
    figure moves. Not a number where no figure lies on the right side of its bounds at the assumed values.
    """
    distances = [
        (figure.expected.slack(here.value), figure.expected.slack(there.value))
        for figure, here, there in zip(claim.figures, found, as_assumed, strict=True)
    ]
    parts = [here / there for here, there in distances if 0 < there < float("inf")]
    return min((part for part in parts if part != 1.0), default=1.0 if parts else float("nan"))
