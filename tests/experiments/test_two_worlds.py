"""Two worlds: every customer of the firm has one fate in each, totals add up, and a handmade story is read right."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sim
from sim import charts
from sim.charts.style.canvas import png
from sim.experiments.counterfactuals import (
    OUTCOMES,
    CounterfactualPair,
    counterfactual_pair,
    customer_outcomes,
    outcome_sentence,
    saved_and_lost,
)
from sim.metrics.value.lifetime_value import lifetime_value
from sim.number_text import decimal
from tests.metrics.hand_made import Happening, first_purchase, results_of

CLUB = {"firms.Azure.programmes": [{"kind": "club", "launch": 13, "build_cost": 100, "running_cost": 5}]}


@pytest.fixture(scope="module")
def worlds() -> CounterfactualPair:
    market = sim.load("imitation_race").but({"population.segments.consumers.size": 400}, horizon=104)
    return counterfactual_pair(market, {"points": {}, "club": CLUB}, replications=2)


def test_each_customer_of_either_world_has_one_fate_in_both(worlds: CounterfactualPair) -> None:
    table = customer_outcomes(worlds)
    assert not table.duplicated(["replication", "customer_id"]).any()
    for results, world in ((worlds.first, "first"), (worlds.second, "second")):
        ever = set(sim.spells(results).query("firm == 'Azure'")[["replication", "customer_id"]].itertuples(index=False))
        with_her = {"first": ["saved", "lost", "kept in both", "gone in both", "not won"],
                    "second": ["saved", "lost", "kept in both", "gone in both", "won"]}[world]  # fmt: skip
        found = table[table["outcome"].isin(with_her)]
        assert {tuple(row) for row in ever} == set(zip(found["replication"], found["customer_id"], strict=True))


def test_fates_agree_with_the_books_of_each_world(worlds: CounterfactualPair) -> None:
    table = customer_outcomes(worlds)
    at_end = {"first": ["lost", "kept in both"], "second": ["saved", "kept in both"]}
    for results, world in ((worlds.first, "first"), (worlds.second, "second")):
        last = sim.weekly(results).query("firm == 'Azure' and week == 103")["customers"].sum()
        gone_only_here = table[f"left_{world}"].isna() & table["outcome"].isin(["won", "not won"])
        in_this = table[f"value_{world}"].ne(0) & gone_only_here
        assert last == table["outcome"].isin(at_end[world]).sum() + in_this.sum()
        whole = lifetime_value(results).query("firm == 'Azure'")["lifetime_value"].sum()
        assert table[f"value_{world}"].sum() == pytest.approx(whole)


def test_causes_stand_where_she_left_and_nowhere_else(worlds: CounterfactualPair) -> None:
    table = customer_outcomes(worlds)
    saved, lost = table[table["outcome"] == "saved"], table[table["outcome"] == "lost"]
    assert len(saved) and len(lost)
    assert saved["cause_first"].notna().all() and saved["cause_second"].isna().all()
    assert lost["cause_second"].notna().all() and lost["left_first"].isna().all()


def test_the_summary_adds_up_to_the_difference_of_the_worlds(worlds: CounterfactualPair) -> None:
    table, whole = saved_and_lost(worlds), customer_outcomes(worlds)
    assert table["customers"].sum() * 2 == len(whole)
    assert table["value_more"].sum() * 2 == pytest.approx(whole["value_more"].sum())
    chosen = outcome_sentence(worlds, 2)
    assert set(chosen["outcome"]) <= set(OUTCOMES) and (chosen.groupby("outcome", observed=True).size() <= 2).all()
    best = whole[(whole["replication"] == 0) & (whole["outcome"] == "saved")]["value_more"].abs().max()
    assert chosen[chosen["outcome"] == "saved"]["value_more"].abs().max() == best


def test_a_handmade_story_is_read_right() -> None:
    came = [row for n in range(3) for row in first_purchase(1.0, n, "Red", 10)]
    one = [*came, Happening(5.0, 0, "Red", "exit", cause="price"), Happening(6.0, 2, "Red", "exit", cause="service")]
    gone = [Happening(7.0, 1, "Red", "exit", cause="service"), Happening(8.0, 2, "Red", "exit", cause="service")]
    other = [*came, *gone]
    pair = CounterfactualPair(names=("a", "b"), first=results_of(one), second=results_of(other), firm="Red")
    table = customer_outcomes(pair).set_index("customer_id")
    assert dict(table["outcome"].astype(str)) == {"people-0": "saved", "people-1": "lost", "people-2": "gone in both"}
    assert table.loc["people-0", "cause_first"] == "price" and table.loc["people-1", "left_second"] == 7.0
    assert np.isnan(float(table["left_second"]["people-0"]))


def test_pictures_say_who_and_how_many(worlds: CounterfactualPair) -> None:
    chosen = outcome_sentence(worlds, 1)
    for outcome, customer in zip(chosen["outcome"], chosen["customer_id"], strict=True):
        said = charts.two_lives_chart(worlds, customer).get_suptitle()
        told = {
            "saved": "keeps this customer in “club”", "lost": "loses this customer in “club”", "won": "in “club” only",
            "not won": "in “points” only", "kept in both": "in both worlds", "gone in both": "in both worlds",
        }[outcome]  # fmt: skip
        assert customer in said.replace("\n", " ") and told in said.replace("\n", " ")
    picture = charts.saved_and_lost_chart(worlds)
    saved = saved_and_lost(worlds).query("outcome == 'saved'")["customers"].sum()
    told = picture.get_suptitle().replace("\n", " ")
    assert f"saves {decimal(saved, 0 if saved >= 9.5 or saved == round(saved) else 1)} customers" in told
    assert "worth" in told and "95% interval" in told
    assert len(png(picture)) > 10_000
    with pytest.raises(LookupError, match="no customer 'consumers-99999'"):
        charts.two_lives_chart(worlds, "consumers-99999")


@pytest.mark.parametrize(("strategies", "said"), [
    ({"one": {}}, "two worlds need two strategies; 1 given: one"),
    ({"one": {}, "other": {}}, "the strategies 'one' and 'other' are the same market"),
    ({"one": {}, "other": {"population.segments.consumers.size": 10}}, "need the same people"),
])  # fmt: skip
def test_what_cannot_be_compared_is_refused(strategies: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        counterfactual_pair(sim.load("imitation_race"), strategies)


def test_worlds_with_other_firms_are_refused() -> None:
    market = sim.load("imitation_race")
    firms = tuple(one for one in market.firms if one.name != "Cedar")
    other = market.model_copy(update={"firms": firms})
    with pytest.raises(sim.ExperimentError, match="two worlds need the same firms; 'a' has Azure, Beryl, Cedar"):
        counterfactual_pair(market, {"a": {}, "b": other})
    with pytest.raises(ValueError, match="replications 0"):
        counterfactual_pair(market, {"a": {}, "b": CLUB}, replications=0)


def test_unknown_firm_is_named() -> None:
    with pytest.raises(ValueError, match="unknown firm 'Azur'; did you mean 'Azure'"):
        counterfactual_pair(sim.load("imitation_race"), {"one": {}, "other": CLUB}, firm="Azur")
