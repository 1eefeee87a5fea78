"""Firms that reckon: what they may know, how belief follows evidence, what they copy, and what they close."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import RunOptions, simulate
from sim.results.tables import weekly
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import CustomerFile, FirmView, Interviews, PublicOffer, SeenLaunch
from sim.scenario.files.load import load
from sim.scenario.market.offers import SteeringCosts
from sim.scenario.scenario import Scenario
from sim.strategies.reckoning.beliefs import Beliefs
from sim.strategies.reckoning.evidence import belief_in_strength, log_share_change, prior_strength, share_loss
from sim.strategies.reckoning.market_picture import MarketPicture
from sim.strategies.reckoning.options import answers
from sim.strategies.reckoning.valuation import Horizon, value
from tests.parity.comparing import both_schedulers
from tests.strategies.steered import views_of
from tests.worlds import by_name, happened, world

CARD: dict[str, Any] = {
    "kind": "frequency", "launch": 26, "threshold": 300, "reward_worth": 20, "build_cost": 3000, "running_cost": 40,
}  # fmt: skip
UNLIKELY = pytest.mark.filterwarnings("ignore:firms.Azure.programmes.frequency. rewards cost 50%")
"""A reward beyond the margin is meant."""
GIFT = {**CARD, "reward": "gift", "gift_cost": 0.3}
HELD = {"kind": "reckoning", "instruments": [], "review_after": None}


def race(card: dict[str, Any] | None, weeks: float = 208.0, **policy: Any) -> Scenario:
    """The imitation race for four years with this card, and rivals that reckon so."""
    changes: dict[str, Any] = {"firms.Azure.programmes": [card] if card else []}
    for rival in ("Beryl", "Cedar"):
        changes |= {f"firms.{rival}.imitation": "never", f"firms.{rival}.policy": {"kind": "reckoning", **policy}}
    return load("imitation_race").but(changes, horizon=weeks)


def copied(results: Results) -> float:
    """Part of the rivals that launched a copy."""
    found = [set(happened(results, "launch", r)["firm"].tolist()) - {0} for r in range(len(results.runs))]
    return sum(map(len, found)) / (2 * len(found))


# ---- what it may know, and what it costs to look


def test_a_firm_that_weighs_nothing_leaves_the_log_as_one_that_nobody_steers() -> None:
    looked = simulate(race(CARD, 80.0).but({f"firms.{r}.policy": HELD for r in ("Beryl", "Cedar")}), scheduler="kernel")
    alone = simulate(race(CARD, 80.0).but({f"firms.{r}.policy": None for r in ("Beryl", "Cedar")}), scheduler="kernel")
    one, other = (by_name(results) for results in (looked, alone))
    noticed = (one["event"] == "imitation") & (one["detail"] == "aware")
    assert noticed.sum() == 2, "that it took notice is all that it leaves behind"
    assert one[~noticed].reset_index(drop=True).equals(other)
    assert weekly(looked).equals(weekly(alone)) and not looked.runs[0].estimates


def small(own: dict[str, Any], rival: dict[str, Any]) -> Scenario:
    firms = [{"name": "Own", "policy": {"kind": "hold"}, **own}, {"name": "Rival", **rival}]
    return world({"size": 80, "purchase_rate": 0.4}, firms, horizon=56.0, exits={})


def without_quotes(views: list[FirmView]) -> str:
    return json.dumps([replace(view, copies={}).plain() for view in views])


def test_how_well_a_copy_would_work_is_not_in_a_view(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"aware": 1.0, "decide": 1.0, "build": 9.0}
    rival = {"programmes": [{**CARD, "launch": 5}]}
    worlds = [small({"imitation": {"rows": {"financial": {**row, "fidelity": part}}, "chance": 0.0}}, rival)
              for part in (0.2, 0.9)]  # fmt: skip
    one, other = ([view.plain() for view in views_of(monkeypatch, asked)] for asked in worlds)
    assert one == other and one[-1]["copies"]["frequency"]["weeks"] == 9.0


def test_what_a_gift_costs_shows_in_the_quote_alone_and_there_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    worlds = [small({}, {"programmes": [{**GIFT, "launch": 5, "gift_cost": part}]}) for part in (0.3, 0.6)]
    one, other = (views_of(monkeypatch, asked) for asked in worlds)
    assert without_quotes(one) == without_quotes(other)
    costs = [views[-1].copies["frequency"]["reward_cost"] for views in (one, other)]
    assert costs[1] == pytest.approx(2 * costs[0]) and abs(costs[0] - 6.0) > 0.01, "the truth is 6"
    assert one[0].copies == {} and one[-1].launches[0].week == 5.0


def test_trade_figures_come_late_and_miss_the_truth_by_as_much_as_said(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = small({"intelligence": {"trade_delay": 6.0, "trade_error": 0.1}}, {}).but(
        {"population.segments.people.size": 2000}
    )
    view = views_of(monkeypatch, asked)[-1]
    bought = simulate(asked, seed=5).runs[0].weekly[:, :, RANK["purchase"], 0].sum(axis=1)
    assert view.market is not None and len(view.market) == 52 - 6
    misses = np.log(view.market / bought[: len(view.market)])
    assert abs(misses.mean() + 0.005) < 4 * 0.1 / np.sqrt(len(misses))  # |z| < 4
    assert 0.06 < misses.std(ddof=1) < 0.15
    none = views_of(monkeypatch, asked.but({"firms.Own.intelligence.trade_figures": False}))[-1]
    assert none.market is None


# ---- belief follows evidence


def view_with(
    purchases: np.ndarray, market: np.ndarray | None, launches: tuple[SeenLaunch, ...], **rest: Any
) -> FirmView:
    """A view of a firm among three, with these weekly figures and launches."""
    weeks = len(purchases)
    books = {name: np.zeros(weeks) for name in ("tailoring_cost", "event_cost", "fees")}
    books |= {"purchases": purchases, "revenue": 30.0 * purchases, "customers": np.full(weeks, 1000.0)}
    none = np.zeros(0, dtype=np.int64)
    nobody = CustomerFile(customer=none, segment=none, purchases=none, member=none, tier=none)
    made: dict[str, Any] = {
        "firm": "Own",
        "week": float(weeks),
        "number": 3,
        "weeks": 13.0,
        "segments": ("people",),
        "present": Decision(price=1.0, service=0.7, product=1.0),
        "level": {"price": 1.0, "service": 0.7, "product": 1.0},
        "unit_cost": 0.6,
        "costs": SteeringCosts(),
        "room": 0,
        "running": {},
        "drawer": {},
        "books": books,
        "file": nobody,
        "interviews": Interviews(left=0, week=np.zeros(0), stated=(), segment=none),
        "rivals": tuple(PublicOffer(firm=name, price=1.0, programmes=(), terms=()) for name in ("A", "B")),
        "reports": (),
        "decisions": (),
        "lots": (0.5,) * 8,
        "market": market,
        "launches": launches,
    }
    return FirmView(**{**made, **rest})


TERMS = {"threshold": 300.0, "points_per_spend": 1.0, "reward_worth": 20.0, "reward_chance": 1.0}
LAUNCH = SeenLaunch(week=26.0, firm="A", programme="frequency", is_copy=False, terms=TERMS)


def market_of_strength(
    strength: float, random: np.random.Generator, size: float = 900.0, weeks: int = 52
) -> MarketPicture:
    """A market that moves as firms believe, with this strength: purchases are drawn from Poisson distributions."""
    blank = MarketPicture(view=view_with(np.full(weeks, 300.0), np.full(weeks, 900.0), (LAUNCH,)), beliefs=Beliefs())
    times = np.arange(weeks) + 0.5
    change = log_share_change(
        np.full(3, 1 / 3), np.array([strength]), blank.programme_attraction(times), blank.price_attraction(times)
    )[0]
    own = random.poisson(size / 3 * np.exp(change)).astype(float)
    others = random.poisson(size - size / 3 * np.exp(change)).astype(float)
    return MarketPicture(view=view_with(own, own + others, (LAUNCH,)), beliefs=Beliefs())


def test_intervals_of_the_strength_cover_as_often_as_they_say() -> None:
    """Strengths drawn from the prior: central 90% intervals cover 85 to 95% of 400 markets (|z| < 3.3)."""
    random = np.random.default_rng(7)
    prior, inside = prior_strength(Beliefs()), 0
    for _ in range(400):
        true = float(random.choice(prior.values, p=prior.chances))
        belief = belief_in_strength(market_of_strength(true, random))
        below = np.cumsum(belief.chances)
        place = int(np.argmin(np.abs(belief.values - true)))
        inside += (below[place] >= 0.05) and (below[place] - belief.chances[place] <= 0.95)
    assert 0.85 <= inside / 400 <= 0.97  # a grid covers a little more than it says


def test_placebo_launches_are_believed_to_move_nobody_the_surer_the_larger_the_firm() -> None:
    """Nothing moves: the error of the strength falls as one over the root of the purchases, within a factor of 1.5."""
    random = np.random.default_rng(3)
    errors = []
    for size in (3_000.0, 12_000.0, 48_000.0):
        beliefs = [belief_in_strength(market_of_strength(1.0, random, size)) for _ in range(40)]
        errors.append(float(np.mean([belief.error for belief in beliefs])))
        assert abs(np.mean([belief.mean for belief in beliefs]) - 1.0) < 0.25
    assert 1.33 < errors[0] / errors[1] < 3.0 and 1.33 < errors[1] / errors[2] < 3.0
    nothing = [belief_in_strength(market_of_strength(0.0, random, 48_000.0)).mean for _ in range(20)]
    assert np.mean(nothing) < 0.15


def test_a_loss_of_share_shows_with_its_error() -> None:
    """Share falls from a third by 3 points: found within |z| < 4, and surely."""
    random = np.random.default_rng(5)
    own = np.concatenate([random.poisson(300.0, 26), random.poisson(273.0, 26)]).astype(float)
    found = share_loss(MarketPicture(view=view_with(own, np.full(52, 900.0), (LAUNCH,)), beliefs=Beliefs()), 26.0)
    assert abs(found.loss - 0.03) < 4 * found.error and found.chance > 0.99 and found.error < 0.01


# ---- values

QUOTE = {**TERMS, "reward_cost": 6.0, "build_cost": 3000.0, "running_cost": 40.0, "weeks": 7.0}


def worth(quote: dict[str, float] | None = None, **rest: Any) -> float:
    """Expected value of a plain copy at equal evidence."""
    random = np.random.default_rng(11)
    seen = market_of_strength(1.5, random).view
    beliefs = rest.pop("beliefs", Beliefs())
    view = replace(seen, copies={"frequency": quote or QUOTE}, **rest)
    picture = MarketPicture(view=view, beliefs=beliefs)
    strength = belief_in_strength(MarketPicture(view=seen, beliefs=Beliefs()))
    plan = next(plan for _, plan in answers(picture, ("copy",)))
    return float(value(plan, picture, strength, Horizon(weeks=104.0, discount=0.1), 0.0) @ strength.chances)


def test_dearer_copies_thinner_margins_and_poorer_copies_are_never_worth_more() -> None:
    costs = [worth({**QUOTE, "build_cost": cost}) for cost in (0.0, 3000.0, 9000.0, 90_000.0)]
    runs = [worth({**QUOTE, "running_cost": cost}) for cost in (0.0, 40.0, 400.0)]
    rewards = [worth({**QUOTE, "reward_cost": cost}) for cost in (2.0, 6.0, 20.0, 150.0)]
    margins = [worth(unit_cost=cost) for cost in (0.4, 0.6, 0.8, 0.95)]
    parts = [worth(beliefs=Beliefs(fidelity={"financial": part})) for part in (1.0, 0.7, 0.3, 0.0)]
    waits = [worth({**QUOTE, "weeks": weeks}) for weeks in (1.0, 26.0, 80.0)]
    assert waits[0] > waits[-1] and worth() > 0
    for row in (costs, runs, rewards, margins, parts):
        assert row == sorted(row, reverse=True) and row[0] > row[-1]
    assert costs[0] - costs[1] == pytest.approx(3000.0 * 1.1 ** (-7 / 52))


# ---- what is copied, and what is closed


@pytest.mark.slow
def test_a_gift_card_is_copied_and_the_same_card_as_a_discount_is_not() -> None:
    """The two worlds differ in the form of the reward and what a gift costs; 8 replications."""
    gift = simulate(race(GIFT, 130.0), seed=1, replications=8, log="exits")
    shipped = simulate(race(CARD, 130.0), seed=1, replications=8, log="exits")
    assert copied(gift) >= 0.9 and copied(shipped) <= 0.1


@pytest.mark.slow
@UNLIKELY
@pytest.mark.parametrize("factor", [0.1, 0.5, 1.5])
@pytest.mark.parametrize("reward", [0.01, 150.0])
def test_a_worthless_and_a_ruinous_card_are_not_copied_or_are_closed(reward: float, factor: float) -> None:
    """Whatever part of a price cut a reward is believed to be worth; 6 replications of four years."""
    card = {**CARD, "reward_worth": reward}
    results = simulate(race(card, beliefs={"reward_factor": factor}), seed=1, replications=6, log="exits")
    running = 0
    for r in range(len(results.runs)):
        launched = happened(results, "launch", r)["firm"].tolist()
        closed = happened(results, "closing", r)["firm"].tolist()
        running += sum(launched.count(k) - closed.count(k) for k in (1, 2))
    assert running == 0 and (reward > 1 or copied(results) == 0)


@pytest.mark.slow
@UNLIKELY
def test_a_launcher_that_reviews_closes_what_loses_and_keeps_what_pays() -> None:
    """The ruinous card loses a tenth of what it loses otherwise; the gift card and customised goods stay."""
    changes = {f"firms.{r}.policy": None for r in ("Beryl", "Cedar")}
    base = simulate(race(None).but(changes), seed=1, replications=6, log="exits")

    def earned(card: dict[str, Any], reviews: bool) -> tuple[float, int]:
        asked = race(card).but({**changes, "firms.Azure.policy": {"kind": "reckoning"} if reviews else None})
        results = simulate(asked, seed=1, replications=6, log="exits")
        table, without = (
            weekly(one).query("firm == 'Azure' and week >= 26")["profit"].sum() for one in (results, base)
        )
        return float(table - without) / 6000, sum(len(happened(results, "closing", r)) for r in range(6))

    closed, times = earned({**CARD, "reward_worth": 150.0}, True)
    kept, _ = earned({**CARD, "reward_worth": 150.0}, False)
    assert times == 6 and -80 < closed < -30 and kept < -600
    assert earned({**CARD, "reward_worth": 0.01}, True)[1] == 6
    assert earned(GIFT, True)[1] == 0
    assert earned({"kind": "customised", "launch": 26}, True)[1] == 0


def test_the_order_of_firms_and_threads_change_no_decision() -> None:
    asked = race(GIFT, 80.0).but({"population.segments.consumers.size": 600})
    turned = asked.model_copy(update={"firms": asked.firms[::-1], "focus": "Azure"})
    one = simulate(asked, seed=4, watch=RunOptions(threads=1))
    assert simulate(asked, seed=4, watch=RunOptions(threads=2)).runs[0].estimates == one.runs[0].estimates

    def by_firm(results: Results) -> list[tuple[object, ...]]:
        rows = [
            (row.week, row.firm, row.option, round(row.expected, 6), row.chosen) for row in results.runs[0].estimates
        ]
        return sorted(rows, key=str)

    assert by_firm(one) == by_firm(simulate(turned, seed=4)) != []


@pytest.mark.slow
def test_both_schedulers_reckon_alike() -> None:
    """A launcher that closes what loses, rivals that answer, in a market of 60: one log and one table of decisions."""
    asked = race(
        {**GIFT, "launch": 8}, 60.0, sureness=0.0, review_after=8.0, price={"rule": "match", "retaliates": True}
    )
    asked = asked.but({"population.segments.consumers.size": 60, "firms.Azure.policy": {"kind": "reckoning"}})
    kernel = both_schedulers(asked)
    reference = simulate(asked, seed=3, replications=1, scheduler="reference")
    assert repr(kernel.runs[0].estimates) == repr(reference.runs[0].estimates)
    assert {row.step for row in kernel.runs[0].estimates} == {"choice", "review"}


@pytest.mark.slow
def test_holding_from_a_round_on_leaves_what_was_before_as_it_was() -> None:
    asked = race(GIFT, 120.0)
    whole, held = (simulate(world, seed=2) for world in (asked, asked.but({"firms.Beryl.policy.holds_from": 5})))
    before = [row for row in whole.runs[0].estimates if row.week < 65]
    assert before == [row for row in held.runs[0].estimates if row.week < 65] != []
    assert not [row for row in held.runs[0].estimates if row.firm == "Beryl" and row.week >= 65]
