"""Claims about what it costs to know no customer, and what files cost that go stale (B4, A17)."""

from __future__ import annotations

import numpy as np

from sim.experiments.claims.bound import above, exactly, mean_above, mean_below, mean_between
from sim.experiments.claims.claim import Claim, Figure, Floats, Look, change, less, more, pooled, value
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import column, customers_of, profit_of
from sim.metrics._shared.interval import Interval, interval
from sim.metrics.customer_base.customer_analyses import profile_analysis
from sim.metrics.customer_base.customer_records import record_quality
from sim.metrics.value.profit import concentration
from sim.registry import register
from sim.results.results import Results

PART = "firms.Central.departments."
KNOWN: dict[str, object] = {f"{PART}records.identified": 0.4}
ONCE: dict[str, object] = {**KNOWN, f"{PART}records.renewed": False}
RESTLESS: dict[str, object] = {f"{PART}records.ageing.identity": 0.03}
"""A town where three addresses in four change in a year."""
UNUSED: dict[str, object] = {"firms.Central.departments": [{"kind": "records", "identified": 0.4}]}
STORE = ClaimMarket(
    scenario="department_store_without_files", replications=4,
    worlds={
        "no files": {}, "renewed": KNOWN, "made once": ONCE, "restless, renewed": {**KNOWN, **RESTLESS},
        "restless, made once": {**ONCE, **RESTLESS}, "known, unused": UNUSED,
        "dear checks": {**ONCE, f"{PART}records.clean_up": {"cost": 0.5}},
        "cheap checks": {**ONCE, f"{PART}records.clean_up": {"cost": 0.1}},
    },
)  # fmt: skip
PROFIT, COST = profit_of("Central"), profit_of("Central", line="records_cost")
LAST_YEAR = profit_of("Central", 104)
KEPT = customers_of("Central", 155)
SPENDING = ("relations_cost", "win_back_cost", "records_cost")


def reachable(results: Results, week: float) -> float:
    """Part of Central's regulars whom it could name and find."""
    table = record_quality(results, every=52.0)
    table = table[(table["firm"] == "Central") & (table["kind"] == "identity") & (table["week"] == week)]
    return float(table.loc[table["segment"] == "regulars", "reachable"].mean())


def reach(name: str, week: float = 156.0) -> Look:
    """That part in a world at the end of a week."""
    return lambda worlds: pooled(reachable(worlds[name], week))


def reach_less(one: str, other: str, week: float, times: float = 1.0) -> Look:
    """That part of one world at the end less ``times`` that of another in a week."""
    return lambda worlds: pooled(reachable(worlds[one], 156.0) - times * reachable(worlds[other], week))


def most_spent(results: Results) -> Interval:
    """The most that is spent on relations, win-back or records in a replication."""
    return pooled(max(float(np.max(profit_of("Central", line=line)(results))) for line in SPENDING))


def least_spent(results: Results) -> Interval:
    """The least of the three in a replication."""
    return pooled(min(float(np.min(profit_of("Central", line=line)(results))) for line in SPENDING))


def gained_beyond_a_fiftieth(worlds: Worlds) -> Floats:
    """Profit gained by files less 2% of the profit without."""
    without = np.asarray(PROFIT(worlds["no files"]), dtype=float)
    gained = PROFIT(worlds["renewed"]) - without
    return np.asarray(gained - 0.02 * without.mean(), dtype=float)


def cents_apart(worlds: Worlds) -> Interval:
    """Money by which files without use cost otherwise than their cost, or change customers; the most."""
    lost = np.asarray(change(PROFIT, "known, unused", "no files")(worlds))
    cost = np.asarray(COST(worlds["known, unused"]))
    moved = np.abs(np.asarray(change(KEPT, "known, unused", "no files")(worlds))).max()
    return pooled(float(max(np.abs(lost + cost).max(), moved)))


def cost_apart(town: str) -> Look:
    """Largest part by which files made once cost more or less than files renewed."""

    def look(worlds: Worlds) -> Interval:
        once, renewed = (np.asarray(COST(worlds[f"{town}{name}"])) for name in ("made once", "renewed"))
        return pooled(float(np.abs(once / renewed - 1).max()))

    return look


def lost_beyond_gain(worlds: Worlds) -> Floats:
    """Profit of the last year that stale files lose in a restless town, less that which they still bring."""
    lost = change(LAST_YEAR, "restless, renewed", "restless, made once")(worlds)
    return np.asarray(lost) - np.asarray(change(LAST_YEAR, "restless, made once", "no files")(worlds))


TRUE_SHARE = column(concentration, "Central", "share_of_best")


def on_file_apart(results: Results) -> Interval:
    """Share of sales of the best fifth as the files show it, less the true one."""
    table = profile_analysis(results, "Central")
    best = table[table["level"] == "high"].groupby("replication")["weekly_sales"].sum()
    found = best / table.groupby("replication")["weekly_sales"].sum()
    return pooled(float(found.mean()) - interval(TRUE_SHARE(results)).mean)


def regulars_among_best(results: Results) -> Interval:
    """Part of regulars among the best on file, over that among all on file."""
    table = profile_analysis(results, "Central")
    best = float((table.loc[table["level"] == "high", "segment"] == "regulars").mean())
    return pooled(best / float((table["segment"] == "regulars").mean()))


def stale(town: str) -> tuple[Figure, ...]:
    """What becomes of files that are made once in a town."""
    once, renewed = f"{town}made once", f"{town}renewed"
    return (
        Figure(what="cost of files, made once over renewed, less 1, at most", look=cost_apart(town),
               expected=mean_below(0.02), unit="percent"),
        Figure(what="reach of files made once, at the end less after a year", look=reach_less(once, once, 52.0),
               expected=mean_below(0), unit="points"),
        Figure(what="reach at the end, made once less renewed", look=reach_less(once, renewed, 156.0),
               expected=mean_below(0), unit="points"),
        more("profit of the last year, renewed less made once", LAST_YEAR, renewed, once),
    )  # fmt: skip


CLAIMS = {
    "who_knows_no_one_reaches_no_one": Claim(
        claim="A store that knows no customer reaches none.",
        source="course, B4",
        course=("B4",),
        market=STORE,
        figures=(
            Figure(what="part of regulars in reach, no files", look=reach("no files"), expected=exactly(0),
                   unit="percent"),
            Figure(what="part of regulars in reach, files renewed", look=reach("renewed"), expected=mean_above(0.8),
                   unit="percent"),
            Figure(what="spent on relations, win-back or records, no files, at most",
                   look=value(most_spent, "no files"), expected=exactly(0)),
            Figure(what="the same, files renewed, at least",
                   look=value(least_spent, "renewed"), expected=mean_above(0)),
        ),
    ),
    "not_knowing_costs_profit_and_customers": Claim(
        claim="Not to know customers costs profit, more than 2% of it, and customers.",
        source="course, B4; the size is a finding of the model",
        course=("B4",),
        market=STORE,
        figures=(
            Figure(what="profit gained by files less 2% of that without", look=gained_beyond_a_fiftieth,
                   expected=above(0)),
            more("customers at the end, files renewed less none", KEPT, "renewed", "no files"),
        ),
    ),
    "unused_files_bring_nothing": Claim(
        claim="Files that are not acted on bring nothing: they cost what they cost, to the cent.",
        source="negative control",
        course=("B4",),
        market=STORE,
        figures=(
            Figure(what="money by which profit falls otherwise than by the cost of files, at most", look=cents_apart,
                   expected=mean_below(0.005)),
            less("profit, files without use less none", PROFIT, "known, unused", "no files"),
        ),
    ),
    "stale_files_cost_the_same_and_bring_less": Claim(
        claim="Files that are made once go stale: they cost the same and bring less.",
        source="course, B4: records go stale and must be checked",
        course=("B4",),
        market=STORE,
        figures=stale(""),
    ),
    "in_a_restless_town_stale_files_lose_most": Claim(
        claim="In a town where three addresses in four change in a year, most of what files bring is gone.",
        source="course, B4; the rate is assumed",
        course=("B4",),
        market=STORE,
        figures=(
            *stale("restless, "),
            Figure(what="profit of the last year that stale files lose less what they still bring",
                   look=lost_beyond_gain, expected=above(0)),
        ),
    ),
    "checking_files_pays_where_a_check_is_cheap": Claim(
        claim="To check files restores their reach, and pays only where a check is cheap.",
        source="course, B4; that a dear check does not pay is a finding of the model",
        course=("B4",),
        market=STORE,
        figures=(
            Figure(what="reach at the end, dear checks less 1.2 times that without",
                   look=reach_less("dear checks", "made once", 156.0, 1.2), expected=mean_above(0), unit="points"),
            less("profit, dear checks less none", PROFIT, "dear checks", "made once"),
            more("profit, cheap checks less none", PROFIT, "cheap checks", "made once"),
        ),
    ),
    "files_show_that_a_fifth_brings_most": Claim(
        claim="The files show that a fifth of the customers bring most of the sales.",
        source="course, A11 and A17",
        course=("A11", "A17", "B4"),
        market=STORE,
        figures=(
            Figure(what="share of sales of the best fifth", look=value(TRUE_SHARE, "renewed"), expected=above(0.6),
                   unit="percent"),
            Figure(what="that share as the files show it less the true one", look=value(on_file_apart, "renewed"),
                   expected=mean_between(-0.1, 0.1), unit="points"),
            Figure(what="part of regulars among the best over that among all on file",
                   look=value(regulars_among_best, "renewed"), expected=mean_above(2), unit="times"),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)
