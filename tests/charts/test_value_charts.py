"""Charts of value: what they draw and what their headlines say."""

from __future__ import annotations

import pytest

from sim import charts
from sim.charts.retention.stage_charts import stage_line_chart
from sim.charts.style.canvas import headline_text, png
from sim.charts.value.profit_charts import crossover_chart
from sim.metrics.retention.stages import stages
from sim.metrics.value.ledger import ledger
from sim.results.results import Results
from sim.results.simulate import simulate
from tests.metrics.hand_made import STORY, Happening, results_of
from tests.worlds import world


def test_the_ledger_says_what_customers_contributed_and_cost(one: Results) -> None:
    azure = ledger(one).set_index("firm").loc["Azure"]
    words = headline_text(charts.ledger_chart(one)).replace("\N{NO-BREAK SPACE}", " ")
    assert f"{azure['contribution'] / 1000:.3g} k" in words and f"{azure['cost'] / 1000:.3g} k" in words
    assert words.endswith("all for rewards")


def test_the_stages_add_up_to_the_customers_told(one: Results) -> None:
    last = stages(one).query("firm == 'Azure'").iloc[-1]
    customers = last[["development", "growth", "maturity", "decline", "recovery"]].sum()
    assert f"{customers:,.0f} customers" in headline_text(charts.stages_chart(one))


def earned(red: float, blue: float, weeks: int) -> Results:
    """A cost for Red in week 0, and sales of both each week: 40% of them is profit."""
    story = [Happening(0.0, -1, "Red", "communication", 100)]
    for week in range(weeks):
        story += [Happening(week + 0.5, 0, "Red", "purchase", red), Happening(week + 0.5, 1, "Blue", "purchase", blue)]
    return results_of(story, horizon=float(weeks))


def test_who_passes_whom_and_when() -> None:
    """Red is 100 behind and gains 0.4 × 10 a week, or 0.4 × 3: level after 25 weeks, or ahead after 84."""
    assert headline_text(crossover_chart(earned(20, 10, 60))) == "Red passes Blue in profit in this one run in week 24"
    assert headline_text(crossover_chart(earned(13, 10, 120))) == "Red passes Blue in profit in this one run in week 83"
    assert headline_text(crossover_chart(earned(13, 10, 80))) == "Blue leads in profit in this one run after 1 year"
    assert (
        headline_text(crossover_chart(earned(9, 10, 120)))
        == "Blue leads in profit in this one run after 1 year and still after 2"
    )
    assert headline_text(crossover_chart(earned(9, 10, 30))) == "Nobody clearly leads in profit"


def test_her_stages_are_told_at_last() -> None:
    assert headline_text(stage_line_chart(results_of(STORY), "people-0")) == "In the end people-0 is back at Red"
    assert headline_text(stage_line_chart(results_of(STORY), "people-1")) == "In the end people-1 has left Red and Blue"
    assert headline_text(stage_line_chart(results_of(STORY), "people-3")) == "people-3 never bought here"
    with pytest.raises(LookupError, match="people-0 to people-3"):
        stage_line_chart(results_of(STORY), "people-9")


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
