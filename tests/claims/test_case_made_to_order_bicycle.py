"""The bicycle maker: who guesses has too much of one colour and too little of another, who takes orders not (B3)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.metrics._shared.interval import interval
from sim.metrics.exits.exits import exits
from sim.metrics.purchasing.orders import orders, stock
from sim.metrics.value.profit import profit
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

REPLICATIONS = 4
WEEKS = 156
LINE = "firms.Roadster.departments.production_line"
ORDERS = {"mode": "to_order", "promised": 2}
WORLDS: dict[str, dict[str, object]] = {
    "guessed": {},
    "ordered": {f"{LINE}.works": ORDERS, f"{LINE}.lot": 1},
    "no fashion": {f"{LINE}.fashion": 0.0},
    "a machine less": {"firms.Wheelwright.departments.production_line.machines": 1},
}


@lru_cache
def world(name: str) -> Results:
    return simulate(load("made_to_order_bicycle").but(WORLDS[name], horizon=WEEKS), replications=REPLICATIONS)


def of(results: Results, firm: str, column: str) -> np.ndarray:
    """A column of the metric ``orders`` by replication."""
    return orders(results).query("firm == @firm")[column].to_numpy(dtype=float)


def test_in_most_years_some_colour_is_left_over_while_another_is_missing() -> None:
    """At least three years of four, here of twelve; docs/discussion/claims.md has the share over 32 replications."""
    table = stock(world("guessed")).query("firm == 'Roadster'")
    table = table.assign(year=table["week"] // 52)
    by_colour = table.groupby(["replication", "year", "kind"]).agg({"short": "sum", "stock": "last"}).reset_index()
    both = [
        year["short"].max() > 50 and year["stock"].max() > 50
        and year.loc[year["stock"].idxmax(), "short"] < 0.1 * year["short"].max()
        for _, year in by_colour.groupby(["replication", "year"])
    ]  # fmt: skip
    assert len(both) == 12 and np.mean(both) >= 0.75


def test_orders_end_surplus_and_shortage_within_two_weeks() -> None:
    for results, firm in ((world("guessed"), "Wheelwright"), (world("ordered"), "Roadster")):
        assert (of(results, firm, "lost") == 0).all() and (of(results, firm, "late") == 0).all()
        assert (of(results, firm, "mean_lead_weeks") < 2).all()
    assert of(world("guessed"), "Roadster", "lost").min() > 0.1 * of(world("guessed"), "Roadster", "orders").max()


def test_the_same_firm_with_the_same_customers_earns_more_with_orders() -> None:
    earned = {
        name: profit(world(name)).query("firm == 'Roadster'")["profit"].to_numpy() for name in ("guessed", "ordered")
    }
    assert interval(earned["ordered"] - earned["guessed"]).low > 0


def test_it_is_the_moving_fashion_that_makes_guesses_go_wrong() -> None:
    wrong, right = (of(world(name), "Roadster", "lost") for name in ("guessed", "no fashion"))
    assert interval(wrong - right).low > 0


def left_for_service(name: str, firm: str) -> np.ndarray:
    table = exits(world(name)).query("firm == @firm and cause == 'service'")
    return table["exits"].to_numpy(dtype=float)


def test_who_goes_away_empty_handed_or_waits_too_long_leaves_for_the_service() -> None:
    assert interval(left_for_service("guessed", "Roadster") - left_for_service("ordered", "Roadster")).low > 0
    late = left_for_service("a machine less", "Wheelwright")
    assert of(world("a machine less"), "Wheelwright", "late").min() > 0.5
    assert interval(late - left_for_service("guessed", "Wheelwright")).low > 0
