"""Course A1: who hunts is ahead at first, who keeps customers in the long run."""

from __future__ import annotations

import re

import sim
from sim.charts.style.canvas import headline_text
from sim.charts.value.profit_charts import crossover_chart
from sim.metrics._shared.interval import interval
from sim.metrics.value.ledger import ledger


def test_the_partner_is_behind_the_price_cutter_after_a_year_and_ahead_after_five() -> None:
    """Points counted when given. Against the promoter the partner does not clearly catch up: the other finding."""
    results = sim.simulate(sim.load("three_shopkeepers"), replications=10)
    books = ledger(results, by="week")

    def ahead(rival: str, years: int) -> tuple[float, float]:
        table = books[books["week"] < 52 * years]
        sums = table.pivot_table(index="replication", columns="firm", values="profit", aggfunc="sum", observed=True)
        found = interval(sums["Partner"] - sums[rival])
        return found.low, found.high

    assert ahead("Cutter", 1)[1] < 0
    assert ahead("Cutter", 5)[0] > 0
    assert ahead("Promoter", 2)[1] < 0
    assert ahead("Promoter", 5)[0] < 10_000
    said = headline_text(crossover_chart(results))
    week = re.match(r"Partner passes Cutter in profit in week (\d+)", said)
    assert week, said
    assert 52 < int(week[1]) < 3 * 52
