"""Delight makes a bond (A13) alike in both schedulers; what it does to customers is a claim of the table."""

from __future__ import annotations

import pytest

from sim.scenario.files.load import load
from tests.parity.comparing import both_schedulers


@pytest.mark.slow
def test_a_bond_so_made_fades_alike_in_both_schedulers() -> None:
    small = load("flat_middle").but({"population.segments.guests.size": 30, "behaviour.delight": {}}, horizon=40.0)
    without = small.but({"behaviour.delight": {"gain": 0.0}})
    rows = [both_schedulers(market).runs[0].rows for market in (small, without)]
    assert len(rows[0]) != len(rows[1]) or (rows[0] != rows[1]).any(), "delight changes nothing"
