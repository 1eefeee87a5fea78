"""Staying and leaving, told from hand-made logs; one definition of churn everywhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import lifelines
import numpy as np
import pytest

import sim
from sim.experiments.measures import Churn
from sim.game.presentation.seat_view import outcomes_of
from sim.metrics._shared.survival_curves import aalen_johansen, kaplan_meier
from sim.metrics.exits.exit_management import exit_management
from sim.metrics.exits.exits import cumulative_incidence, exits
from sim.metrics.exits.profit_lost import profit_lost_by_cause
from sim.metrics.retention.churn import churn, churn_interval
from sim.metrics.retention.retention import retention, retention_by_tenure
from sim.metrics.retention.survival import mean_lifetime, spells, survival
from sim.metrics.summary import summary
from sim.metrics.value.lifetime_value import lifetime_value_formula
from sim.results.results import Results
from tests.game.games import begun, scenario
from tests.limits import closed_forms as closed
from tests.metrics.hand_made import Happening, first_purchase, results_of


def test_spells(small: Results) -> None:
    table = spells(small)
    red = table[table["firm"] == "Red"]
    assert red["customer_id"].to_list() == ["people-0", "people-1", "people-0"]
    assert red["start"].to_list() == [1.0, 2.5, 12.0]
    assert red["end"].to_list() == [8.0, 15.0, 20.0]
    assert red["ended"].to_list() == [True, True, False]
    assert red["cause"].astype(object).where(red["ended"], None).to_list() == ["price", "market", None]
    assert table.query("firm == 'Blue'")["segment"].to_list() == ["people", "people", "others"]


def test_spells_of_members(small: Results) -> None:
    table = spells(small, of="members")
    assert table["programme"].to_list() == ["club", "frequency"]
    assert table["weeks"].to_list() == [15.5, 3.0]
    assert table["ended"].to_list() == [False, True]
    with pytest.raises(ValueError, match="'guests'"):
        spells(small, of="guests")  # type: ignore[arg-type]


def test_an_associate_who_becomes_a_full_member_stays_once() -> None:
    story = [Happening(t, 0, "Red", "join", programme="club") for t in (1.0, 4.0)]
    story += [Happening(9.0, 0, "Red", "end of membership", programme="club")]
    assert spells(results_of(story), of="members")["weeks"].to_list() == [8.0]


def test_survival(small: Results) -> None:
    table = survival(small).set_index(["firm", "week"])
    assert table.loc["Red", "survival"][[0, 6, 7, 12, 13]].to_list() == pytest.approx([1, 1, 2 / 3, 2 / 3, 0])
    assert table.loc["Blue", "survival"][[1, 2, 9, 20]].to_list() == pytest.approx([1, 2 / 3, 1 / 3, 1 / 3])
    assert table.loc["Red", "still_seen"][[0, 7, 8, 9]].to_list() == [3, 3, 2, 1]


def test_survival_of_nobody_is_not_a_number() -> None:
    table = survival(results_of([*first_purchase(1.0, 0, "Red", 10)]))
    assert (table.query("firm == 'Red'")["survival"] == 1).all()
    assert np.isnan(table.query("firm == 'Blue'")["survival"]).all()


def test_retention(small: Results) -> None:
    table = retention(small, period=10).query("start == 10")
    assert table["standing"].to_list() == [1, 2]
    assert table["retention"].to_list() == [0.0, 0.5]


def test_retention_by_tenure_sees_renewals_on_the_date() -> None:
    """Three of four renew after ten weeks, although the dates are not exact in binary."""
    story = [line for who in range(4) for line in first_purchase(0.1 + 0.7 * who, who, "Red", 10)]
    story += [Happening(0.1 + 0.7 * 2 + 10.0, 2, "Red", "exit", cause="service")]
    table = retention_by_tenure(results_of(story, horizon=24.0), period=10).query("firm == 'Red'")
    assert table["retention"].to_list() == [0.75, 1.0]


def test_churn(small: Results) -> None:
    table = churn(small, period=10.0).set_index(["firm", "start"])
    assert table["exits"].to_list() == [1, 1, 1, 1]
    assert table["customer_weeks"].to_list() == [7 + 7.5, 5 + 8, 3.5 + 9.5 + 2, 5 + 10]
    assert table.loc[("Red", 0.0), "churn"] == pytest.approx(1 / 14.5 * 10)
    assert table.loc[("Blue", 10.0), "mean_lifetime_weeks"] == pytest.approx(15)
    whole = churn(small, period=20.0, by_segment=True).set_index(["firm", "segment"])
    assert whole.loc[("Blue", "others"), ["exits", "customer_weeks"]].to_list() == [1, 2.0]


def test_churn_periods(small: Results) -> None:
    assert churn(small, "quarter")["end"].to_list() == [13.0, 20.0, 13.0, 20.0]
    assert len(churn(small, "week", since=2, until=5)) == 6
    with pytest.raises(ValueError, match="did you mean 'quarter'"):
        churn(small, "quarters")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="longer than 0"):
        churn(small, 0.0)


def test_exits(small: Results) -> None:
    table = exits(small).set_index(["firm", "cause"])
    assert table["exits"].sum() == 4
    assert table.loc["Red", "share"][["price", "market", "service"]].to_list() == [0.5, 0.5, 0.0]
    assert len(table) == 12  # six causes of the scenario at each firm; "aware" is no exit cause
    assert exits(small, since=10.0)["exits"].sum() == 2


def test_cumulative_incidence(small: Results) -> None:
    table = cumulative_incidence(small, step=10.0).set_index(["firm", "cause", "week"])["incidence"]
    assert table["Blue", "service", 10.0] == pytest.approx(1 / 3)
    assert table["Blue", "market", 10.0] == pytest.approx(1 / 3)
    assert table["Red", "price", 0.0] == 0


@pytest.fixture(scope="module")
def seen() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Five hundred stays under three constant rates, some cut off."""
    luck = np.random.default_rng(20)
    clocks = luck.exponential(1 / np.array([0.02, 0.05, 0.03]), size=(500, 3))
    cut = luck.uniform(0, 40, 500)
    weeks = np.minimum(clocks.min(axis=1), cut)
    return weeks, weeks < cut, np.where(weeks < cut, clocks.argmin(axis=1), -1)


@pytest.mark.parametrize("digits", [1, 9])
def test_kaplan_meier_is_the_library_s(seen: tuple[np.ndarray, np.ndarray, np.ndarray], digits: int) -> None:
    """Survival and its interval as lifelines has them, with ties (one digit) and without."""
    weeks, ended = seen[0].round(digits), seen[1]
    reference = lifelines.KaplanMeierFitter().fit(weeks, ended)
    curve = kaplan_meier(weeks, ended)
    times = curve.time
    assert curve.survival == pytest.approx(reference.predict(times).to_numpy(), rel=1e-12)
    bounds = reference.confidence_interval_.loc[times]
    alive = curve.survival > 0
    assert curve.low[alive] == pytest.approx(bounds.iloc[:, 0].to_numpy()[alive], rel=1e-9)
    assert curve.high[alive] == pytest.approx(bounds.iloc[:, 1].to_numpy()[alive], rel=1e-9)


def test_aalen_johansen_is_the_library_s(seen: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    weeks, _, cause = seen
    curve = aalen_johansen(weeks, cause, 3)
    for number in range(3):
        reference = lifelines.AalenJohansenFitter(calculate_variance=False).fit(weeks, cause + 1, number + 1)
        expected = reference.cumulative_density_.iloc[:, 0]
        assert curve.at(expected.index)[:, number] == pytest.approx(expected.to_numpy(), rel=1e-9, abs=1e-12)


def test_constant_rates_give_the_closed_form() -> None:
    """Cumulative incidence of 40,000 stays lies within four standard errors of competing risks."""
    luck, rates, size = np.random.default_rng(7), np.array([0.05, 0.12, 0.03]), 40_000
    clocks = luck.exponential(1 / rates, size=(size, 3))
    first = clocks.min(axis=1)
    seen = first < 10
    curve = aalen_johansen(np.minimum(first, 10), np.where(seen, clocks.argmin(axis=1), -1), 3).at([10.0])[0]
    expected = closed.cumulative_incidence(rates, 10.0)
    assert (np.abs(curve - expected) < 4 * np.sqrt(expected * (1 - expected) / size)).all()
    left = kaplan_meier(np.minimum(first, 10), seen).at([5.0]).survival[0]
    assert abs(left - np.exp(-1.0)) < 4 * np.sqrt(np.exp(-1) * (1 - np.exp(-1)) / size)


def test_greenwood_covers() -> None:
    """The 95% interval holds the true survival in about 95 of 100 samples."""
    luck, held = np.random.default_rng(3), 0
    for _ in range(1000):
        curve = kaplan_meier(*_censored(luck)).at([5.0])
        held += int(curve.low[0] <= np.exp(-1.0) <= curve.high[0])
    assert abs(held - 950) < 4 * np.sqrt(1000 * 0.95 * 0.05)


def _censored(luck: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    leaves, cut = luck.exponential(5.0, 120), luck.uniform(2, 12, 120)
    return np.minimum(leaves, cut), leaves < cut


def test_curves_refuse_nonsense() -> None:
    with pytest.raises(ValueError, match="equal length"):
        kaplan_meier([1.0, 2.0], [True])
    with pytest.raises(ValueError, match="0 or more"):
        kaplan_meier([-1.0], [True])
    with pytest.raises(ValueError, match="give -1"):
        aalen_johansen([1.0], [3], 3)
    with pytest.raises(ValueError, match="begins at 0"):
        kaplan_meier([1.0], [True]).at([-1.0])


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
        card = next(each for each in session.debrief().card.criteria if each.name == "churn a year")
        metric = sim.churn(session.results(), session.scenario.round).set_index("firm")["churn"] * 13
    assert {firm: pytest.approx(value) for firm, value in card.values.items()} == {f: found[f] for f in card.values}
    assert all(value == pytest.approx(metric[firm], nan_ok=True) for firm, value in found.items())


def _one_round(results: Results) -> list[float]:
    whole = results.scenario.but(round=results.scenario.horizon)
    return [each.churn for each in outcomes_of(replace(results, scenario=whole), 1)]
