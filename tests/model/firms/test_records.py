"""Customer records: who is put on file, what goes stale, what a clean-up mends, and who acts on what is on file."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.model.firms.records.customer_database import Buyers, CustomerDatabase
from sim.model.firms.records.customer_records import dates
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.departments.records import (
    DEALINGS,
    IDENTITY,
    KINDS,
    PRODUCTS,
    Ageing,
    CleanUp,
    Coverage,
    Records,
)
from sim.scenario.scenario import Scenario
from tests.parity.comparing import both_schedulers
from tests.worlds import by_name, of_customers, world

MOVING = {"name": "market", "base": 0.005, "ends": "all_relations"}


def store(*others: dict[str, Any], points: bool = False, horizon: float = 60.0, **records: Any) -> Scenario:
    """A store with records and these departments, and a rival; people move away and newcomers take their places."""
    card = [{"kind": "frequency", "launch": 6, "reward_worth": 15, "threshold": 200}]
    departments = [{"kind": "records", **records}, *others]
    return world(
        [{"name": "regulars", "size": 300, "purchase_rate": 0.4, "spend_shape": 4, "newcomers_after": 4.0},
         {"name": "others", "size": 300, "purchase_rate": 0.15}],
        [{"name": "Store", "programmes": card if points else [], "departments": departments}, {"name": "Rival"}],
        horizon=horizon, behaviour={"forgetting": 8.0}, exits={"preset": "none", "rows": [{"name": "price", "attribute":
        "price", "compared_with": "best_rival", "base": 0.01}, MOVING]},
    )  # fmt: skip


def rows(results: Results, event: str) -> pd.DataFrame:
    table = by_name(results)
    return table[table["event"] == event]


def all_of_them(people: int) -> Buyers:
    nobody = np.zeros(people, dtype=bool)
    return Buyers(np.arange(people), np.zeros(people, dtype=np.int64), np.ones(people, dtype=np.int64), nobody)


def index_of(people: int, **records: Any) -> CustomerDatabase:
    """An index with luck of its own, as good as any for counting."""
    luck = np.random.default_rng(5)
    return CustomerDatabase(Records(**records), people, lambda customers, purpose, ordinal: luck.random(len(customers)))


def z_of(successes: int, trials: int, chance: float) -> float:
    return float((successes - trials * chance) / np.sqrt(trials * chance * (1 - chance)))


def test_a_buyer_is_put_on_file_with_the_chances_declared() -> None:
    people = 20_000
    coverage = Coverage(identity=0.8, dealings=1.0, promotions=0.0, products=0.5)
    index = index_of(people, identified=0.4, coverage=coverage)
    first, kept = index.look(1.0, 1, all_of_them(people))
    for kind, chance in zip((IDENTITY, DEALINGS, PRODUCTS), (0.32, 0.4, 0.2), strict=True):
        assert abs(z_of(len(first[kind]), people, chance)) < 4
    assert len(first[KINDS.index("promotions")]) == 0
    assert kept.sum() == len(first[DEALINGS])


def test_members_are_always_recognised_and_three_purchases_give_three_chances() -> None:
    people = 10_000
    sure = Coverage(identity=1, dealings=1, promotions=1, products=1)
    index = index_of(people, identified=0.2, coverage=sure)
    first, _ = index.look(1.0, 1, all_of_them(people)._replace(member=np.arange(people) < 1000))
    assert (first[IDENTITY] < 1000).sum() == 1000
    assert abs(z_of(len(first[IDENTITY]) - 1000, people - 1000, 0.2)) < 4
    index = index_of(people, identified=0.2, coverage=sure)
    first, _ = index.look(1.0, 1, all_of_them(people)._replace(purchases=np.full(people, 3)))
    assert abs(z_of(len(first[IDENTITY]), people, 1 - 0.8**3)) < 4
    assert index.purchases.sum() == 3 * len(first[DEALINGS])


def test_an_entry_is_right_with_chance_exp_of_rate_times_age() -> None:
    people = 20_000
    index = index_of(people, identified=1.0, ageing=Ageing(identity=0.02), coverage=Coverage(identity=1.0))
    index.look(1.0, 1, all_of_them(people))
    everybody = np.arange(people)
    for age in (0.0, 10.0, 50.0):
        right = index.right(IDENTITY, everybody, np.zeros(people, dtype=np.int64), 1.0 + age)
        if age:
            assert abs(z_of(int(right.sum()), people, np.exp(-0.02 * age))) < 4
        else:
            assert right.all()
    assert not index.right(IDENTITY, everybody, np.ones(people, dtype=np.int64), 1.0).any(), "another lives there now"


def test_a_wrong_entry_puts_her_in_a_segment_by_size_and_her_rate_is_out_by_an_even_factor() -> None:
    people = 20_000
    stale = Ageing(identity=50.0, dealings=50.0)
    index = index_of(people, identified=1.0, ageing=stale, coverage=Coverage(identity=1.0, dealings=1.0))
    index.look(1.0, 1, all_of_them(people))
    everybody, now = np.arange(people), np.zeros(people, dtype=np.int64)
    told = index.segment(everybody, now, 11.0, np.zeros(people, dtype=np.int64), (3000, 17_000))
    assert abs(z_of(int((told == 1).sum()), people, 0.85)) < 4
    factor = index.purchase_rate(everybody, now, 11.0) * 10.0
    assert abs((factor.mean() - 1) / (factor.std() / np.sqrt(people))) < 4
    assert factor.min() > 0 and factor.max() < 2


def test_a_clean_up_checks_what_is_old_and_takes_off_file_who_moved_away() -> None:
    people = 1000
    sure = Coverage(identity=1, dealings=1, promotions=1, products=1)
    rule = CleanUp(every=10, older_than=20, cost=1)
    index = index_of(people, identified=1.0, coverage=sure, ageing=Ageing(identity=0.05, products=0), clean_up=rule)
    index.look(1.0, 1, all_of_them(people // 2))
    index.look(15.0, 2, Buyers(np.arange(500, 1000), *[c[500:] for c in all_of_them(people)[1:]]))
    done = index.check(30.0, 3, lambda customers, generation: customers >= 100)
    assert done.checked == 500, "identity alone goes stale, and the younger half is not old yet"
    assert len(done.renewed[IDENTITY]) == 400 and len(done.renewed[DEALINGS]) == 0
    assert index.entries == 4 * 900
    everybody, now = np.arange(people), np.zeros(people, dtype=np.int64)
    right = index.right(IDENTITY, everybody, now, 30.0)
    assert right[100:500].all() and not right[:100].any() and 0 < right[500:].sum() < 500


@pytest.mark.parametrize("begun", [0.0, 3.0])
def test_clean_ups_fall_on_looks(begun: float) -> None:
    rounds = dates(Records(every=1, clean_up=CleanUp(every=2.5)), begun)
    assert [week - begun for week, cleans in (next(rounds) for _ in range(11)) if cleans] == [3.0, 5.0, 8.0, 10.0]


@pytest.mark.slow
@pytest.mark.parametrize(
    "records",
    [
        {"clean_up": {"every": 13, "older_than": 10}, "begins": 3.0},
        {"renewed": False, "every": 2.5},
        {"every": 0.4},
    ],
)
def test_both_schedulers_give_the_same_log(records: dict[str, Any]) -> None:
    results = both_schedulers(store({"kind": "win_back", "worth": 20.0}, points=True, **records))
    assert set(rows(results, "recorded")["detail"]) == set(KINDS)
    assert len(rows(results, "win-back")) > 10


def test_files_that_nobody_acts_on_cost_and_change_nothing_else() -> None:
    """Negative control: keeping files is no treatment."""
    with_files = simulate(store(identified=0.5, clean_up={"every": 13}), seed=3)
    without = simulate(store(identified=0.0), seed=3)
    told = of_customers(by_name(with_files))
    told = told[told["event"] != "recorded"].reset_index(drop=True)
    assert rows(without, "recorded").empty
    pd.testing.assert_frame_equal(told, of_customers(by_name(without)))
    one, other = (books[books["firm"] == "Store"].reset_index() for books in (weekly(with_files), weekly(without)))
    np.testing.assert_allclose(one["profit"] + one["records_cost"], other["profit"], atol=1e-6)
    assert one["records_cost"].sum() > 0 == other["records_cost"].sum()


def test_keeping_is_paid_by_entry_and_week_and_checking_by_entry() -> None:
    rule = {"every": 20, "older_than": 15, "cost": 2.0}
    results = simulate(store(identified=0.5, keeping=0.1, clean_up=rule), seed=3)
    costs = rows(results, "records cost")
    recorded = rows(results, "recorded").drop_duplicates(["customer_id", "detail"])
    early = costs[(costs["time"] < 6) & (costs["detail"] == "keeping")]  # later, newcomers' files replace old ones
    on_file = [int((recorded["time"] <= week).sum()) for week in early["time"]]
    np.testing.assert_allclose(early["monetary_value"], 0.1 * np.array(on_file), atol=0.006)
    checks = costs[costs["detail"] == "clean-up"]
    assert checks["time"].to_list() == [20.0, 40.0]
    renewed = rows(results, "recorded").duplicated(["customer_id", "detail"]).sum()
    assert 2.0 * renewed < checks["monetary_value"].sum() < 2.5 * renewed, "some had moved away: checked, not renewed"


def courted(results: Results) -> set[str]:
    return set(rows(results, "win-back")["customer_id"])


def test_a_firm_wins_back_only_whom_it_can_name_and_find() -> None:
    offers = {"kind": "win_back", "worth": 20.0, "every": 2.0}
    full, gaps, none = (
        simulate(store(offers, identified=part, coverage={"identity": 1.0}), seed=3) for part in (1.0, 0.2, 0.0)
    )
    assert courted(none) == set()
    named = set(rows(gaps, "recorded").query("detail == 'identity'")["customer_id"])
    assert 0 < len(courted(gaps)) < 0.8 * len(courted(full))
    assert courted(gaps) <= named
    stale = simulate(store(offers, identified=1.0, coverage={"identity": 1.0}, ageing={"identity": 5.0}), seed=3)
    assert len(courted(stale)) < 0.4 * len(courted(full))


def test_a_firm_without_records_knows_its_customers_by_sight() -> None:
    offers = {"kind": "win_back", "worth": 20.0, "every": 2.0}
    asked = store(offers)
    by_sight = simulate(asked.but({"firms.Store.departments": [offers]}), seed=3)
    left = rows(by_sight, "exit").query("firm == 'Store' and cause == 'price' and time < 50")
    assert len(courted(by_sight) & set(left["customer_id"])) > 0.95 * left["customer_id"].nunique()
    assert rows(by_sight, "recorded").empty


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        ({"identified": 1.2}, "1.2 was given; give a number from 0 to 1"),
        ({"coverage": {"identity": -0.1}}, "-0.1 was given; give a number from 0 to 1"),
        ({"coverage": {"adress": 0.5}}, "allowed.*identity"),
        ({"clean_up": {"every": 0}}, "above 0"),
        ({"begins": 60}, "first look.*is over; begin earlier"),
        ({"every": 80}, "first look"),
        ({"clean_up": {}, "ageing": {"identity": 0, "products": 0}}, "nothing to check"),
    ],
)
def test_bad_input_is_refused(records: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ScenarioError, match=sentence) as refused:
        store(**records)
    assert "firms.Store.departments.records" in str(refused.value)


def test_one_more_customer_changes_nobody_elses_files() -> None:
    """Luck of records is addressed: nothing couples customers here."""
    asked = store(identified=0.3)
    more = asked.but({"population.segments.others.size": 301})
    told, told_more = (of_customers(by_name(simulate(market, seed=3))) for market in (asked, more))
    others = told_more[~told_more["customer_id"].str.startswith("others-300")].reset_index(drop=True)
    pd.testing.assert_frame_equal(told, others)
    assert (told["event"] == "recorded").sum() > 500
