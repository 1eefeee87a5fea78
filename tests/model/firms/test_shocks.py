"""Shocks on the timetable: what changes, when, and that all is as before when they are over."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sim.model.events import RANK
from sim.results.simulate import simulate
from tests.worlds import FROZEN, NOBODY_LEAVES, by_name, happened, world

FIRMS = [{"name": "A"}, {"name": "B"}]


def test_a_price_cut_lasts_as_long_as_it_says() -> None:
    """Prices paid, week by week: cut from the tick at or after its week, and back after it."""
    cut = {"kind": "offer", "at": 4.5, "firms": ["A"], "attribute": "price", "factor": 0.5, "lasts": 3.0}
    results = simulate(world({"size": 400, "spend": 10.0}, FIRMS, exits=NOBODY_LEAVES, shocks=[cut]), seed=1)
    rows = happened(results, "purchase")
    during = (rows["time"] >= 5.0) & (rows["time"] < 8.0) & (rows["firm"] == 0)
    assert set(rows["cents"][during].tolist()) == {500} and set(rows["cents"][~during].tolist()) == {1_000}
    logged = by_name(results).query("event == 'shock'")
    assert logged[["time", "firm", "detail"]].values.tolist() == [[5.0, "A", "offer"]]
    share = results.runs[0].weekly[:, :, RANK["purchase"], 0]
    assert share[5:8, 0].sum() / share[5:8].sum() > 0.75
    assert abs(share[8:, 0].sum() / share[8:].sum() - 0.5) < 0.05


def test_all_firms_or_the_outside() -> None:
    """Without names it concerns all firms; the outside alternative can be meant too, and is no firm in the log."""
    shocks = [
        {"kind": "offer", "at": 2.0, "attribute": "technology", "factor": 0.5},
        {"kind": "offer", "at": 3.0, "firms": ["outside"], "attribute": "technology", "factor": 2.0},
    ]
    table = by_name(simulate(world(20, FIRMS, outside={}, shocks=shocks), seed=1)).query("event == 'shock'")
    assert table["time"].tolist() == [2.0, 2.0, 3.0]
    assert sorted(map(str, table["firm"])) == ["A", "B", "nan"]


@pytest.mark.parametrize("attribute", ["service", "conduct"])
@pytest.mark.parametrize("factors", [(0.01, 0.45), (0.3, 0.7), (0.9, 0.11)])
def test_overlapping_shocks_can_be_put_back(attribute: str, factors: tuple[float, float]) -> None:
    """Two that overlap on a level of 1 end where they began, in whatever order, though products round."""
    for first, second in itertools.permutations(factors):
        shocks = [
            {"kind": "offer", "at": 1.0, "attribute": attribute, "factor": first, "lasts": 4.0},
            {"kind": "offer", "at": 2.0, "attribute": attribute, "factor": second, "lasts": 4.0},
        ]
        firms = [{"name": "Only", "offer": {attribute: 1.0}}]
        results = simulate(world(30, firms, shocks=shocks, horizon=12.0), seed=1)
        assert len(happened(results, "purchase")) > 20


def test_a_relocation_wave() -> None:
    """The rate of moving away is multiplied for so long, and as before afterwards."""
    leaving = {"preset": "none", "rows": [{"name": "market", "base": 0.01, "ends": "all_relations"}]}
    wave = [{"kind": "relocation", "at": 10.0, "factor": 6.0, "lasts": 10.0}]
    results = simulate(world(6_000, exits=leaving, shocks=wave, behaviour=FROZEN), seed=1)
    gone = happened(results, "moving away")["time"]
    here = 6_000
    for since, until, rate in ((0.0, 10.0, 0.01), (10.0, 20.0, 0.06), (20.0, 40.0, 0.01)):
        left = int(((gone >= since) & (gone < until)).sum())
        expected = -np.expm1(-rate * (until - since))
        assert abs(left / here - expected) < 4 * np.sqrt(expected * (1 - expected) / here)
        here -= left
