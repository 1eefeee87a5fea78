"""The markets that are timed. Rates per week, money per purchase; all figures assumed, chosen for their load."""

from __future__ import annotations

import itertools
from typing import Any

from sim.scenario.exits import Cause, Exits
from sim.scenario.firms import Firm
from sim.scenario.population import Population, Segment
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
