"""Stages of relations, by hand and in markets; and mean lifetime, which is 1 / churn only in the steady state."""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics._shared.windows import IncompleteLogError
from sim.metrics.retention.stages import STAGES, stage_history, stages
from sim.metrics.retention.survival import mean_lifetime
from sim.results.results import Results
from sim.results.simulate import simulate
from tests.metrics.hand_made import STORY, Happening, first_purchase, results_of
from tests.worlds import FROZEN, NOBODY_LEAVES, happened, world


def buys(times: list[float], who: int = 0) -> list[Happening]:
    """She becomes a customer of Red at the first of these times, and buys at all of them."""
    later = [Happening(time, who, "Red", "purchase", 10) for time in times[1:]]
    return [*first_purchase(times[0], who, "Red", 10), *later]


def of(results: Results, who: str = "people-0", firm: str = "Red", **rule: Any) -> list[tuple[str, float, float]]:
    table = stage_history(results, **rule)
    hers = table[(table["customer_id"] == who) & (table["firm"] == firm)]
    return list(zip(hers["stage"].astype(str), hers["start"], hers["end"], strict=True))


def test_a_steady_buyer_matures_declines_and_ends() -> None:
    """Once a week for 20 weeks, then never again; she leaves in week 40. Of 19 purchases after her first, 6 fall in the
    12 of 25.5 weeks that are the present in week 26 (that few: chance 0.13), and in 13 of 26.5 in week 27 (0.098)."""
    chance = [sum(comb(19, n) * p**n * (1 - p) ** (19 - n) for n in range(7)) for p in (12 / 25.5, 13 / 26.5)]
    assert chance[0] > 0.1 > chance[1]
    story = [*buys([week + 0.5 for week in range(20)]), Happening(40.5, 0, "Red", "exit", cause="price")]
    assert of(results_of(story, horizon=60.0)) == [
        ("development", 0.5, 3.0), ("maturity", 3.0, 27.0), ("decline", 27.0, 40.5), ("end", 40.5, 60.0),
    ]  # fmt: skip


def test_buying_more_often_is_growth_until_it_is_the_past() -> None:
    """Every fourth week, then every week from week 40 on."""
    story = buys([*np.arange(0.5, 40, 4).tolist(), *np.arange(40.5, 200).tolist()])
    told = of(results_of(story, horizon=200.0))
    at = {week: next(stage for stage, start, end in told if start <= week < end) for week in (40, 60, 80, 150, 199)}
    assert at == {40: "maturity", 60: "growth", 80: "growth", 150: "maturity", 199: "maturity"}


def test_back_after_leaving_is_recovery() -> None:
    story = [
        *buys([1.5, 3.5, 5.5, 7.5, 9.5]), Happening(12.5, 0, "Red", "exit", cause="service"),
        Happening(15.0, 0, "Red", "return"), *buys([20.5, 22.5, 24.5, 26.5, 28.5]),
    ]  # fmt: skip
    told = of(results_of(story, horizon=30.0))
    assert told == [
        ("development", 1.5, 6.0), ("maturity", 6.0, 12.5), ("end", 12.5, 21.0), ("recovery", 21.0, 25.0),
        ("maturity", 25.0, 30.0),
    ]  # fmt: skip


def test_counts_by_hand() -> None:
    table = stages(results_of(STORY)).set_index(["firm", "week"])
    assert table.loc[("Red", 0), "prospect"] == 4
    assert table.loc[("Red", 2), ["prospect", "development"]].to_list() == [3, 2]  # customer 4 came in week 2
    assert table.loc[("Red", 8), ["prospect", "development", "end"]].to_list() == [3, 1, 1]
    assert table.loc[("Red", 12), ["recovery", "end"]].to_list() == [1, 0]
    assert table.loc[("Red", 19), ["prospect", "recovery", "end"]].to_list() == [3, 1, 1]
    assert table.loc[("Blue", 19), ["prospect", "end"]].to_list() == [2, 2]


@pytest.fixture(scope="module")
def market() -> Results:
    """Customers of two firms who leave, come back and move away, with newcomers."""
    people = {"size": 400, "purchase_rate": {"family": "gamma", "shape": 2, "mean": 0.5}, "newcomers_after": 3.0}
    behaviour = {"forgetting": {"family": "exponential", "mean": 8.0}}
    return simulate(world(people, [{"name": "A"}, {"name": "B"}], behaviour=behaviour, horizon=79.5), seed=2)


def test_everybody_is_in_one_stage(market: Results) -> None:
    """Of those who ever came, minus prospects who moved away."""
    table = stages(market)
    came, gone = (np.sort(happened(market, event)["time"]) for event in ("arrival", "moving away"))
    assert len(came) > 405 and len(gone) > 5
    acquired = happened(market, "acquisition")
    for firm, mine in table.groupby("firm", observed=True):
        number = market.names.firms.index(str(firm))
        theirs = acquired[acquired["firm"] == number]
        _, first = np.unique(theirs["customer"].astype(np.int64) << 16 | theirs["generation"], return_index=True)
        ever = np.sort(theirs["time"][first])
        for week, row in zip(mine["week"], mine[list(STAGES)].to_numpy(), strict=True):
            end = min(week + 1, 79.5)
            assert row.sum() - row[0] == np.searchsorted(ever, end)
            assert row[0] >= 0
            assert row.sum() >= np.searchsorted(came, end) - np.searchsorted(gone, end)
    last = table[table["week"] == 79]
    assert (last[["development", "maturity", "end", "recovery"]] > 0).all().all()


def test_the_history_is_what_is_counted(market: Results) -> None:
    history, table = stage_history(market), stages(market)
    for week in (5, 30, 60):
        counted = table[table["week"] == week].set_index("firm")
        looked = history[(history["start"] < week + 1.5) & (history["end"] > week + 0.5)]
        seen = history[(history["start"] <= week + 1) & (history["end"] > week + 1)]
        told = seen.groupby(["firm", "stage"], observed=False).size().unstack()
        early = looked[(looked["start"] > week + 1) | (looked["stage"] == "prospect")]
        assert len(early) < len(looked)
        for firm in ("A", "B"):
            assert told.loc[firm].drop("prospect").to_list() == counted.loc[firm, list(STAGES[1:])].to_list()


def test_every_recovery_follows_an_end(market: Results) -> None:
    history = stage_history(market)
    before = history.groupby(["customer_id", "firm"], observed=True)["stage"].shift()
    back = history["stage"] == "recovery"
    assert back.sum() > 20
    assert (before[back] == "end").all()
    assert not (history["stage"] == "development")[before.notna()].any()


def test_a_steady_customer_seldom_seems_to_grow_or_decline() -> None:
    """Constant rates: each of the two at most as often as the level says."""
    results = simulate(world(600, exits=NOBODY_LEAVES, behaviour=FROZEN, horizon=104.0), seed=3)
    for level in (0.05, 0.2):
        table = stages(results, level=level)
        table = table[table["week"] >= 60]
        whole = table[["growth", "maturity", "decline"]].sum().sum()
        for stage in ("growth", "decline"):
            part = table[stage].sum() / whole
            assert 0.2 * level < part <= level, (stage, level)


def test_a_price_rise_brings_decline_here_and_growth_at_the_rival() -> None:
    rise = {"kind": "offer", "at": 60, "firms": ["A"], "attribute": "price", "factor": 1.5}
    people = {"size": 300, "purchase_rate": 1.0}
    scenario = world(people, [{"name": "A"}, {"name": "B"}], exits=NOBODY_LEAVES, horizon=74.0)

    def share(shocks: list[dict[str, Any]], firm: str, stage: str) -> float:
        table = stages(simulate(scenario.but(shocks=shocks), seed=3))
        last = table[(table["week"] == 72) & (table["firm"] == firm)].iloc[0]
        return float(last[stage] / last[["growth", "maturity", "decline"]].sum())

    for firm, stage in (("A", "decline"), ("B", "growth")):
        assert share([rise], firm, stage) > 2 * share([], firm, stage) + 0.02, (firm, stage)
    assert share([rise], "A", "growth") < share([], "A", "growth")


@pytest.mark.parametrize("rule", [{"window": 0}, {"window": 2.5}, {"purchases": 0}, {"level": 0.0}, {"level": 0.6}])
def test_rules_that_make_no_sense_are_refused(rule: dict[str, Any]) -> None:
    for ask in (stages, stage_history):
        with pytest.raises(ValueError, match="give whole weeks"):
            ask(results_of(STORY), **rule)
    with pytest.raises(IncompleteLogError, match="stages"):
        stages(results_of(STORY, kept="exits"))


def test_nobody_ever_came() -> None:
    empty = results_of([])
    assert len(stage_history(empty)) == 0
    assert stages(empty)[list(STAGES[1:])].to_numpy().sum() == 0


MOBILITY = 3
"""Shape of the gamma spread of rates of moving away; mean 0.03 a week."""


@pytest.fixture(scope="module")
def coming_and_going() -> Results:
    """One firm whose customers come at once, stay as they are mobile, and are replaced half a week after they go."""
    people = {"size": 400, "purchase_rate": 0.01, "first_purchase": "on_arrival", "residence": "from_arrival"}
    mobile = {"name": "market", "base": {"family": "gamma", "shape": MOBILITY, "mean": 0.03}, "ends": "all_relations"}
    exits = {"preset": "none", "rows": [mobile]}
    scenario = world({**people, "newcomers_after": 0.5}, exits=exits, behaviour=FROZEN, horizon=900.0)
    return simulate(scenario, seed=6, replications=24)


def test_mean_lifetime_is_one_over_churn_in_the_steady_state(coming_and_going: Results) -> None:
    """True mean: E[1 / μ] = shape / (mean × (shape - 1)) = 50 weeks. Young, 1 / churn is 1 / E[μ] = 33."""
    true = MOBILITY / (0.03 * (MOBILITY - 1))
    steady = mean_lifetime(coming_and_going, since=500)
    gap = interval(steady["by_churn"] - steady["realised"], level=0.99)
    assert gap.low < 0 < gap.high and gap.high - gap.low < 6
    assert interval(steady["realised"], level=0.999).low < true < interval(steady["realised"], level=0.999).high
    assert (steady["still_there"] < 0.02).all()
    growth = interval(steady["customers_after"] - steady["customers_before"], level=0.999)
    assert growth.low < 0 < growth.high


def test_out_of_it_the_identity_visibly_fails(coming_and_going: Results) -> None:
    young = mean_lifetime(coming_and_going, until=4)
    gap = interval(young["by_churn"] - young["realised"], level=0.999)
    assert gap.high < -4
    assert gap.mean < -8
    assert (young["by_complete"] < 4).all()


def test_a_growing_base_fails_too() -> None:
    """All alike and a constant rate: 1 / churn holds at any time, but stays that have ended are the short ones."""
    people = {"size": 1000, "first_purchase": "on_arrival"}
    exits = {"preset": "none", "rows": [{"name": "market", "base": 0.01, "ends": "all_relations"}]}
    table = mean_lifetime(simulate(world(people, exits=exits, behaviour=FROZEN, horizon=40.0), replications=8))
    assert interval(table["by_churn"], 0.999).low < 100 < interval(table["by_churn"], 0.999).high
    assert (table["by_complete"] < 25).all()
    assert (table["realised"] < 40).all() and (table["still_there"] > 0.5).all()


def test_mean_lifetime_by_hand() -> None:
    """Red: stays of 7 (ended), 12.5 (ended) and 8 weeks (cut off); the last week of each in the window from 8 on."""
    red = mean_lifetime(results_of(STORY), since=8.0).set_index("firm").loc["Red"]
    assert red[["customers_before", "customers_after", "won", "lost"]].to_list() == [2, 1, 1, 2]
    assert red["by_churn"] == pytest.approx((0 + 7 + 8) / 2)
    assert red["by_complete"] == pytest.approx((7 + 12.5) / 2)
    assert red["realised"] == pytest.approx(7 + (2 / 3) * 5.5)
    assert red["still_there"] == 0
    assert np.isnan(mean_lifetime(results_of([])).loc[0, "by_churn"])
    with pytest.raises(ValueError, match="since < until"):
        mean_lifetime(results_of(STORY), since=5, until=5)


def test_frames_are_tidy(market: Results) -> None:
    assert len(stages(market)) == 80 * 2
    history = stage_history(market)
    assert (history["end"] > history["start"]).all()
    assert isinstance(history.index, pd.RangeIndex)
