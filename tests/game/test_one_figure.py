"""Share, churn and profit of a game are the same figures wherever they are shown."""

from __future__ import annotations

import pytest

from sim.apps.notebook.play.branch_figures import compared_lines, final_figures
from sim.charts.debrief.course_charts import course_chart
from sim.charts.style.canvas import headline_text
from sim.game.debrief.debrief import Debrief
from sim.game.presentation.round_outcome import GameTotals, game_totals
from sim.game.session.session import Session
from sim.metrics.retention.churn import churn
from sim.number_text import money, percent
from sim.reports.debrief.debrief_tables import card_table, final_table
from sim.reports.report_tables import summary_table
from tests.game.debrief.conftest import looked_back as looked_back
from tests.game.debrief.conftest import over as over


@pytest.fixture(scope="module")
def totals(looked_back: Debrief) -> dict[str, GameTotals]:
    found = {total.firm: total for total in game_totals(looked_back.outcomes)}
    assert len({percent(total.churn, 1) for total in found.values()}) > 1, "the firms differ"
    return found


def test_churn_of_a_game_is_that_of_its_results(looked_back: Debrief, totals: dict[str, GameTotals]) -> None:
    whole = churn(looked_back.results, period=looked_back.results.scenario.horizon)
    yearly = dict(zip(whole["firm"], whole["exits"] / whole["customer_weeks"] * 52, strict=True))
    assert {firm: total.churn for firm, total in totals.items()} == pytest.approx(yearly)
    means = {firm: sum(o.churn for o in looked_back.outcomes if o.firm == firm) / 5 for firm in totals}
    assert means != pytest.approx(yearly, rel=1e-3), "the mean of the rounds' figures would be another figure"


def test_every_page_of_a_game_shows_the_same_figures(
    over: Session, looked_back: Debrief, totals: dict[str, GameTotals]
) -> None:
    ends = {row[0]: row[1:] for row in final_figures(over.outcomes("main")).rows}
    lines = {row[1]: row for row in compared_lines({"main": over.outcomes("main")}, None).rows}
    debriefed = {row[0]: row for row in final_table(looked_back).itertuples(index=False)}
    for firm, total in totals.items():
        share, churn, profit = percent(total.share, 1), percent(total.churn, 1), money(total.profit)
        assert ends[firm] == (profit, f"{total.customers:,}", share, churn)
        assert [lines[firm][place] for place in (4, 5, 6)] == [share, churn, profit]
        assert [debriefed[firm][place] for place in (3, 4, 6)] == [share, churn, profit]


def test_scorecard_report_and_headline_show_them_too(looked_back: Debrief, totals: dict[str, GameTotals]) -> None:
    card = card_table(looked_back).set_index("criterion")
    report = summary_table(looked_back.results).set_index("firm")
    for firm in looked_back.teams:
        total = totals[firm]
        told = [card.loc[name, firm].split(" · ")[0] for name in ("share of revenue", "churn a year", "profit")]
        assert told == [percent(total.share, 1), percent(total.churn, 1), money(total.profit)]
        assert report.loc[firm, "churn a year"] == percent(total.churn, 1)
    fewest = min(totals.values(), key=lambda total: total.churn)
    assert f"{fewest.firm} lost fewest, {percent(fewest.churn, 1)}" in headline_text(course_chart(looked_back, "churn"))


def test_share_forecasts_stand_beside_the_others_and_are_scored_at_the_end(over: Session) -> None:
    from sim.game.presentation.seat_sections import forecast_rows

    view = over.view("Azure")
    rows = forecast_rows(view, 0)
    assert [row[0] for row in rows] == ["share", "profit"]
    came = next(outcome.share for outcome in over.outcomes("main") if outcome.firm == "Azure" and outcome.round == 0)
    assert rows[0][1] == "30%" and float(rows[0][3].rstrip("%")) == pytest.approx(100 * came, abs=1)
    assert not any("told at the end" in row for row in rows)
