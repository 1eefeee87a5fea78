"""Course A1: the picture tells when who keeps customers passes who hunts them; that it does is a claim of the table."""

from __future__ import annotations

import re

import pytest

import sim
from sim.charts.style.canvas import headline_text
from sim.charts.value.profit_charts import crossover_chart


@pytest.mark.slow
def test_the_picture_says_when_the_partner_passes_the_cutter() -> None:
    said = headline_text(crossover_chart(sim.simulate(sim.load("three_shopkeepers"), replications=10)))
    week = re.match(r"Partner passes Cutter in profit in week (\d+)", said)
    assert week, said
    assert 52 < int(week[1]) < 3 * 52
