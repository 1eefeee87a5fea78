"""The five steps of managing exits, by hand and against closed forms."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import sim
from sim.metrics._shared.windows import IncompleteLogError
from sim.metrics._shared.worked_examples import LINES
from sim.metrics.exits.exit_management import ExitManagement, exit_management
from sim.metrics.exits.exit_measures import NOBODY, exit_break_even, exit_measures, measures
from sim.metrics.exits.profit_lost import could_be_stopped, profit_lost, profit_lost_by_cause
from sim.metrics.retention.churn import churn, churn_by_tier
from sim.metrics.retention.survival import spells
from sim.results.results import Results
from sim.scenario.market.exit_causes import COURSE_CAUSES, Cause
from tests.metrics.hand_made import CAUSES, STORY, Happening, first_purchase, results_of
from tests.worlds import FROZEN, world

DELTA = np.log(1.1) / 52
TWO_LEAVE = (
    *first_purchase(1.0, 0, "Red", 10),
    Happening(3.0, 0, "Red", "purchase", 20),
    Happening(5.0, 0, "Red", "exit", cause="price"),
    *first_purchase(0.0, 1, "Red", 10),
    Happening(2.0, 1, "Red", "purchase", 30),
    Happening(10.0, 1, "Red", "exit", cause="market"),
    Happening(10.0, 1, "", "moving away", cause="market"),
)
"""Stays of 4 and 10 weeks; after the first purchase they brought 20 and 30, of which 40% is margin."""


@pytest.fixture(scope="module")
def course_market() -> Results:
    """Three replications of a small market with the six causes."""
    changes = {"population.segments.consumers.size": 150, "firms.Azure.programmes.frequency.launch": 4}
    return sim.simulate(sim.load("first_look").but(changes, horizon=60), seed=5, replications=3)


def evaluated(line: str) -> tuple[float, float]:
    """Both sides of a line of arithmetic, the left one worked out."""
    left, right = line.split(": ")[-1].split(" = ")
    sums = re.sub(r"(?<=\d)%\s+of", "/100*", left.replace(",", ""))
    sums = re.sub(r"[a-z][a-z-]*", "", sums).replace("×", "*").replace("÷", "/")
    assert re.fullmatch(r"[\d\s.()*/+−-]+", sums), line
    return float(eval(sums.replace("−", "-"))), float(right.replace(",", "").replace(" a year", ""))


def test_profit_lost_by_hand() -> None:
    table = profit_lost(results_of(TWO_LEAVE), prior_weeks=0).set_index("customer_id")
    assert table["margin_per_week"].to_dict() == pytest.approx({"people-0": 8 / 4, "people-1": 12 / 10})
    assert table["remaining_churn"].to_list() == pytest.approx([1 / 14, 1 / 14])
    assert table["profit_lost"].to_dict() == pytest.approx(
        {"people-0": 2.0 / (1 / 14 + DELTA), "people-1": 1.2 / (1 / 14 + DELTA)}
    )
    assert table["week"].to_list() == [5.0, 10.0] and table["weeks"].to_list() == [4.0, 10.0]


def test_a_short_stay_is_believed_less() -> None:
    mean = 20 / 14
    table = profit_lost(results_of(TWO_LEAVE), prior_weeks=13)
    assert table["margin_per_week"].to_list() == pytest.approx([(8 + 13 * mean) / 17, (12 + 13 * mean) / 23])


def test_each_stay_has_its_own_account() -> None:
    """What she brought before she came back does not count for her second stay, nor what comes with an opening."""
    story = (
        *TWO_LEAVE[:4],
        *first_purchase(8.0, 0, "Red", 50),
        Happening(10.0, 0, "Red", "purchase", 10),
        Happening(10.0, 0, "Red", "reward", 3),
        Happening(12.0, 0, "Blue", "purchase", 99),
        Happening(13.0, 0, "Red", "exit", cause="service"),
    )
    table = profit_lost(results_of(story), prior_weeks=0)
    assert table["margin_per_week"].to_list() == pytest.approx([8 / 4, (4 - 3) / 5])
    assert table["cause"].to_list() == ["price", "service"]


def test_profit_lost_by_cause_adds_up_its_customers(course_market: Results) -> None:
    single, summed = profit_lost(course_market), profit_lost_by_cause(course_market)
    assert summed["profit_lost"].sum() * 3 == pytest.approx(single["profit_lost"].sum())
    assert summed["exits"].sum() * 3 == pytest.approx(len(single))
    assert summed.groupby("firm", observed=True)["share"].sum().to_list() == pytest.approx([1.0] * 3)


def test_profit_lost_is_the_closed_form() -> None:
    """One firm, constant rates: rate of purchase × spend × margin / (rate of the other causes + discount)."""
    rows = [{"name": name, "base": rate} for name, rate in (("hassle", 0.02), ("fashion", 0.01))]
    rows.append({"name": "market", "base": 0.005, "ends": "all_relations"})
    scenario = world(
        {"size": 4000, "purchase_rate": 0.5, "spend": 20, "sensitivity": 1.0},
        exits={"preset": "none", "rows": rows},
        behaviour=FROZEN,
        horizon=300.0,
    )
    results = sim.simulate(scenario, seed=3)
    table = profit_lost(results)
    for cause, others in (("hassle", 0.015), ("fashion", 0.025), ("market", 0.03)):
        hers = table.loc[table["cause"] == cause]
        expected = 0.5 * 20 * 0.4 / (others + DELTA)
        error = hers["profit_lost"].std() / np.sqrt(len(hers))
        drift = expected * 0.03  # churn and mean margin are themselves estimated
        assert abs(hers["profit_lost"].mean() - expected) < 4 * error + drift, cause
        assert hers["remaining_churn"].iloc[0] == pytest.approx(others, rel=0.08)


def test_break_even_by_hand_and_it_leaves_the_value_as_it_was() -> None:
    results = results_of(TWO_LEAVE)
    price = exit_break_even(results, lowering=0.25).set_index(["firm", "cause"]).loc[("Red", "price")]
    margin = (8 + 13 * 20 / 14) / 17
    value = margin / (2 / 14 + DELTA)
    assert price["exits_per_year"] == pytest.approx(52 / 20)
    assert price["break_even"] == pytest.approx(0.25 * 52 / 20 * value)
    spend = price["break_even"] / 52 / (14 / 20)  # per customer-week: 14 of them in 20 weeks
    assert (margin - spend) / (2 / 14 - 0.25 / 14 + DELTA) == pytest.approx(value)


def test_what_no_one_can_stop_has_no_break_even() -> None:
    table = exit_break_even(results_of(TWO_LEAVE), lowering=1.0).set_index(["firm", "cause"])
    assert table.loc[("Red", "market"), "break_even"] == 0 and not table.loc[("Red", "market"), "stoppable"]
    assert table.loc[("Red", "price"), "break_even"] > 0


def test_a_cost_is_compared_with_the_break_even() -> None:
    results = results_of(TWO_LEAVE)
    worth = exit_break_even(results).set_index(["firm", "cause"]).loc[("Red", "price"), "break_even"]
    for cost, pays in ((worth - 0.01, True), (worth + 0.01, False)):
        row = exit_break_even(results, costs={"price": cost}).set_index(["firm", "cause"]).loc[("Red", "price")]
        assert bool(row["worth_it"]) is pays
        assert row["net"] == pytest.approx(worth - cost)
    assert exit_break_even(results, costs={"price": 1})["worth_it"].isna().sum() == 2 * 5


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"lowering": 1.5}, "0 to 1"),
        ({"costs": {"prise": 3}}, "did you mean 'price'"),
        ({"costs": {"price": -3}}, "0 or more"),
        ({"discount": 0.0}, "above 0"),
    ],
)
def test_what_makes_no_sense_is_refused(asked: dict[str, object], said: str) -> None:
    for ask in (exit_break_even, exit_measures, exit_management):
        with pytest.raises(ValueError, match=said):
            ask(results_of(TWO_LEAVE), **asked)  # type: ignore[operator]


def test_a_thin_log_is_refused() -> None:
    with pytest.raises(IncompleteLogError, match=r"exit_management.*log='all'"):
        exit_management(results_of(STORY, kept="exits"))


def test_measures_come_by_worth_and_what_no_one_can_stop_comes_last(course_market: Results) -> None:
    for _, mine in exit_measures(course_market).groupby("firm", observed=True):
        assert len(mine) == 6
        assert mine["cause"].iloc[-1] == "market" and mine["measures"].iloc[-1] == NOBODY
        assert mine["break_even"].is_monotonic_decreasing
        assert mine["measures"].nunique() == 6


def test_stoppable_is_read_off_the_row_not_the_name() -> None:
    assert [cause.name for cause in COURSE_CAUSES if not could_be_stopped(cause)] == ["market"]
    fate = Cause(name="fate")
    inconvenience = Cause.model_validate(
        {"name": "inconvenience", "attribute": "convenience", "compared_with": "best_rival", "slope": 2}
        | {"shields": {"social": 0.5, "structural": 0.1}}
    )
    assert not could_be_stopped(fate) and measures(fate) == NOBODY
    assert could_be_stopped(inconvenience)
    assert measures(inconvenience) == "offer more convenience; bind by personal contact, a club"


def test_weeks_count_for_the_tier_she_was_in() -> None:
    """2 weeks without a card, 4 in tier 0, 4 in tier 1, from which she leaves; then a second stay without a card."""
    story = [
        *first_purchase(1.0, 0, "Red", 10),
        Happening(3.0, 0, "Red", "join", programme="frequency"),
        Happening(4.0, 0, "Red", "join", 5, programme="club"),
        Happening(7.0, 0, "Red", "tier", cause="aware", programme="frequency"),
        Happening(11.0, 0, "Red", "end of membership", programme="frequency"),
        Happening(11.0, 0, "Red", "end of membership", programme="club"),
        Happening(11.0, 0, "Red", "exit", cause="price"),
        *first_purchase(15.0, 0, "Red", 10),
    ]
    results = results_of(story)
    results = dataclasses.replace(results, names=dataclasses.replace(results.names, causes=(*CAUSES[:-1], "tier 1")))
    red = churn_by_tier(results).set_index(["firm", "tier"]).loc["Red"]
    assert red["customer_weeks"].to_dict() == {"no card": 2 + 5, "tier 0": 4, "tier 1": 4}
    assert red["exits"].to_dict() == {"no card": 0, "tier 0": 0, "tier 1": 1}
    assert red.loc["tier 1", "churn"] == pytest.approx(52 / 4)


def test_tiers_make_up_the_whole_of_a_firm() -> None:
    scenario = sim.load("airline_miles").but(horizon=130)
    sizes = {f"population.segments.{s.name}.size": 300 for s in scenario.population.segments}
    results = sim.simulate(scenario.but(sizes), seed=2, replications=1)
    tiers, whole = churn_by_tier(results), churn(results, 130)
    for column in ("exits", "customer_weeks"):
        sums = tiers.groupby("firm", observed=False)[column].sum()
        assert sums.to_list() == pytest.approx(whole[column].to_list())
    assert (tiers.loc[tiers["tier"] == "tier 1", "customer_weeks"] > 0).any()
    stays = spells(results)
    assert tiers["customer_weeks"].sum() == pytest.approx(stays["weeks"].sum())


@pytest.fixture(scope="module")
def managed(course_market: Results) -> ExitManagement:
    return exit_management(course_market, costs={"price": 10.0})


def test_every_line_of_arithmetic_works_out_to_its_figure(managed: ExitManagement) -> None:
    lines = []
    for firm in managed.profit_lost["firm"].unique():
        for cause in managed.profit_lost["cause"].unique():
            lines += [managed.arithmetic(figure, cause, firm) for figure in LINES]  # type: ignore[arg-type]
        lines += [managed.arithmetic("churn", firm=firm), managed.arithmetic("profit lost", firm=firm)]
    told = [line for line in lines if not line.startswith("no figure")]
    assert len(told) > 40
    for line in told:
        left, right = evaluated(line)
        assert left == pytest.approx(right, rel=3e-4), line


def test_the_figure_of_a_line_is_that_of_the_table(managed: ExitManagement) -> None:
    lost = managed.profit_lost.set_index(["firm", "cause"]).loc[("Azure", "price")]
    assert evaluated(managed.arithmetic("profit lost", "price"))[1] == pytest.approx(lost["profit_lost"], rel=1e-4)
    worth = managed.break_even.set_index(["firm", "cause"]).loc[("Azure", "price"), "break_even"]
    assert evaluated(managed.arithmetic("break-even", "price"))[1] == pytest.approx(worth, rel=1e-4)
    mine = managed.churn_by_segment[managed.churn_by_segment["firm"] == "Azure"]
    yearly = mine["exits"].sum() / mine["customer_weeks"].sum() * 52
    assert evaluated(managed.arithmetic("churn"))[1] == pytest.approx(yearly, rel=1e-4)
    causes = managed.causes[managed.causes["firm"] == "Azure"]
    said = causes.loc[causes["cause"] == "price", "stated"].sum() / causes["stated"].sum()
    assert evaluated(managed.arithmetic("stated share", "price"))[1] == pytest.approx(said, rel=1e-4)


def test_the_line_reads_as_promised() -> None:
    found = exit_management(results_of(TWO_LEAVE))
    assert found.arithmetic("profit lost", "price").startswith("1 customer × 1.563 a week ÷ (0.071429 + 0.00183")
    assert found.arithmetic("break-even", "market") == "no figure: no one can stop these exits"
    assert found.arithmetic("churn", firm="Blue") == "no figure: nobody was a customer"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("profits lost", "price"), "did you mean 'profit lost'"),
        (("profit lost", "prise"), "did you mean 'price'"),
        (("break-even", None), "belongs to one cause"),
        (("churn", None, "Azur"), "did you mean 'Azure'"),
    ],
)
def test_lines_that_are_not_there_are_refused(managed: ExitManagement, asked: tuple[str, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        managed.arithmetic(*asked)  # type: ignore[arg-type]


def test_the_value_is_frozen_and_told_in_five_steps(managed: ExitManagement) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        managed.focal = "Jade"  # type: ignore[misc]
    told = str(managed)
    assert [line[0] for line in told.splitlines() if line[:1].isdigit()] == list("12345")
    for cause in COURSE_CAUSES:
        assert f"  {cause.name}: " in told


def test_answers_are_those_who_were_heard(managed: ExitManagement) -> None:
    counts = managed.causes.groupby(["firm", "cause"], observed=True)[["answers", "stated"]].sum()
    table = managed.answers.set_index(["firm", "cause"])
    assert table.sum(axis=1).to_list() == counts["answers"].to_list()
    said = table.groupby("firm", sort=False).sum().stack()
    assert said.to_list() == counts["stated"].to_list()


def test_it_is_found_by_name() -> None:
    assert sim.exit_management.__wrapped__ is exit_management
    assert "exit_management" in dir(sim)
    entry = next(entry for entry in sim.explain("exit management") if entry.sort == "analysis")
    assert "Formula:" in entry.more and "Source:" in entry.more


def test_nobody_ever_came_or_left() -> None:
    for story in ([], [*first_purchase(1.0, 0, "Red", 10)]):
        found = exit_management(results_of(story))
        assert len(found.lost_customers) == 0
        assert found.profit_lost["profit_lost"].sum() == found.break_even["break_even"].sum() == 0
        assert "nobody left" in str(found)


@settings(max_examples=40)
@given(
    lives=some.lists(
        some.tuples(some.floats(0.01, 9), some.integers(1, 90), some.sampled_from(CAUSES[:6])), min_size=1, max_size=4
    ),
    discount=some.floats(0.01, 0.5),
)
def test_more_discount_less_profit_lost_and_whole_is_sum(lives: list[tuple[float, int, str]], discount: float) -> None:
    story: list[Happening] = []
    for customer, (weeks, money, cause) in enumerate(lives):
        story += first_purchase(1.0, customer, "Red", money)
        story.append(Happening(1.0 + weeks / 2, customer, "Red", "purchase", money))
        story.append(Happening(1.0 + weeks, customer, "Red", "exit", cause=cause))
    results = results_of(story)
    less, more = profit_lost(results, discount + 0.1), profit_lost(results, discount)
    assert (less["profit_lost"] < more["profit_lost"]).all()
    by_cause = profit_lost_by_cause(results, discount)
    assert by_cause["profit_lost"].sum() == pytest.approx(more["profit_lost"].sum())
    assert by_cause["exits"].sum() == len(lives)
    churned = by_cause[by_cause["firm"] == "Red"]
    whole = (churned["churn"] + churned["remaining_churn"]).to_numpy()
    assert whole == pytest.approx(np.full(6, len(lives) / sum(weeks for weeks, _, _ in lives)))
