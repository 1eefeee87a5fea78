"""The best of several is chosen as often as is promised, on systems whose best is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import sim
from sim.experiments.selection.best import Draw, first_stage_factor, select

HERE = sim.Execution(workers=1, quiet=True)


def normal(means: Sequence[float], shared: float, tries: int) -> Draw:
    """Systems with these means and luck of standard deviation 1 of their own, and ``shared`` in common."""
    centre = np.asarray(means)

    def draw(places: Sequence[int], number: int) -> NDArray[np.float64]:
        luck = np.random.default_rng((tries, number))
        return np.asarray((centre + luck.normal(0, shared) + luck.normal(0, 1, len(centre)))[list(places)])

    return draw


@pytest.mark.parametrize("shared", [0.0, 3.0])
def test_the_best_is_chosen_as_often_as_promised(shared: float) -> None:
    """The hardest case: all others just the indifference zone behind. 90% are promised of 400 selections."""
    tries, right, taken = 400, 0, 0
    for one in range(tries):
        found = select(normal([0.5, 0, 0, 0, 0], shared, one), 5, 0.5, confidence=0.9)
        right += found.best == 0
        taken += found.replications
        assert found.replications <= found.at_most
    z = (right - 0.9 * tries) / np.sqrt(tries * 0.9 * 0.1)
    assert z > -4, f"{right} of {tries}"
    assert taken / tries < 60


def test_those_far_behind_are_dropped_early() -> None:
    found = select(normal([3.0, 2.6, 0.0, -3.0], 1.0, 7), 4, 0.4)
    assert found.best in (0, 1)
    assert found.dropped[3] == 10 and found.dropped[2] == 10
    assert found.replications > 10


def test_without_any_luck_the_first_stage_suffices() -> None:
    found = select(lambda places, number: np.array([1.0, 2.0])[list(places)], 2, 0.1)
    assert (found.best, found.replications) == (1, 10)


def test_the_factor_is_that_of_the_paper() -> None:
    """η = ½ ((2 α / (k − 1))^(−2 / (n₀ − 1)) − 1) solves ½ (1 + 2 η)^(−(n₀ − 1) / 2) = α / (k − 1)."""
    for systems, first, confidence in ((2, 10, 0.95), (5, 20, 0.9), (10, 15, 0.99)):
        eta = first_stage_factor(systems, first, confidence) / (2 * (first - 1))
        assert 0.5 * (1 + 2 * eta) ** (-(first - 1) / 2) == pytest.approx((1 - confidence) / (systems - 1))


STRATEGIES: dict[str, dict[str, object]] = {
    "as it is": {}, "dear": {"firms.Azure.unit_cost": 0.62}, "dearest": {"firms.Azure.unit_cost": 0.7},
}  # fmt: skip


def test_the_best_of_three_markets(small: sim.Scenario) -> None:
    found = sim.best(small.but(seed=2), STRATEGIES, measure="profit", indifference=10, where=HERE)
    assert found.best == "as it is"
    taken = found.table.set_index("strategy")["replications"]
    assert min(taken) >= 10 and max(taken) == taken["as it is"]
    assert f"as it is is chosen as the best of 3 in profit of Azure, {taken.sum()} runs in all" in str(found)
    assert "better than every other by 10 or more, the choice is right with at least 95% probability" in str(found)
    compared = sim.compare(small.but(seed=2), STRATEGIES, measure="profit", replications=10, where=HERE)
    assert found.values["dear"] == tuple(compared.runs["dear"])


def test_less_is_better_of_some_measures(small: sim.Scenario) -> None:
    dear = {"as it is": {}, "dear": {"firms.Azure.offer.price": 1.3}}
    many = small.but({"population.segments.consumers.size": 400})
    found = sim.best(many, dear, measure="churn", indifference=20, where=HERE)
    assert found.best == "as it is"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"indifference": 0}, "indifference=0: give the smallest difference that matters"),
        ({"indifference": float("nan")}, "indifference=nan: give the smallest"),
        ({"confidence": 95}, "confidence=95: give a probability between 0.5 and 1"),
        ({"measure": "profitt"}, "did you mean 'profit'?"),
    ],
)
def test_what_cannot_be_chosen_by_is_refused(small: sim.Scenario, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(sim.ExperimentError, match=re.escape(said)):
        sim.best(small, STRATEGIES, **{"measure": "profit", "indifference": 10, **changed})
