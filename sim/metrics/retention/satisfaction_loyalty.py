"""Satisfaction and loyalty: as the rules have it, and as customers lived it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import WEEKS_A_YEAR, firms_column, ratio, window
from sim.metrics.exits.exits import exits
from sim.metrics.retention.churn import churn
from sim.model.state.initialise import perceived_levels
from sim.model.state.market import perceived_service
from sim.registry import register
from sim.results.results import Results
from sim.scenario.market.exit_causes import Cause
from sim.scenario.scenario import Scenario


@register("metric", "satisfaction_loyalty")
def satisfaction_loyalty(results: Results, steps: int = 20) -> pd.DataFrame:
    """How fast a customer of each satisfaction would leave, for the service and for a better offer elsewhere.

    Formula: base × sensitivity × exp(slope × gap), as :mod:`sim.model.customers.hazard_rates` has it, for a customer of
    average base,
    sensitivity and norm whom no bond holds, at the offers of week 0 and without programmes; over the service the gap is
    g(norm) − g(satisfaction), for an offer that of the best rival. stays = exp(−52 × all rates but moving away).
    Source: the shape of g after Heskett, Jones, Loveman, Sasser & Schlesinger (1994), Harvard Business Review 72(2),
    164-174: steep for the unhappy, flat in the middle, rising for the delighted; its weights are assumed.

    From the rules, not from the log, in which satisfaction does not stand; what a run shows is in
    :func:`loyalty_by_service`. Bad moments at a purchase are left out.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        steps: Number of steps into which satisfaction from 0 to 1 is divided.

    Returns:
        One row per firm and satisfaction: satisfaction, service, offer, other (rates per week), stays (part that stays
        a year).

    Raises:
        ValueError: For fewer than one step.
    """
    if steps < 1:
        raise ValueError(f"steps={steps}: give 1 or more")
    scenario = results.scenario
    grid = np.linspace(0.0, 1.0, steps + 1)
    parts = []
    for k in range(len(scenario.firms)):
        rates = _rates(scenario, k, grid)
        parts.append(
            pd.DataFrame(
                {
                    "firm": firms_column(np.full(len(grid), k), results),
                    "satisfaction": grid,
                    "service": rates[:, 0],
                    "offer": rates[:, 1],
                    "other": rates[:, 2],
                    "stays": np.exp(-WEEKS_A_YEAR * rates.sum(axis=1)),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _rates(scenario: Scenario, k: int, satisfaction: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rates of leaving over the service, for a better offer, and for anything else but moving away; shape (n, 3)."""
    found = np.zeros((len(satisfaction), 3))
    for cause in scenario.exits.causes:
        if cause.ends == "this_relation":
            kind = 0 if cause.compared_with == "norm" else 1 if cause.compared_with == "best_rival" else 2
            steeper = _steeper(scenario, cause, k, satisfaction)
            found[:, kind] += cause.base.average * _sensitivity(scenario, cause) * steeper
    return found


def _sensitivity(scenario: Scenario, cause: Cause) -> float:
    return _mean(scenario, [s.sensitivity.average for s in scenario.population.segments]) if cause.attribute else 1.0


def _steeper(
    scenario: Scenario, cause: Cause, k: int, satisfaction: NDArray[np.float64]
) -> NDArray[np.float64] | float:
    """Factor by which the gap multiplies the rate."""
    perceived = np.array([perceived_service(float(one)) for one in satisfaction])
    if cause.compared_with == "norm":
        norm = _mean(scenario, [s.norm.average for s in scenario.population.segments])
        return np.exp(cause.slope * (perceived_service(norm) - perceived))
    if cause.attribute is None or cause.slope == 0.0:
        return 1.0
    attributes = scenario.attributes
    place = attributes.index(cause.attribute)
    levels = [perceived_levels(firm.offer, attributes)[place] for firm in scenario.firms]
    if cause.compared_with == "blameless":
        return math.exp(-cause.slope * levels[k])
    others = levels[:k] + levels[k + 1 :]
    if scenario.outside is not None:
        others.append(perceived_levels(scenario.outside, attributes)[place])
    own = perceived if cause.attribute == "service" else levels[k]
    return np.exp(cause.slope * (max(others) - own)) if others else 0.0


def _mean(scenario: Scenario, values: Sequence[float]) -> float:
    """Mean over customers of a value for each segment."""
    return float(np.average(values, weights=[segment.size for segment in scenario.population.segments]))


@register("metric", "loyalty_by_service")
def loyalty_by_service(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """How fast customers left firms of different service: for the service, for a better offer, and for other causes.

    Formula: exits / customer-weeks at risk, by the kind of cause: those that compare with her norm, those that compare
    with the best rival, others but moving away. stays = exp(−52 × their sum).
    Source: Jones & Sasser (1995), Harvard Business Review 73(6), 88-99, who drew loyalty against satisfaction; rates of
    events per exposure as in Aalen (1978), Annals of Statistics 6, 701-726.

    All replications together. In the long run satisfaction lies about the service level of the offer, so firms that
    differ in service show the curve; leave out the first weeks (``since``), in which it is still on the way there.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per firm: service (level of the offer at week 0), customer_weeks, service_exits, offer_exits,
        other_exits, service_rate, offer_rate, other_rate (per week), stays.

    Raises:
        ValueError: For an empty window.
    """
    start, end = window(results, since, until)
    scenario = results.scenario
    kinds = {"service": [], "offer": [], "other": []}  # type: dict[str, list[str]]
    for cause in scenario.exits.causes:
        if cause.ends == "this_relation":
            known = {"norm": "service", "best_rival": "offer"}
            kinds[known.get(cause.compared_with, "other")].append(cause.name)
    left = exits(results, start, None if until is None else end)
    lived = churn(results, end - start, start, end).groupby("firm", observed=False)["customer_weeks"].sum().to_numpy()
    table = pd.DataFrame(
        {
            "firm": firms_column(np.arange(len(scenario.firms)), results),
            "service": [firm.offer.service for firm in scenario.firms],
            "customer_weeks": lived,
        }
    )
    for kind, names in kinds.items():
        of = left[left["cause"].isin(names)].groupby("firm", observed=False)["exits"].sum()
        table[f"{kind}_exits"] = of.reindex(list(results.names.firms), fill_value=0).to_numpy()
    for kind in kinds:
        table[f"{kind}_rate"] = ratio(table[f"{kind}_exits"].to_numpy(), lived)
    table["stays"] = np.exp(-WEEKS_A_YEAR * table[[f"{kind}_rate" for kind in kinds]].sum(axis=1, skipna=False))
    return table
