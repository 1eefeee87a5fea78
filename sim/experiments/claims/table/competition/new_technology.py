"""Claims about a substitute of more advanced technology that overtakes a firm (C5)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from sim.experiments.claims.bound import mean_above, mean_below, mean_between, not_above
from sim.experiments.claims.claim import Claim, Figure, Floats, Look, change, more, pooled, value
from sim.experiments.claims.market import ClaimMarket
from sim.experiments.claims.readings import exits_of, profit_of
from sim.metrics._shared.interval import Interval
from sim.registry import register
from sim.results.results import Results

ADOPTS = "firms.Silver.departments.technology.adopts"
TAKES_UP = {"invention": "digital camera", "takes": 39, "success": 0.8, "cost": 40_000, "running_cost": 150}
WORLDS: dict[str, dict[str, Any]] = {
    "never": {},
    "early": {ADOPTS: [{**TAKES_UP, "at": 26}]},
    "late": {ADOPTS: [{**TAKES_UP, "at": 156}]},
    "no one sells it": {f"firms.{rival}.departments.technology.adopts": [] for rival in ("Pixel", "Lens")},
}
CAMERAS = ClaimMarket(scenario="new_technology", worlds=WORLDS, replications=None, log="exits")
PROFIT = profit_of("Silver")


def lost(results: Results, since: float = 0.0, until: float | None = None) -> Floats:
    """Customers whom Silver lost to the technology."""
    return np.asarray(exits_of("Silver", "technology", since, until)(results), dtype=float)


def half_years(results: Results) -> list[float]:
    """Mean of those lost in each half-year."""
    return [float(lost(results, start, start + 26.0).mean()) for start in range(0, 312, 26)]


def top(results: Results) -> Interval:
    """The half-year in which most are lost, counted from 0."""
    return pooled(int(np.argmax(half_years(results))))


def top_over_first(results: Results) -> Interval:
    """Lost in the half-year with most losses over those of the first."""
    series = half_years(results)
    return pooled(max(series) / series[0])


def last_over_top(results: Results) -> Interval:
    """Lost in the last half-year over those in the half-year with most losses."""
    series = half_years(results)
    return pooled(series[-1] / max(series))


def least_rise(results: Results) -> Interval:
    """Least rise from one of the first six half-years to the next."""
    return pooled(min(later - earlier for earlier, later in pairwise(half_years(results)[:6])))


def lost_over(name: str, since: float = 0.0) -> Look:
    """Mean of those lost in a world over that of a firm that never takes the technology up."""
    return lambda worlds: pooled(lost(worlds[name], since).mean() / lost(worlds["never"], since).mean())


CLAIMS = {
    "technology_exits_rise_and_fall": Claim(
        claim="Exits for a new technology rise as it spreads and fall again when those who mind have left.",
        source="course, C5; diffusion: Bass (1969), Management Science 15(5), 215-227",
        course=("C5",),
        market=CAMERAS,
        put_in="how fast customers come to want it and rivals sell it",
        figures=(
            Figure(what="half-year with most exits for it, from 0", look=value(top, "never"),
                   expected=mean_between(3.9, 9.1)),
            Figure(what="exits of that half-year over those of the first", look=value(top_over_first, "never"),
                   expected=mean_above(10), unit="times"),
            Figure(what="exits of the last half-year over those of the top", look=value(last_over_top, "never"),
                   expected=mean_below(0.95), unit="times"),
            Figure(what="least rise among the first six half-years", look=value(least_rise, "never"),
                   expected=mean_above(0)),
        ),
    ),
    "no_seller_no_technology_exits": Claim(
        claim="Where no firm sells the substitute, few leave for it.",
        source="negative control",
        course=("C5",),
        market=CAMERAS,
        figures=(Figure(what="exits for it from week 78 on, over those where rivals sell it",
                        look=lost_over("no one sells it", 78.0), expected=mean_below(0.15), unit="times"),),
    ),
    "early_adoption_keeps_most_of_the_profit": Claim(
        claim="A firm that takes the technology up early keeps most customers and most of its profit.",
        source="course, C5; the sizes are a finding of the model",
        course=("C5",),
        market=CAMERAS,
        figures=(
            more("profit, early less never", PROFIT, "early", "never"),
            more("profit, no one sells it less early", PROFIT, "no one sells it", "early"),
            Figure(what="exits for it, early over never", look=lost_over("early"), expected=mean_below(0.25),
                   unit="times"),
        ),
    ),
    "late_adoption_keeps_customers_and_does_not_pay": Claim(
        claim="A firm that takes it up after three years keeps customers; whether it earns back its cost by week 312 "
        "is not clear.",
        source="a finding of the model",
        course=("C5",),
        market=CAMERAS,
        figures=(
            Figure(what="exits for it, late over never",
                   look=lost_over("late"), expected=mean_below(0.75), unit="times"),
            Figure(what="profit, late less never", look=change(PROFIT, "late", "never"), expected=not_above(0)),
            more("profit, early less late", PROFIT, "early", "late"),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)
