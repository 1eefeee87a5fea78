"""Claims about key accounts served by managers and dealers together, and a rival whose managers leave (B6, A3, A8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from sim.experiments.claims.bound import above
from sim.experiments.claims.claim import Claim, Figure, Floats, Reading, change, less, more, runs_in_which
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import ahead, by_run, profit_of
from sim.model.events import RANK
from sim.registry import register
from sim.results.results import Results, Run
from sim.scenario.scenario import Scenario

SCALE, YEAR = 5, 52
PILLAR, PRECISION = "Pillar", "Precision"
MANAGERS, DEALERS = "firms.{}.departments.relationship_managers.{}", "firms.Pillar.departments.channel_partners.{}"
STAY = {MANAGERS.format(PRECISION, "turnover"): 0.01}
CONVERTS = {
    MANAGERS.format(PRECISION, "conversion"): 0.1,
    MANAGERS.format(PRECISION, "conversion_ease"): 0.02,
}
TAKES = {DEALERS.format("orders_taken"): 0.4}
FAIR, UNFAIR = "as it is", "orders are taken"


def at_a_twentieth(changes: Mapping[str, object]) -> Callable[[Scenario], Scenario]:
    """The case at 1:20 (a fifth of what ships, which is at 1:4), managers and dealers too, with further changes."""

    def changed(whole: Scenario) -> Scenario:
        smaller: dict[str, object] = {
            f"population.segments.{segment.name}.size": segment.size // SCALE for segment in whole.population.segments
        }
        smaller |= {MANAGERS.format(firm, "managers"): 75 // SCALE for firm in (PILLAR, PRECISION)}
        smaller[DEALERS.format("partners")] = 250 // SCALE
        return whole.but(smaller).but(changes)

    return changed


CASE = ClaimMarket(
    scenario="lenovo_key_accounts", replications=5, log="exits",
    worlds={
        name: at_a_twentieth(changes)
        for name, changes in {
            FAIR: {}, "its managers stay": STAY, "it converts": CONVERTS,
            "it converts and they stay": {**CONVERTS, **STAY}, UNFAIR: TAKES,
            "dealers do not mind": {**TAKES, DEALERS.format("grudge"): 0.0},
        }.items()
    },
)  # fmt: skip


def happened(firm: str, event: str, cause: str | None = None) -> Reading:
    """How often an event happened at a firm, to key accounts where it happens to customers."""

    def read(run: Run, results: Results) -> float:
        rows = run.rows
        those = (rows["event"] == RANK[event]) & (rows["firm"] == results.names.firms.index(firm))
        those &= rows["customer"] < results.names.sizes[0]
        if cause is not None:
            those &= rows["cause"] == results.names.words.index(cause)
        if event in ("manager", "partner"):
            those &= rows["customer"] < 0
        return float(those.sum())

    return by_run(read)


def saved_by_converting(worlds: Worlds) -> Floats:
    """Revenue lost by turnover, less that lost by it where bonds belong to the firm."""
    revenue = profit_of(PRECISION, line="revenue")
    lost = change(revenue, "its managers stay", FAIR)(worlds)
    still = change(revenue, "it converts and they stay", "it converts")(worlds)
    return np.asarray(lost) - np.asarray(still)


def same_exits(worlds: Worlds) -> Floats:
    """Whether as many key accounts leave where dealers do not mind as where no order is taken."""
    one, other = (np.asarray(happened(PILLAR, "exit")(worlds[name])) for name in ("dealers do not mind", FAIR))
    return np.asarray(one == other, dtype=float)


CLAIMS = {
    "turnover_of_managers_costs_the_rival": Claim(
        claim="A rival with the better processes loses key accounts, revenue and profit by the turnover of its "
        "managers.",
        source="course, B6: a rival with fine processes lost by the turnover of its staff",
        course=("B6", "A8"),
        market=CASE,
        figures=(
            more("managers who left, Precision less three times Pillar",
                 ahead(happened(PRECISION, "manager", "left"), happened(PILLAR, "manager", "left"), 3.0), FAIR),
            more("key accounts lost, Precision less Pillar",
                 ahead(happened(PRECISION, "exit"), happened(PILLAR, "exit")), FAIR),
            more("Precision's revenue, its managers stay less as it is", profit_of(PRECISION, line="revenue"),
                 "its managers stay", FAIR),
            more("Precision's profit, its managers stay less as it is", profit_of(PRECISION), "its managers stay",
                 FAIR),
            more("Precision's key accounts lost, as it is less its managers stay", happened(PRECISION, "exit"), FAIR,
                 "its managers stay"),
        ),
    ),
    "less_is_lost_with_managers_where_bonds_are_the_firms": Claim(
        claim="Less is lost with managers who leave where their bonds belong to the firm.",
        source="course, A8",
        course=("A8", "B6"),
        market=CASE,
        figures=(Figure(what="revenue lost by turnover, less that lost where bonds are the firm's",
                        look=saved_by_converting, expected=above(0)),),
    ),
    "taking_dealers_orders_pays_at_once_and_costs_later": Claim(
        claim="To take the dealers' orders pays in the first year and costs dealers, accounts and money later.",
        source="course, B6: the manager never takes the dealer's order; A3: both sides gain",
        course=("A3", "B6"),
        market=CASE,
        figures=(
            more("dealers who left, orders taken less not", happened(PILLAR, "partner", "left"), UNFAIR, FAIR),
            more("key accounts lost, orders taken less not", happened(PILLAR, "exit"), UNFAIR, FAIR),
            more("profit of the first year, orders taken less not", profit_of(PILLAR, 0, YEAR), UNFAIR, FAIR),
            less("profit of the fourth year, orders taken less not", profit_of(PILLAR, 3 * YEAR, 4 * YEAR), UNFAIR,
                 FAIR),
            less("profit of four years, orders taken less not", profit_of(PILLAR, 0, 4 * YEAR), UNFAIR, FAIR),
        ),
    ),
    "taking_orders_would_pay_if_dealers_did_not_mind": Claim(
        claim="To take the orders would pay in every year if dealers did not mind, and no account would leave for it.",
        source="negative control",
        course=("B6",),
        market=CASE,
        figures=(
            *(more(f"profit of year {year + 1}, orders taken less not, dealers do not mind",
                   profit_of(PILLAR, year * YEAR, (year + 1) * YEAR), "dealers do not mind", FAIR)
              for year in range(4)),
            runs_in_which("as many accounts leave", same_exits),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)
