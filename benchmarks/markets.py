"""The markets that are timed. Rates per week, money per purchase; all figures assumed, chosen for their load."""

from __future__ import annotations

from typing import Any

from sim.scenario.scenario import Scenario

PURCHASE_SHAPE, PURCHASE_MEAN = 1.5, 1.0
"""Spread of purchase rates in the Pareto/NBD market: a gamma with a mean of one purchase a week."""
DROPOUT_SHAPE, DROPOUT_MEAN = 1.0, 0.004
"""Spread of the rates of moving away there: about 20% a year go."""
WAVE = 1.5
"""In every other week the rates of moving away are this much higher, in the Pareto/NBD market with weekly news."""


def _gamma(shape: float, mean: float) -> dict[str, Any]:
    return {"family": "gamma", "shape": shape, "mean": mean}


def pareto_nbd(size: int, weeks: float, *, weekly_news: bool = False) -> Scenario:
    """One firm; purchase rates and dropout rates spread as gammas (Schmittlein, Morrison & Colombo 1987).

    With weekly news the rates of moving away go up in one week and down in the next, so that every tick rewrites
    a clock of every customer.
    """
    segment = {
        "name": "people", "size": size, "purchase_rate": _gamma(PURCHASE_SHAPE, PURCHASE_MEAN),
        "sensitivity": {"family": "constant", "value": 1.0},
    }  # fmt: skip
    leaves = {"name": "market", "base": _gamma(DROPOUT_SHAPE, DROPOUT_MEAN), "ends": "all_relations"}
    waves = [{"kind": "relocation", "at": week, "factor": WAVE, "lasts": 1} for week in range(0, int(weeks) - 1, 2)]
    return Scenario.model_validate(
        {
            "name": "pareto_nbd", "title": "Pareto/NBD", "teaches": "Speed.", "horizon": weeks,
            "population": {"segments": [segment]}, "firms": [{"name": "shop"}],
            "behaviour": {"satisfaction_step": 0, "choice_weights": {}},
            "exits": {"preset": "none", "rows": [leaves]}, "shocks": waves if weekly_news else [],
        }
    )  # fmt: skip


FIRMS = ("Azure", "Birch", "Coral")
CLUB = {"kind": "club", "quantity": 1, "period": None, "events": None}
"""Every buyer may join at once, for good; contact at purchases builds a social bond, which fades from tick to tick."""
BETTER = {"kind": "offer", "firms": [FIRMS[0]], "attribute": "technology", "factor": 1.05}
"""The first firm's technology gets a little better, for a tick."""


def full_market(size: int, weeks: float, *, tick: float = 1.0) -> Scenario:
    """Three firms with clubs, the six causes of the course, 0.3 purchases a week, and news for everybody at each tick.

    At each tick the first firm's technology gets a little better or worse, so that everybody looks at the offers
    anew; the social bonds of members fade besides. The number of ticks must be even, lest the last brings no news.
    """
    news: list[dict[str, Any]] = [
        {**BETTER, "at": number * tick, "lasts": tick} for number in range(0, int(weeks / tick) - 1, 2)
    ]
    firms: list[dict[str, Any]] = [{"name": firm, "programmes": [CLUB]} for firm in FIRMS]
    return _three_firms("full_market", size, weeks, firms).but(tick=tick, shocks=news)


def everyday_market(size: int, weeks: float) -> Scenario:
    """Three firms, six causes, and a frequency programme in week 26 that the second firm copies: nothing drifts."""
    firms: list[dict[str, Any]] = [
        {"name": FIRMS[0], "programmes": [{"kind": "frequency", "launch": 26}]},
        {"name": FIRMS[1], "imitation": "course"},
        {"name": FIRMS[2]},
    ]
    return _three_firms("everyday_market", size, weeks, firms)


def quiet_market(size: int, weeks: float, *, tick: float, club: bool) -> Scenario:
    """Three firms and six causes, and no news at any tick; with a club that only the millionth purchase opens."""
    firms = [{"name": firm, "programmes": [{**CLUB, "quantity": 10**6}] if club else []} for firm in FIRMS]
    return _three_firms("quiet_market", size, weeks, firms).but(tick=tick)


def _three_firms(name: str, size: int, weeks: float, firms: list[dict[str, Any]]) -> Scenario:
    return Scenario.model_validate(
        {
            "name": name, "title": "Three firms", "teaches": "Speed.", "horizon": weeks,
            "population": {"segments": [_people(size)]}, "firms": firms,
        }
    )  # fmt: skip


def _people(size: int) -> dict[str, Any]:
    return {
        "name": "people", "size": size, "purchase_rate": _gamma(1.5, 0.3), "taste_concentration": 1.5,
        "idiosyncrasy": {"family": "exponential", "mean": 0.3},
    }  # fmt: skip
