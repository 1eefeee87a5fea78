"""Claims about personal ties that go with the person, unless they are turned into ties with the firm (A7, A8, A14)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.experiments.claims.bound import between, exactly, mean_above, mean_below
from sim.experiments.claims.claim import (
    Claim,
    Figure,
    Floats,
    Look,
    PooledReading,
    Reading,
    change,
    more,
    pooled,
    runs_in_which,
    value,
)
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import ahead, column, exits_of, profit_of
from sim.metrics._shared.interval import Interval
from sim.metrics.key_accounts.account_managers import manager_turnover, visits
from sim.metrics.key_accounts.account_steps import path_of_trust
from sim.model.events import RANK
from sim.registry import register
from sim.results.results import Results, Run
from sim.results.tables import weekly
from sim.scenario.firm.departments.relationship_managers import TRUST

HANDSHAKE, ROUNDTABLE = "Handshake", "Roundtable"
MANAGERS = "firms.{}.departments.relationship_managers.{}"
STAYS: dict[str, object] = {MANAGERS.format(firm, "turnover"): 0.0 for firm in (HANDSHAKE, ROUNDTABLE)} | {
    MANAGERS.format(firm, "star_leaves"): [] for firm in (HANDSHAKE, ROUNDTABLE)
}
WITHOUT = {MANAGERS.format(ROUNDTABLE, "conversion"): 0.0}
SPEND = "firms.Handshake.departments.internal_marketing.spend"
HERE, NEITHER, NO_ONE, NO_ONE_NEITHER = (
    "as told",
    "neither converts",
    "no one leaves",
    "no one leaves, neither converts",
)
FIRMS = ClaimMarket(
    scenario="seller_who_left",
    worlds={
        HERE: {}, NEITHER: WITHOUT, NO_ONE: STAYS, NO_ONE_NEITHER: {**STAYS, **WITHOUT},
        "ignored staff": {SPEND: 0.0}, "staff looked after": {SPEND: 30.0},
    },
    # three where chance has no part
    replications={"": 20, NO_ONE: 3, NO_ONE_NEITHER: 3},
)  # fmt: skip


def turnover(firm: str, name: str) -> Reading:
    """A column of the metric ``manager_turnover``."""
    return column(manager_turnover, firm, name)


def spent(firm: str) -> Reading:
    """What a firm spent on relations in the whole run, money."""
    return column(weekly, firm, "relations_cost")


def trusted(one: tuple[str, str], other: tuple[str, str] | None = None) -> Reading:
    """Accounts of a firm with one kind of trust in the last week, less those of the other."""

    def read(results: Results) -> Floats:
        table = path_of_trust(results)
        last = table[table["week"] == table["week"].max()].pivot_table(
            index="replication", columns=["firm", "trust"], values="accounts", observed=False
        )
        return np.asarray(last[one] - (last[other] if other else 0.0), dtype=float)

    return read


def without_what_is_known_of_trust(run: Run, results: Results) -> np.ndarray:
    """The log but for costs booked each week and for whom accounts trust."""
    trust = [results.names.words.index(word) for word in TRUST]
    rows = run.rows[run.rows["event"] != RANK["relations cost"]]
    known = (rows["event"] == RANK["door"]) & np.isin(rows["cause"], trust)
    return np.asarray(rows[~known])


def same_log(worlds: Worlds) -> Floats:
    """Whether the log of every customer is the same with conversion and without where no manager leaves."""
    one, other = worlds[NO_ONE], worlds[NO_ONE_NEITHER]
    return np.array(
        [
            np.array_equal(without_what_is_known_of_trust(left, one), without_what_is_known_of_trust(right, other))
            for left, right in zip(one.runs, other.runs, strict=True)
        ],
        dtype=float,
    )


def cents_apart(worlds: Worlds) -> Floats:
    """By how much profit falls otherwise than by the cost of conversion, money."""
    saved, cost = (np.asarray(change(read(ROUNDTABLE), NO_ONE, NO_ONE_NEITHER)(worlds)) for read in (profit_of, spent))
    return np.asarray(np.abs(saved + cost), dtype=float)


def least(look: Look) -> Look:
    """The least of all replications."""
    return lambda worlds: pooled(float(np.min(np.asarray(look(worlds)))))


def failed(pick: Callable[[Floats], float]) -> PooledReading:
    """Part of visits that fail, least or most of all firms and replications."""
    return lambda results: pooled(pick(np.asarray(visits(results)["failed_share"], dtype=float)))


def fewest_doors(results: Results) -> Interval:
    """Doors opened, the fewest of all firms and replications."""
    return pooled(float(visits(results)["doors_opened"].min()))


CLAIMS = {
    "accounts_leave_after_their_manager": Claim(
        claim="After a manager has left, that manager's accounts leave more often than others.",
        source="course, A8 and B5",
        course=("A8", "B5"),
        market=FIRMS,
        figures=(more("rate of exits after a manager left, less that of other accounts",
                      ahead(turnover(ROUNDTABLE, "exits_after"), turnover(ROUNDTABLE, "exits_else")), NEITHER),),
    ),
    "who_converts_ties_loses_fewer": Claim(
        claim="A firm that turns personal ties into ties with the firm loses fewer accounts when a manager leaves.",
        source="course, A8",
        course=("A8",),
        market=FIRMS,
        figures=(
            more("accounts lost, without conversion less with it", turnover(ROUNDTABLE, "lost"), NEITHER, HERE),
            more("rate of exits after a manager left, without conversion less with it",
                 turnover(ROUNDTABLE, "exits_after"), NEITHER, HERE),
        ),
    ),
    "trust_goes_with_the_person_or_stays": Claim(
        claim="Trust goes with the person, or stays where it has become trust in the organisation.",
        source="course, A8",
        course=("A8",),
        market=FIRMS,
        figures=(
            Figure(what="accounts that trust Handshake as an organisation",
                   look=value(trusted((HANDSHAKE, TRUST[3])), HERE), expected=exactly(0)),
            more("accounts that trust Roundtable, in the organisation less in the person",
                 trusted((ROUNDTABLE, TRUST[3]), (ROUNDTABLE, TRUST[2])), HERE),
            more("accounts that are strangers, Handshake less Roundtable",
                 trusted((HANDSHAKE, TRUST[0]), (ROUNDTABLE, TRUST[0])), HERE),
        ),
    ),
    "conversion_saves_more_than_it_costs": Claim(
        claim="Where sellers leave, conversion saves more than it costs.",
        source="course, A8; the sizes are a finding of the model",
        course=("A8",),
        market=FIRMS,
        figures=(
            more("profit, conversion less none", profit_of(ROUNDTABLE), HERE, NEITHER),
            Figure(what="spent on it, money", look=change(spent(ROUNDTABLE), HERE, NEITHER),
                   expected=between(35_000, 45_000)),
        ),
    ),
    "conversion_is_lost_where_no_one_leaves": Claim(
        claim="Where no manager leaves, conversion changes nothing but its cost, to the cent.",
        source="negative control",
        course=("A8",),
        market=FIRMS,
        figures=(
            runs_in_which("every customer's log is the same", same_log),
            Figure(what="money by which profit falls otherwise than by the cost", look=cents_apart,
                   expected=mean_below(0.005)),
            Figure(what="spent on it, money, least of all runs",
                   look=least(change(spent(ROUNDTABLE), NO_ONE, NO_ONE_NEITHER)), expected=mean_above(35_000)),
        ),
    ),
    "ignored_staff_leave_and_customers_with_them": Claim(
        claim="Staff who are ignored leave, and customers leave with them; to look after staff moderately pays.",
        source="course, A14: internal marketing",
        course=("A14",),
        market=FIRMS,
        figures=(
            more("managers who left, ignored less as told", turnover(HANDSHAKE, "left"), "ignored staff", HERE),
            more("managers who left, as told less looked after", turnover(HANDSHAKE, "left"), HERE,
                 "staff looked after"),
            more("exits for the service, ignored less looked after", exits_of(HANDSHAKE, "service"), "ignored staff",
                 "staff looked after"),
            more("profit, as told less ignored", profit_of(HANDSHAKE), HERE, "ignored staff"),
        ),
    ),
    "most_visits_fail_and_doors_open": Claim(
        claim="Most visits fail, and doors open all the same.",
        source="course, A7",
        course=("A7",),
        market=FIRMS,
        figures=(
            Figure(what="part of visits that fail, least of firms and runs", look=value(failed(np.min), HERE),
                   expected=mean_above(0.5), unit="percent"),
            Figure(what="the same, most of firms and runs", look=value(failed(np.max), HERE), expected=mean_below(0.8),
                   unit="percent"),
            Figure(what="doors opened, fewest of firms and runs", look=value(fewest_doors, HERE),
                   expected=mean_above(300)),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)
