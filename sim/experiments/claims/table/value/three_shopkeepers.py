"""Claims about three shopkeepers: a price cutter, a promoter and a partner (A1, A9, A14, D8)."""

from __future__ import annotations

import numpy as np

from sim.experiments.claims.bound import below, holds, not_above
from sim.experiments.claims.claim import Claim, Figure, Floats, Reading, change, less, more, value
from sim.experiments.claims.market import ClaimMarket
from sim.experiments.claims.readings import ahead, column, profit_of
from sim.metrics.retention.stages import STAGES, stages
from sim.metrics.retention.survival import mean_lifetime
from sim.metrics.value.ledger import ledger
from sim.registry import register
from sim.results.results import Results

FIRMS = ("Cutter", "Promoter", "Partner")
FIFTH_YEAR = (208, 260)
NO_CLUB: dict[str, object] = {"firms.Partner.programmes": []}
NO_PROGRAMMES: dict[str, object] = {**NO_CLUB, "firms.Promoter.programmes": []}
ALIKE: dict[str, object] = {
    **NO_PROGRAMMES,
    **{f"firms.{firm}.offer": {} for firm in FIRMS},
    **{f"firms.{firm}.unit_cost": 0.6 for firm in FIRMS},
}
SHOPS = ClaimMarket(
    scenario="three_shopkeepers",
    worlds={"as they are": {}, "no club": NO_CLUB, "no programmes": NO_PROGRAMMES, "all alike": ALIKE},
    replications=24,
)
STAGED = ClaimMarket(scenario="three_shopkeepers", worlds={"as they are": {}}, replications=6)
HERE = "as they are"


def lead(rival: str, since: int, until: int) -> Reading:
    """What Partner earns more than another from one week to another."""
    return ahead(profit_of("Partner", since, until), profit_of(rival, since, until))


def booked_lead(rival: str, years: int) -> Reading:
    """What Partner earns more in so many years, with points counted when they are given."""

    def read(results: Results) -> Floats:
        books = ledger(results, by="week")
        table = books[books["week"] < 52 * years]
        sums = table.pivot_table(index="replication", columns="firm", values="profit", aggfunc="sum", observed=True)
        return np.asarray(sums["Partner"] - sums[rival], dtype=float)

    return read


def grown(rival: str, since: int, until: int) -> Reading:
    """How much the lead of these weeks exceeds that of the first year."""
    return ahead(lead(rival, since, until), lead(rival, 0, 52))


def mature_less_young(week: int) -> Reading:
    """Relations in maturity less those in development at the end of a week, the least of all firms."""

    def read(results: Results) -> Floats:
        table = stages(results)
        table = table[table["week"] == week]
        apart = table["maturity"] - table["development"]
        return np.asarray(apart.groupby(table["replication"], observed=True).agg(_least if week > 52 else _most))

    return read


def _least(values: Floats) -> float:
    return float(np.min(values))


def _most(values: Floats) -> float:
    return float(np.max(values))


def rarest_stage(results: Results) -> Floats:
    """Relations in the rarest stage at the end, the least of all firms."""
    table = stages(results)
    table = table[table["week"] == 259]
    return np.asarray(table[list(STAGES)].min(axis=1).groupby(table["replication"], observed=True).min(), dtype=float)


COMPLETE, BY_CHURN = (
    column(mean_lifetime, "Partner", name, 0, 104) for name in ("by_complete", "by_churn")
)  # fmt: skip

CLAIMS = {
    "partner_passes_cutter": Claim(
        claim="Who treats customers and suppliers as partners is behind a price cutter in the first year and ahead "
        "after five.",
        source="course, A1",
        course=("A1", "D8"),
        market=SHOPS,
        figures=(
            less("profit, Partner less Cutter, first year", lead("Cutter", 0, 52), HERE),
            Figure(what="the same, two years", look=value(lead("Cutter", 0, 104), HERE), expected=not_above(0)),
            more("the same, five years", lead("Cutter", 0, 260), HERE),
        ),
        put_in="prices, goods and service of the three shops",
    ),
    "partner_passes_cutter_in_the_ledger": Claim(
        claim="The same comes out where points are counted as a cost when they are given; the promoter is not clearly "
        "passed.",
        source="course, A1 and A10",
        course=("A1",),
        market=SHOPS,
        figures=(
            less("profit, Partner less Cutter, first year", booked_lead("Cutter", 1), HERE),
            more("the same, five years", booked_lead("Cutter", 5), HERE),
            less("profit, Partner less Promoter, two years", booked_lead("Promoter", 2), HERE),
            Figure(what="profit, Partner less Promoter, five years", look=value(booked_lead("Promoter", 5), HERE),
                   expected=not_above(10_000)),
        ),
    ),
    "partner_level_with_promoter": Claim(
        claim="The partner draws level with the promoter in the fifth year but is not ahead over all five.",
        source="a finding of the model",
        course=("A1",),
        market=SHOPS,
        figures=(
            less("profit, Partner less Promoter, first year", lead("Promoter", 0, 52), HERE),
            Figure(what="the same, fifth year", look=value(lead("Promoter", *FIFTH_YEAR), HERE), expected=holds(0)),
            more("fifth year less first year", grown("Promoter", *FIFTH_YEAR), HERE),
            Figure(what="five years", look=value(lead("Promoter", 0, 260), HERE), expected=not_above(0)),
        ),
    ),
    "alike_shops_do_not_cross": Claim(
        claim="Shopkeepers who are alike do not cross over: what they do makes the difference.",
        source="negative control",
        course=("A1",),
        market=SHOPS,
        figures=(
            Figure(what="lead of the fifth year less that of the first, all alike",
                   look=value(grown("Cutter", *FIFTH_YEAR), "all alike"), expected=holds(0)),
            more("the same as they are, less all alike", grown("Cutter", *FIFTH_YEAR), HERE, "all alike"),
        ),
    ),
    "shop_club_pays_late": Claim(
        claim="The partner's club costs more than it brings in five years and pays its way in the fifth.",
        source="a finding of the model",
        course=("B2",),
        market=SHOPS,
        figures=(
            less("Partner's profit beyond no club, five years", profit_of("Partner"), HERE, "no club"),
            more("the same, fifth year", profit_of("Partner", *FIFTH_YEAR), HERE, "no club"),
        ),
    ),
    "shops_poorer_with_programmes": Claim(
        claim="All three shops are poorer with points and a club in the market than with neither.",
        source="course, B1: once most have it, it is a burden on all",
        course=("B1", "A14"),
        market=SHOPS,
        figures=tuple(
            Figure(what=f"{firm}'s profit beyond no programmes", expected=below(0),
                   look=change(profit_of(firm), HERE, "no programmes"))
            for firm in FIRMS
        ),
    ),
    "relations_go_through_all_stages": Claim(
        claim="Relations are mostly young at first and mostly mature after five years; in each stage there are some.",
        source="course, A9",
        course=("A9",),
        market=STAGED,
        figures=(
            less("relations in maturity less development, week 13, the most of three firms", mature_less_young(13),
                 HERE),
            more("the same after five years, the least of three firms", mature_less_young(259), HERE),
            more("relations in the rarest stage after five years", rarest_stage, HERE),
        ),
    ),
    "mean_lifetime_needs_a_steady_state": Claim(
        claim="In a young base mean lifetime is not 1 / churn: stays that have ended are the short ones.",
        source="course, A9: the identity holds in the steady state",
        course=("A9",),
        market=STAGED,
        figures=(
            more("weeks, half of 1 / churn less the mean of ended stays", ahead(BY_CHURN, COMPLETE, 2.0), HERE),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)
