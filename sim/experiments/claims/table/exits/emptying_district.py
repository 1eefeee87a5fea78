"""Claims about customers who move out of reach or out of the market (C4)."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.experiments.claims.bound import between, exactly, mean_above
from sim.experiments.claims.claim import Claim, Figure, Floats, Look, less, more, pooled, value
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import ahead, column, profit_of
from sim.metrics._shared.interval import Interval, ratio_of_means
from sim.metrics.exits.exits import moved_away
from sim.registry import register
from sim.results.results import Results
from sim.results.tables import weekly

BEGINS = 52
"""Week from which the old town empties."""
RENT = "firms.Corner.departments.branches.rent.suburb"
OUT_OF_REACH, OUT_OF_MARKET = (column(moved_away, "Corner", name) for name in ("out_of_reach", "out_of_market"))


def opens(week: float) -> dict[str, Any]:
    """Corner opens in the suburb."""
    branch = {"at": week, "district": "suburb", "presence": 1, "cost": 15_000}
    return {"firms.Corner.departments.branches.changes": [branch]}


TOWN = ClaimMarket(
    scenario="emptying_district", replications=None, log="exits",
    worlds={
        "peace": {"shocks": []}, "nothing": {}, "follows": opens(60), "goes first": opens(26),
        "kind": {"firms.Corner.offer.service": 0.95}, "dear": {**opens(26), RENT: 6_000},
    },
)  # fmt: skip


def all_runs(name: str) -> Look:
    """Customers who moved out of reach, of all runs together."""
    return lambda worlds: pooled(float(np.asarray(OUT_OF_REACH(worlds[name])).sum()))


def lost_a_week(results: Results) -> Floats:
    """Part of Corner's customers who move out of its reach in a week, from the start of the change on."""
    books = weekly(results)
    books = books[(books["firm"] == "Corner") & (books["week"] >= BEGINS)]
    there = books.groupby("replication", observed=True)["customers"].sum()
    moved = column(moved_away, "Corner", "out_of_reach", float(BEGINS))(results)
    return np.asarray(moved / there.to_numpy(), dtype=float)


def kind_over_nothing(worlds: Worlds) -> Interval:
    """That part with kinder service over the part without."""
    return ratio_of_means(lost_a_week(worlds["kind"]), lost_a_week(worlds["nothing"]))


CLAIMS = {
    "most_who_moved_are_only_out_of_reach": Claim(
        claim="Most of those who moved away from an emptying district are only out of the firm's reach.",
        source="course, C4; the scenario's figures are assumed",
        course=("C4",),
        market=TOWN,
        figures=(
            Figure(what="customers out of reach where no district empties", look=all_runs("peace"),
                   expected=exactly(0)),
            Figure(what="customers out of reach less out of the market",
                   look=value(ahead(OUT_OF_REACH, OUT_OF_MARKET), "nothing"), expected=mean_above(0)),
        ),
    ),
    "following_pays_and_going_first_pays_more": Claim(
        claim="To follow customers to the suburb pays, to go there first pays more.",
        source="course, C4; the sizes are a finding of the model",
        course=("C4",),
        market=TOWN,
        figures=(
            more("profit, follows less nothing", profit_of("Corner"), "follows", "nothing"),
            more("profit, goes first less follows", profit_of("Corner"), "goes first", "follows"),
            Figure(what="customers out of reach where the firm goes first", look=all_runs("goes first"),
                   expected=exactly(0)),
        ),
    ),
    "kinder_service_keeps_no_one_who_moves": Claim(
        claim="Kinder service does not keep those who move: as large a part of the customers is lost.",
        source="course, C4: nothing the firm does would have kept them",
        course=("C4",),
        market=TOWN,
        figures=(
            Figure(what="part of its customers out of reach in a week, kinder service over none",
                   look=kind_over_nothing, expected=between(0.95, 1.05), unit="times"),
        ),
    ),
    "going_first_loses_at_a_high_rent": Claim(
        claim="To go first loses money where the rent is several times as high.",
        source="a finding of the model",
        course=("C4",),
        market=TOWN,
        figures=(less("profit, goes first at a high rent less nothing", profit_of("Corner"), "dear", "nothing"),),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)
