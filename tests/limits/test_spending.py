"""Gamma-Gamma: single spends gamma, their means inverse gamma over customers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.results.simulate import simulate
from tests.limits import closed_forms as closed
from tests.limits.judging import mean_agrees
from tests.worlds import FROZEN, NOBODY_LEAVES, happened, world


@pytest.mark.parametrize(
    ("model", "seen"),
    [
        (closed.GammaGamma(6.25, 3.74, 15.44), 4.0),  # the music shop
        (closed.GammaGamma(1.0, 5.0, 120.0), 2.0),  # single spends exponential
        (closed.GammaGamma(0.7, 12.0, 400.0), 6.0),
    ],
)
def test_gamma_gamma(model: closed.GammaGamma, seen: float) -> None:
    """First spends are beta prime, their mean is p γ / (q − 1), and later ones follow from those seen."""
    people = 40_000
    spend = {"family": "inverse_gamma", "shape": model.q, "scale": model.p * model.gamma}
    segment = {"size": people, "purchase_rate": 1.0, "spend": spend, "spend_shape": model.p}
    segment["first_purchase"] = "on_arrival"
    results = simulate(world(segment, horizon=2 * seen, exits=NOBODY_LEAVES, behaviour=FROZEN), seed=21)
    rows = happened(results, "purchase")
    first = rows["cents"][rows["time"] == 0.0] / 100
    assert len(first) == people
    mean_agrees(first, model.mean, cap=0.03)
    # booked in whole cents: half a cent to and fro makes the comparison with a smooth law fair
    smooth = np.maximum(first + (np.arange(people) * 0.618034 % 1 - 0.5) / 100, 1e-9)
    assert stats.kstest(smooth, stats.betaprime(model.p, model.q, scale=model.gamma).cdf).pvalue > 1e-4

    early = rows["time"] < seen
    spends = {
        name: (np.bincount(rows["customer"][part], minlength=people),
               np.bincount(rows["customer"][part], rows["cents"][part] / 100, minlength=people))
        for name, part in (("early", early), ("late", ~early))
    }  # fmt: skip
    (x, total), (later, later_total) = spends["early"], spends["late"]
    again = later > 0
    expected = model.expected(x[again], total[again] / x[again])
    mean_agrees(later_total[again] / later[again] / expected, 1.0, cap=0.02)
    for times in (1, 2, 3):
        who = again & (x == times)
        predicted = model.expected(times, total[who] / times)
        mean_agrees(later_total[who] / later[who] / predicted, 1.0, cap=0.05)


def test_equal_spends() -> None:
    """Without a shape she spends her mean each time, at the firm's price."""
    firms = [{"name": "Only", "offer": {"price": 1.25}}]
    segment = {"size": 200, "spend": 12.34}
    results = simulate(world(segment, firms, exits=NOBODY_LEAVES, behaviour=FROZEN), seed=22)
    assert set(happened(results, "purchase")["cents"].tolist()) == {1543}  # 15.425, and half a cent goes up
