"""Stages and the mean lifetime of a base (A9), and lifetime value by its lines (A10), in markets that ship."""

from __future__ import annotations

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.retention.stages import STAGES, stages
from sim.metrics.retention.survival import mean_lifetime
from sim.metrics.value.ledger import ledger
from sim.metrics.value.profit import profit
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load


@pytest.fixture(scope="module")
def shopkeepers() -> Results:
    return simulate(load("three_shopkeepers"), replications=6)


def test_relations_go_through_all_stages(shopkeepers: Results) -> None:
    """Begun, most relations are young; five years on most are mature, and in all stages there is someone."""
    table = stages(shopkeepers)
    first, last = (table[table["week"] == week] for week in (13, 259))
    assert (first["development"] > first["maturity"]).all()
    assert (last["maturity"] > last["development"]).all()
    assert (last[list(STAGES)] > 0).all().all()


def test_in_a_young_base_mean_lifetime_is_not_one_over_churn(shopkeepers: Results) -> None:
    """Stays that have ended are the short ones: taken for the mean lifetime, they say less than half of 1 / churn."""
    table = mean_lifetime(shopkeepers, until=104).query("firm == 'Partner'")
    assert interval(0.5 * table["by_churn"].to_numpy() - table["by_complete"].to_numpy()).low > 0


def test_the_ledger_splits_value_by_the_lines_of_the_course() -> None:
    """What winning, rewarding and losing customers cost, what old ones save, and the sum of all lines to the cent."""
    results = simulate(load("five_channels"), replications=2)
    books = ledger(results).query("firm == 'Chorus'")
    for line in ("base_profit", "savings", "acquisition", "rewards", "loss"):
        assert (books[line] > 0).all(), line
    cost = books[["acquisition", "rewards", "loss", "serving"]].sum(axis=1)
    np.testing.assert_allclose(books["contribution"] - cost, books["profit"], atol=0.005)
    paid = books["profit"] + books["liability_change"]
    np.testing.assert_allclose(paid, profit(results).query("firm == 'Chorus'")["profit"], atol=0.005)


def test_goods_made_to_measure_are_cross_selling() -> None:
    """The premium, less what tailoring costs: the bicycle maker's, which is next to nothing (reference/ledger.md)."""
    results = simulate(load("made_to_order_bicycle").but({"firms.Wheelwright.programmes.customised.premium": 0.1}))
    assert (ledger(results).query("firm == 'Wheelwright'")["cross_selling"] > 1000).all()
