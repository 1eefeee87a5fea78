"""The ledger balances to the cent, in every week and firm, and customer by customer."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from sim.metrics._shared.windows import IncompleteLogError
from sim.metrics.value.customer_value_lines import customer_value_lines, largest_remainder
from sim.metrics.value.ledger import COSTS, LINE_OF, LINES, ledger, liability_change, lines_in_cents
from sim.metrics.value.lifetime_value import lifetime_value
from sim.metrics.value.profit import profit
from sim.model.events import EVENT_TABLE, RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import COST, INCOME, count, money, profit_cents
from sim.scenario.files.load import load
from tests.metrics.hand_made import STORY, Happening, first_purchase, results_of
from tests.worlds import FROZEN, NOBODY_LEAVES, happened, world

PREMIUM = 0.1
POINTS = {"kind": "frequency", "threshold": 100, "reward_worth": 10, "expiry": 8, "build_cost": 50, "running_cost": 2}
TO_MEASURE = {"kind": "customised", "premium": PREMIUM, "unit_cost_rise": 0.07, "launch": 3}
EVERYTHING = {
    "name": "All",
    "programmes": [POINTS, {"kind": "club", "quantity": 2, "fee": 3}, TO_MEASURE],
    "departments": [
        {"kind": "cost_to_serve", "cost": 1.33},
        {"kind": "win_back", "worth": 5},
        {"kind": "service_desk", "servers": 2, "wage": 40},
    ],
}


@pytest.fixture(scope="module")
def busy() -> Results:
    """A firm that has everything, and a rival that copies it."""
    people = {
        "size": 300, "purchase_rate": 0.5, "spend": 20, "spend_shape": 2, "idiosyncrasy": 0.5, "needs": 0.05,
        "newcomers_after": 2.0,
    }  # fmt: skip
    forgetting = {"family": "exponential", "mean": 10.0}
    behaviour = {"trouble": 5, "forgetting": forgetting}
    copies = {"name": "Copies", "imitation": "course"}
    return simulate(world(people, [EVERYTHING, copies], behaviour=behaviour, horizon=60.5), replications=2)


def test_every_event_that_carries_money_has_one_place() -> None:
    """An event added to the log with money, and to no line or to two, fails here."""
    in_the_books = {event for names in (*INCOME.values(), *COST.values()) for event in names}
    told = {event.name for event in EVENT_TABLE if event.amount}
    elsewhere = {event.name for event in EVENT_TABLE if re.search("not money|booked as", event.amount)}
    assert set(LINE_OF) | elsewhere == in_the_books | told | {event.name for event in EVENT_TABLE if not event.logged}
    assert not set(LINE_OF) & elsewhere
    assert {event for event, entry in LINE_OF.items() if entry.sort == "cash"} == in_the_books
    for event in in_the_books:
        assert LINE_OF[event].sign == (1 if any(event in names for names in INCOME.values()) else -1), event


def test_lines_are_the_profit_to_the_cent_in_every_week(busy: Results) -> None:
    for run in busy.runs:
        lines = lines_in_cents(busy, run)
        assert all(cents.any() for line, cents in lines.items() if line != "acquisition")
        assert np.array_equal(sum(lines.values()) + liability_change(run), profit_cents(run))


@pytest.mark.parametrize("name", ["airline_miles", "leisure_airline", "made_to_order_bicycle", "electronics_launch"])
def test_shipped_markets_balance(name: str) -> None:
    results = simulate(load(name).but(horizon=80), replications=1)
    for run in results.runs:
        booked = sum(lines_in_cents(results, run).values()) + liability_change(run)
        assert np.array_equal(booked, profit_cents(run))
    assert ledger(results)["cash_profit"].to_list() == pytest.approx(profit(results)["profit"].to_list(), abs=1e-6)


def test_by_hand() -> None:
    """Red: four purchases of 50 in all, goods 60%; a launch, a reward, 16 weeks of running cost; 3 of points given."""
    story = [*STORY, Happening(5.0, 0, "Red", "points earned", 3), Happening(5.0, 0, "Red", "points used", 1)]
    story += [Happening(8.0, 0, "Red", "expiry", 1.5, programme="frequency")]
    story += [Happening(9.0, -1, "Red", "revaluation", -0.2), Happening(9.0, -1, "Red", "staffing", 70)]
    story += [Happening(9.0, 0, "Red", event, 1) for event in ("win-back", "shortage", "visit")]
    story += [Happening(1.0, -1, "Red", "communication", 7)]
    red = ledger(results_of(story)).set_index("firm").loc["Red"]
    owed = 3 - 1 - 1.5 - 0.2
    assert red[["base_profit", "cross_selling", "savings"]].to_list() == [24, 0, 0]
    assert red[list(COSTS)].to_list() == [7, pytest.approx(50 + 16 + 2 + owed), 2, 1]
    assert red["liability_change"] == pytest.approx(owed)
    assert red["profit"] == pytest.approx(24 - 7 - 68 - owed - 2 - 1)
    assert red["cash_profit"] == pytest.approx(red["profit"] + owed)
    blue = ledger(results_of(story)).set_index("firm").loc["Blue"]
    assert blue["cross_selling"] == 5 + 5 - 6


def test_money_under_an_event_without_a_line_is_refused() -> None:
    with pytest.raises(KeyError, match="'delivery late' carries money and has no line"):
        ledger(results_of([Happening(3.0, 0, "Red", "delivery late", 2)]))


def test_weeks_add_up_to_the_run(busy: Results) -> None:
    by_week = ledger(busy, by="week").groupby(["replication", "firm"], observed=True).sum().drop(columns="week")
    whole = ledger(busy).set_index(["replication", "firm"])
    assert np.abs(by_week - whole).max().max() < 1e-6
    with pytest.raises(ValueError, match="did you mean 'week'"):
        ledger(busy, by="weeks")  # type: ignore[arg-type]


def test_the_premium_is_what_was_paid_beyond_the_standard_price() -> None:
    """Every purchase costs 20 at the standard price, 22 made to measure."""
    firm = {"name": "Only", "programmes": [TO_MEASURE]}
    people = {"size": 200, "purchase_rate": 0.5, "spend": 20, "idiosyncrasy": 2.0}
    results = simulate(world(people, [firm], exits=NOBODY_LEAVES, behaviour={**FROZEN, "trouble": 1.0}))
    bought = happened(results, "purchase")["cents"]
    dear = int((bought == 2200).sum())
    assert dear > 1000 and set(bought) == {2000, 2200}
    row = ledger(results).iloc[0]
    tailoring = money(results.runs[0], ("tailoring",)).sum() / 100
    assert row["cross_selling"] == pytest.approx(2 * dear - tailoring)
    assert row["base_profit"] == pytest.approx(20 * len(bought) * 0.4)


def test_a_copy_has_the_premium_of_what_it_copies() -> None:
    quick = {"aware": 1.0, "decide": 1.0, "build": 1.0, "fidelity": 1.0}
    firms = [{"name": "First", "programmes": [TO_MEASURE]},
             {"name": "Copy", "imitation": {"rows": {"structural": quick}}}]  # fmt: skip
    people = {"size": 200, "purchase_rate": 0.5, "spend": 20, "idiosyncrasy": 2.0}
    results = simulate(world(people, firms, exits=NOBODY_LEAVES, behaviour={**FROZEN, "trouble": 1.0}))
    rows = happened(results, "purchase")
    dear = np.bincount(rows["firm"][rows["cents"] == 2200], minlength=2)
    assert (dear > 300).all()
    tailoring = money(results.runs[0], ("tailoring",)).sum(axis=0) / 100
    assert ledger(results)["cross_selling"].to_list() == pytest.approx((2 * dear - tailoring).tolist())


def test_a_thin_log_will_do_unless_there_is_a_premium() -> None:
    pd.testing.assert_frame_equal(ledger(results_of(STORY)), ledger(results_of(STORY, kept="exits")))
    scenario = world(50, [{"name": "Only", "programmes": [TO_MEASURE]}])
    with pytest.raises(IncompleteLogError, match=r"ledger.*log='all'"):
        ledger(simulate(scenario, log="exits"))


def test_savings_are_what_old_customers_cost_less() -> None:
    """Without learning there are none; with it they grow with the age of the base."""

    def saved(learned: float) -> np.ndarray:
        handling = {"kind": "cost_to_serve", "cost": 2.0, "learned": learned}
        scenario = world(300, [{"name": "Only", "departments": [handling]}], exits=NOBODY_LEAVES, behaviour=FROZEN)
        return ledger(simulate(scenario), by="week")["savings"].to_numpy()

    assert not saved(1.0).any()
    assert saved(0.5)[0] < saved(0.5)[5:10].mean() < saved(0.5)[-5:].mean()


def test_customers_and_what_is_nobodys_make_up_every_line(busy: Results) -> None:
    table = customer_value_lines(busy)
    cents = (table[list(LINES)] * 100).round().astype(int)
    summed = cents.groupby([table["replication"], table["firm"]], observed=True).sum()
    books = (ledger(busy).set_index(["replication", "firm"])[list(LINES)] * 100).round().astype(int)
    assert (summed == books).all().all()
    value = table.groupby(["replication", "firm"], observed=True)["value"].sum()
    assert np.allclose(value, ledger(busy)["profit"], atol=1e-6)
    nobodys = table[table["customer_id"].isna()]
    assert len(nobodys) == 2 * 2
    assert not nobodys[["base_profit", "cross_selling", "savings"]].to_numpy().any()
    assert (nobodys["rewards"] > 0).any() and (nobodys["serving"] > 0).any()


def test_value_is_the_sum_of_its_lines_and_meets_lifetime_value(busy: Results) -> None:
    table = customer_value_lines(busy)
    costs = table[list(COSTS)].sum(axis=1)
    assert np.allclose(table["value"], table[["base_profit", "cross_selling", "savings"]].sum(axis=1) - costs)
    simple = world(
        {"size": 300, "spend": 25, "spend_shape": 2}, [{"name": "All", "programmes": [POINTS]}, {"name": "B"}]
    )
    results = simulate(simple)
    both = customer_value_lines(results).merge(lifetime_value(results, 0.0), on=["customer_id", "firm"])
    assert len(both) == len(lifetime_value(results))
    assert (both["value"] - both["contribution"]).abs().max() < 0.005 * both["purchases"].max() + 0.01
    assert both["rewards"].sum() == happened(results, "reward")["cents"].sum() / 100


def test_her_goods_and_her_handling_are_hers_to_the_cent() -> None:
    """Spend of 20, goods of 12, handling 2.00, 1.80, 1.64, ... as she learns."""
    handling = {"kind": "cost_to_serve", "cost": 2.0, "learned": 0.5, "over": 5.0}
    scenario = world({"size": 80, "spend": 20}, [{"name": "Only", "departments": [handling]}], exits=NOBODY_LEAVES)
    results = simulate(scenario)
    table = customer_value_lines(results).dropna(subset="customer_id").set_index("customer_id")
    times = np.bincount(happened(results, "purchase")["customer"])
    for place, bought in enumerate(times.tolist()):
        if bought:
            hers = table.loc[f"people-{place}"]
            cost = sum(round(2.0 * (0.5 + 0.5 * np.exp(-n / 5)), 2) for n in range(bought))
            assert hers["base_profit"] == pytest.approx((20 - 12 - 2) * bought)
            assert hers["savings"] == pytest.approx(2 * bought - cost)


def test_acquisition_is_shared_among_those_who_were_won() -> None:
    story = [line for who in range(3) for line in first_purchase(2.0 + who, who, "Red", 10)]
    story += [Happening(1.0, -1, "Red", "communication", 10), Happening(9.0, 3, "Red", "visit", 4)]
    story += [Happening(1.0, -1, "Blue", "communication", 5)]
    table = customer_value_lines(results_of(story)).set_index(["customer_id", "firm"])
    assert table["acquisition"].to_list() == pytest.approx([3.33, 3.34, 3.33, 0, 0, 5])
    assert table.loc[("people-3", "Red"), ["serving", "value"]].to_list() == [4, -4]


@given(some.lists(some.tuples(some.integers(0, 3), some.integers(0, 10**6)), max_size=30))
def test_sharing_loses_no_cent(members: list[tuple[int, int]]) -> None:
    members = sorted(members)
    group = np.array([group for group, _ in members], dtype=np.int64)
    weight = np.array([weight for _, weight in members], dtype=np.int64)
    cents = np.array([0, 1, 99_999, 123_456_789_012])
    parts = largest_remainder(cents, group, weight)
    for number, amount in enumerate(cents.tolist()):
        whole = weight[group == number].sum()
        mine = parts[group == number]
        assert mine.sum() == (amount if whole else 0)
        if whole:
            assert np.abs(mine - amount * (weight[group == number] / whole)).max() <= 1 + 1e-6 * amount


def test_what_is_counted_is_what_is_booked(busy: Results) -> None:
    """Handling is booked for every purchase of a firm that has such costs, which sharing it alike supposes."""
    run = busy.runs[0]
    assert np.array_equal(count(run, ("handling",))[:, 0], count(run, ("purchase",))[:, 0])
    assert run.weekly[:, 0, RANK["saved"], 1].any()
