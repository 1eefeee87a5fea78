"""Claims about managing exits: measuring churn, finding reasons, profit lost, and acting (C7 to C11)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.experiments.claims.bound import above, below, exactly, mean_above, mean_below, mean_between
from sim.experiments.claims.claim import Claim, Figure, Floats, PooledReading, Reading, less, more, pooled, value
from sim.experiments.claims.market import ClaimMarket
from sim.experiments.claims.readings import ahead, exits_of, profit_of
from sim.metrics._shared.interval import Interval
from sim.metrics.exits.exit_management import ExitManagement, exit_management
from sim.registry import register
from sim.results.results import Results

AZURE = "Azure"
STEERED: dict[str, object] = {"firms.Azure.policy": {"kind": "exit_manager"}}
STEPS = ClaimMarket(scenario="first_look", worlds={"as it is": {}}, replications=6)
YEARS = ClaimMarket(
    scenario="first_look", horizon=260, replications=6,
    worlds={
        "left alone": {}, "managed": STEERED,
        "managed, steps cost nothing": {**STEERED, "firms.Azure.steering_costs": {"service": 0.0}},
    },
)  # fmt: skip
HERE = "as it is"


_last: list[tuple[Results, ExitManagement]] = []


def managed(results: Results) -> ExitManagement:
    """The five steps, worked out once for the results looked at last."""
    if not _last or _last[0][0] is not results:
        _last[:] = [(results, exit_management(results))]
    return _last[0][1]


def churn_of_firms(pick: Callable[[Floats], float]) -> PooledReading:
    """Churn a year of the three firms over all replications, one of them."""
    return lambda results: pooled(pick(np.asarray(managed(results).churn_by_firm["churn"], dtype=float)))


def apart_from_the_books(results: Results) -> Interval:
    """Exits of all periods less those of all replications in the table by firm; 0 if the steps agree."""
    found = managed(results)
    years = found.churn_by_period.query("firm == @AZURE")["exits"].sum()
    firm = found.churn_by_firm[found.churn_by_firm["firm"] == AZURE]
    return pooled(float(years) - len(results.runs) * float(np.asarray(firm["exits"])[0]))


def causes(name: str, cause: str | None = None) -> Reading:
    """Share of exits by cause, true or as stated; the rarest cause if none is named."""

    def read(results: Results) -> Floats:
        table = managed(results).causes.query("firm == @AZURE")
        wide = table.pivot_table(index="replication", columns="cause", values=name, observed=True)
        return np.asarray(wide[cause] if cause else wide.min(axis=1), dtype=float)

    return read


def number_of_causes(results: Results) -> Interval:
    """How many causes occur."""
    return pooled(managed(results).causes.query("firm == @AZURE")["cause"].nunique())


def profit_lost_apart(results: Results) -> Interval:
    """Largest part by which profit lost by cause differs from the sum over customers."""
    found = managed(results)
    lost = found.profit_lost.query("firm == @AZURE").set_index("cause")["profit_lost"]
    each = found.lost_customers.query("firm == @AZURE").groupby("cause", observed=True)["profit_lost"].sum()
    return pooled((each / len(results.runs) / lost - 1).abs().max())


def unstoppable(results: Results) -> Interval:
    """How many causes cannot be stopped, have no worth to be won, or stand last among measures: moving away alone."""
    found = managed(results)
    lost = found.profit_lost.query("firm == @AZURE").set_index("cause")["stoppable"]
    worth = found.break_even.query("firm == @AZURE").set_index("cause")["break_even"]
    last = found.measures.query("firm == @AZURE")["cause"].iloc[-1]
    return pooled(len({*lost.index[~lost.astype(bool)], *worth.index[worth <= 0], last, "market"}))


def lost_to_moving(results: Results) -> Interval:
    """Part of the profit lost that is lost with those who move away."""
    lost = managed(results).profit_lost.query("firm == @AZURE and cause == 'market'")
    return pooled(float(np.asarray(lost["share"])[0]))


CLAIMS = {
    "churn_is_measured": Claim(
        claim="About a sixth of the customers leave in a year, and firms whose offers differ little have like churn.",
        source="course, C7; the rates are assumed",
        course=("C7",),
        market=STEPS,
        figures=(
            Figure(what="churn a year, lowest of three firms", look=value(churn_of_firms(np.min), HERE),
                   expected=mean_above(0.14), unit="percent"),
            Figure(what="churn a year, highest of three firms", look=value(churn_of_firms(np.max), HERE),
                   expected=mean_below(0.19), unit="percent"),
            Figure(what="exits of all periods less those of the firm", look=value(apart_from_the_books, HERE),
                   expected=exactly(0)),
        ),
    ),
    "interviews_overrate_price": Claim(
        claim="All six reasons occur; in exit interviews price is stated too often and service too seldom.",
        source="course, C8",
        course=("C8",),
        market=STEPS,
        put_in="how customers misreport",
        figures=(
            Figure(what="number of reasons", look=value(number_of_causes, HERE), expected=exactly(6)),
            Figure(what="share of the rarest reason", look=value(causes("share"), HERE), expected=mean_above(0.02),
                   unit="percent"),
            Figure(what="price: stated share less true share", unit="points", expected=above(0.1),
                   look=value(ahead(causes("stated_share", "price"), causes("share", "price")), HERE)),
            Figure(what="service: stated share less true share", unit="points", expected=below(0),
                   look=value(ahead(causes("stated_share", "service"), causes("share", "service")), HERE)),
        ),
    ),
    "profit_lost_adds_up": Claim(
        claim="Profit lost adds up over customers and causes, and the part lost with those who move away can be "
        "stopped by no measure.",
        source="course, C9 to C11",
        course=("C9", "C10", "C11"),
        market=STEPS,
        figures=(
            Figure(what="profit lost, causes over customers, less 1", look=value(profit_lost_apart, HERE),
                   expected=mean_below(1e-6), unit="percent"),
            Figure(what="part of the profit lost with those who move away", look=value(lost_to_moving, HERE),
                   expected=mean_between(0.1, 0.3), unit="percent"),
            Figure(what="number of causes called unstoppable, moving away alone", look=value(unstoppable, HERE),
                   expected=exactly(1)),
        ),
    ),
    "acting_on_exits_keeps_customers": Claim(
        claim="Acting on exits keeps customers: fewer leave, and fewer for the reason acted on.",
        source="course, C11",
        course=("C11",),
        market=YEARS,
        figures=(
            less("exits, managed less left alone", exits_of(AZURE), "managed", "left alone"),
            less("exits for the service, managed less left alone", exits_of(AZURE, "service"), "managed", "left alone"),
        ),
    ),
    "acting_pays_only_below_what_it_saves": Claim(
        claim="Acting on exits pays only where it costs less than the customers kept bring: an exit manager who "
        "believes that a step prevents 15% of exits loses money, and would gain if steps cost nothing.",
        source="course, C10; that the belief is wrong is a finding of the model",
        course=("C10",),
        market=YEARS,
        figures=(
            less("profit, managed less left alone", profit_of(AZURE), "managed", "left alone"),
            more("the same where steps cost nothing", profit_of(AZURE), "managed, steps cost nothing", "left alone"),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)
