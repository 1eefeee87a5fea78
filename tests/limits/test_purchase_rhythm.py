"""Regular purchases (Pareto/GGG) and seasons: gaps and counts are those of the closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from sim.results.simulate import simulate
from sim.scenario.scenario import Scenario
from tests.limits.judging import mean_agrees
from tests.worlds import FROZEN, NOBODY_LEAVES, bought, by_name, happened, world

SEASON = [0.6, 0.7, 0.9, 1.0, 1.1, 1.0, 0.8, 0.7, 1.0, 1.1, 1.3, 1.8]
PEOPLE = 5_000


def shop(regularity: object, horizon: float = 52.0, **segment: object) -> Scenario:
    people = {"size": PEOPLE, "purchase_rate": 0.5, "regularity": regularity, **segment}
    return world(people, horizon=horizon, exits=NOBODY_LEAVES, behaviour=FROZEN)


def gaps_of(scenario: Scenario, number: int) -> NDArray[np.float64]:
    """The first gaps between purchases of everybody who made enough, shape (customers, number)."""
    rows = happened(simulate(scenario, seed=21), "purchase")
    rows = rows[np.lexsort((rows["time"], rows["customer"]))]
    starts = np.searchsorted(rows["customer"], np.arange(PEOPLE))
    counts = np.bincount(rows["customer"], minlength=PEOPLE)
    starts = starts[counts > number]
    times = rows["time"][starts[:, None] + np.arange(number + 1)]
    return np.diff(times, axis=1)


@pytest.mark.parametrize("k", [1.0, 2.0, 5.0])
def test_wheat_morrison_estimate_of_regularity(k: float) -> None:
    """M = first gap / (first + second) is Beta(k, k), so that k = (1 - 4 Var M) / (8 Var M); |z| < 4.

    Wheat & Morrison (1990), Journal of Marketing Research 27, 87-93.
    """
    gaps = gaps_of(shop(k, horizon=104.0, first_purchase="on_arrival"), 2)
    m = gaps[:, 0] / gaps.sum(axis=1)
    variance = 1 / (4 * (2 * k + 1))
    found = float(np.mean((m - 0.5) ** 2))
    fourth = stats.beta(k, k).stats(moments="k") + 3
    error = variance * math.sqrt((float(fourth) - 1) / len(m))
    assert abs(found - variance) < 4 * error, f"k is {(1 - 4 * found) / (8 * found):.2f} instead of {k}"


@pytest.mark.parametrize("k", [2.0, 3.5])
def test_gaps_are_gamma_and_the_first_is_what_is_left_of_one(k: float) -> None:
    """Later gaps have the gamma distribution; the first has the density (1 - F(x)) / mean of a stationary process."""
    scenario = shop(k, horizon=104.0)
    rows = happened(simulate(scenario, seed=21), "purchase")
    first = np.full(PEOPLE, np.inf)
    np.minimum.at(first, rows["customer"], rows["time"])
    gap = stats.gamma(k, scale=2.0 / k)

    def begun(x: NDArray[np.float64]) -> NDArray[np.float64]:
        """∫0^x (1 - F) / 2: x (1 - F(x)) / 2 + the length-biased distribution at x."""
        return x * gap.sf(x) / 2.0 + stats.gamma(k + 1, scale=2.0 / k).cdf(x)

    assert stats.kstest(first, begun).pvalue > 1e-4
    assert stats.kstest(gaps_of(scenario, 3).ravel(), gap.cdf).pvalue > 1e-4


def test_regular_buyers_buy_as_often_and_more_evenly() -> None:
    """Stationary renewal counts: the mean is rate × time whatever k; the variance falls towards 1 / k of Poisson's."""
    counts = {k: bought(simulate(shop(k), seed=21)) for k in (1.0, 4.0)}
    for found in counts.values():
        mean_agrees(found, 26.0, cap=0.02)
    assert counts[1.0].var() == pytest.approx(26.0, rel=0.1)
    assert counts[4.0].var() == pytest.approx(26.0 / 4, rel=0.15)


def test_regularity_may_be_spread_over_customers() -> None:
    """With gamma-spread k (Pareto/GGG), M is a mixture of betas: Var M = E[1 / (4 (2 k + 1))]; |z| < 4."""
    spread = stats.gamma(2.0, scale=1.0)
    gaps = gaps_of(shop({"family": "gamma", "shape": 2.0, "mean": 2.0}, horizon=208.0, first_purchase="on_arrival"), 2)
    m = gaps[:, 0] / gaps.sum(axis=1)
    expected = spread.expect(lambda k: 1 / (4 * (2 * k + 1)))
    squares = (m - 0.5) ** 2
    assert abs(squares.mean() - expected) < 4 * squares.std() / math.sqrt(len(m))


def test_seasonal_counts_are_poisson_with_the_factors_of_the_months() -> None:
    """Purchases of each month of two years: N λ × factor × weeks of the month, |z| < 4, chi square over all."""
    scenario = shop(1.0, horizon=104.0, season=SEASON).but(start="2025-01-01")
    times = happened(simulate(scenario, seed=22), "purchase")["time"]
    counts = np.histogram(times, bins=np.linspace(0, 104, 25))[0]
    expected = PEOPLE * 0.5 * np.tile(SEASON, 2) * 52 / 12
    z = (counts - expected) / np.sqrt(expected)
    assert np.abs(z).max() < 4, np.round(z, 1)
    assert stats.chi2.sf((z**2).sum(), 24) > 1e-4


def test_season_follows_the_calendar_from_the_start_date() -> None:
    """A run that begins on 1 July meets the second half of the year first."""
    halves = [0.5] * 6 + [1.5] * 6
    scenario = shop(1.0, horizon=26.0, season=halves).but(start="2025-07-02")
    mean_agrees(bought(simulate(scenario, seed=23)), 0.5 * 26 * 1.5, cap=0.02)


def test_weeks_with_factor_zero_have_no_purchase() -> None:
    """A shop that is closed every second week, for even and for random buyers, at any tick."""
    for k in (1.0, 3.0):
        for tick in (0.3, 1.0, 4.0):
            scenario = shop(k, horizon=30.0, season=[0.0, 2.0] * 26, size=300).but(start="2025-01-01", tick=tick)
            times = happened(simulate(scenario, seed=24), "purchase")["time"]
            assert len(times) > 1000 and (np.floor(times + 1e-9).astype(int) % 2 == 1).all()


def test_ticks_change_nothing_in_a_season() -> None:
    logs = [
        simulate(shop(2.0, season=SEASON, size=300).but(tick=tick), seed=6).runs[0].rows for tick in (0.5, 1.0, 8.0)
    ]
    assert np.array_equal(logs[0], logs[1]) and np.array_equal(logs[1], logs[2])


def test_a_season_of_one_segment_leaves_the_others_as_they_were() -> None:
    def market(**rhythm: object) -> object:
        segments = [{"size": 50}, {"size": 50, **rhythm}]
        table = by_name(simulate(world(segments, exits=NOBODY_LEAVES), seed=8))
        return table[table["customer_id"].str.startswith("people-", na=False)].reset_index(drop=True)

    assert market(season=SEASON, regularity=2.0).equals(market())  # type: ignore[attr-defined]
