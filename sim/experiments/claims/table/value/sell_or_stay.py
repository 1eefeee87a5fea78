"""Claims about a firm that hunts customers and one that looks after them (A1, A17)."""

from __future__ import annotations

import numpy as np

from sim.experiments.claims.bound import above, holds
from sim.experiments.claims.claim import Claim, Figure, Floats, Reading, less, more, value
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import ahead, profit_of
from sim.metrics._shared.interval import interval
from sim.metrics.customer_base.crm_scorecard import crm_scorecard
from sim.registry import register
from sim.results.results import Results

FIRMS = ClaimMarket(
    scenario="sell_or_stay",
    worlds={
        "as it is": {}, "no hunting": {"firms.Hunter.policy": {"kind": "hold"}},
        "no keeping": {"firms.Keeper.policy": {"kind": "hold"}},
    },
    replications=20,
)  # fmt: skip
HERE = "as it is"


def lead(until: int) -> Reading:
    """By how much Keeper is ahead of Hunter in profit since week 0."""
    return ahead(profit_of("Keeper", 0, until), profit_of("Hunter", 0, until))


def five_years_less_four_times_two(worlds: Worlds) -> Floats:
    """The lead after five years less four times the mean lead after two."""
    return np.asarray(lead(260)(worlds[HERE])) - 4 * interval(lead(104)(worlds[HERE])).mean


def scored(name: str, firm: str, year: int) -> Reading:
    """A column of the CRM scorecard of a firm in a year."""

    def read(results: Results) -> Floats:
        card = crm_scorecard(results)
        table = card.pivot_table(index="replication", columns=["firm", "year"], values=name, observed=True)
        return np.asarray(table[firm][year], dtype=float)

    return read


CLAIMS = {
    "keeper_passes_hunter": Claim(
        claim="Who hunts customers and who keeps them are level after a year; the keeper is ahead after two years and "
        "far ahead after five.",
        source="course, A1",
        course=("A1",),
        market=FIRMS,
        figures=(
            Figure(what="profit, Keeper less Hunter, one year", look=value(lead(52), HERE), expected=holds(0)),
            more("the same, two years", lead(104), HERE),
            Figure(what="the same, five years, less four times the mean of two", look=five_years_less_four_times_two,
                   expected=above(0)),
        ),
        put_in="how each of the two strategies decides",
    ),
    "hunter_has_more_customers_first": Claim(
        claim="The hunter has more customers in the first year and fewer in the fifth, and fewer of them stay.",
        source="course, A1",
        course=("A1", "A17"),
        market=FIRMS,
        figures=(
            more("customers in year 1, Hunter less Keeper", ahead(scored("customers", "Hunter", 1),
                                                                 scored("customers", "Keeper", 1)), HERE),
            less("customers in year 5, Hunter less Keeper", ahead(scored("customers", "Hunter", 5),
                                                                 scored("customers", "Keeper", 5)), HERE),
            more("part not driven out in year 5, Keeper less Hunter", ahead(scored("not_driven_out", "Keeper", 5),
                                                                           scored("not_driven_out", "Hunter", 5)),
                 HERE, unit="points"),
        ),
    ),
    "hunting_loses_more_than_keeping_wins": Claim(
        claim="Hunting loses more than keeping wins: where no one hunts, the keeper earns a little more than a firm "
        "that changes nothing; against the hunter a firm that changes nothing earns more than the keeper.",
        source="a finding of the model",
        course=("A1",),
        market=FIRMS,
        figures=(
            more("profit in five years, Keeper less a firm that changes nothing", lead(260), "no hunting"),
            more("profit of a firm that changes nothing beyond Keeper's, against Hunter", profit_of("Keeper", 0, 260),
                 "no keeping", HERE),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)
