"""Bass diffusion: prospects who come to the market, and people who are recruited into a club."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from sim.results.simulate import simulate
from tests.limits import closed_forms as closed
from tests.worlds import FROZEN, NOBODY_LEAVES, happened, world

FINE = 0.002
"""Largest (p + q) × tick: within a tick nobody hears of those who came in it."""


def spread_of_adoption(model: closed.Bass, times: np.ndarray, people: int) -> np.ndarray:
    """Standard deviation of the share that has adopted, among so many people: the linear noise approximation.

    dV/dt = 2 (q − p − 2 q F) V + (p + q F)(1 − F) / people (van Kampen 1961; Kurtz 1971).
    """

    def slope(t: float, v: np.ndarray) -> np.ndarray:
        adopted = float(model.adopted(t))
        return 2 * (model.q - model.p - 2 * model.q * adopted) * v + float(model.rate(t)) / people

    solved = solve_ivp(slope, (0.0, times[-1]), [0.0], t_eval=times, rtol=1e-8, atol=1e-14)
    return np.sqrt(solved.y[0])


def adoption_agrees(model: closed.Bass, dates: np.ndarray, people: int) -> None:
    """Fail unless adoption at five moments is Bass's, within 4 standard deviations and 5%."""
    times = np.array([0.25, 0.6, 1.0, 1.4, 1.8]) * scale(model)
    adopted = np.array([(dates < t).mean() * len(dates) / people for t in times])
    expected = model.adopted(times)
    z = (adopted - expected) / spread_of_adoption(model, times, people)
    assert np.abs(z).max() < 4, f"{adopted} instead of {expected}: z = {np.round(z, 1)}"
    assert np.abs(adopted / expected - 1).max() < 0.05, f"{adopted} instead of {expected}"


def scale(model: closed.Bass) -> float:
    """A time in which much of the adoption happens."""
    return model.peak if model.q > model.p else 1 / (model.p + model.q)


def frame(model: closed.Bass) -> tuple[float, float]:
    """Horizon and tick for these pulls."""
    return 1.81 * scale(model), FINE / (model.p + model.q)


PULLS = [
    closed.Bass(0.03 / 52, 0.38 / 52),  # the usual durable, per year
    closed.Bass(0.02, 0.1),
    closed.Bass(0.05, 0.0),  # advertising alone
]


@pytest.mark.parametrize(
    "model", [PULLS[0], *(pytest.param(pull, marks=pytest.mark.slow) for pull in PULLS[1:])], ids=repr
)
@pytest.mark.parametrize("people", [5_000, pytest.param(50_000, marks=pytest.mark.slow)])
def test_arrival_by_pull(model: closed.Bass, people: int) -> None:
    """Prospects who hear from those who came before them arrive as in Bass (1969)."""
    horizon, tick = frame(model)
    arrival = {"kind": "by_pull", "outside_pull": model.p, "word_of_mouth": model.q}
    segment = {"size": people, "arrival": arrival, "purchase_rate": 0.0}
    market = world(segment, horizon=horizon, tick=tick, exits=NOBODY_LEAVES, behaviour=FROZEN)
    adoption_agrees(model, happened(simulate(market, seed=61), "arrival")["time"], people)


@pytest.mark.parametrize("model", PULLS[1:2], ids=repr)
@pytest.mark.parametrize("people", [5_000, pytest.param(50_000, marks=pytest.mark.slow)])
def test_recruitment_into_a_club(model: closed.Bass, people: int) -> None:
    """People invited by the club and by its members join as in Bass, where membership is worth it to all."""
    horizon, tick = frame(model)
    club = {"kind": "club", "quantity": 0, "period": None, "benefit_worth": 1e6, "events": None, "contact_gain": 0.0,
            "outside_pull": model.p, "recruiting": model.q, "notice": tick}  # fmt: skip
    segment = {"size": people, "purchase_rate": 0.0}
    firms = [{"name": "Only", "programmes": [club]}]
    market = world(segment, firms, horizon=horizon, tick=tick, exits=NOBODY_LEAVES, behaviour=FROZEN)
    adoption_agrees(model, happened(simulate(market, seed=62), "join")["time"], people)


def test_coarse_ticks_slow_the_spread() -> None:
    """With news that travels rarely, adoption lags behind Bass: why the tick is fine in the tests above."""
    model, people = PULLS[1], 5_000
    arrival = {"kind": "by_pull", "outside_pull": model.p, "word_of_mouth": model.q}
    segment = {"size": people, "arrival": arrival, "purchase_rate": 0.0}
    market = world(segment, horizon=30.0, tick=10.0, exits=NOBODY_LEAVES, behaviour=FROZEN)
    dates = happened(simulate(market, seed=61), "arrival")["time"]
    assert len(dates) / people < float(model.adopted(30.0)) - 0.02
