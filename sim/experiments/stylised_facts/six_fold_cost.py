"""Winning a customer costs six times keeping one: at which budget?"""

from __future__ import annotations

from sim.experiments.stylised_facts.fact import REPLICATIONS, Evidence, Fact, Measured, Verdict
from sim.metrics._shared.interval import interval
from sim.metrics.value.acquisition_cost import acquisition_to_keeping
from sim.number_text import decimal
from sim.registry import register
from sim.results.simulate import simulate
from sim.scenario.files.load import load
from sim.scenario.firm.departments.communication import CHANNELS
from sim.scenario.scenario import Scenario

BUDGETS = (0.125, 0.5, 1.0, 2.0)
"""Times the budget of the shipped scenario."""
CLAIMED = 6.0
SINCE = 52


def market(budget: float) -> Scenario:
    """The five channels with so many times the money."""
    asked = load("five_channels")
    speaking = asked.firms[0].departments[0]
    fields = [word.replace(" ", "_") for word in CHANNELS]
    plan = {
        f"firms.Chorus.departments.communication.{field}.spend": budget * getattr(speaking, field).spend
        for field in fields
    }
    return asked.but(plan)


def look() -> Evidence:
    """Cost of winning one customer / cost of keeping one for a year, from the second year on, by the budget."""
    found = []
    for budget in BUDGETS:
        table = acquisition_to_keeping(simulate(market(budget), replications=REPLICATIONS), SINCE)
        ratio = table.loc[table["firm"] == "Chorus", "ratio"].to_numpy(dtype=float)
        found.append(Measured(what=f"{budget:g} × the budget", value=interval(ratio), unit="times", expected=CLAIMED))
    return tuple(found)


def judge(found: Evidence) -> Verdict:
    """A constant would be six at every budget; a figure that passes six somewhere is no constant."""
    at_six = [one.value.low <= CLAIMED <= one.value.high for one in found]
    low, high = found[0].value, found[-1].value
    if all(at_six):
        return Verdict(outcome="comes out", sentence="six times at every budget tried")
    if low.high < CLAIMED < high.low:
        return Verdict(
            outcome="comes out in part",
            sentence=f"from {decimal(low.mean, 1)} times at an eighth of the budget to {decimal(high.mean, 1)} "
            f"at twice: six at one "
            "budget only, so it is no constant",
        )
    return Verdict(outcome="does not come out", sentence="six is not met at any of the budgets tried")


register("fact", "six_fold_cost")(
    Fact(
        claim="Winning a new customer costs six times as much as keeping one.",
        source="passed on without a study behind it; the course has 4 to 6 times (A12)",
        runs="scenario five_channels with an eighth, half, all and twice its budget for communication; "
        f"{REPLICATIONS} replications",
        put_in="diminishing returns of each channel, and what counts as winning and as keeping",
        run=look,
        evaluate=judge,
        course=("A12",),
        outcome="comes out in part",
    )
)
