"""Churn is one figure: every page, table and measure that shows it for a run shows the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.experiments.measures import Churn
from sim.game.presentation.seat_view import outcomes_of
from sim.metrics.exits.exit_management import exit_management
from sim.metrics.exits.profit_lost import profit_lost_by_cause
from sim.metrics.retention.churn import churn_interval
from sim.metrics.retention.survival import mean_lifetime
from sim.metrics.summary import summary
from sim.metrics.value.lifetime_value import lifetime_value_formula
from sim.results.results import Results
from tests.game.games import begun, scenario


@pytest.fixture(scope="module")
def results() -> Results:
    return sim.simulate(scenario().but({"population.segments.people.size": 200}, horizon=40.0), seed=5)


def test_all_pages_show_the_same_churn_for_one_run(results: Results) -> None:
    firms, horizon = results.names.firms, results.scenario.horizon
    shown = sim.churn(results, horizon)["churn"].to_numpy() * 52 / horizon
    assert np.isfinite(shown).all() and (shown > 0).all() and len(shown) == len(firms)
    by_segment = sim.churn(results, horizon, by_segment=True)
    tiers = sim.churn_by_tier(results).groupby("firm", observed=False)[["exits", "customer_weeks"]].sum()
    pages = {
        "summary of a run": [line.churn.mean for line in summary(results)],
        "measure of experiments": [Churn().value(results, firm) for firm in firms],
        "round of a game as long as the run": _one_round(results),
        "exit management": exit_management(results).churn_by_firm["churn"],
        "interval": churn_interval(by_segment, ["firm"])["churn"],
        "lifetime value by formula": lifetime_value_formula(results)["churn_per_year"],
        "mean lifetime": 52 / mean_lifetime(results)["by_churn"],
        "tiers": tiers["exits"] / tiers["customer_weeks"] * 52,
        "profit lost by cause": profit_lost_by_cause(results).groupby("firm", observed=False)["churn"].sum() * 52,
    }
    for page, found in pages.items():
        assert np.allclose(np.asarray(found, dtype=float), shown, rtol=1e-9), page


def test_windows_and_rounds_agree(results: Results) -> None:
    """Churn of a window: the measure of experiments, the rounds of a game and the metric."""
    rounds = outcomes_of(results, int(results.scenario.horizon // results.scenario.round))
    by_round = sim.churn(results, results.scenario.round).sort_values(["start", "firm"])["churn"].to_numpy() * 13
    assert np.allclose([each.churn for each in rounds], by_round, rtol=1e-9, equal_nan=True)
    window = Churn(since=8, until=24).value(results, "Azure")
    assert window == pytest.approx(sim.churn(results, 16.0, since=8, until=24)["churn"].iloc[0] * 52 / 16)


def test_the_debrief_and_the_rounds_of_a_game_agree(tmp_path: Path) -> None:
    with begun(tmp_path, rounds=1, advance="instructor") as session:
        session.close_round()
        found = {each.firm: each.churn for each in session.outcomes()}
        card = next(each for each in session.debrief().card.criteria if each.name == "churn")
        metric = sim.churn(session.results(), session.scenario.round).set_index("firm")["churn"] * 13
    assert {firm: pytest.approx(value) for firm, value in card.values.items()} == {f: found[f] for f in card.values}
    assert all(value == pytest.approx(metric[firm], nan_ok=True) for firm, value in found.items())


def _one_round(results: Results) -> list[float]:
    whole = results.scenario.but(round=results.scenario.horizon)
    return [each.churn for each in outcomes_of(replace(results, scenario=whole), 1)]
