"""Competing risks: constant rates of leaving, shares and cumulative incidence by cause, mean lifetime."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.results.simulate import simulate
from tests.limits import closed_forms as closed
from tests.limits.judging import mean_agrees, share_agrees
from tests.worlds import FROZEN, happened, world

KEAVENEY = pd.read_csv(Path(__file__).parents[1] / "reference" / "exit_competing_risks.csv")
SETS = {
    "eight causes": dict(zip(KEAVENEY["cause"], KEAVENEY["hazard_if_total_0p2"] / 52, strict=True)),
    "two unlike": {"price": 0.03, "moving away": 0.002},
    "one": {"service": 0.01},
}
BUYS_AT_ONCE = {"first_purchase": "on_arrival", "purchase_rate": 0.05}


def causes(rates: dict[str, float], movers: tuple[str, ...] = ()) -> dict[str, object]:
    rows = [
        {"name": name, "base": rate, "ends": "all_relations" if name in movers else "this_relation"}
        for name, rate in rates.items()
    ]
    return {"preset": "none", "rows": rows}


@pytest.mark.parametrize("movers", [(), ("moving away", "price", "involuntary")])
@pytest.mark.parametrize("rates", SETS.values(), ids=SETS)
def test_competing_risks(rates: dict[str, float], movers: tuple[str, ...]) -> None:
    """Share of a cause is h_c / Σ h, its incidence by t is (h_c / h)(1 − exp(−h t)), whichever relations it ends."""
    people, hazards = 20_000, np.array(list(rates.values()))
    horizon = min(5_200.0, 14 / hazards.sum())
    segment = {"size": people, **BUYS_AT_ONCE, "purchase_rate": 0.0}
    results = simulate(world(segment, horizon=horizon, exits=causes(rates, movers), behaviour=FROZEN), seed=41)
    left = happened(results, "exit")
    assert len(np.unique(left["customer"])) == len(left), "someone left one firm twice"
    for t in (0.5 / hazards.sum(), 2 / hazards.sum()):
        incidence = closed.cumulative_incidence(hazards, t)
        for number, chance in enumerate(incidence):
            here = int(((left["cause"] == number) & (left["time"] < t)).sum())
            share_agrees(here, people, float(chance), cap=0.3)
    if len(rates) > 1:
        for number, share in enumerate(closed.cause_shares(hazards)):
            share_agrees(int((left["cause"] == number).sum()), len(left), float(share), cap=0.3)
    mean_agrees(left["time"], 1 / hazards.sum(), cap=0.03)


@pytest.mark.parametrize("churn", [0.01, 0.04])
def test_mean_lifetime_is_one_over_churn(churn: float) -> None:
    """In the steady state customers lost per customer and week are the churn rate, and the mean spell is its inverse.

    A customer who leaves may at once be chosen again and soon comes back, so the base is steady; Little's law then ties
    the base, the inflow and the mean spell together.
    """
    people, horizon = 4_000, 40 / churn
    segment = {"size": people, "first_purchase": "on_arrival", "purchase_rate": 5 * churn}
    behaviour = {**FROZEN, "forgetting": 0.0}
    market = world(segment, horizon=horizon, exits=causes({"service": churn}), behaviour=behaviour)
    results = simulate(market, seed=42)
    begun, ended = happened(results, "acquisition"), happened(results, "exit")
    spells = _spells(begun, ended)
    early = spells["begun"] < horizon / 2  # their spells, of 20 lifetimes at most, have all ended
    assert spells["ended"][early].max() < np.inf
    mean_agrees((spells["ended"] - spells["begun"])[early], 1 / churn, cap=0.03)
    lasted = np.minimum(spells["ended"], horizon) - spells["begun"]
    rate = len(ended) / lasted.sum()
    assert abs(rate / churn - 1) * np.sqrt(len(ended)) < 4
    # a customer is here for 1 / churn and away for 1 / (5 churn): five sixths of the time
    assert lasted.sum() / (people * horizon) == pytest.approx(5 / 6, rel=0.02)


def _spells(begun: np.ndarray, ended: np.ndarray) -> pd.DataFrame:
    """Beginnings and ends of spells by one firm, matched in order for each customer."""
    table = pd.DataFrame({"customer": begun["customer"], "begun": begun["time"]})
    table["number"] = table.groupby("customer").cumcount()
    other = pd.DataFrame({"customer": ended["customer"], "ended": ended["time"]})
    other["number"] = other.groupby("customer").cumcount()
    return table.merge(other, "left", ["customer", "number"]).fillna({"ended": np.inf})
