"""NBD-Dirichlet: which of several firms, when tastes are Dirichlet and offers alike; and shares under unlike offers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from sim.results.results import Results
from sim.results.simulate import simulate
from tests.limits import closed_forms as closed
from tests.limits.judging import mean_agrees, share_agrees
from tests.worlds import FROZEN, NOBODY_LEAVES, bought, happened, world

QUARTER = 13.0
TOOTHPASTE = pd.read_csv(Path(__file__).parents[1] / "reference" / "dirichlet_toothpaste.csv")


def purchases(results: Results) -> NDArray[np.int64]:
    """Purchases by customer and firm."""
    rows = happened(results, "purchase")
    firms = len(results.names.firms)
    flat = np.bincount(rows["customer"] * firms + rows["firm"], minlength=results.scenario.population.size * firms)
    return flat.reshape(-1, firms)


def dirichlet_world(model: closed.Dirichlet, shares: Sequence[float], people: int) -> NDArray[np.int64]:
    rate = {"family": "gamma", "shape": model.shape, "mean": model.mean / QUARTER}
    segment = {"size": people, "purchase_rate": rate, "taste_concentration": model.concentration}
    firms = [{"name": f"brand {number}", "share": share} for number, share in enumerate(shares)]
    market = world(segment, firms, horizon=QUARTER, exits=NOBODY_LEAVES, behaviour=FROZEN)
    return purchases(simulate(market, seed=31))


def brands_agree(model: closed.Dirichlet, shares: Sequence[float], by_firm: NDArray[np.int64]) -> None:
    """Penetration, frequency and distribution of each brand, and duplication of two, as in the model."""
    people = len(by_firm)
    mean_agrees(by_firm.sum(axis=1), model.mean, cap=0.03)
    for share, own in zip(shares, by_firm.T, strict=True):
        share_agrees(int((own > 0).sum()), people, model.penetration(share), cap=0.1)
        mean_agrees(own[own > 0], model.frequency(share), cap=0.1)
        mean_agrees(by_firm.sum(axis=1)[own > 0], model.category_frequency(share), cap=0.1)
        for times, chance in enumerate(model.pmf(share, 3)):
            share_agrees(int((own == times).sum()), people, float(chance), cap=0.25)
    b, c = model.penetration(shares[0]), model.penetration(shares[1])
    both = int(((by_firm[:, 0] > 0) & (by_firm[:, 1] > 0)).sum())
    share_agrees(both, people, model.duplication(shares[0], shares[1]) * b * c, cap=0.1)


@pytest.mark.parametrize("concentration", sorted(TOOTHPASTE["S"].unique()))
def test_toothpaste(concentration: float) -> None:
    """Eight toothpastes and the others (.14): b and w of the published model, which are those of the table."""
    table = TOOTHPASTE[concentration == TOOTHPASTE["S"]]
    shares = [*table["share"], round(1 - table["share"].sum(), 10)]
    assert shares[-1] == pytest.approx(0.14)
    model = closed.Dirichlet(table["M"].iloc[0], table["K"].iloc[0], concentration)
    by_firm = dirichlet_world(model, shares, 50_000)
    brands_agree(model, shares, by_firm)
    for row, own in zip(table.itertuples(), by_firm.T, strict=False):
        share_agrees(int((own > 0).sum()), len(own), row.b_dirichlet, cap=0.1)
        mean_agrees(own[own > 0], row.w_dirichlet, cap=0.1)
    # double jeopardy: the smaller brand has fewer buyers who also buy it less often, and w (1 - b) hardly varies
    buyers, often = (by_firm[:, :8] > 0).mean(axis=0), [own[own > 0].mean() for own in by_firm.T[:8]]
    level = np.array(often) * (1 - buyers)
    assert level.max() / level.min() < 1.15
    assert buyers[0] > buyers[7] and often[0] > often[7]


@pytest.mark.parametrize(
    ("model", "shares"),
    [
        (closed.Dirichlet(4.0, 1.5, 0.6), [0.6, 0.3, 0.1]),  # nearly loyal
        (closed.Dirichlet(2.0, 0.4, 8.0), [0.25, 0.25, 0.25, 0.25]),  # much switching
    ],
)
def test_dirichlet(model: closed.Dirichlet, shares: list[float]) -> None:
    """Any parameters."""
    brands_agree(model, shares, dirichlet_world(model, shares, 40_000))


@pytest.mark.parametrize("weight", [0.0, 1.0, 4.0])
def test_shares_under_unlike_prices(weight: float) -> None:
    """All of one taste and sensitivity: shares are those of the multinomial logit, part × price ^ -weight."""
    prices, parts = np.array([0.8, 1.0, 1.3]), np.array([0.2, 0.5, 0.3])
    firms = [{"name": f"firm {k}", "share": parts[k], "offer": {"price": prices[k]}} for k in range(3)]
    behaviour = {**FROZEN, "choice_weights": {"price": weight}}
    segment = {"size": 5_000, "sensitivity": 1.0}
    results = simulate(world(segment, firms, exits=NOBODY_LEAVES, behaviour=behaviour), seed=32)
    sold = purchases(results).sum(axis=0)
    expected = parts * prices**-weight / (parts * prices**-weight).sum()
    for k in range(3):
        share_agrees(int(sold[k]), int(sold.sum()), float(expected[k]), cap=0.05)
    assert bought(results).sum() == sold.sum()
