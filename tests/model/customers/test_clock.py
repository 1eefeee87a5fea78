"""One clock: it strikes when the integrated rate has used up the budget, however the rate was changed on the way."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy import stats

from sim.model.customers.hazard_rates import next_event_time, restart_hazard_clock
from sim.model.random_numbers import digest, exponential
from sim.model.state.columns import CLOCK

rates = some.lists(
    some.tuples(some.one_of(some.just(0.0), some.floats(0.001, 3.0)), some.floats(0.01, 2.0)), min_size=1, max_size=12
)


def new_clock(budget: float, t: float = 0.0) -> np.record:
    clock = np.zeros(1, CLOCK).view(np.recarray)[0]
    restart_hazard_clock(clock, budget, t)
    return clock


@given(budget=some.floats(0.001, 20.0), pieces=rates)
def test_the_integral_uses_up_the_budget(budget: float, pieces: list[tuple[float, float]]) -> None:
    """Under rates that change step by step the clock strikes where the area under them is the budget."""
    clock, t, area = new_clock(budget), 0.0, 0.0
    for rate, lasts in pieces:
        when = next_event_time(clock, rate, t)
        assert when >= t
        if when <= t + lasts:
            assert area + rate * (when - t) == pytest.approx(budget, rel=1e-9, abs=1e-12)
            return
        t, area = t + lasts, area + rate * lasts
    assert area <= budget * (1 + 1e-9)


@given(
    budget=some.floats(0.001, 20.0), rate=some.floats(0.001, 3.0), looks=some.lists(some.floats(0.0, 5.0), max_size=20)
)
def test_looking_at_the_same_rate_changes_no_bit(budget: float, rate: float, looks: list[float]) -> None:
    """Settling the books as often as one likes, at an equal rate, leaves the date as it was to the last bit."""
    clock = new_clock(budget)
    when = next_event_time(clock, rate, 0.0)
    for t in sorted(looks):
        assert next_event_time(clock, rate, t) == when
    assert (clock.rate, clock.since, clock.left) == (rate, 0.0, budget)


@given(budget=some.floats(0.1, 20.0), pause=some.floats(0.0, 50.0))
def test_a_clock_at_rest_keeps_its_budget(budget: float, pause: float) -> None:
    """At rate 0 it never strikes; when it runs again, what was left is left."""
    clock = new_clock(budget)
    next_event_time(clock, 1.0, 0.0)
    assert next_event_time(clock, 0.0, budget / 2) == math.inf
    assert next_event_time(clock, 1.0, budget / 2 + pause) == pytest.approx(budget + pause)


@given(
    budget=some.floats(0.01, 20.0), low=some.floats(0.01, 1.0), factor=some.floats(1.0, 9.0), t=some.floats(0.0, 5.0)
)
def test_a_higher_rate_strikes_no_later(budget: float, low: float, factor: float, t: float) -> None:
    """Sharing budgets, the world with the higher rate loses her no later: worlds stay comparable."""
    slow, fast = new_clock(budget), new_clock(budget)
    assert next_event_time(fast, low * factor, t) <= next_event_time(slow, low, t)


def test_changing_rates_give_the_right_law() -> None:
    """Rate 0.1 for 4 weeks and 0.5 after: strikes follow 1 − exp(−∫ rate)."""
    dates = []
    for who in range(4_000):
        clock = new_clock(exponential((1, 0), who, digest("test"), 0, 0))
        first = next_event_time(clock, 0.1, 0.0)
        dates.append(first if first <= 4.0 else next_event_time(clock, 0.5, 4.0))

    def law(t: np.ndarray) -> np.ndarray:
        return -np.expm1(-(0.1 * np.minimum(t, 4.0) + 0.5 * np.maximum(t - 4.0, 0.0)))

    assert stats.kstest(dates, law).pvalue > 1e-4
