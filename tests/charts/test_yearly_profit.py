"""The picture of profit by year draws in any market, and names a leader only where there is one."""

from __future__ import annotations

from sim import charts
from sim.charts.style.canvas import headline_text, png
from sim.results.simulate import simulate
from tests.worlds import world

FIRMS = [{"name": "Dear", "unit_cost": 0.9}, {"name": "Cheap", "unit_cost": 0.3}]
ALIKE = [{"name": "One"}, {"name": "Other"}]


def headline(firms: list[dict[str, object]], replications: int, horizon: float = 110.0) -> str:
    results = simulate(world(200, firms, horizon=horizon), seed=2, replications=replications)
    figure = charts.yearly_profit_chart(results)
    assert len(png(figure)) > 10_000
    return headline_text(figure)


def test_it_names_the_leader_when_chance_cannot_explain_it() -> None:
    assert "Cheap earned most in year 1, and still in year 2" in headline(FIRMS, 6)
    assert "No clear leader in yearly profit, neither in year 1 nor in year 2" in headline(ALIKE, 6)


def test_it_draws_one_year_one_firm_and_one_replication() -> None:
    assert "Profit of each firm in year 1" in headline(FIRMS, 3, horizon=30.0)
    headline([{"name": "Alone"}], 1)
    headline(ALIKE, 1)
