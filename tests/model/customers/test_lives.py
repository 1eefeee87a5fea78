"""What happens in a life, when and in which order: dates, places, newcomers, coming back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.results.simulate import simulate
from tests.worlds import FROZEN, NOBODY_LEAVES, by_name, happened, world

MOVES: dict[str, object] = {"preset": "none", "rows": [{"name": "market", "base": 0.2, "ends": "all_relations"}]}


def times(table: pd.DataFrame, event: str) -> pd.Series:
    """When this happened, by customer."""
    return table[table["event"] == event].set_index("customer_id")["time"]


def test_newcomers_come_when_they_should() -> None:
    """So many weeks after one moved away the next arrives in her place, and can move away only after that."""
    scenario = world({"size": 200, "newcomers_after": 3.0}, horizon=60.0, exits=MOVES)
    table = by_name(simulate(scenario, seed=1))
    gone, came = times(table, "moving away"), times(table, "arrival")
    assert (came < 60.0).all() and not came.index.duplicated().any() and not gone.index.duplicated().any()
    followed = 0
    for customer, week in gone.items():
        place, _, generation = str(customer).partition(".")
        following = f"{place}.{int(generation or 0) + 1}"
        if week + 3.0 < 60.0:
            assert came[following] == week + 3.0
            followed += 1
        assert week > came[customer]
    assert followed > 1_000
    later = gone[[("." in str(customer)) for customer in gone.index]]
    stays = later - came[later.index]
    assert abs(stays.mean() - 5.0) < 4 * stays.std() / np.sqrt(len(stays)) + 0.2  # cut at the horizon


def test_a_newcomer_is_someone_else() -> None:
    """The next in a place has traits and luck of her own, the same in whatever order others moved away."""
    spend = {"family": "lognormal", "mean": 30.0, "sigma": 1.0}
    scenario = world(
        {"size": 100, "newcomers_after": 1.0, "spend": spend, "purchase_rate": 2.0}, exits=MOVES, horizon=20.0
    )
    spent = (
        by_name(simulate(scenario, seed=1))
        .query("event == 'purchase'")
        .groupby("customer_id")["monetary_value"]
        .first()
    )
    pairs = [(spent[c], spent[f"{c}.1"]) for c in spent.index if "." not in c and f"{c}.1" in spent.index]
    first, second = np.array(pairs).T
    assert len(pairs) > 50 and (first != second).all()
    assert abs(np.corrcoef(np.log(first), np.log(second))[0, 1]) < 4 / np.sqrt(len(pairs))


@pytest.mark.parametrize("residence", ["from_start", "from_arrival"])
def test_a_relocation_wave_reaches_those_still_to_come(residence: str) -> None:
    """People who are to arrive in week 20 live somewhere before: where their clocks run, the wave takes them too."""
    segment = {"size": 300, "arrival": {"kind": "over_weeks", "counts": [0] * 20 + [1]}, "residence": residence}
    wave = [{"kind": "relocation", "at": 2.0, "factor": 10_000.0, "lasts": 3.0}]
    leaving = {"preset": "none", "rows": [{"name": "market", "base": 0.001, "ends": "all_relations"}]}
    came = happened(simulate(world(segment, exits=leaving, shocks=wave), seed=2), "arrival")
    assert len(came) == (0 if residence == "from_start" else 300)
    if len(came):
        assert came["time"].min() >= 20.0 and came["time"].max() < 21.0


def test_arrivals_follow_the_timetable() -> None:
    """So many in each week, on any day of it."""
    counts = [10, 0, 30, 5]
    segment = {"size": 9_000, "arrival": {"kind": "over_weeks", "counts": counts}}
    came = happened(simulate(world(segment, horizon=6.0, exits=NOBODY_LEAVES), seed=3), "arrival")["time"]
    seen = np.bincount(came.astype(int), minlength=6)
    expected = 9_000 * np.array([*counts, 0, 0]) / sum(counts)
    assert (np.abs(seen - expected) <= 4 * np.sqrt(expected * (1 - expected / 9_000))).all()
    within = came % 1
    assert abs(within.mean() - 0.5) < 4 * np.sqrt(1 / 12 / len(within))


def test_first_purchase_on_arrival() -> None:
    """With ``on_arrival`` she becomes a customer the moment she arrives; the next purchase waits for her clock."""
    arrival = {"kind": "over_weeks", "counts": [1, 1]}
    segment = {"size": 500, "arrival": arrival, "first_purchase": "on_arrival", "purchase_rate": 0.5}
    results = simulate(world(segment, [{"name": "A"}, {"name": "B"}], exits=NOBODY_LEAVES), seed=4)
    came, first = happened(results, "arrival"), happened(results, "acquisition")
    first = first[np.lexsort((first["time"], first["customer"]))]
    first = first[np.unique(first["customer"], return_index=True)[1]]
    came = came[np.argsort(came["customer"])]
    assert np.array_equal(first["time"], came["time"])


@pytest.mark.parametrize("weeks", [2.0, 0.01])
def test_a_firm_left_comes_back_after_forgetting(weeks: float) -> None:
    """Exactly so many weeks later it may be chosen again, and a new spell begins with an acquisition."""
    leaving = {"preset": "none", "rows": [{"name": "price", "base": 0.3}]}
    scenario = world({"size": 60, "purchase_rate": 1.0}, [{"name": "A"}, {"name": "B"}], exits=leaving,
                     behaviour={"forgetting": weeks})  # fmt: skip
    table = by_name(simulate(scenario, seed=5))
    spells = 0
    for _, rows in table[table["firm"].notna()].groupby(["customer_id", "firm"]):
        state, left = "prospect", np.nan
        for time, event in zip(rows["time"], rows["event"], strict=True):
            if event == "acquisition":
                assert state == "prospect"
                state, spells = "customer", spells + 1
            elif event == "exit":
                assert state == "customer"
                state, left = "left", time
            elif event == "return":
                assert state == "left" and time == left + weeks
                state = "prospect"
            elif event == "purchase":
                assert state == "customer"
    assert spells > 300


def test_who_has_left_all_firms_buys_nothing() -> None:
    """Without forgetting, a firm left is left for good; having left all, nothing more is logged of her."""
    leaving = {"preset": "none", "rows": [{"name": "price", "base": 0.5}]}
    firms = [{"name": "A"}, {"name": "B"}]
    results = simulate(world({"size": 80, "purchase_rate": 2.0}, firms, exits=leaving, horizon=80.0), seed=6)
    left = happened(results, "exit")
    assert (np.bincount(left["customer"], minlength=80) <= 2).all()
    gone = np.flatnonzero(np.bincount(left["customer"], minlength=80) == 2)
    assert len(gone) > 50
    last = np.zeros(80)
    np.maximum.at(last, left["customer"], left["time"])
    rows = results.runs[0].rows
    bought = happened(results, "purchase")
    assert (bought["time"] <= last[bought["customer"]])[np.isin(bought["customer"], gone)].all()
    assert (rows["time"] <= np.where(np.isin(rows["customer"], gone), last[rows["customer"]], np.inf)).all()


def test_an_empty_card_does_not_lapse() -> None:
    """Points lapse a fixed time after the card was opened; who comes back after a pause gets her first stamp for good.

    A card is opened at joining, at a reward, when points lapse, and by the first stamp after it stood empty too long.
    """
    card = {"kind": "frequency", "points_per_spend": 0.0, "points_per_visit": 1.0, "threshold": 3.0, "expiry": 4.0,
            "reward_worth": 1e5, "goal_pull": 0.0}  # fmt: skip
    segment = {"size": 300, "first_purchase": "on_arrival", "purchase_rate": 0.25}
    firms = [{"name": "Only", "programmes": [card]}]
    results = simulate(world(segment, firms, horizon=120.0, exits=NOBODY_LEAVES, behaviour=FROZEN), seed=7)
    table = by_name(results)
    lapsed = 0
    for _, rows in table[table["firm"].notna() & table["customer_id"].notna()].groupby("customer_id"):
        opened, stamps, joined = np.nan, 0, False
        for time, event in zip(rows["time"], rows["event"], strict=True):
            if event == "join":
                opened, stamps, joined = time, 0, True
            elif event == "purchase" and joined:
                if stamps == 0 and time > opened + 4.0:
                    opened = time
                stamps += 1
            elif event == "reward":
                assert stamps == 3
                opened, stamps = time, 0
            elif event == "expiry":
                assert 0 < stamps < 3 and time == opened + 4.0
                opened, stamps, lapsed = time, 0, lapsed + 1
            assert stamps == 0 or time <= opened + 4.0
    assert lapsed > 500
