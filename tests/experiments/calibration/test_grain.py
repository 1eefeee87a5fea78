"""The likelihood follows the grain of the log (instants, days, weeks); a grain that is too coarse is warned of."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest

from sim.experiments.calibration.buying_model import fit_buying, fit_spending, purchases_per_active
from sim.experiments.calibration.calibrate import calibrate, curve
from sim.experiments.calibration.calibrated import calibrated_scenario
from sim.experiments.calibration.cohort import cohort
from sim.experiments.calibration.coverage import known_market, simulated_log
from sim.experiments.calibration.hold_out import repeats_by
from sim.experiments.transaction_logs.transaction_log import Grain, LogRefusedError, TransactionLog
from sim.metrics._shared.bg_nbd import BgNbd, MbgNbd, log_likelihood
from sim.metrics._shared.bg_nbd_periods import PeriodHistories
from sim.results.simulate import simulate
from sim.scenario.files.load import dump, from_text
from sim.scenario.scenario import Scenario
from tests.experiments.calibration.logs import cdnow_fit


def customers(
    model: BgNbd, size: int, weeks: float, grain: Grain = "instant", shape: int = 1, seed: int = 3
) -> TransactionLog:
    """The log of customers in continuous time, gaps Erlang of this shape; all come in the first quarter of the time."""
    luck = np.random.default_rng(seed)
    rate, chance = luck.gamma(model.r, 1 / model.alpha, size), luck.beta(model.a, model.b, size)
    time, alive = luck.uniform(0, weeks / 4, size), np.ones(size, dtype=bool)
    rows = [(np.arange(size), time.copy())]
    if model.dropout_at_first:
        alive &= luck.random(size) > chance
    while alive.any():
        time = time + luck.gamma(shape, 1 / shape, size) / rate
        alive &= time < weeks
        rows.append((np.flatnonzero(alive), time[alive]))
        alive &= luck.random(size) > chance
    who, when = np.concatenate([row[0] for row in rows]), np.concatenate([row[1] for row in rows])
    order = np.argsort(when, kind="stable")
    periods = {"instant": 0, "day": 7, "week": 1}[grain]
    week = when[order] if not periods else np.floor(periods * when[order]) / periods
    return TransactionLog(
        source="made up", start=datetime.date(2025, 1, 6), names=np.array([f"c{n:05d}" for n in range(size)]),
        customer=who[order], week=week, money=None, grain=grain,
    )  # fmt: skip


SPARSE = BgNbd(0.8, 4.0, 1.0, 5.0)
DENSE = BgNbd(1.2, 0.6, 0.3, 6.0)


@pytest.mark.parametrize(
    ("grain", "periods"), [("day", 7), ("week", 1), pytest.param("instant", 0, marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("kind", [BgNbd, MbgNbd])
def test_the_likelihood_is_chosen_by_the_grain_and_finds_the_truth(
    grain: Grain, periods: int, kind: type[BgNbd]
) -> None:
    """|z| < 4 for each parameter, and the log-likelihood is that of the grain."""
    truth = kind(*SPARSE)
    log = customers(truth, 1500, 52, grain)
    found = calibrate(log, 52, model="mbg_nbd" if truth.dropout_at_first else "bg_nbd")
    assert found.cohort.periods == periods and type(found.model) is kind
    history = found.cohort.history
    asked = log_likelihood(found.model, history) if not periods else None
    each = PeriodHistories(history, periods).log_likelihood(found.model) if asked is None else asked
    assert found.buying.log_likelihood == pytest.approx(each.sum(), rel=1e-9)
    for estimate, value in zip(found.buying.estimates, truth, strict=True):
        assert abs(np.log(estimate.value / value)) < 4 * estimate.error / estimate.value, estimate


def test_days_of_customers_who_buy_often_are_no_instants() -> None:
    """By days the truth is found, |z| < 4; days taken for instants are more than 5 errors off in the rate's scale."""
    of = cohort(customers(DENSE, 3000, 20, "day"))
    for found, right in ((fit_buying(of), True), (fit_buying(of._replace(periods=0)), False)):
        z = [np.log(e.value / value) * e.value / e.error for e, value in zip(found.estimates, DENSE, strict=True)]
        assert bool(max(map(abs, z)) < 4) is right
        assert bool(abs(z[1]) > 5) is not right


def test_the_search_leaves_a_top_at_which_nobody_leaves() -> None:
    """A market in which a single start, or the continuous fit, ends where leaving disappears."""
    of = cohort(customers(BgNbd(0.781, 21.4 / 7, 0.064, 1.40), 4000, 9, "day", seed=1))
    found = fit_buying(of)
    nobody = PeriodHistories(of.history, 7).log_likelihood(BgNbd(0.8, 3.0, 0.001, 1000.0)).sum()
    assert found.log_likelihood > nobody + 3
    assert 0.01 < found.values[2] / (found.values[2] + found.values[3]) < 0.2


@pytest.mark.slow
def test_a_grain_too_coarse_for_the_rate_is_told_and_a_fine_one_is_not() -> None:
    said = calibrate(customers(DENSE, 800, 26, "week")).doubts
    assert any("of the weeks with a repeat purchase probably hold two or more" in one for one in said), said
    assert any("give a log with the day of each purchase" in one for one in said)
    for log in (customers(SPARSE, 800, 52, "day"), customers(DENSE, 800, 26, "instant")):
        assert not any("hold two or more" in one for one in calibrate(log).doubts)
    by_day = customers(DENSE, 800, 26, "day")
    assert any("fit without days_as_instants" in one for one in calibrate(by_day, days_as_instants=True).doubts)
    assert not any("days_as_instants" in one for one in calibrate(by_day).doubts)


@pytest.mark.slow
def test_totals_of_many_purchases_are_told_and_those_of_few_are_not() -> None:
    results = simulate(known_market("dense", DENSE, [800], 20.0), replications=1, seed=4)
    for grain, told in (("instant", False), ("week", True)):
        doubts = calibrate(simulated_log(results, grain=grain)).doubts  # type: ignore[arg-type]
        assert any("amounts are totals of a week" in one for one in doubts) is told
    assert not any("amounts are totals" in one for one in cdnow_fit(days_as_instants=False).doubts)


@pytest.mark.slow
def test_the_curve_counts_active_days_and_a_run_of_the_scenario_follows_it() -> None:
    """Days with a repeat purchase: real, expected, and the mean of 20 runs cut to days, |z| < 4 and 2% of the log."""
    log = customers(DENSE, 1500, 20, "day")
    found = calibrate(log, 14)
    table = curve(found)
    days = len(set(zip(log.customer.tolist(), log.week.tolist(), strict=True))) - len(np.unique(log.customer))
    assert table["real"].iloc[-1] == days < len(log.week) - 1500
    assert table["expected"].iloc[-1] == pytest.approx(days, rel=0.04)
    assert found.judged is not None and abs(found.judged.last_error) < 0.04
    results = simulate(from_text(Scenario, dump(calibrated_scenario(found))), replications=20)
    weeks = np.array([7, 14, 20])
    runs = np.array([repeats_by(simulated_log(results, run), weeks) for run in results.runs], dtype=float)
    expected = table["expected"].to_numpy()[weeks - 1]
    assert (np.abs(runs.mean(axis=0) - expected) < 4 * runs.std(axis=0, ddof=1) / np.sqrt(20) + 0.005 * expected).all()


@pytest.mark.slow
def test_an_mbg_nbd_fit_becomes_a_market_that_loses_one_time_buyers_at_once() -> None:
    found = calibrate(customers(MbgNbd(0.8, 2.0, 1.0, 2.0), 1000, 30), 30, model="mbg_nbd")
    scenario = calibrated_scenario(found)
    chance = scenario.exits.causes[0].at_purchase
    assert chance is not None and chance.from_purchase == 1
    assert any("Batislam" in source for source in scenario.sources)
    results = simulate(scenario, replications=10)
    runs = [float(repeats_by(simulated_log(results, run, grain="instant"), np.array([30]))[0]) for run in results.runs]
    expected = curve(found)["expected"].iloc[-1]
    assert abs(np.mean(runs) - expected) < 4 * np.std(runs, ddof=1) / np.sqrt(10) + 0.01 * expected


def test_an_unknown_model_is_refused_by_name() -> None:
    with pytest.raises(LookupError, match="unknown model 'mbgnbd'; did you mean 'mbg_nbd'"):
        calibrate(customers(SPARSE, 50, 52), model="mbgnbd")  # type: ignore[arg-type]


def test_cdnow_by_days_and_by_mbg_nbd() -> None:
    """By days r and alpha are a little lower than published; MBG/NBD on days as instants is as lifetimes tests it."""
    by_day = cdnow_fit(days_as_instants=False)
    assert by_day.buying.values == pytest.approx((0.2353, 4.082, 0.810, 2.437), abs=1e-3)
    assert by_day.judged is not None and by_day.judged.last_error == pytest.approx(-0.0456, abs=5e-4)
    assert by_day.doubts == ()
    modified = cdnow_fit(model="mbg_nbd")
    assert modified.buying.values == pytest.approx((0.525, 6.183, 0.891, 1.614), abs=6e-4)


def test_the_length_of_a_log_is_whole_days_or_weeks_unless_it_has_instants() -> None:
    log = customers(DENSE, 300, 12, "day")
    assert log.by_day and not replace(log, grain="instant").by_day
    assert log.length == 12.0 and customers(DENSE, 300, 12, "week").length == 12.0


def test_weeks_may_end_with_the_last_day_of_a_log_of_instants() -> None:
    log = customers(SPARSE, 300, 30)
    assert log.length < 30
    assert calibrate(log, 30).cohort.end == 30.0
    with pytest.raises(LogRefusedError, match=r"weeks=31: the log is 30\.0 weeks long"):
        calibrate(log, 31)


def test_spends_by_day_are_those_of_purchases_not_of_days() -> None:
    """Weeks with several purchases: the mean spend is a purchase's, within 4%; weeks taken for one have 20% more."""
    run = simulate(known_market("dense", DENSE, [1500], 20.0), replications=1, seed=4)
    log = simulated_log(run, grain="week")
    of = cohort(log, 20)
    model = BgNbd(*fit_buying(of).values)
    by_purchase, by_week = fit_spending(of, purchases_per_active(model, of)), fit_spending(of)
    assert by_purchase is not None and by_week is not None
    means = [p * gamma / (q - 1) for p, q, gamma in (by_purchase.values, by_week.values)]
    assert means[0] == pytest.approx(30.0, rel=0.04)
    assert means[1] > 1.2 * 30.0
