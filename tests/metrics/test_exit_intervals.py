"""How sure the figures of exit management are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.metrics._shared.interval import interval, jackknife_bounds
from sim.metrics.exits.exit_management import exit_management
from sim.metrics.exits.profit_lost import profit_lost_by_cause
from sim.metrics.retention.churn import churn, churn_interval
from sim.reports.exit_tables import churn_table, value_table
from sim.results.results import Results
from sim.results.simulate import simulate
from tests.metrics.hand_made import Happening, first_purchase, results_of
from tests.metrics.test_exit_management import TWO_LEAVE, evaluated
from tests.worlds import FROZEN, world

DELTA = np.log(1.1) / 52
RATES = {"hassle": 0.02, "fashion": 0.01}


def test_of_a_mean_it_is_the_interval_of_the_mean() -> None:
    values = np.random.default_rng(3).normal(size=12)
    told = interval(values, 0.9)
    assert jackknife_bounds(lambda kept: values[kept].mean(), 12, 0.9) == pytest.approx(told[:3])


def test_of_a_ratio_it_covers_the_truth_as_often_as_it_says() -> None:
    """Exits over customer-weeks, 10 replications, 1,000 times: 95% ± 4 standard errors, 0.7% each."""
    luck = np.random.default_rng(5)
    covered = 0
    for _ in range(1000):
        weeks = luck.gamma(20.0, 50.0, size=10)
        exits = luck.poisson(0.03 * weeks).astype(float)
        _, low, high = jackknife_bounds(lambda kept, e=exits, w=weeks: e[kept].sum() / w[kept].sum(), 10)  # type: ignore[misc]
        covered += int(low <= 0.03 <= high)
    assert abs(covered / 1000 - 0.95) < 0.028


@pytest.fixture(scope="module")
def worlds() -> list[Results]:
    """Forty experiments of six replications each: one firm, two causes with constant rates, everybody alike."""
    rows = [{"name": name, "base": rate} for name, rate in RATES.items()]
    people = {"size": 150, "purchase_rate": 1.0, "spend": 20, "sensitivity": 1.0, "first_purchase": "on_arrival"}
    scenario = world(people, exits={"preset": "none", "rows": rows}, behaviour=FROZEN, horizon=150.0)
    return [simulate(scenario, seed=seed, replications=6) for seed in range(40)]


def test_intervals_of_churn_and_profit_lost_cover_their_closed_forms(worlds: list[Results]) -> None:
    """Of 40 intervals of 95%, 38 should hold the truth; fewer than 33 would by chance be seen once in 1,000 times."""
    churns, losses = 0, {cause: 0 for cause in RATES}
    for results in worlds:
        row = churn_interval(churn(results, 150), ["firm"]).iloc[0]
        churns += int(row["low"] <= 52 * sum(RATES.values()) <= row["high"])
        table = profit_lost_by_cause(results, prior_weeks=13).set_index("cause")
        for cause, rate in RATES.items():
            gone = 150 * rate / 0.03 * (1 - np.exp(-0.03 * 150))
            true = gone * 20 * 0.4 / (0.03 - rate + DELTA)
            losses[cause] += int(table.loc[cause, "low"] <= true <= table.loc[cause, "high"])
    assert churns >= 33
    assert min(losses.values()) >= 33, losses


def test_the_interval_surrounds_the_figure_that_the_arithmetic_gives(worlds: list[Results]) -> None:
    found = exit_management(worlds[0])
    lost = found.profit_lost.set_index("cause").loc["hassle"]
    figure = evaluated(found.arithmetic("profit lost", "hassle"))[1]
    assert lost["profit_lost"] == pytest.approx(figure, rel=1e-4) and lost["low"] < figure < lost["high"]
    rate, churned = found.churn_by_firm.iloc[0], evaluated(found.arithmetic("churn"))[1]
    assert rate["churn"] == pytest.approx(churned, rel=1e-4) and rate["low"] < churned < rate["high"]
    assert str(found).count("(95%: ") == 1 + len(RATES)


def test_one_replication_has_none_and_says_so() -> None:
    found = exit_management(results_of(TWO_LEAVE))
    assert found.profit_lost["low"].isna().all() and found.churn_by_firm["high"].isna().all()
    assert "one replication" in found.profit_lost.attrs["note"]
    assert "one replication" in found.churn_by_firm.attrs["note"]
    assert "95%" not in str(found)
    assert "95% interval" not in churn_table(found, found.churn_by_segment, "segment")


def test_churn_by_hand() -> None:
    """Two replications: 1 exit in 4 weeks, 2 in 16; by the jackknife 0.15 ± t(1) × |0.25 − 0.125| / 2."""
    one = [*first_purchase(0.0, 0, "Red", 10), Happening(4.0, 0, "Red", "exit", cause="price")]
    two = [line for who in (0, 1) for line in first_purchase(0.0, who, "Red", 10)]
    two += [Happening(8.0, who, "Red", "exit", cause="price") for who in (0, 1)]
    row = churn_interval(churn(results_of(one, two), 20), ["firm"]).set_index("firm").loc["Red"]
    assert row[["exits", "customer_weeks"]].to_list() == [1.5, 10]
    assert row["churn"] == pytest.approx(52 * 0.15)
    assert row["high"] - row["churn"] == pytest.approx(52 * 12.706 * (0.25 - 0.125) / 2, rel=1e-4)
    assert row["low"] == 0


def test_tables_show_them(worlds: list[Results]) -> None:
    found = exit_management(worlds[0])
    shown = churn_table(found, found.churn_by_period)
    assert list(shown["weeks"])[:2] == ["0 to 52", "52 to 104"]
    assert shown["95% interval"].str.fullmatch(r"[\d.]+% to [\d.]+%").all()
    assert value_table(found)["95% interval"].str.contains(" to ").all()
    assert isinstance(shown, pd.DataFrame)
