"""Key accounts: manager and dealer face the account together; a rival loses by the turnover of its staff (B6, A8)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.metrics._shared.interval import interval
from sim.metrics.value.profit import profit
from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

SCALE, REPLICATIONS, YEAR = 5, 5, 52
PILLAR, PRECISION = "Pillar", "Precision"
MANAGERS, DEALERS = "firms.{}.departments.relationship_managers.{}", "firms.Pillar.departments.channel_partners.{}"
STAY = {MANAGERS.format(PRECISION, "turnover"): 0.01}
CONVERTS = {
    MANAGERS.format(PRECISION, "conversion"): 0.1,
    MANAGERS.format(PRECISION, "conversion_ease"): 0.02,
}
TAKES = {DEALERS.format("orders_taken"): 0.4}

WORLDS: dict[str, dict[str, object]] = {
    "as it is": {},
    "its managers stay": STAY,
    "it converts": CONVERTS,
    "it converts and they stay": {**CONVERTS, **STAY},
    "orders are taken": TAKES,
    "dealers do not mind": {**TAKES, DEALERS.format("grudge"): 0.0},
}


@lru_cache
def world(name: str) -> Results:
    """The case at 1:20 (a fifth of what is shipped, which is at 1:4), managers and dealers too."""
    whole = load("lenovo_key_accounts")
    changes: dict[str, object] = {
        f"population.segments.{segment.name}.size": segment.size // SCALE for segment in whole.population.segments
    }
    changes |= {MANAGERS.format(firm, "managers"): 75 // SCALE for firm in (PILLAR, PRECISION)}
    changes[DEALERS.format("partners")] = 250 // SCALE
    return simulate(whole.but(changes).but(WORLDS[name]), replications=REPLICATIONS, log="exits")


def earned(name: str, firm: str, column: str = "profit", years: tuple[int, int] = (0, 4)) -> np.ndarray:
    """A line of a firm's books over these years, by replication."""
    table = profit(world(name), years[0] * YEAR, years[1] * YEAR)
    return table[table["firm"] == firm][column].to_numpy(dtype=float)


def happened(name: str, firm: str, event: str, cause: str | None = None) -> np.ndarray:
    """How often an event happened at a firm (to key accounts, where it happens to customers), by replication."""
    results, counts = world(name), []
    keys = results.names.sizes[0]
    for run in results.runs:
        rows = run.rows
        those = (rows["event"] == RANK[event]) & (rows["firm"] == results.names.firms.index(firm))
        those &= rows["customer"] < keys
        if cause is not None:
            those &= rows["cause"] == results.names.words.index(cause)
        if event in ("manager", "partner"):
            those &= rows["customer"] < 0
        counts.append(those.sum())
    return np.array(counts, dtype=float)


def test_the_scenario_keeps_the_courses_numbers_at_one_to_four() -> None:
    whole = load("lenovo_key_accounts")
    pillar = whole.firms[0].model_dump()
    by_kind = {part["kind"]: part for part in pillar["departments"]}
    assert whole.population.segments[0].size == 20_000 / 4
    assert by_kind["relationship_managers"]["managers"] == 300 / 4
    assert by_kind["channel_partners"]["partners"] == 1000 / 4
    assert by_kind["channel_partners"]["contract"] == 52.0
    assert by_kind["channel_partners"]["orders_taken"] == 0.0


def test_the_rival_with_the_better_processes_loses_by_the_turnover_of_its_staff() -> None:
    assert interval(
        happened("as it is", PRECISION, "manager", "left") - 3 * happened("as it is", PILLAR, "manager", "left")
    ).low > 0  # fmt: skip
    assert interval(happened("as it is", PRECISION, "exit") - happened("as it is", PILLAR, "exit")).low > 0
    for column in ("revenue", "profit"):
        lost = earned("its managers stay", PRECISION, column) - earned("as it is", PRECISION, column)
        assert interval(lost).low > 0
    assert interval(happened("as it is", PRECISION, "exit") - happened("its managers stay", PRECISION, "exit")).low > 0


def test_less_is_lost_with_the_managers_where_their_bonds_belong_to_the_firm() -> None:
    lost = earned("its managers stay", PRECISION, "revenue") - earned("as it is", PRECISION, "revenue")
    still = earned("it converts and they stay", PRECISION, "revenue") - earned("it converts", PRECISION, "revenue")
    assert interval(lost - still).low > 0


def test_taking_the_dealers_orders_pays_at_once_and_costs_dealers_accounts_and_money_later() -> None:
    fair, unfair = "as it is", "orders are taken"
    assert interval(happened(unfair, PILLAR, "partner", "left") - happened(fair, PILLAR, "partner", "left")).low > 0
    assert interval(happened(unfair, PILLAR, "exit") - happened(fair, PILLAR, "exit")).low > 0
    assert interval(earned(unfair, PILLAR, years=(0, 1)) - earned(fair, PILLAR, years=(0, 1))).low > 0
    assert interval(earned(unfair, PILLAR, years=(3, 4)) - earned(fair, PILLAR, years=(3, 4))).high < 0
    assert interval(earned(unfair, PILLAR) - earned(fair, PILLAR)).high < 0


def test_it_would_pay_in_every_year_if_dealers_did_not_mind() -> None:
    """The control: the same orders taken, and nobody bears a grudge."""
    for year in range(4):
        gained = earned("dealers do not mind", PILLAR, years=(year, year + 1)) - earned(
            "as it is", PILLAR, years=(year, year + 1)
        )
        assert interval(gained).low > 0
    exits = happened("dealers do not mind", PILLAR, "exit")
    assert np.array_equal(exits, happened("as it is", PILLAR, "exit"))
