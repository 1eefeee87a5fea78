"""Three values of a customer: what she brought, what the formula said, what her transactions said."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.metrics._shared.bg_nbd import BgNbd, History, expected_purchases, fitted, log_likelihood
from sim.metrics.value.lifetime_value_forecast import lifetime_value_error, lifetime_value_forecast
from tests.metrics.hand_made import Happening, first_purchase, results_of
from tests.worlds import FROZEN, world

PUBLISHED = pd.read_csv(Path(__file__).parents[1] / "reference" / "cdnow_parameters.csv")
DELTA = np.log(1.1) / 52


@pytest.fixture(scope="module")
def music_shop() -> History:
    """Repeats, last purchase and weeks known of 2,357 real buyers."""
    found = importlib.util.find_spec("lifetimes")
    if found is None or not found.submodule_search_locations:
        if os.environ.get("CI") == "true":
            pytest.fail("on the build server the real data must be there: install the extra 'validation'")
        pytest.skip("the real purchases come with the extra 'validation'")
    table = pd.read_csv(Path(found.submodule_search_locations[0]) / "datasets" / "cdnow_customers_summary.csv")
    return History(*(table[column].to_numpy(dtype=float) for column in ("frequency", "recency", "T")))


def test_the_fit_is_the_published_one(music_shop: History) -> None:
    published = PUBLISHED[PUBLISHED["model"] == "BG/NBD"].set_index("parameter")["value"]
    model = fitted(music_shop)
    for name, value in model._asdict().items():
        assert value == pytest.approx(published[name], rel=2e-4), name
    assert log_likelihood(model, music_shop).sum() == pytest.approx(published["LL"], abs=1e-3)


def test_what_is_expected_of_the_first_buyer_is_as_published(music_shop: History) -> None:
    """Fader, Hardie & Lee's spreadsheet: 1.226 purchases in the next 39 weeks."""
    model = BgNbd(0.2426, 4.4136, 0.7929, 2.4259)
    first = History(*(column[:1] for column in music_shop))
    assert (first.repeats[0], first.last[0], first.known[0]) == (2.0, 30.43, 38.86)
    assert expected_purchases(model, first, 39.0)[0] == pytest.approx(1.226, abs=5e-4)


def test_expectation_is_the_mean_of_many_lives() -> None:
    """Of simulated customers with one history, those who buy on; a on both sides of 1, where the formula has a gap."""
    luck = np.random.default_rng(8)
    for a in (0.6, 1.0, 1.7):
        model, size, known, weeks = BgNbd(1.2, 6.0, a, 3.0), 200_000, 20.0, 15.0
        rate, chance = luck.gamma(model.r, 1 / model.alpha, size), luck.beta(a, model.b, size)
        repeats, ahead, bought_last = np.zeros(size), np.zeros(size), np.zeros(size)
        time, alive = np.zeros(size), np.ones(size, dtype=bool)
        while alive.any():
            time = time + luck.exponential(1 / rate)
            alive &= time < known + weeks
            early = alive & (time < known)
            repeats += early
            bought_last = np.where(early, time, bought_last)
            ahead += alive & ~early
            alive &= luck.random(size) >= chance
        for x in (0, 2):
            here = (repeats == x) & (np.abs(bought_last - 12) < 2 if x else True)
            seen = History(repeats[here], bought_last[here], np.full(here.sum(), known))
            error = ahead[here].std() / np.sqrt(here.sum())
            assert abs(expected_purchases(model, seen, weeks).mean() - ahead[here].mean()) < 4 * error, (a, x)


def test_first_purchases_alone_tell_no_rate() -> None:
    with pytest.raises(ValueError, match="0 customers have bought twice"):
        fitted(History(np.zeros(3), np.zeros(3), np.ones(3)))


def test_by_hand() -> None:
    story = [
        *first_purchase(0.0, 0, "Red", 10),
        Happening(4.0, 0, "Red", "purchase", 20),
        Happening(12.0, 0, "Red", "purchase", 50),
        *first_purchase(2.0, 1, "Red", 10),
        Happening(7.0, 1, "Red", "exit", cause="price"),
        *first_purchase(15.0, 2, "Red", 99),
    ]
    table = lifetime_value_forecast(results_of(story), at=10.0).set_index("customer_id")
    assert table.index.to_list() == ["people-0", "people-1"]
    assert table["here"].to_list() == [True, False]
    assert table["realised"].to_list() == pytest.approx([50 * 0.4 * 1.1 ** (-2 / 52), 0.0])
    margin, rate = 20 * 0.4 / (10 + 5), 1 / (10 + 5) + DELTA
    assert table["formula"].to_list() == pytest.approx([margin * (1 - np.exp(-rate * 10)) / rate, 0.0])
    assert table["estimated"].isna().all()  # one repeat purchase of one customer tells no rate


def test_where_nobody_buys_twice_there_is_no_estimate() -> None:
    table = lifetime_value_forecast(results_of([*first_purchase(0.0, 0, "Red", 10)]))
    assert table["estimated"].isna().all() and table["realised"].to_list() == [0.0]
    error = lifetime_value_error(results_of([*first_purchase(0.0, 0, "Red", 10)]))
    assert error["estimate_bias"].isna().all()
    assert error["customers"].to_list() == [1, 0, 0, 0]


def test_bad_dates_are_refused() -> None:
    results = results_of([*first_purchase(0.0, 0, "Red", 10)])
    for asked in ({"at": 0.0}, {"at": 20.0}, {"discount": 0.0}):
        with pytest.raises(ValueError, match="0 < at < 20 weeks"):
            lifetime_value_forecast(results, **asked)


def test_where_the_model_holds_the_estimate_is_right_and_the_formula_misses_segments() -> None:
    """Bad moments after purchases, gamma rates: the BG/NBD world. Two segments that differ in rate alone."""
    bad = {"name": "hassle", "at_purchase": {"chance": {"family": "beta", "a": 1.0, "b": 9.0}, "from_purchase": 1}}
    scenario = world(
        [
            {"size": 1500, "purchase_rate": {"family": "gamma", "shape": 1.5, "mean": 0.1}, "spend": 20},
            {"size": 1500, "purchase_rate": {"family": "gamma", "shape": 1.5, "mean": 0.4}, "spend": 20},
        ],
        exits={"preset": "none", "rows": [bad]},
        behaviour=FROZEN,
        horizon=80.0,
    )
    results = sim.simulate(scenario, seed=4)
    table, error = lifetime_value_forecast(results), lifetime_value_error(results)
    gap = table["estimated"] - table["realised"]
    assert abs(gap.sum() / table["realised"].sum()) < 0.06
    assert (error["estimate_error"] < error["formula_error"]).all()
    assert error["formula_bias"].iloc[0] > 0.5 and error["formula_bias"].iloc[1] < -0.1
    assert (error["estimate_bias"].abs() < error["formula_bias"].abs()).all()


def test_errors_are_those_of_the_customers() -> None:
    results = sim.simulate(sim.load("first_look").but({"population.segments.consumers.size": 150}, horizon=60), seed=5)
    table = lifetime_value_forecast(results, at=30.0)
    mine = table[table["firm"] == "Azure"]
    row = lifetime_value_error(results, at=30.0).set_index("firm").loc["Azure"]
    whole = mine["realised"].sum()
    assert row["customers"] == len(mine) and row["realised"] == pytest.approx(mine["realised"].mean())
    assert row["formula_bias"] == pytest.approx((mine["formula"].sum() - whole) / whole)
    assert row["estimate_error"] == pytest.approx((mine["estimated"] - mine["realised"]).abs().sum() / whole)
