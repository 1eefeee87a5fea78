"""Claims about service: firms that answer, tiers, an overrun that is cut from service (D1, A11, A13, B1, C1, C3)."""

from __future__ import annotations

import numpy as np

from sim.experiments.claims.bound import above, exactly, mean_between
from sim.experiments.claims.claim import Claim, Figure, Floats, Reading, less, more, pooled, runs_in_which, value
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import ahead, by_run, column, counted, profit_of
from sim.metrics._shared.interval import Interval
from sim.metrics.purchasing.waits import waits, waits_by_tier
from sim.metrics.retention.churn import churn_by_tier
from sim.metrics.value.profit import concentration
from sim.model.events import RANK
from sim.registry import register
from sim.results.results import Results, Run

PRIORITY = "firms.Parity.departments.service_desk.priority"
BEAR: dict[str, object] = {"firms.Skyways.departments.budget.when_overrun": "bear"}
AFTER = 65
"""Week by which the programme has been reviewed."""
NAMED = ClaimMarket(scenario="service_is_the_name", worlds={"as it is": {}}, horizon=104.0, replications=6)
TIERS = ClaimMarket(scenario="service_in_tiers", worlds={"tiered": {}, "alike": {PRIORITY: "none"}}, replications=None)
NO_TIERS = ClaimMarket(
    scenario="service_in_tiers", everywhere={"firms.Parity.programmes": []}, horizon=52, replications=1,
    worlds={"priority": {}, "none": {PRIORITY: "none"}},
)  # fmt: skip
MILES = ClaimMarket(scenario="airline_miles", worlds={"cut": {}, "borne": BEAR})
HERE = "as it is"


def loss_rate(firm: str, cause: str) -> Reading:
    """Customers lost to a cause per customer-week."""

    def read(run: Run, results: Results) -> float:
        place = results.names.firms.index(firm)
        rows = run.rows[(run.rows["event"] == RANK["exit"]) & (run.rows["firm"] == place)]
        standing = np.cumsum(run.weekly[:, place, RANK["acquisition"], 0] - run.weekly[:, place, RANK["exit"], 0])
        return float((rows["cause"] == results.names.words.index(cause)).sum() / standing.sum())

    return by_run(read)


def hours(firm: str) -> Reading:
    """Mean hours that a customer waits for an answer."""
    return column(waits, firm, "mean_wait_hours")


def hours_of(tier: str) -> Reading:
    """Mean hours that customers of a tier wait."""
    return column(waits_by_tier, "Parity", "mean_wait_hours", where={"tier": tier})


def mean_wait(worlds: Worlds) -> Interval:
    """Mean wait with tiers over that without, less 1."""
    tiered, alike = (np.asarray(hours("Parity")(worlds[name])).mean() for name in ("tiered", "alike"))
    return pooled(tiered / alike - 1)


def same_rows(worlds: Worlds) -> Floats:
    """Whether both worlds are one, row for row, with more than a thousand answers."""
    pairs = zip(*(worlds[name].runs for name in ("priority", "none")), strict=True)
    same = [np.array_equal(one.rows, two.rows) and (one.rows["event"] == RANK["answer"]).sum() > 1000
            for one, two in pairs]  # fmt: skip
    return np.array(same, dtype=float)


CLAIMS: dict[str, Claim] = {
    "cheap_firm_loses_for_service": Claim(
        claim="A cheap firm loses more customers for the service, a firm that answers loses more for the price.",
        source="course, D1",
        course=("D1", "C1", "C3", "A13"),
        market=NAMED,
        figures=(
            more("exits for the service per customer-week, Thrift less Cobalt",
                 ahead(loss_rate("Thrift", "service"), loss_rate("Cobalt", "service")), HERE),
            more("exits for the price per customer-week, Cobalt less Thrift",
                 ahead(loss_rate("Cobalt", "price"), loss_rate("Thrift", "price")), HERE),
        ),
    ),
    "fewer_people_answer_later": Claim(
        claim="Fewer people at the desk answer later.",
        source="course, D1",
        course=("D1", "C3"),
        market=NAMED,
        figures=(more("mean hours of waiting, Thrift less Cobalt", ahead(hours("Thrift"), hours("Cobalt")), HERE),),
    ),
    "a_fifth_brings_most": Claim(
        claim="A fifth of the customers bring most of the sales.",
        source="course, A11",
        course=("A11",),
        market=TIERS,
        figures=(
            Figure(what="share of the best fifth", unit="percent", expected=above(0.6),
                   look=value(column(concentration, "Parity", "share_of_best"), "alike")),
        ),
        put_in="how unequally customers buy",
    ),
    "answering_the_best_first_pays": Claim(
        claim="It pays to answer the best customers first: they leave less.",
        source="course, A11",
        course=("A11",),
        market=TIERS,
        figures=(
            more("profit, tiered less alike", profit_of("Parity"), "tiered", "alike"),
            less("churn of the best tier, tiered less alike",
                 column(churn_by_tier, "Parity", "churn", where={"tier": "tier 2"}), "tiered", "alike", unit="points"),
        ),
    ),
    "priority_shares_waits_out": Claim(
        claim="Customers of the best tier wait less and the others more; on the whole no one is answered sooner.",
        source="course, A11; the second half is a finding of the model",
        course=("A11",),
        market=TIERS,
        figures=(
            less("hours of waiting of the best tier, tiered less alike", hours_of("tier 2"), "tiered", "alike"),
            more("hours of waiting of the lowest tier, tiered less alike", hours_of("tier 0"), "tiered", "alike"),
            Figure(what="mean wait, tiered over alike, less 1", look=mean_wait, expected=mean_between(-0.1, 0.1),
                   unit="percent"),
        ),
    ),
    "without_tiers_priority_does_nothing": Claim(
        claim="Where no customer rises to a tier, both ways of answering are one world, row for row.",
        source="negative control",
        course=("A11",),
        market=NO_TIERS,
        figures=(runs_in_which("both worlds are the same, row for row", same_rows),),
    ),
    "an_overrun_cut_from_service_costs_customers": Claim(
        claim="Where an overrun of the points budget is cut from service, passengers wait longer and more leave for "
        "the service.",
        source="course, B1: service may sink, since the money goes to price",
        course=("B1", "C3"),
        market=MILES,
        put_in="that the firm cuts at the desk and nowhere else",
        figures=(
            more("mean hours of waiting, cut less borne", hours("Skyways"), "cut", "borne"),
            more("exits for the service after week 65, cut less borne",
                 counted("Skyways", "exit", "service", np.nextafter(AFTER, np.inf)), "cut", "borne"),
        ),
    ),
    "people_are_cut_only_by_decision": Claim(
        claim="People at the desk are cut only where the firm has not decided to bear an overrun.",
        source="negative control",
        course=("B1",),
        market=MILES,
        figures=(
            runs_in_which("people are cut, cut", value(by_run(
                lambda run, _: float(((run.rows["event"] == RANK["staffing"]) & (run.rows["firm"] == 0)).any())
            ), "cut")),
            Figure(what="changes of staff, borne", look=value(counted("Skyways", "staffing"), "borne"),
                   expected=exactly(0)),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)
