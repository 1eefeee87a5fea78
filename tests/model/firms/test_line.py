"""Alone the production line is the textbook's queue and the textbook's newsvendor; in a market lateness is felt."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from sim.metrics._shared.interval import interval
from sim.metrics.purchasing.orders import order_times, orders, stock
from sim.model.event_log import event_table
from sim.model.events import RANK
from sim.model.firms.production.machines import finished
from sim.model.firms.production.product_preferences import popularity
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.departments.production_line import ProductionLine
from sim.scenario.firm.opening_hours import OpeningHours
from sim.scenario.scenario import Scenario
from tests.parity.comparing import both_schedulers
from tests.worlds import NOBODY_LEAVES, happened, world

PEOPLE = 500
FOR_EVER = {"mode": "to_order", "patience": None}
HOUR = {"family": "exponential", "mean": 1.0}


def line_alone(an_hour: float, weeks: float, replications: int = 12, **line: Any) -> Results:
    """So many orders an hour from customers who do nothing else and mind nothing; every one is a Poisson order."""
    asked = world(
        [{"name": "people", "size": PEOPLE, "purchase_rate": an_hour * 168 / PEOPLE}],
        [{"name": "Maker", "departments": [{"kind": "production_line", "works": FOR_EVER, **line}]}],
        horizon=weeks, exits=NOBODY_LEAVES, behaviour={"satisfaction_step": 0.0},
    )  # fmt: skip
    return simulate(asked, seed=6, replications=replications)


def z(values: np.ndarray, expected: float) -> float:
    return float((values.mean() - expected) / (values.std(ddof=1) / math.sqrt(len(values))))


def lead_in_mmc(load: float, machines: int) -> float:
    """Mean hours in M/M/c from order to delivery, with an hour's work."""
    blocked = 1.0
    for n in range(1, machines + 1):
        blocked = load * blocked / (n + load * blocked)
    busy = load / machines
    return 1.0 + blocked / (1 - busy * (1 - blocked)) / (machines - load)


@pytest.mark.parametrize(("an_hour", "machines"), [(0.6, 1), (1.6, 3)])
def test_one_kind_by_the_piece_is_the_queue_of_erlang(an_hour: float, machines: int) -> None:
    lead = orders(line_alone(an_hour, 12.0, unit_hours=HOUR, machines=machines), 1.0, 11.0)["mean_lead_weeks"] * 168
    assert abs(z(lead.to_numpy(), lead_in_mmc(an_hour, machines))) < 4
    assert lead.mean() == pytest.approx(lead_in_mmc(an_hour, machines), rel=0.1)


def test_with_time_to_spare_an_order_waits_for_its_lot_and_for_its_making() -> None:
    kinds, lot, an_hour = 3, 8, 0.5
    found = orders(line_alone(an_hour, 20.0, unit_hours=0.01, kinds=kinds, lot=lot), 2.0, 18.0)["mean_lead_weeks"]
    assert abs(z(found.to_numpy() * 168, (lot - 1) * kinds / (2 * an_hour) + lot * 0.01)) < 4


def test_a_lot_is_made_when_its_first_order_has_waited_long_enough() -> None:
    works = {**FOR_EVER, "wait_at_most": 10.0}
    results = line_alone(0.2, 10.0, 1, unit_hours=0.0, lot=1000, works=works)
    given, ends = happened(results, "order")["time"], happened(results, "delivery")["time"]
    assert len(ends) > 200
    for end in np.unique(ends):
        joined = given[(given <= end) & (given >= end - 10 / 168 - 1e-9)]
        assert joined.min() == pytest.approx(end - 10 / 168, abs=1e-9)


def test_a_machine_is_set_up_anew_as_often_as_the_kind_changes() -> None:
    results = line_alone(0.5, 20.0, kinds=4, popularity=(4, 3, 2, 1), unit_hours=0.5, setup_hours=0.5, setup_cost=7.0)
    alike = 0.16 + 0.09 + 0.04 + 0.01
    shares = []
    for run in results.runs:
        changes = run.rows[run.rows["event"] == RANK["line cost"]]
        shares.append(len(changes) / float((run.rows["event"] == RANK["delivery"]).sum()))
        assert set(changes["cents"].tolist()) == {700}
    assert abs(z(np.array(shares), 1 - alike)) < 4


@lru_cache
def lead_of_lots(lot: int) -> np.ndarray:
    """Mean days by replication of a line that is nearly swamped when it makes single units."""
    made = line_alone(0.5, 30.0, 4, kinds=5, lot=lot, unit_hours=HOUR, setup_hours=1.5)
    return orders(made, 4.0, 20.0)["mean_lead_weeks"].to_numpy() * 7


def test_there_is_a_best_lot_size() -> None:
    single, small, large = (lead_of_lots(lot) for lot in (1, 4, 40))
    assert interval(single - small).low > 0
    assert interval(large - small).low > 0
    assert small.mean() < 0.5 * min(single.mean(), large.mean())


@pytest.mark.slow
def test_long_set_ups_ask_for_larger_lots() -> None:
    def best(setup_hours: float) -> int:
        def lead(lot: int) -> float:
            made = line_alone(0.4, 16.0, 2, kinds=5, lot=lot, unit_hours=HOUR, setup_hours=setup_hours)
            return float(orders(made, 4.0, 12.0)["mean_lead_weeks"].mean())

        return min((1, 3, 9), key=lead)

    assert best(0.1) == 1
    assert best(4.0) > 1


@given(
    some.floats(0, 3), some.floats(0, 200), some.integers(1, 7), some.integers(0, 11), some.integers(12, 24)
)  # fmt: skip
def test_work_rests_when_the_line_is_closed(begins: float, hours: float, days: int, opens: int, closes: int) -> None:
    opening = OpeningHours(days=days, opens=opens, closes=closes)
    done = finished(opening, begins, hours)
    worked = 0.0
    for day in range(math.floor(begins * 7) - 1, math.ceil(done * 7) + 1):
        if day % 7 < days:
            from_hour, to_hour = max(begins * 168, day * 24 + opens), min(done * 168, day * 24 + closes)
            worked += max(0.0, to_hour - from_hour)
    assert worked == pytest.approx(hours, abs=0.01)


def newsvendor(units: int, mean: float) -> tuple[float, float]:
    """Mean units missing and left over where Poisson orders meet so many units."""
    many = np.arange(int(mean + 12 * math.sqrt(mean)))
    logs = -mean + many * math.log(mean) - np.array([math.lgamma(n + 1) for n in many])
    chance = np.exp(logs)
    return float((np.maximum(0, many - units) * chance).sum()), float((np.maximum(0, units - many) * chance).sum())


@pytest.mark.slow
def test_one_guess_a_season_is_the_newsvendors() -> None:
    expects, season, kinds = 100.0, 4.0, 2
    works = {"mode": "to_stock", "expects": expects, "ahead": 2, "smoothing": 0.0, "accepts_another": 0.0}
    made = line_alone(
        expects / 168, 40.0, 10, works=works, kinds=kinds, season=season, unit_hours=0.01
    )  # fmt: skip
    mean = expects * season / kinds
    units = round(
        mean + 0.18001236979 * math.sqrt(mean)
    )  # the quantile of 0.4 / (0.4 + 0.3): price 1, cost 0.6 by half
    short, surplus = newsvendor(units, mean)
    table = stock(made)
    seasons = table.groupby(["replication", "kind", table["week"] // 4], sort=False)
    assert set(seasons["made"].sum()) == {units}
    assert abs(z(seasons["short"].sum().to_numpy(dtype=float), short)) < 4
    left = seasons["stock"].last().to_numpy(dtype=float)
    assert abs(z(left, surplus)) < 4
    written_off = table.groupby(["replication", "kind"], sort=False)["surplus"].sum().to_numpy()
    in_time = left.reshape(len(written_off), -1)[:, :-1].sum(axis=1)
    assert np.array_equal(written_off, in_time), "what a season leaves over is written off when the next begins"


STOCKING = {"mode": "to_stock", "expects": 40, "cover": 2.0, "ahead": 3, "holding_cost": 0.5}
GUESSING = {
    "kind": "production_line", "kinds": 4, "season": 13, "fashion": 1.0, "lot": 6, "setup_hours": 2.0,
    "unit_hours": 3.0, "machine_cost": 10.0, "setup_cost": 5.0, "works": STOCKING,
}  # fmt: skip
TO_ORDER = {
    **GUESSING,
    "opening": {},
    "machines": 4,
    "works": {"mode": "to_order", "wait_at_most": 30, "promised": 0.3},
}
SEASON_AHEAD = {**GUESSING, "works": {"mode": "to_stock", "expects": 40, "ahead": 13, "accepts_another": 0.5}}


def asked(line: dict[str, Any], **rest: Any) -> Scenario:
    return world(
        [{"name": "people", "size": 200, "purchase_rate": 0.4, "spend": {"family": "gamma", "shape": 2, "mean": 30},
          "idiosyncrasy": 0.5}],
        [{"name": "Maker", "departments": [line], **rest}, {"name": "Shop"}], horizon=60.0,
    )  # fmt: skip


def market(line: dict[str, Any], **rest: Any) -> Results:
    return simulate(asked(line, **rest), seed=3)


@pytest.mark.parametrize(
    "line",
    [TO_ORDER, *(pytest.param(line, marks=pytest.mark.slow) for line in (GUESSING, SEASON_AHEAD))],
    ids=["to order", "mended", "one guess"],
)
def test_both_schedulers_agree_and_every_order_ends_once(line: dict[str, Any]) -> None:
    results = both_schedulers(asked(line).but(horizon=30.0))
    rows = event_table(results.runs[0].rows, results.names)
    of_maker = rows[rows["firm"] == "Maker"]
    assert set(rows.loc[rows["event"] == "order", "firm"]) == {"Maker"}
    counts = of_maker["event"].value_counts()
    assert counts["order"] == counts["purchase"] > 500
    found = orders(results).iloc[0]
    assert found["delivered"] + found["lost"] + found["waiting"] == counts["order"]
    assert found["waiting"] < 60
    table = stock(results)
    assert (table["stock"] >= 0).all()
    if line is not TO_ORDER:
        assert found["waiting"] == 0 and found["lost"] > 0 and table["surplus"].sum() > 0


def test_an_order_not_met_cancels_its_sale_to_the_cent() -> None:
    results = market(SEASON_AHEAD, unit_cost=0.7)
    rows = event_table(results.runs[0].rows, results.names)
    on = ["time", "customer_id"]
    short = rows[(rows["event"] == "shortage") & (rows["monetary_value"] != 0)]
    paid = short.merge(rows[(rows["event"] == "purchase") & (rows["firm"] == "Maker")], on=on)
    assert len(paid) == len(short) > 50
    assert np.abs(paid["monetary_value_x"] - 0.3 * paid["monetary_value_y"]).max() < 0.0151
    assert not len(short.merge(rows[rows["event"] == "delivery"], on=on))


def test_who_takes_another_kind_is_short_of_hers_and_gets_money_for_nothing_back() -> None:
    for willing in (0.0, 1.0):
        results = market({**SEASON_AHEAD, "works": {**SEASON_AHEAD["works"], "accepts_another": willing}})
        found, table = orders(results).iloc[0], stock(results)
        assert (found["another"] > 0) == (willing > 0)
        assert table["short"].sum() == found["lost"] + found["another"] > 0
        assert found["unmet"] == pytest.approx((found["lost"] + found["another"]) / found["orders"])
        if willing:
            empty = table[table["firm"] == "Maker"].groupby("week")["stock"].sum() == 0
            assert found["lost"] == 0 or empty.any()


def test_machines_and_stock_cost_money_week_by_week() -> None:
    results = market(GUESSING)
    rows = event_table(results.runs[0].rows, results.names)
    costs = rows[rows["event"] == "line cost"]
    machines = costs[costs["detail"] == "machines"]
    assert len(machines) == 60 and (machines["monetary_value"] == 10.0).all()
    held = costs[costs["detail"] == "stock"]["monetary_value"].to_numpy()
    table = stock(results)
    ends = table[table["firm"] == "Maker"].groupby("week")["stock"].sum().to_numpy()
    assert (held > 0).all() and (held % 0.5 == 0).all()
    assert abs(held.mean() - 0.5 * ends.mean()) < 3
    books = weekly(results)
    booked = rows.loc[rows["event"].isin(["line cost", "surplus", "shortage"]), "monetary_value"].sum()
    assert books["line_cost"].sum() == pytest.approx(booked)
    assert (books.loc[books["firm"] == "Shop", "line_cost"] == 0).all()


def test_late_orders_are_felt_and_cancelled_and_cost_trust() -> None:
    def left_and_lost(machines: int, **works: Any) -> tuple[int, int, float]:
        line = {"kind": "production_line", "machines": machines, "unit_hours": HOUR, "opening": {"closes": 15},
                "works": {"mode": "to_order", "promised": 1.0, **works}}  # fmt: skip
        asked = world(
            [{"name": "people", "size": 400, "purchase_rate": 0.3}],
            [{"name": "Maker", "departments": [line]}, {"name": "Shop"}],
            horizon=60.0, exits={"rows": [{"name": "service", "base": 0.01}]},
        )  # fmt: skip
        results = simulate(asked, seed=4)
        rows = event_table(results.runs[0].rows, results.names)
        left = (rows["event"] == "exit") & (rows["cause"] == "service") & (rows["firm"] == "Maker")
        found = orders(results).iloc[0]
        return int(left.sum()), int(found["lost"]), float(found["late"])

    enough, few, unfelt = left_and_lost(4), left_and_lost(1), left_and_lost(1, late_experience=0.7, patience=None)
    assert enough[1:] == (0, 0.0)
    assert few[1] > 100 and few[2] > 0.5
    assert unfelt[1] == 0
    assert few[0] > unfelt[0] and few[0] > enough[0]


def test_only_tailored_goods_are_ordered_where_the_line_makes_no_others() -> None:
    line = {"kind": "production_line", "makes": "tailored", "unit_hours": 0.1}
    results = market(line, programmes=[{"kind": "customised", "launch": 10, "production_time": 99}])
    rows = event_table(results.runs[0].rows, results.names)
    given = rows[rows["event"] == "order"]
    joined = rows[rows["event"] == "join"].set_index("customer_id")["time"]
    assert len(given) > 100
    assert (given["time"] > joined.loc[given["customer_id"]].to_numpy()).all()
    assert not (rows["event"] == "delivery late").any(), "the drawn production time of the programme is not used"


def test_fashion_is_the_markets_and_its_mean_is_the_long_run() -> None:
    line = ProductionLine(kinds=3, popularity=(5, 3, 2), fashion=0.3, season=10)
    tables = np.array([popularity(line, (8, 0), season) for season in range(400)])
    assert tables.sum(axis=1) == pytest.approx(1.0)
    assert np.abs(np.log(tables[:, 0] / tables[:, 1])).std() > 0.2
    ratio = np.log(tables[:, 0] / tables[:, 1])
    assert abs(z(ratio, math.log(5 / 3))) < 4
    assert ratio.std() == pytest.approx(0.3 * math.sqrt(2), rel=0.15)
    still = ProductionLine(kinds=3, popularity=(5, 3, 2))
    assert popularity(still, (8, 0), 7) == pytest.approx([0.5, 0.3, 0.2])


def test_orders_follow_the_fashion_of_their_season() -> None:
    results = line_alone(3.0, 20.0, 1, kinds=3, fashion=1.0, season=10, unit_hours=0.0)
    line = results.scenario.firms[0].department(ProductionLine)
    assert line is not None
    made = happened(results, "delivery")
    names = [results.names.words.index(f"kind {n}") for n in (1, 2, 3)]
    for season in (0, 1):
        kinds = made[(made["time"] // 10) == season]["cause"]
        expected = np.array(popularity(line, (6, 0), season))
        counted = np.array([(kinds == name).sum() for name in names])
        error = np.sqrt(expected * (1 - expected) * len(kinds))
        assert (np.abs(counted - expected * len(kinds)) < 4 * error).all()


def test_a_firm_with_its_own_line_changes_no_other_firms_wishes() -> None:
    def wanted(firms: list[dict[str, Any]]) -> pd.DataFrame:
        asked = world([{"name": "people", "size": 60, "purchase_rate": 0.3}], firms, horizon=30.0, exits=NOBODY_LEAVES)
        results = simulate(asked, seed=2)
        rows = event_table(results.runs[0].rows, results.names)
        rows = rows[(rows["event"] == "delivery") & (rows["firm"] == "Maker")]
        rows = rows.assign(number=rows.groupby("customer_id", observed=True).cumcount())
        return rows[["customer_id", "number", "detail"]].astype(str).set_index(["customer_id", "number"])

    maker = {"name": "Maker", "departments": [{**GUESSING, "works": {"mode": "to_order"}, "lot": 1, "unit_hours": 0.0}]}
    alone = wanted([maker, {"name": "Shop"}])
    beside = wanted([maker, {"name": "Shop", "departments": [GUESSING]}])
    pd.testing.assert_frame_equal(alone, beside)
    assert alone["detail"].nunique() == 4


@pytest.mark.parametrize(
    ("line", "rest", "sentence"),
    [
        ({"named": ["red"], "kinds": 2}, {}, "named: 1 given for 2 kinds; give 2, or none"),
        ({"named": ["red", "red"], "kinds": 2}, {}, "'red' is given twice"),
        ({"popularity": [1, 2, 3]}, {}, "popularity: 3 given for 1 kinds"),
        ({"fashion": 0.5}, {}, "without a season it never changes"),
        ({"kinds": 31}, {}, "30"),
        ({"makes": "tailored"}, {}, "give it a customised programme, or makes: all"),
        ({"works": {"mode": "to_stock", "expects": 5}}, {}, "give cover or season"),
        ({"works": {"mode": "to_stock", "expects": 5}, "season": 4}, {}, "ahead: 8 weeks are longer than the season"),
        ({"works": STOCKING, "season": 13}, {"programmes": [{"kind": "customised", "launch": 3}]}, "mode: to_order"),
        ({"works": {"mode": "by_hand"}}, {}, "to_stock"),
    ],
)
def test_what_makes_no_sense_is_refused(line: dict[str, Any], rest: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ScenarioError, match=sentence):
        world(10, [{"name": "Maker", "departments": [{"kind": "production_line", **line}], **rest}])


def test_goods_that_may_be_copied_to_measure_are_not_made_to_stock() -> None:
    guesser = {"name": "Maker", "imitation": "course", "departments": [{**GUESSING}]}
    tailor = {"name": "Tailor", "programmes": [{"kind": "customised", "launch": 3}]}
    with pytest.raises(ScenarioError, match="may copy customised goods"):
        world(10, [guesser, tailor])
    assert world(10, [{**guesser, "imitation": "never"}, tailor]).firms[0].department(ProductionLine)


def test_expecting_more_than_the_machines_can_make_looks_like_a_slip() -> None:
    line = ProductionLine(
        unit_hours=2, opening={"days": 5, "opens": 8, "closes": 18}, works={**STOCKING, "expects": 26}
    )
    scenario = asked(GUESSING)
    assert line.remarks(scenario.firms[0], scenario) == [
        "works.expects: 26 units take 52 hours a week and there are 50; give more machines or hours, or expect less"
    ]
    assert not line.but(machines=2).remarks(scenario.firms[0], scenario)


def test_orders_of_one_customer_in_one_lot_end_once_each_and_never_before_they_were_given() -> None:
    """Several deliveries of a customer at one instant, all late, are as many ends of orders."""
    promised = {"mode": "to_order", "promised": 0.02, "patience": None, "wait_at_most": 100.0}
    asked = world(
        [{"name": "people", "size": 3, "purchase_rate": 6.0}],
        [{"name": "Maker", "departments": [
            {"kind": "production_line", "kinds": 1, "lot": 12, "unit_hours": 2.0, "works": promised}
        ]}],
        horizon=30.0, exits=NOBODY_LEAVES,
    )  # fmt: skip
    results = simulate(asked, seed=2, replications=1)
    rows = event_table(results.runs[0].rows, results.names)
    together = rows[rows["event"] == "delivery"].groupby(["time", "customer_id"], observed=True).size()
    assert together.max() > 1
    table = order_times(results.runs[0], 0)
    ended = table[table["ended"].notna()]
    assert (ended["ended"] > ended["ordered"]).all()
    assert ended["late"].sum() == (rows["event"] == "delivery late").sum() > 1
