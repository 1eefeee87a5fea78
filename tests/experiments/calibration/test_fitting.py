"""Fits find what was put in, agree with published ones, and say where a log contradicts the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.experiments.calibration.buying_model import expected_since_first, fit_buying
from sim.experiments.calibration.calibrate import calibrate, curve, parameters
from sim.experiments.calibration.calibrated import calibrated_scenario, scenario_name
from sim.experiments.calibration.cohort import Cohort, cohort
from sim.experiments.calibration.coverage import GRAINS, coverage, dense_market, recovery, simulated_log, sparse_market
from sim.experiments.calibration.hold_out import repeats_by
from sim.experiments.calibration.identification_warnings import buying_warnings
from sim.experiments.calibration.maximum_likelihood import fit
from sim.experiments.calibration.rhythm_checks import regularity, weekday_index, weekly_index
from sim.experiments.transaction_logs.log_checks import read_transactions
from sim.experiments.transaction_logs.transaction_log import Grain, LogRefusedError, TransactionLog
from sim.metrics._shared.bg_nbd import BgNbd, History
from sim.results.simulate import simulate
from sim.scenario.files.load import dump, from_text
from sim.scenario.scenario import Scenario
from tests.experiments.calibration.logs import cdnow_fit, cdnow_log, shop
from tests.experiments.calibration.test_grain import DENSE, SPARSE, customers


def test_cdnow_gives_the_published_parameters() -> None:
    """Fader, Hardie & Lee (2005): r .243, alpha 4.414, a .793, b 2.426, LL -9582.4; p 6.25, q 3.74, gamma 15.44."""
    found = cdnow_fit()
    assert found.buying.values == pytest.approx((0.243, 4.414, 0.793, 2.426), abs=6e-4)
    assert found.buying.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    assert found.spending is not None and found.spending.customers == 946
    assert found.spending.values == pytest.approx((6.25, 3.74, 15.44), rel=2e-3)
    assert found.spending.log_likelihood == pytest.approx(-4055.92, abs=0.02)
    assert found.doubts == ()


def test_cdnow_is_foretold_as_published() -> None:
    """4% under at week 78, 2.6% off on average over weeks 40 to 78, and a correlation of .626 customer by customer."""
    found = cdnow_fit()
    assert found.judged is not None
    assert found.judged.last_error == pytest.approx(-0.041, abs=5e-4)
    assert found.judged.mean_error == pytest.approx(0.026, abs=5e-4)
    assert found.judged.correlation == pytest.approx(0.626, abs=5e-4)
    table = curve(found).set_index("week")
    assert table.loc[[12, 26, 39, 52, 65, 78], "real"].tolist() == [733, 1746, 2457, 3183, 3844, 4339]
    assert table.loc[[12, 26, 39, 52, 65, 78], "expected"].to_numpy() == pytest.approx(
        [611.8, 1726.9, 2494.0, 3127.7, 3675.0, 4160.6], abs=0.06
    )


@pytest.mark.slow
def test_the_scenario_runs_as_the_fit_expects_and_so_as_the_log_went() -> None:
    """Mean of 40 runs against the closed form, |z| < 4, and the log within 1.96 spreads of single runs."""
    found = cdnow_fit(days_as_instants=False)
    asked = from_text(Scenario, dump(calibrated_scenario(found, name="cdnow_39")))
    results = simulate(asked, replications=40)
    weeks = np.array([26, 39, 52, 78])
    runs = np.array([repeats_by(simulated_log(results, run), weeks) for run in results.runs], dtype=float)
    table = curve(found)
    for week, each in zip(weeks, runs.T, strict=True):
        row = table[table["week"] == week].iloc[0]
        assert abs(each.mean() - row["expected"]) < 4 * each.std(ddof=1) / np.sqrt(40) + 0.005 * row["expected"]
        assert abs(row["real"] - each.mean()) < 1.96 * each.std(ddof=1)
    paid = sum(run.rows["cents"][run.rows["cents"] > 0].sum() for run in results.runs) / 100
    bought = sum(int((run.rows["cents"] > 0).sum()) for run in results.runs)
    assert paid / bought == pytest.approx(35.17, rel=0.03)


def test_expected_repeats_of_a_new_customer_are_those_of_the_paper() -> None:
    model = BgNbd(0.24259, 4.41353, 0.79289, 2.42575)
    found = expected_since_first(model, np.array([39.0, 52.0, 0.0, -1.0]))
    assert found == pytest.approx([1.19502, 1.44402, 0, 0], abs=2e-5)


@pytest.fixture(scope="module")
def known() -> Scenario:
    """A market whose parameters are known: 3,000 customers, 52 weeks."""
    asked = calibrated_scenario(calibrate(read_transactions(shop(), mend=["sort"])), name="known")
    segment, cause = "population.segments.customers", "exits.rows.stops buying"
    return asked.but(
        {
            f"{segment}.size": 3000,
            f"{segment}.purchase_rate": {"family": "gamma", "shape": 0.8, "rate": 4.0},
            f"{segment}.spend": {"family": "inverse_gamma", "shape": 5.0, "scale": 120.0},
            f"{segment}.spend_shape": 4.0,
            f"{cause}.at_purchase.chance": {"family": "beta", "a": 1.0, "b": 5.0},
        },
        horizon=52,
    )


def test_what_was_put_in_is_found(known: Scenario) -> None:
    """Three runs, seven parameters: no estimate lies more than 4 errors from the truth, and z is centred."""
    table = recovery(known, replications=3, seed=3)
    assert len(table) == 21
    assert (table["z"].abs() < 4).all()
    assert (table.groupby("parameter")["z"].mean().abs() < 4 / np.sqrt(3)).all()


@pytest.mark.slow
@pytest.mark.parametrize("market", [sparse_market, dense_market])
def test_intervals_hold_the_truth_as_often_as_they_say(market: Callable[[], Scenario]) -> None:
    """Fifteen runs cut to instants, days and weeks: of 60 intervals of a grain for r, alpha, a, b at least 45 hold.

    The four intervals of a fit go together, so the 60 are taken for 15 in the bound: 95% less 3.5 errors, or 75%.
    """
    table = recovery(market(), replications=15, seed=5, grains=GRAINS)
    buying = coverage(table[table["model"] == "BG/NBD"], ["grain"])
    assert (buying["fits"] == 60).all() and (buying["share"] >= 0.75).all(), buying
    spends = coverage(table[(table["model"] == "Gamma-Gamma") & (table["grain"] == "instant")], ["model"])
    assert (spends["share"] >= 0.75).all(), spends


def test_the_interval_of_a_coverage_is_wilsons() -> None:
    """9 of 10: 59.6% to 98.2%, as in tables of Wilson's interval."""
    table = pd.DataFrame({"grain": "day", "parameter": "r", "covered": [True] * 9 + [False], "z": 0.0})
    row = coverage(table).iloc[0]
    assert (row["held"], row["fits"], row["share"]) == (9, 10, 0.9)
    assert (row["low"], row["high"]) == pytest.approx((0.5958, 0.9821), abs=1e-4)


def made_up(repeats: object, last: object, known_for: object) -> Cohort:
    columns = [np.asarray(column, dtype=float) for column in (repeats, last, known_for)]
    size = len(columns[0])
    return Cohort(np.arange(size), np.zeros(size), History(*columns), np.full(size, np.nan), np.zeros(size), 52.0, 52.0)


def test_a_log_in_which_all_buy_alike_and_nobody_leaves_fixes_little_and_says_so() -> None:
    luck = np.random.default_rng(5)
    gaps = luck.exponential(4.0, size=(300, 60)).cumsum(axis=1)
    repeats = (gaps < 52).sum(axis=1)
    last = np.where(repeats > 0, gaps[np.arange(300), np.maximum(repeats - 1, 0)], 0.0)
    of = made_up(repeats, last, np.full(300, 52.0))
    said = buying_warnings(of, fit_buying(of))
    assert any("very few customers seem to leave" in one for one in said)
    assert any("at the edge of what was tried" in one or "known only between" in one for one in said)


def test_few_repeat_buyers_are_warned_of_and_too_few_refused() -> None:
    luck = np.random.default_rng(6)
    repeats = np.where(np.arange(400) < 40, 1 + luck.poisson(1, 400), 0)
    last = np.where(repeats > 0, luck.uniform(1, 50, 400), 0)
    of = made_up(repeats, last, np.full(400, 52.0))
    said = buying_warnings(of, fit_buying(of))
    assert any("only 40 customers have bought twice" in one for one in said)
    table = shop(60)
    once = table.drop_duplicates("customer_id")
    with pytest.raises(LogRefusedError, match="0 of 60 customers have bought twice within"):
        calibrate(read_transactions(once))


def test_a_flat_likelihood_has_no_errors() -> None:
    found = fit("flat", ("x", "y"), lambda v: -((np.log(v[0] * v[1]) - 1) ** 2) * np.ones(50), (1, 1), ((-5, 5),) * 2)
    assert all(np.isnan(estimate.error) and np.isnan(estimate.low) for estimate in found.estimates)


def test_errors_are_those_of_a_case_that_is_known() -> None:
    """The mean of exponential waits: value its mean, error mean / √n."""
    waits = np.random.default_rng(1).exponential(7.0, 400)
    found = fit("exponential", ("mean",), lambda v: -np.log(v[0]) - waits / v[0], (1.0,), ((-5, 9),))
    assert found.values[0] == pytest.approx(waits.mean(), rel=1e-5)
    assert found.estimates[0].error == pytest.approx(waits.mean() / 20, rel=1e-3)


def test_a_log_without_amounts_is_fitted_without_spends_and_says_so() -> None:
    found = calibrate(read_transactions(shop().drop(columns="monetary_value")))
    assert found.spending is None and any("no amounts" in doubt for doubt in found.doubts)
    assert calibrated_scenario(found).population.segments[0].spend.average == 1.0
    assert len(parameters(found)) == 4
    assert found.judged is None


def test_weeks_beyond_the_log_are_refused() -> None:
    with pytest.raises(LogRefusedError, match=r"the log is 52\.0 weeks long"):
        calibrate(read_transactions(shop()), 60)


def test_doubts_and_mends_go_with_the_scenario() -> None:
    found = calibrate(read_transactions(shop(120), mend=["sort"]), 30)
    asked = calibrated_scenario(found, name="doubtful")
    assert [said.removeprefix("Doubt: ") for said in asked.sources if said.startswith("Doubt")] == list(found.doubts)
    assert found.doubts
    assert scenario_name("Läden 2025.csv") == "l_den_2025"


def test_the_record_says_which_rows_it_mended() -> None:
    assert [said.split(" rows")[0] for said in cdnow_log().mended] == ["8", "21"]


def said(log: TransactionLog, part: str) -> bool:
    return any(part in doubt for doubt in calibrate(log).doubts)


@pytest.mark.parametrize("grain", ["instant", "day", "week"])
def test_random_purchases_have_shape_one_in_any_grain(grain: Grain) -> None:
    """|z| < 4, with customers who differ in rate, leave, and are cut off by the end of the log."""
    for model, weeks in ((SPARSE, 52), (DENSE, 20)):
        log = customers(model, 2000, weeks, grain, seed=9)
        found = regularity(log, cohort(log))
        assert found is not None and abs(found.shape - 1) < 4 * found.error


@pytest.mark.parametrize("shape", [2, 3])
def test_the_shape_of_regular_gaps_is_found_from_instants(shape: int) -> None:
    log = customers(SPARSE, 2000, 52, shape=shape)
    found = regularity(log, cohort(log))
    assert found is not None and abs(found.shape - shape) < 4 * found.error
    by_day = regularity(replace(log, grain="day"), cohort(replace(log, grain="day")))
    assert by_day is not None and 1 < by_day.shape < found.shape


@pytest.mark.slow
def test_regular_customers_are_told_and_random_ones_are_not() -> None:
    assert said(customers(SPARSE, 1000, 52, "day", shape=3), "customers buy at more regular intervals than at random")
    random = customers(SPARSE, 1000, 52, "day")
    assert not any(said(random, part) for part in ("than at random", "weeks are far from", "of an average day"))


@pytest.mark.slow
def test_a_week_with_the_shop_closed_is_named() -> None:
    log = customers(DENSE, 1000, 20, "day")
    week = np.floor(log.week + 1e-9)
    open_ = week != 12
    closed = replace(log, customer=log.customer[open_], week=log.week[open_])
    assert said(closed, "week 13 has 0% of the expected purchases")
    found = calibrate(log)
    table = weekly_index(found.log, found.cohort, found.model)
    assert ((table["index"] - 1).abs() < 5 * table["error"]).all()


def test_a_strong_weekday_is_named() -> None:
    log = customers(DENSE, 1000, 20, "day")
    day = np.rint(7 * log.week).astype(int) % 7
    luck = np.random.default_rng(1)
    kept = (day != 2) | (luck.random(len(day)) < 0.3)
    thinned = replace(log, customer=log.customer[kept], week=log.week[kept])
    index = weekday_index(thinned)
    assert index.idxmin() == "Wednesday" and index["Wednesday"] == pytest.approx(0.33, abs=0.05)
    assert said(thinned, "and Wednesday 3")
