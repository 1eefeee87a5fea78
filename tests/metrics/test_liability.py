"""What a firm owes in points, against the points that customers hold at the horizon."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sim.results.simulate
from sim.metrics.programmes.programme_cost import programme_liability
from sim.metrics.value.ledger import ledger
from sim.model.events import RANK
from sim.model.state.initialise import initialise_market
from sim.model.state.market import Market
from sim.results.results import Results
from sim.results.tables import count, money
from sim.scenario.scenario import Scenario
from tests.metrics.hand_made import Happening, results_of
from tests.parity.comparing import both_schedulers
from tests.worlds import NOBODY_LEAVES, happened, world

CARD: dict[str, Any] = {"kind": "frequency", "threshold": 150, "reward_worth": 10}
GIFTS = {**CARD, "reward": "gift", "gift_cost": 0.37, "points_per_spend": 0.83, "points_per_visit": 3.1}
MECHANISMS: dict[str, dict[str, Any]] = {
    "plain": CARD,
    "gifts and visits": GIFTS,
    "expiry": {**CARD, "expiry": 6},
    "prize draw": {**CARD, "reward": "prize_draw", "chance": 0.3},
    "tiers": {**GIFTS, "tiers": {"first_spend": 60, "second_spend": 120, "period": 13, "bonus": 0.31}, "expiry": 9},
}
QUICK = {"aware": 2.0, "decide": 1.0, "build": 1.0, "fidelity": 0.4, "improves_to": 0.9}


def market(card: dict[str, Any], **more: Any) -> Scenario:
    """A firm with the card, a rival that copies it by and by, and customers who leave, return and move away."""
    people = {
        "size": 250, "purchase_rate": 0.4, "spend": {"family": "gamma", "shape": 2, "mean": 20}, "spend_shape": 2,
        "newcomers_after": 3.0,
    }  # fmt: skip
    firms = [{"name": "First", "programmes": [card]}, {"name": "Copy", "imitation": {"rows": {"financial": QUICK}}}]
    behaviour = {"trouble": 3, "forgetting": {"family": "exponential", "mean": 10.0}}
    exits = {"rows": [{"name": "market", "base": 0.01, "ends": "all_relations"}]}
    return world(people, firms, **({"behaviour": behaviour, "exits": exits, "horizon": 70.0} | more))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Market]:
    """The markets that runs open, which keep what customers hold when a run is over."""
    markets: list[Market] = []

    def kept(scenario: Scenario, luck: tuple[int, int]) -> Market:
        markets.append(initialise_market(scenario, luck))
        return markets[-1]

    monkeypatch.setattr(sim.results.simulate, "initialise_market", kept)
    return markets


def owed(m: Market) -> np.ndarray:
    """What the points that customers hold will cost, as the terms now are, shape (firms,)."""
    points = np.where(m.relation["collects"] == 1, m.relation["points"], 0.0).sum(axis=0)
    cost = m.terms["reward_chance"] * m.terms["reward_cost"]
    return points * np.divide(cost, m.terms["threshold"], out=np.zeros(len(cost)), where=m.terms["threshold"] > 0)


def at_the_end(results: Results) -> np.ndarray:
    table = programme_liability(results)
    return table[table["week"] == table["week"].max()]["liability"].to_numpy()


@pytest.mark.parametrize("card", MECHANISMS.values(), ids=MECHANISMS.keys())
def test_the_books_are_the_points_outstanding(card: dict[str, Any], opened: list[Market]) -> None:
    """Within half a cent for each event that was rounded; and where the cost of a card is a whole number of cents, as
    close as roundings that offset one another come: 4 standard errors of a spread of 1/√12 cent each."""
    results = sim.results.simulate.simulate(market(card), seed=4)
    rounded = count(results.runs[0], ("points earned", "points used", "expiry", "revaluation")).sum(axis=0)
    gap = np.abs(at_the_end(results) - owed(opened[0]))
    assert (gap <= 0.005 * rounded).all()
    assert gap[0] <= 4 * 0.01 * np.sqrt(rounded[0] / 12)
    assert (owed(opened[0]) > 50).all()
    assert (rounded > 500).all()


def test_without_revaluation_the_books_would_be_wrong(opened: list[Market]) -> None:
    """The copy's reward grows from 0.4 to nearly 0.9 of the original's, and with it what old points cost."""
    results = sim.results.simulate.simulate(market({**CARD, "threshold": 600, "reward_worth": 40}), seed=4)
    run = results.runs[0]
    revalued, rounded = money(run, ("revaluation",)).sum(axis=0) / 100, count(run, ("points earned",)).sum(axis=0)
    assert revalued[0] == 0
    assert revalued[1] > 10 * 0.005 * rounded[1]
    assert happened(results, "revaluation")["programme"].tolist() == [
        results.names.programmes.index("frequency")
    ] * len(happened(results, "revaluation"))
    assert abs(at_the_end(results)[1] - owed(opened[0])[1]) <= 0.005 * 2 * rounded[1]


def test_both_schedulers_revalue_alike() -> None:
    results = both_schedulers(market({**GIFTS, "expiry": 9}).but(horizon=45))
    assert len(happened(results, "revaluation")) > 1


def test_points_of_each_customer_rebuilt_from_her_purchases(opened: list[Market]) -> None:
    """Nobody leaves, nothing expires: points = what purchases after joining gave, less full cards."""
    results = sim.results.simulate.simulate(market(CARD, exits=NOBODY_LEAVES, behaviour={"trouble": 3}), seed=2)
    rows, joined = happened(results, "purchase"), happened(results, "join")
    since = {int(row["customer"]): float(row["time"]) for row in joined if row["firm"] == 0}
    points = np.zeros(250)
    for row in rows[rows["firm"] == 0]:
        who = int(row["customer"])
        if row["time"] > since.get(who, np.inf):
            points[who] = (points[who] + row["cents"] / 100) % CARD["threshold"]
    assert np.allclose(points, opened[0].relation["points"][:, 0], atol=1e-6)
    assert at_the_end(results)[0] == pytest.approx(points.sum() * 10 / 150, abs=0.005 * len(rows))


def test_breakage_is_what_lapses_or_is_forfeited() -> None:
    """More lapses where points expire sooner; where nothing expires, all of it is forfeited by leaving."""

    def last(expiry: float | None) -> Any:
        table = programme_liability(sim.results.simulate.simulate(market({**CARD, "expiry": expiry}), seed=4))
        sums = table[table["firm"] == "First"][["expired", "forfeited", "earned", "used"]].sum()
        return sums, table[(table["firm"] == "First")].iloc[-1]

    never, at_the_last = last(None)
    soon, _ = last(5.0)
    assert never["expired"] == pytest.approx(never["forfeited"]) and never["expired"] > 0
    assert at_the_last["breakage"] == pytest.approx(never["expired"] / never["earned"])
    assert at_the_last["settled_breakage"] == pytest.approx(never["expired"] / (never["expired"] + never["used"]))
    assert soon["expired"] / soon["earned"] > 2 * never["expired"] / never["earned"]
    assert soon["forfeited"] < 0.5 * soon["expired"]


def test_a_prize_draw_costs_what_luck_makes_it() -> None:
    """Points used are booked at what they cost on average; the rest is luck, and lies in the line of rewards."""
    prize = {**CARD, "reward": "prize_draw", "chance": 0.3}
    results = sim.results.simulate.simulate(market(prize).but(horizon=200), seed=4)
    run = results.runs[0]
    used, paid = money(run, ("points used",)).sum(), money(run, ("reward",)).sum()
    cards = count(run, ("points used",)).sum()
    assert used != paid
    assert abs(paid - used) < 4 * 1000 * np.sqrt(0.3 * 0.7 * cards)
    table, books = programme_liability(results), ledger(results)
    earned = table.groupby("firm", observed=True)[["earned", "expired", "used", "rewards_paid", "revaluation"]].sum()
    luck = earned["rewards_paid"] - earned["used"]
    accrued = earned["earned"] - earned["expired"] + earned["revaluation"]
    assert books["rewards"].to_list() == pytest.approx((accrued + luck).to_list())


def test_by_hand() -> None:
    story = [Happening(1.0, 0, "Red", "points earned", 3), Happening(2.0, 0, "Red", "points used", 1)]
    story += [Happening(3.0, 0, "Red", "expiry", 0.5), Happening(4.0, 0, "Red", "expiry", 0.7)]
    story += [Happening(4.0, 0, "Red", "exit", cause="price"), Happening(5.0, -1, "Red", "revaluation", 0.2)]
    red = programme_liability(results_of(story)).query("firm == 'Red'").set_index("week")
    assert red["liability"][[0, 1, 2, 3, 4, 5, 19]].to_list() == pytest.approx([0, 3, 2, 1.5, 0.8, 1.0, 1.0])
    assert red["forfeited"].sum() == 0.7
    assert red.loc[19, ["breakage", "settled_breakage"]].to_list() == pytest.approx([1.2 / 3, 1.2 / 2.2])
    assert np.isnan(red.loc[0, "breakage"])


def test_a_world_without_points_owes_nothing() -> None:
    results = sim.results.simulate.simulate(world(50), seed=1)
    assert not programme_liability(results)["liability"].any()
    assert not results.runs[0].weekly[:, :, RANK["revaluation"]].any()
