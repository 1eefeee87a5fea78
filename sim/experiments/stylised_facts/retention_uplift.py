"""Five points more kept lift profit by a quarter, or by 85%? The uplift has a ceiling."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.experiments.stylised_facts.fact import REPLICATIONS, Evidence, Fact, Measured, Verdict, agrees, sure
from sim.metrics._shared.interval import interval
from sim.metrics.value.lifetime_value import lifetime_value
from sim.number_text import decimal, percent
from sim.registry import register
from sim.results.simulate import simulate
from sim.scenario.files.validation import checked
from sim.scenario.scenario import Scenario

YEARS = 30
RATE = 0.25
DISCOUNT = 0.10
DEFECTION = (0.25, 0.15, 0.10, 0.05)
"""Parts of the customers that leave a year; each is lowered by five points."""
CLAIMED = 0.85
"""The highest of the figures of Reichheld & Sasser (1990) that were read in print: bank branches."""


def firm(leave_a_year: float) -> Scenario:
    """One firm, all customers there from the start, buying at a constant margin and leaving at a constant rate."""
    rate = -math.log(1 - leave_a_year) / 52 if leave_a_year > 0 else 0.0
    return checked(
        Scenario,
        {
            "name": "retention_uplift",
            "title": "Keeping five points more",
            "teaches": "What keeping more customers is worth, and that it has a ceiling.",
            "horizon": 52 * YEARS,
            "population": {"segments": [{"name": "customers", "size": 800, "purchase_rate": RATE,
                                         "first_purchase": "on_arrival"}]},
            "behaviour": {"satisfaction_step": 0},
            "firms": [{"name": "Firm"}],
            "exits": {"preset": "none", "rows": [{"name": "away", "base": rate}]},
        },
    )  # fmt: skip


def value(leave_a_year: float) -> NDArray[np.float64]:
    """Mean lifetime value of a customer in each replication, first purchase left out."""
    results = simulate(firm(leave_a_year), replications=REPLICATIONS)
    table = lifetime_value(results, DISCOUNT)
    return table.groupby("replication")["lifetime_value"].mean().to_numpy(dtype=float) - FIRST


MARGIN = RATE * 52 * 12.0
"""What a customer brings a year: 13 purchases, 40% of 30 each."""
FIRST = 12.0
"""Margin of the first purchase, made at the start by everybody: 40% of 30. Textbooks count from the first renewal."""


def uplift(leave_a_year: float) -> float:
    """What the run should give: value in continuous flow over the years of the run, against five points less defection.

    Formula: V = m (1 − e^(−(μ + δ) T)) / (μ + δ), μ = −ln(1 − d), δ = ln(1 + i). Textbooks, in yearly steps and without
    an end, have .05 / (i + d − .05).
    """

    def flow(part: float) -> float:
        rate = -math.log(1 - part) + math.log1p(DISCOUNT)
        return (1 - math.exp(-rate * YEARS)) / rate

    return flow(max(leave_a_year - 0.05, 0.0)) / flow(leave_a_year) - 1


def look() -> Evidence:
    """Uplift of a customer's worth by five points more kept, from four levels of defection, at 10% discount."""
    found = []
    levels = {level: value(level) for level in sorted({*DEFECTION, *(round(d - 0.05, 2) for d in DEFECTION)})}
    for level in DEFECTION:
        more, less = levels[round(level - 0.05, 2)], levels[level]
        found.append(
            Measured(
                what=f"from {percent(level)} to {percent(level - 0.05)} leaving a year",
                value=interval(more / less - 1), expected=uplift(level),
            )
        )  # fmt: skip
    more, less = (levels[part] - 2 * MARGIN for part in (0.0, 0.05))
    dear = interval(more / less - 1)
    return (*found, Measured(what="from 5% to 0%, if winning cost two years' margin", value=dear))


def judge(found: Evidence) -> Verdict:
    """A quarter lies within what is seen; 85% beyond the most that can be, even where nobody leaves any more."""
    most, dear = (one.value for one in found[-2:])
    quarter = not sure(found[0].value, 0.25) and sure(most, 0.25)
    as_told = all(agrees(one, 0.02) for one in found)
    if sure(most, CLAIMED) or sure(dear, CLAIMED):
        return Verdict(outcome="comes out", sentence=f"as much as {percent(most.mean)} is reached")
    if quarter and as_told:
        return Verdict(
            outcome="comes out in part",
            sentence=f"{decimal(100 * found[0].value.mean)} to {percent(most.mean)}, by the defection one starts from: "
            "25% yes, 85% nowhere at 10% discount, not even where nobody leaves any more and winning cost two years' "
            f"margin ({percent(dear.mean)})",
        )
    return Verdict(outcome="does not come out", sentence="the uplift is not what the formula of lifetime value says")


register("fact", "retention_uplift")(
    Fact(
        claim="Five points more customers kept raise profit by 25 to 85%.",
        source=(
            "Reichheld & Sasser (1990), Harvard Business Review 68(5), 105-111; that these are thought experiments "
            "with a ceiling: .05 / (i + d − .05), at most .05 / i"
        ),
        runs="one firm with constant margins and no cost of winning, 800 customers, 30 years, 10% discount, "
        f"{REPLICATIONS} replications",
        put_in="constant margins and rates of leaving, as the claim's own arithmetic has them",
        run=look,
        evaluate=judge,
        course=("A12",),
        outcome="comes out in part",
    )
)
