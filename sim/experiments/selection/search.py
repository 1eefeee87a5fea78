"""Search: the best settings of a programme, found on one set of luck and reported on another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import Bounds, direct

from sim.experiments.design.factor import Factor, Range, answers, factors_of, setting
from sim.experiments.errors import ExperimentError
from sim.experiments.execution.execution import Execution
from sim.experiments.measure import Figure, judge
from sim.experiments.provenance import ExperimentResult, provenance_of
from sim.metrics._shared.interval import Interval, interval
from sim.number_text import concise, significant
from sim.results.simulate import whole_number
from sim.scenario.scenario import Scenario

LEVEL = 0.95


@dataclass(frozen=True, kw_only=True)
class Tries:
    """How much a search may cost, and on how much other luck its gain is reported."""

    settings: int = 60
    """Settings to be tried."""
    replications: int = 5
    """Replications of each, all with the same luck."""
    hold_out: int = 20
    """Replications with luck that the search has not seen, for the gain that is reported."""

    def __post_init__(self) -> None:
        """Refuse a search that could find nothing or report nothing."""
        for name, least in (("settings", 2), ("replications", 1), ("hold_out", 2)):
            whole_number(name, getattr(self, name), least)


@dataclass(frozen=True, kw_only=True)
class Search(ExperimentResult):
    """The best settings that were found, and what they gain on luck that the search has not seen."""

    scenario: Scenario
    """The scenario with the best settings."""
    settings: Mapping[str, float]
    """Value of each factor, by path."""
    gain: float
    """By how much the measure is better than with the scenario as it was: mean over the hold-out replications."""
    low: float
    high: float
    """Bounds of the 95% interval of the gain, paired under the same luck."""
    found_gain: float
    """The same on the luck that the search was made on: too good, since it was chosen for it."""
    held: Mapping[str, float]
    """What each measure that has a limit comes to on the luck that the search has not seen; it may lie beyond."""
    tried: pd.DataFrame
    """Every setting tried, in order: the factors, ``mean`` of the measure, each limit's mean, and ``allowed``."""


def search(
    scenario: Scenario, factors: Mapping[str, Range] | Sequence[Factor], measure: Figure = "profit", *,
    tries: Tries | None = None, within: Mapping[str, float] | None = None, where: Execution | None = None,
) -> Search:  # fmt: skip
    """Find the settings within their bounds at which the firm in focus does best, within a budget of settings to try.

    A setting beyond the bounds of ``within``, on the luck of the search, is not allowed; what the best comes to on
    other luck is told. The search is DIRECT, which cuts the space of factors into ever smaller boxes: it needs no
    slopes, and all settings share their luck, so that the noise of chance does not lead it about.
    Source: Jones, Perttunen & Stuckman (1993), J. Optimization Theory and Applications 79(1), 157-181; sample average
    approximation: Kleywegt, Shapiro & Homem-de-Mello (2002), SIAM J. Optimization 12(2), 479-502.

    Args:
        scenario: The market, as from :func:`sim.load`.
        factors: Least and most value of each factor by its path in the scenario, or factors with names of their own.
        measure: Figure of the firm in focus that is looked at: a registered name, a measure, or a function of results
            that returns a number.
        tries: How many settings and replications are tried; the default of :class:`sim.Tries` if left out.
        within: Further measures that must not exceed a bound, such as ``{"programme_cost": 20_000}``.
        where: Worker processes, store of runs and cluster; this machine if left out.

    Returns:
        The best settings, and all that were tried.

    Raises:
        ExperimentError: Where nothing that was tried is allowed.
    """
    found, tries = factors_of(factors), tries or Tries()
    trying = _Trying(scenario, found, measure, tries.replications, dict(within or {}), where)
    trying.start()
    box = Bounds(np.zeros(len(found)), np.ones(len(found)))
    direct(trying, box, maxfun=tries.settings, maxiter=10_000, eps=1e-3, locally_biased=True)
    tried = trying.table()
    if not tried["allowed"].any():
        limits = ", ".join(f"{name} at most {limit:g}" for name, limit in trying.within.items())
        raise ExperimentError(
            f"none of {len(tried)} settings tried is allowed ({limits}); allow more, or widen the factors"
        )
    good = tried[tried["allowed"]]
    place = int((trying.sign * good["mean"].to_numpy(dtype=float)).argmax())
    values = {factor.path: float(good[factor.path].to_numpy(dtype=float)[place]) for factor in found}
    chosen = setting(scenario, found, list(values.values()))
    gain = _held_out(scenario, chosen, trying, tries)
    found_gain = trying.sign * (float(good["mean"].to_numpy(dtype=float)[place]) - trying.before)
    held = trying.held(chosen, tries)
    stamp = provenance_of(
        {scenario.name: scenario, f"{scenario.name} at its best": chosen}, scenario.seed,
        f"{tries.replications} (search) and {tries.hold_out} further (hold-out)",
    )  # fmt: skip
    return Search(
        scenario=chosen, settings=values, gain=gain.mean, low=gain.low, high=gain.high, found_gain=found_gain,
        held=held, tried=stamp.on(tried), stamp=stamp,
        sentence=_sentence(found, values, trying, (gain, found_gain), tries) + _beyond(trying.within, held),
    )  # fmt: skip


class _Trying:
    """Settings as they are tried: each is run once."""

    def __init__(
        self, scenario: Scenario, factors: tuple[Factor, ...], measure: Figure, count: int, within: dict[str, float],
        where: Execution | None,
    ) -> None:  # fmt: skip
        self.scenario, self.factors, self.measure, self.count, self.where = scenario, factors, measure, count, where
        self.within, self.judge = within, judge(measure, scenario.focal_firm)
        self.sign = 1.0 if self.judge.better == "more" else -1.0
        self._seen: dict[tuple[float, ...], tuple[float, list[float]]] = {}
        self.before = math.nan
        """What the measure is with the scenario as it was, on the luck of the search."""

    def start(self) -> None:
        """Look at the scenario as it is."""
        self.before = float(self._answers(self.scenario, self.measure, range(self.count)).mean())

    def __call__(self, parts: NDArray[np.float64]) -> float:
        """What is to be made small: the measure, or infinity where the setting is not allowed."""
        values = tuple(float(factor.at(np.asarray(part))) for factor, part in zip(self.factors, parts, strict=True))
        if values not in self._seen:
            world = setting(self.scenario, self.factors, values)
            figure = float(self._answers(world, self.measure, range(self.count)).mean())
            limits = [float(self._answers(world, name, range(self.count)).mean()) for name in self.within]
            self._seen[values] = figure, limits
        figure, limits = self._seen[values]
        return -self.sign * figure if self._allowed(limits) else math.inf

    def _answers(self, world: Scenario, measure: Figure, numbers: range) -> NDArray[np.float64]:
        found = answers({"setting": world}, measure, self.scenario.focal_firm, numbers, self.scenario.seed, self.where)
        return np.asarray(found[0])

    def hold_out(self, world: Scenario, numbers: range) -> NDArray[np.float64]:
        """The measure on other luck."""
        return self._answers(world, self.measure, numbers)

    def held(self, world: Scenario, tries: Tries) -> dict[str, float]:
        """What the measures that have limits come to on other luck."""
        numbers = range(tries.replications, tries.replications + tries.hold_out)
        return {name: float(self._answers(world, name, numbers).mean()) for name in self.within}

    def _allowed(self, limits: Sequence[float]) -> bool:
        return all(figure <= most for figure, most in zip(limits, self.within.values(), strict=True))

    def table(self) -> pd.DataFrame:
        """All that was tried."""
        rows = [
            {**dict(zip((factor.path for factor in self.factors), values, strict=True)), "mean": figure,
             **dict(zip(self.within, limits, strict=True)), "allowed": self._allowed(limits)}
            for values, (figure, limits) in self._seen.items()
        ]  # fmt: skip
        return pd.DataFrame(rows)


def _held_out(before: Scenario, after: Scenario, trying: _Trying, tries: Tries) -> Interval:
    """Mean gain on luck that the search has not seen, with its interval."""
    numbers = range(tries.replications, tries.replications + tries.hold_out)
    more = trying.sign * (trying.hold_out(after, numbers) - trying.hold_out(before, numbers))
    return interval(more, LEVEL)


def _beyond(within: Mapping[str, float], held: Mapping[str, float]) -> str:
    """What is to be said of limits that do not hold on other luck."""
    over = [
        f"{name.replace('_', ' ')} comes to {concise(held[name])} on the other luck, above its limit of {concise(most)}"
        for name, most in within.items() if held[name] > most
    ]  # fmt: skip
    return f" But {' and '.join(over)}." if over else ""


def _sentence(
    factors: Sequence[Factor], values: Mapping[str, float], trying: _Trying, gains: tuple[Interval, float],
    tries: Tries,
) -> str:  # fmt: skip
    at = ", ".join(f"{factor.word} {significant(values[factor.path])}" for factor in factors)
    held_out, found = gains
    figure, firm = trying.judge.name.replace("_", " "), trying.scenario.focal_firm
    luck = f"{tries.hold_out} replications not seen by the search"
    scale = trying.judge.scale
    gain, low, high, found = (scale * value for value in (*held_out[:3], found))
    points = " points" if scale == 100 else ""
    bounds = f"95% interval {concise(low)} to {concise(high)}, {luck}"
    if low <= 0:
        return (
            f"The best that was found for {firm}'s {figure}, {at}, cannot be told from the scenario as it is "
            f"({bounds}); on the luck of the search it looked better by {concise(found)}{points}."
        )
    return (
        f"{firm}'s {figure} is best at {at}: better than as it is by {concise(gain)}{points} ({bounds}); on the luck "
        "of "
        f"the search it looked better by {concise(found)}{points}."
    )
