"""Pareto/NBD, BG/NBD and NBD: repeat purchases of people who silently leave, or never do."""

from __future__ import annotations

import numpy as np
import pytest

from sim.results.simulate import simulate
from sim.scenario.scenario import Scenario
from tests.limits import closed_forms as closed
from tests.limits.judging import histogram_agrees, mean_agrees, share_agrees
from tests.worlds import FROZEN, NOBODY_LEAVES, bought, happened, world

PEOPLE = 40_000
MANY = pytest.param(1_000_000, marks=pytest.mark.slow)


def people(size: int, r: float, alpha: float) -> dict[str, object]:
    """People with gamma(r, alpha) purchase rates who all buy at week 0."""
    rate = {"family": "gamma", "shape": r, "rate": alpha}
    return {"size": size, "purchase_rate": rate, "first_purchase": "on_arrival"}


def pareto_nbd(model: closed.ParetoNBD, size: int, horizon: float) -> Scenario:
    moving = {
        "name": "market",
        "base": {"family": "gamma", "shape": model.s, "rate": model.beta},
        "ends": "all_relations",
    }
    leaving = {"preset": "none", "rows": [moving]}
    return world(people(size, model.r, model.alpha), horizon=horizon, exits=leaving, behaviour=FROZEN)


def bg_nbd(model: closed.BGNBD, size: int, horizon: float) -> Scenario:
    chance = {"family": "beta", "a": model.a, "b": model.b}
    leaving = {
        "preset": "none",
        "rows": [{"name": "bad moment", "at_purchase": {"chance": chance, "from_purchase": 2}}],
    }
    return world(people(size, model.r, model.alpha), horizon=horizon, exits=leaving, behaviour=FROZEN)


@pytest.mark.parametrize("size", [PEOPLE, MANY])
@pytest.mark.parametrize(
    ("model", "horizon"),
    [
        (closed.ParetoNBD(0.553, 10.578, 0.606, 11.669), 52.0),  # the music shop
        (closed.ParetoNBD(2.5, 5.0, 3.0, 40.0), 26.0),  # steady buyers of long life
        (closed.ParetoNBD(1.2, 1.5, 1.0, 6.0), 20.0),  # the formula's gap at s = 1
        (closed.ParetoNBD(0.15, 0.8, 0.25, 2.0), 78.0),  # very unequal in both
    ],
)
def test_pareto_nbd(model: closed.ParetoNBD, horizon: float, size: int) -> None:
    """One firm, gamma rates of buying and of moving away: E[X(t)], survival and histogram are those of the model."""
    results = simulate(pareto_nbd(model, size, horizon), seed=11)
    gone = happened(results, "moving away")["time"]
    for t in (horizon / 4, horizon / 2, horizon):
        repeats = bought(results, until=t) - 1
        mean_agrees(repeats, float(model.mean(t)), cap=0.05)
        share_agrees(size - int((gone < t).sum()), size, float(model.survival(t)), cap=0.03)
        counts = np.bincount(np.minimum(repeats, 7), minlength=8)
        histogram_agrees(counts, closed.binned(model.pmf(np.arange(8), t)))


@pytest.mark.parametrize("size", [PEOPLE, MANY])
@pytest.mark.parametrize(
    ("model", "horizon"),
    [
        (closed.BGNBD(0.243, 4.414, 0.793, 2.426), 52.0),  # the music shop
        (closed.BGNBD(3.0, 6.0, 1.0, 8.0), 26.0),  # the formula's gap at a = 1
        (closed.BGNBD(0.5, 1.0, 0.3, 0.6), 40.0),  # the gap at a + b < 1; some leave at once, some never
    ],
)
def test_bg_nbd(model: closed.BGNBD, horizon: float, size: int) -> None:
    """One firm, bad moments after repeat purchases with beta chances: E[X(t)] and histogram are those of the model."""
    results = simulate(bg_nbd(model, size, horizon), seed=12)
    for t in (horizon / 4, horizon / 2, horizon):
        repeats = bought(results, until=t) - 1
        mean_agrees(repeats, float(model.mean(t)), cap=0.05)
        counts = np.bincount(np.minimum(repeats, 7), minlength=8)
        histogram_agrees(counts, closed.binned(model.pmf(np.arange(8), t)))


@pytest.mark.parametrize(("r", "alpha", "t"), [(0.385, 12.07, 39.0), (2.0, 13 / 4, 13.0)])
def test_buying_without_leaving_regresses_to_the_mean(r: float, alpha: float, t: float) -> None:
    """Nobody leaves: purchases are negative binomial, and those who bought x times buy (r + x) t / (alpha + t) next.

    So light buyers seem to rise and heavy ones to fall though nobody changes: the trap of judging a programme by
    classes of past purchases (cf. Liu 2007, J. Marketing 71).
    """
    segment = {**people(PEOPLE, r, alpha), "first_purchase": "by_clock"}
    results = simulate(world(segment, horizon=2 * t, exits=NOBODY_LEAVES, behaviour=FROZEN), seed=13)
    before, after = bought(results, until=t), bought(results, since=t)
    counts = np.bincount(np.minimum(before, 7), minlength=8)
    histogram_agrees(counts, closed.binned(closed.nbd(np.arange(8), t, r, alpha)))
    for x in range(5):
        mean_agrees(after[before == x], (r + x) * t / (alpha + t), cap=0.15)
