"""What an outcome depends on: screening by Morris, and shares of variance by Sobol, both with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.experiments.design.factor import Factor, Range, answers, factors_of, setting
from sim.experiments.errors import ExperimentError
from sim.experiments.execution.execution import Execution
from sim.experiments.measure import Figure, judge
from sim.experiments.provenance import ExperimentResult, provenance_of
from sim.metrics._shared.interval import mean_bounds
from sim.number_text import concise, percent
from sim.results.simulate import whole_number
from sim.scenario.scenario import Scenario

LEVELS = 4
"""Levels of a Morris design, the usual number (Campolongo, Cariboni & Saltelli 2007)."""


FEWEST_TRAJECTORIES = 6
"""Trajectories from which on an interval is given: on four known functions it then holds in 96 of 100 designs or more,
with 4 in 86 to 96 (measured)."""
FEWEST_POINTS = 64
"""Points from which on intervals of shares of variance are given: on four known functions they then hold in 85 of 100
designs or more, with 32 in 79, with 16 in 63, with 8 in 23 (measured)."""


@dataclass(frozen=True, kw_only=True)
class Sensitivity(ExperimentResult):
    """How much an outcome depends on each factor."""

    method: Literal["morris", "sobol"]
    measure: str
    firm: str
    scale: float
    """By which effects are multiplied to be said: 100 for shares, said in points."""
    table: pd.DataFrame
    """One row per factor, strongest first."""
    runs: int


def screen(
    scenario: Scenario, factors: Mapping[str, Range] | Sequence[Factor], measure: Figure = "profit", *,
    trajectories: int = 10, replications: int = 3, where: Execution | None = None,
) -> Sensitivity:  # fmt: skip
    """Find the factors that matter: elementary effects along random paths through the space of factors.

    ``effect`` is the mean absolute change of the measure when a factor goes the whole way from least to most (μ*),
    with a 95% interval (that of a mean, over trajectories; none with fewer than six, which cannot give one);
    ``direction`` the mean change with its sign (μ); ``bends`` its standard deviation (σ): large where the effect
    depends on where the others stand. Cost: trajectories × (factors + 1) settings. All settings share their luck.
    Source: Morris (1991), Technometrics 33(2), 161-174; Campolongo, Cariboni & Saltelli (2007), Environmental
    Modelling & Software 22(10).

    Args:
        scenario: The market, as from :func:`sim.load`.
        factors: Least and most value of each factor by its path in the scenario, or factors with names of their own.
        measure: Figure of the firm in focus that is looked at: a registered name, a measure, or a function of results
            that returns a number.
        trajectories: Number of random paths.
        replications: Number of runs of each setting.
        where: Worker processes, store of runs and cluster; this machine if left out.

    Returns:
        The effect of each factor with its interval, the strongest first.
    """
    from SALib.sample import morris as sample

    found = _varied(factors, 1)
    problem = _problem(found)
    parts = sample.sample(problem, whole_number("trajectories", trajectories, 2), num_levels=LEVELS, seed=scenario.seed)
    values = _answers(scenario, found, parts, measure, replications, where)
    each = elementary_effects(found, parts, values)
    effect, low, high = mean_bounds(np.abs(each), 0.95)
    if len(each) < FEWEST_TRAJECTORIES:
        low, high = np.full((2, len(found)), np.nan)
    columns = {"effect": effect, "low": np.maximum(0.0, low), "high": high,
               "direction": each.mean(axis=0), "bends": each.std(axis=0, ddof=1)}  # fmt: skip
    table, asked = _sorted(found, columns, "effect"), judge(measure, scenario.focal_firm)
    stamp = provenance_of({scenario.name: scenario}, scenario.seed, replications)
    return Sensitivity(
        method="morris", measure=asked.name, firm=asked.firm, scale=asked.scale, table=stamp.on(table),
        runs=len(parts) * replications, stamp=stamp, sentence=_screened(table, asked.name, asked.firm, asked.scale),
    )  # fmt: skip


def elementary_effects(
    factors: Sequence[Factor], parts: NDArray[np.float64], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What each step of each trajectory does, as if its factor had gone the whole way; shape (trajectories, factors).

    A step is held against the way that its factor's value has really gone: a whole number that is 0 or 1 goes all of
    it where its part of the range goes two thirds. ``parts`` and ``values`` as the design has them, one row and one
    figure per setting.
    """
    count = len(factors)
    gone = [(one.at(parts[:, n]) - one.least) / (one.most - one.least) for n, one in enumerate(factors)]
    paths, answered = np.stack(gone, axis=1).reshape(-1, count + 1, count), values.reshape(-1, count + 1)
    steps, moved = np.diff(paths, axis=1), np.diff(answered, axis=1)
    found = np.empty((len(paths), count))
    for path, (step, gain) in enumerate(zip(steps, moved, strict=True)):
        which = np.abs(step).argmax(axis=1)
        found[path, which] = gain / step[np.arange(count), which]
    return found


def shares_of_variance(
    scenario: Scenario, factors: Mapping[str, Range] | Sequence[Factor], measure: Figure = "profit", *,
    points: int = 64, replications: int = 1, where: Execution | None = None,
) -> Sensitivity:  # fmt: skip
    """Share the variance of an outcome over the space of factors among the factors.

    ``alone`` is the first-order index (what fixing the factor would take away on average), ``in all`` the total one,
    with all that it does together with others; 95% intervals by bootstrap, none with fewer than 64 points, which
    cannot give them. Cost: points × (factors + 2) settings; ``points`` must be a power of two. Luck is the same
    at all settings, so the shares are those of the mean over the replications run. Source: Sobol' (2001), Mathematics
    and Computers in Simulation 55; Saltelli et al. (2010), Computer Physics Communications 181(2).

    Args:
        scenario: The market, as from :func:`sim.load`.
        factors: Least and most value of each factor by its path in the scenario, or factors with names of their own.
        measure: Figure of the firm in focus that is looked at: a registered name, a measure, or a function of results
            that returns a number.
        points: Number of base settings, a power of two.
        replications: Number of runs of each setting.
        where: Worker processes, store of runs and cluster; this machine if left out.

    Returns:
        The shares of each factor with their intervals.

    Raises:
        ExperimentError: For a number of points that is no power of two, too few factors, or a measure that is the same
            at all settings.
    """
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sample

    found, wanted = _varied(factors, 2), whole_number("points", points, 2)
    if wanted & (wanted - 1):
        raise ExperimentError(f"points={points}: give a power of two, such as 64 or 128")
    problem = _problem(found)
    parts = sample.sample(problem, wanted, calc_second_order=False, seed=scenario.seed)
    values = _answers(scenario, found, parts, measure, replications, where)
    asked = judge(measure, scenario.focal_firm)
    if not values.std():
        raise ExperimentError(f"{asked.name} is the same at all settings; there is no variance to share out")
    level = (values - values.mean()) / values.std()
    read = analyse.analyze(problem, level, calc_second_order=False, seed=scenario.seed)
    columns: dict[str, NDArray[np.float64]] = {}
    for word, key in (("alone", "S1"), ("in all", "ST")):
        index, half = np.asarray(read[key], dtype=float), np.asarray(read[f"{key}_conf"], dtype=float)
        half = half if wanted >= FEWEST_POINTS else np.full(len(half), np.nan)
        columns |= {word: index, f"{word} low": index - half, f"{word} high": index + half}
    table = _sorted(found, columns, "in all")
    stamp = provenance_of({scenario.name: scenario}, scenario.seed, replications)
    return Sensitivity(
        method="sobol", measure=asked.name, firm=asked.firm, scale=asked.scale, table=stamp.on(table),
        runs=len(parts) * replications, stamp=stamp, sentence=_shared(table, asked.name, asked.firm),
    )  # fmt: skip


def _varied(factors: Mapping[str, Range] | Sequence[Factor], least: int) -> tuple[Factor, ...]:
    found = factors_of(factors)
    if len(found) < least:
        raise ExperimentError(f"{len(found)} factor given; shares of variance need {least} at least")
    return found


def _problem(factors: Sequence[Factor]) -> dict[str, Any]:
    paths = [factor.path for factor in factors]
    return {"num_vars": len(paths), "names": paths, "bounds": [[0.0, 1.0]] * len(paths)}


def _answers(
    scenario: Scenario, factors: Sequence[Factor], parts: NDArray[np.float64], measure: Figure,
    replications: int, where: Execution | None,
) -> NDArray[np.float64]:  # fmt: skip
    columns = np.stack([factor.at(parts[:, n]) for n, factor in enumerate(factors)], axis=1)
    worlds = {f"setting {n}": setting(scenario, factors, row) for n, row in enumerate(columns)}
    values = answers(worlds, measure, scenario.focal_firm, replications, scenario.seed, where)
    return np.asarray(values.mean(axis=1))


def _sorted(factors: Sequence[Factor], columns: Mapping[str, NDArray[np.float64]], by: str) -> pd.DataFrame:
    told = {"factor": [factor.word for factor in factors], "path": [factor.path for factor in factors],
            "least": [factor.least for factor in factors], "most": [factor.most for factor in factors]}  # fmt: skip
    table = pd.DataFrame({**told, **columns})
    return table.sort_values(by, ascending=False, kind="stable", ignore_index=True)


def _screened(table: pd.DataFrame, measure: str, firm: str, scale: float) -> str:
    words = list(table["factor"])
    first = table.iloc[0]
    opening = f"{firm}'s {measure.replace('_', ' ')} depends most on {words[0]}"
    points = " points" if scale == 100 else ""
    size = f"from least to most it moves by {concise(scale * first['effect'])}{points} on average"
    if np.isnan(first["low"]):
        few = f"Fewer than {FEWEST_TRAJECTORIES} trajectories give no interval, nor do they show what matters little."
        return f"{opening}: {size}. {few}"
    size += f" ({concise(scale * first['low'])} to {concise(scale * first['high'])})"
    if len(words) == 1:
        return f"{opening}: {size}."
    sure = float(table["high"].iloc[1]) < float(first["low"])
    sound = "" if sure else f"; whether more than on {words[1]} these trajectories do not tell"
    still = [str(word) for word, high in zip(words, table["high"], strict=True) if high < 0.1 * first["effect"]]
    last = f" Hardly at all on {', '.join(still)}." if still else ""
    return f"{opening}: {size}{sound}.{last}"


def _shared(table: pd.DataFrame, measure: str, firm: str) -> str:
    first, second = table.iloc[0], table.iloc[1]
    alone = min(1.0, max(0.0, float(table["alone"].sum())))
    if np.isnan(first["in all low"]):
        bounds, order = "", f"; fewer than {FEWEST_POINTS} points give no intervals"
    else:
        bounds = f" ({percent(first['in all low'])} to {percent(first['in all high'])})"
        sure = float(second["in all high"]) < float(first["in all low"])
        order = "" if sure else f"; whether more than {second['factor']} these settings do not tell"
    rest = "the rest comes of their working together"
    return (
        f"Of the variance of {firm}'s {measure.replace('_', ' ')} over these ranges, {first['factor']} accounts for "
        f"{percent(first['in all'])}{bounds} with all that it does together with others, {percent(first['alone'])} by "
        f"itself{order}. The factors one by one explain {percent(alone)}; "
        f"{rest}, as far as {len(table)} shares so estimated can be added up."
    )
