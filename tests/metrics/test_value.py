"""Money, what firms owe to members, and the forecast of lifetime value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sim.results.simulate
from sim.metrics.programmes.programme_cost import programme_cost, programme_liability
from sim.metrics.value.ledger import ledger
from sim.metrics.value.lifetime_value import continuous_value, lifetime_value, lifetime_value_formula, yearly_value
from sim.metrics.value.profit import concentration, profit
from sim.model.events import RANK
from sim.model.state.initialise import initialise_market
from sim.model.state.market import Market
from sim.results.results import Results
from sim.results.tables import count, events, money, weekly
from sim.scenario.scenario import Scenario
from tests.metrics.hand_made import Happening, first_purchase, results_of
from tests.parity.comparing import both_schedulers
from tests.worlds import NOBODY_LEAVES, happened, world

MULTIPLES = pd.read_csv(Path(__file__).parents[1] / "reference" / "gupta_lehmann.csv")


def test_programme_cost(small: Results) -> None:
    table = programme_cost(small).set_index("firm")
    lines = ["build_cost", "running_cost", "reward_cost", "cost", "net"]
    assert table.loc["Red", lines].to_list() == [50, 16, 2, 68, 68]
    lines = ["build_cost", "benefit_cost", "event_cost", "tailoring_cost", "cost"]
    assert table.loc["Blue", lines].to_list() == [30, 4, 3, 6, 43]
    assert table.loc["Blue", ["fees", "net"]].to_list() == [10, 33]


def test_profit(small: Results) -> None:
    table = profit(small).set_index("firm")
    lines = ["revenue", "fees", "goods_cost", "programme_cost", "profit"]
    assert table.loc["Red", lines].to_list() == [60, 0, 36, 68, -44]
    assert table.loc["Blue", lines].to_list() == [140, 10, 84, 43, 23]
    assert not table.drop(columns=["replication", *lines]).to_numpy().any()


def test_income_less_the_costs_told_is_the_profit_with_a_desk_too() -> None:
    story = [*first_purchase(1, 0, "Red", 40), Happening(2, -1, "Red", "desk cost", 7)]
    row = profit(results_of(story)).set_index("firm").loc["Red"]
    costs = [column for column in row.index if column.endswith("cost")]
    assert row["desk_cost"] == 7
    assert row["revenue"] + row["fees"] - row[costs].sum() == row["profit"]


def test_weekly_books(small: Results) -> None:
    table = weekly(small)
    assert len(table) == 20 * 2
    red = table[table["firm"] == "Red"].set_index("week")
    assert red["customers"][[0, 1, 2, 8, 12, 15, 19]].to_list() == [0, 1, 2, 1, 2, 1, 1]
    assert red["members"][[4, 5, 8]].to_list() == [0, 1, 0]
    assert red["profit"][[4, 5]].to_list() == [-51.0, 20 - 12 - 2 - 1]
    assert table.groupby("firm", observed=True)["profit"].sum().to_list() == profit(small)["profit"].to_list()


def test_events_come_back_as_told(small: Results) -> None:
    table = events(small)
    assert len(table) == len(small.runs[0].rows)
    row = table[(table["event"] == "reward")].iloc[0]
    assert row[["customer_id", "firm", "programme"]].to_list() == ["people-0", "Red", "frequency"]
    assert row["monetary_value"] == 2.0
    assert str(row["datetime"]) == "2025-02-10 00:00:00"
    assert table["customer_id"].dtype == "category"


def test_events_of_two_worlds_with_a_newcomer_stay_categories() -> None:
    plain = [*first_purchase(1.0, 0, "Red", 10)]
    table = events(results_of(plain, [*plain, *first_purchase(2.0, 1, "Red", 10, generation=1)]))
    assert table["replication"].to_list() == [0, 0, 1, 1, 1, 1]
    assert table["customer_id"].iloc[-1] == "people-1.1"
    assert table["customer_id"].dtype == "category"


def test_lifetime_value(small: Results) -> None:
    table = lifetime_value(small, discount=0.1).set_index(["customer_id", "firm"])
    assert len(table) == 5
    first = table.loc[("people-0", "Red")]
    assert first[["purchases", "revenue", "contribution"]].to_list() == [4, 50.0, pytest.approx(4 + 4 + 8 - 2 + 4)]
    v = 1.1 ** (-1 / 52)
    assert first["lifetime_value"] == pytest.approx(4 + 4 * v**2 + 6 * v**4 + 4 * v**11)
    member = table.loc[("people-2", "Blue")]
    assert member["contribution"] == pytest.approx(3 * 12 - 6 + 5 + 5 - 4 - 3)
    assert lifetime_value(small, discount=0.0).eval("lifetime_value - contribution").abs().max() < 1e-9


def test_accounts_add_up_to_the_books(small: Results) -> None:
    """Contributions of all customers are the profit before build and running costs."""
    whole = lifetime_value(small).groupby("firm", observed=False)["contribution"].sum()
    books = profit(small).set_index("firm")["profit"]
    costs = programme_cost(small).set_index("firm")
    assert whole.to_list() == pytest.approx((books + costs["build_cost"] + costs["running_cost"]).to_list())


@pytest.mark.parametrize("row", list(MULTIPLES.itertuples()), ids=lambda row: "-".join(map(str, row[1:4])))
def test_yearly_value_is_the_published_multiple(row: tuple[float, ...]) -> None:
    given = {"retention": row.retention, "discount": row.discount, "growth": row.growth}  # type: ignore[attr-defined]
    assert yearly_value(1.0, **given) == pytest.approx(row.margin_multiple, abs=1e-4)  # type: ignore[attr-defined]


def test_continuous_value_is_the_limit_of_short_periods() -> None:
    """A year cut into n pieces, each with its own renewal, tends to the flow."""
    n, churn, discount = 100_000, 0.3, 0.12
    pieces = yearly_value(100 / n, np.exp(-churn / n), (1 + discount) ** (1 / n) - 1)
    assert pieces == pytest.approx(continuous_value(100, churn, discount), rel=1e-4)


def test_values_without_end_are_refused() -> None:
    with pytest.raises(ValueError, match="no finite value"):
        yearly_value(1, retention=1.0, discount=0.05, growth=0.06)
    with pytest.raises(ValueError, match="above 0"):
        continuous_value(1, churn=0.0, discount=0.0)


def test_formula_takes_margin_and_churn_from_the_run(small: Results) -> None:
    table = lifetime_value_formula(small, discount=0.1).set_index("firm")
    years = 27.5 / 52
    red = table.loc["Red"]
    assert red["margin_per_year"] == pytest.approx((60 - 36 - 2) / years)
    assert red["churn_per_year"] == pytest.approx(2 / years)
    assert red["value_continuous"] == pytest.approx(continuous_value(22 / years, 2 / years, 0.1))
    assert red["value_yearly"] == pytest.approx(yearly_value(22 / years, np.exp(-2 / years), 0.1))


def test_formula_meets_what_is_realised_where_its_assumptions_hold() -> None:
    """One payment a week, constant churn, a long horizon: mean realised value lies near the formula's."""
    luck, churn, story = np.random.default_rng(5), 0.02, []
    lifetimes = luck.exponential(1 / churn, 300)
    for number, weeks in enumerate(lifetimes):
        buys = np.arange(0.0, min(weeks, 999.0), 1.0)
        story += first_purchase(0.0, number % 4, "Red", 10, generation=number)
        story += [Happening(t, number % 4, "Red", "purchase", 10, generation=number) for t in buys[1:]]
        story += [Happening(weeks, number % 4, "Red", "exit", cause="market", generation=number)]
    results = results_of(story, horizon=1000.0)
    realised = lifetime_value(results, discount=0.1)["lifetime_value"]
    formula = lifetime_value_formula(results, discount=0.1).query("firm == 'Red'")["value_continuous"].iloc[0]
    assert abs(realised.mean() - formula) < 4 * realised.std() / np.sqrt(300)


def test_concentration() -> None:
    """Ten customers, two of whom bring 60 of 100."""
    spends = [30.0, 30.0, *[5.0] * 8]
    story = [line for who, paid in enumerate(spends) for line in first_purchase(1.0, 0, "Red", paid, generation=who)]
    table = concentration(results_of(story)).set_index("firm")
    assert table.loc["Red", ["customers", "best_customers", "share_of_best"]].to_list() == [10, 2, pytest.approx(0.6)]
    assert np.isnan(table.loc["Blue", "share_of_best"])
    with pytest.raises(ValueError, match="best=0"):
        concentration(results_of(story), best=0.0)


def test_an_associate_who_rises_is_one_member() -> None:
    story = [Happening(t, 0, "Red", "join", programme="club") for t in (1.0, 4.0)]
    story += [Happening(9.0, 0, "Red", "end of membership", programme="club")]
    red = weekly(results_of(story)).query("firm == 'Red'").set_index("week")
    assert red["members"][[0, 1, 5, 9, 19]].to_list() == [0, 1, 1, 0, 0]
    assert red["joins"].sum() == 2


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


@pytest.mark.slow
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
