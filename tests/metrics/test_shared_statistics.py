"""Statistics that metrics share: bounds of means, and histories kept by whole periods."""

from __future__ import annotations

from itertools import pairwise
from math import comb, exp, gamma

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import dblquad
from scipy.special import beta, hyp2f1

from sim.metrics._shared.bg_nbd import BgNbd, History, MbgNbd, expected_purchases, log_likelihood
from sim.metrics._shared.bg_nbd_periods import PeriodHistories, expected_active_since_first
from sim.metrics._shared.interval import margins, mean_bounds, skewness

SKEWED = np.exp(np.linspace(-1, 2, 12))[:, None] * [1.0, 3.0] + [0.0, 50.0]


def student(values: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    low, high = stats.t.interval(level, len(values) - 1, values.mean(axis=0), stats.sem(values))
    return low, high


def test_skewness_is_that_of_scipy() -> None:
    assert skewness(SKEWED) == pytest.approx(stats.skew(SKEWED))


def test_the_side_of_the_skew_is_lengthened_and_the_other_is_students() -> None:
    _, low, high = mean_bounds(SKEWED, 0.9)
    least, most = student(SKEWED, 0.9)
    assert low == pytest.approx(least)
    t, size = stats.t.ppf(0.95, 11), 12
    further = (1 + 30 / size) * stats.skew(SKEWED) * SKEWED.std(axis=0, ddof=1) * (2 * t**2 + 1) / (6 * size)
    assert high == pytest.approx(most + further)


def test_mirrored_and_stretched_values_have_mirrored_and_stretched_bounds() -> None:
    mean, low, high = mean_bounds(SKEWED, 0.95)
    turned, least, most = mean_bounds(7 - 3 * SKEWED, 0.95)
    assert turned == pytest.approx(7 - 3 * mean)
    assert (least, most) == (pytest.approx(7 - 3 * high), pytest.approx(7 - 3 * low))


def test_values_that_do_not_vary_have_no_width() -> None:
    mean, low, high = mean_bounds(np.full((6, 2), [0.1, 1e9]), 0.95)
    assert low == pytest.approx(mean, rel=1e-12) and high == pytest.approx(mean, rel=1e-12)


def test_two_values_show_no_skew() -> None:
    _, low, high = mean_bounds(np.array([1.0, 4.0]), 0.95)
    assert (low, high) == pytest.approx(stats.t.interval(0.95, 1, 2.5, 1.5))


def test_many_values_have_the_first_term_of_edgeworth_and_no_more() -> None:
    below, above = margins(1_000_000, np.array(1.0), np.array(2.0), 0.95)
    assert (above - below) / (2.0 * (2 * 1.96**2 + 1) / 6e6) == pytest.approx(1.0, rel=1e-3)


def test_margins_shrink_with_the_number_of_values() -> None:
    reach = [max(margins(size, np.array(1.0), np.array(1.5), 0.95)) for size in range(2, 200)]
    assert all(one > other for one, other in pairwise(reach))


MODELS = [
    BgNbd(1.3, 8.0, 1.4, 3.0),
    MbgNbd(1.3, 8.0, 1.4, 3.0),
    BgNbd(0.3, 0.5, 0.1, 2.0),
    MbgNbd(40.0, 90.0, 0.02, 0.5),
    BgNbd(0.05, 0.01, 50.0, 400.0),
]


def histories(rows: list[tuple[int, int, int]]) -> PeriodHistories:
    columns = np.array(rows, dtype=float).T
    return PeriodHistories(History(columns[0], columns[1], columns[2]), 1)


def all_records(length: int) -> tuple[PeriodHistories, np.ndarray, np.ndarray]:
    """Every (x, t) within so many periods after the first, how many records have it, and x."""
    rows = [(0, 0, length)] + [(x, t, length) for x in range(1, length + 1) for t in range(x, length + 1)]
    ways = [1] + [comb(t - 1, x - 1) for x, t, _ in rows[1:]]
    return histories(rows), np.array(ways), np.array([x for x, _, _ in rows])


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("length", [1, 2, 9])
def test_chances_of_all_possible_records_add_up_to_one(model: BgNbd, length: int) -> None:
    of, ways, repeats = all_records(length)
    chance = ways * np.exp(of.log_likelihood(model))
    assert chance.sum() == pytest.approx(1.0, abs=1e-12)
    assert chance @ repeats == pytest.approx(expected_active_since_first(model, length, 1)[-1], rel=1e-10)


@pytest.mark.parametrize("model", MODELS[:2])
@pytest.mark.parametrize("row", [(0, 0, 5), (1, 3, 9), (4, 6, 8), (9, 9, 9), (3, 20, 60)])
def test_the_likelihood_is_the_integral_over_customers(model: BgNbd, row: tuple[int, int, int]) -> None:
    x, last, known = row
    r, alpha, a, b = model
    scale = alpha**r / gamma(r) / float(beta(a, b))

    def one(p: float, rate: float) -> float:
        there = (1 - exp(-rate * p)) / (rate * p) * (1 - p if model.dropout_at_first else 1)
        stays, leaves = exp(-rate * p) - exp(-rate), 1 - exp(-rate * p)
        if x == 0:
            chance = there * exp(-rate * known) + 1 - there
        else:
            rest = stays * exp(-rate * (known - last)) + leaves
            chance = there * exp(-rate * (last - x)) * stays ** (x - 1) * rest
        return scale * chance * rate ** (r - 1) * exp(-alpha * rate) * p ** (a - 1) * (1 - p) ** (b - 1)

    whole = dblquad(one, 0, 10, 0, 1, epsabs=1e-12, epsrel=1e-7)[0]
    assert np.exp(histories([row]).log_likelihood(model)[0]) == pytest.approx(whole, rel=1e-6)


@pytest.mark.parametrize("model", [BgNbd(0.8, 4.0, 1.0, 5.0), MbgNbd(0.8, 4.0, 1.0, 5.0)])
def test_as_the_period_shrinks_it_becomes_the_continuous_likelihood(model: BgNbd) -> None:
    """A record with x purchases stands for a density: chance of the record ≈ L · dt^x; the error falls with dt."""
    seen = History(np.array([0.0, 1.0, 4.0]), np.array([0.0, 10.0, 20.0]), np.array([30.0, 30.0, 30.0]))
    errors = []
    for periods in (10, 100, 1000):
        by_period = PeriodHistories(seen, periods).log_likelihood(model) + seen.repeats * np.log(periods)
        errors.append(np.abs(by_period - log_likelihood(model, seen)).max())
    assert errors[0] > 5 * errors[1] > 25 * errors[2]
    assert errors[2] < 1e-3
    ahead = PeriodHistories(seen, 1000).expected_active(model, 8.0)
    assert ahead == pytest.approx(expected_purchases(model, seen, 8.0), rel=2e-3)


@pytest.mark.slow
@pytest.mark.parametrize("model", [BgNbd(0.9, 0.8, 0.6, 4.0), MbgNbd(0.9, 0.8, 0.6, 4.0)])
def test_what_is_expected_and_hidden_is_the_mean_of_many_customers(model: BgNbd) -> None:
    """200,000 customers in continuous time, cut into periods: active periods seen and to come, |z| < 4."""
    luck = np.random.default_rng(4)
    size, known, ahead = 200_000, 6, 5
    rate, chance = luck.gamma(model.r, 1 / model.alpha, size), luck.beta(model.a, model.b, size)
    counts = np.zeros((size, known + 1 + ahead), dtype=int)
    time = luck.uniform(0, 1, size)
    alive = luck.random(size) > chance if model.dropout_at_first else np.ones(size, dtype=bool)
    while alive.any():
        time = time + luck.exponential(1, size) / rate
        alive &= time < known + 1 + ahead
        who = np.flatnonzero(alive)
        counts[who, time[who].astype(int)] += 1
        alive &= luck.random(size) > chance
    seen, later = counts[:, 1 : known + 1] > 0, (counts[:, known + 1 :] > 0).sum(axis=1)
    repeats = seen.sum(axis=1)
    last = np.where(repeats > 0, known - np.argmax(seen[:, ::-1], axis=1), 0)
    of = PeriodHistories(History(repeats.astype(float), last.astype(float), np.full(size, float(known))), 1)
    expected = of.expected_active(model, ahead)
    for mine in (repeats == 0, repeats == 2, repeats >= 4):
        error = later[mine].std() / np.sqrt(mine.sum())
        assert abs(later[mine].mean() - expected[mine].mean()) < 4 * error
    active = counts[:, 1 : known + 1]
    days = repeats.sum()
    each = of.purchases_per_active(model) @ repeats / days
    assert active.sum() / days == pytest.approx(each, rel=4 * active[seen].std() / active[seen].mean() / np.sqrt(days))
    hidden = of.hidden_share(model) @ repeats / days
    assert abs((active > 1).sum() / days - hidden) < 4 * np.sqrt(hidden * (1 - hidden) / days)


def test_mbg_nbd_expects_what_its_paper_says() -> None:
    """Batislam et al. (2007): E[X(t)] = b / (a - 1) · [1 - (α / (α + t))^r 2F1(r, b + 1; a + b; t / (α + t))]."""
    blank = History(np.zeros(1), np.zeros(1), np.zeros(1))
    for model in (MbgNbd(0.525, 6.183, 0.891, 1.614), MbgNbd(2.0, 3.0, 1.8, 0.7)):
        r, alpha, a, b = model
        for t in (0.1429, 3.0, 78.0):
            rest = (alpha / (alpha + t)) ** r * float(hyp2f1(r, b + 1, a + b, t / (alpha + t)))
            assert expected_purchases(model, blank, t)[0] == pytest.approx(b / (a - 1) * (1 - rest), rel=1e-9)


@pytest.mark.parametrize("model", MODELS)
def test_slopes_are_those_of_the_likelihood(model: BgNbd) -> None:
    of, _, _ = all_records(9)
    each, slopes = of.log_likelihood_and_slopes(model)
    assert each == pytest.approx(of.log_likelihood(model), abs=1e-12)
    step = 1e-4
    for n, unit in enumerate(np.eye(4)):
        up, down = (type(model)(*(np.array(model) * np.exp(sign * step * unit))) for sign in (1, -1))
        assert slopes[:, n] == pytest.approx(
            (of.log_likelihood(up) - of.log_likelihood(down)) / (2 * step), abs=1e-5, rel=1e-5
        )
