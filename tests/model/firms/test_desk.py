"""The service desk alone is the textbook's queue; in a market it is felt at the next tick."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from simpy import Environment

from sim.metrics.purchasing.waits import waits
from sim.model.event_log import event_table
from sim.model.events import RANK
from sim.model.firms.firm_process import FirmProcess
from sim.model.firms.market_process import MarketProcess
from sim.model.firms.service.service_desk import ServiceQueue
from sim.model.firms.service_requests import RequestBatch
from sim.model.state.initialise import initialise_market
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.firm.departments.service import ServiceDesk
from sim.scenario.firm.opening_hours import OpeningHours
from tests.worlds import world

PEOPLE = 1000


def desk_alone(arrivals: float, people: int, weeks: float, **desk: Any) -> Results:
    """``arrivals`` needs an hour from many customers who do nothing else; handling one hour on average."""
    hour = {"family": "exponential", "mean": 1.0}
    at_work = {"kind": "service_desk", "servers": people, "handling_hours": hour, **desk}
    asked = world(
        [{"name": "callers", "size": PEOPLE, "first_purchase": "on_arrival", "purchase_rate": 0.0001,
          "needs": arrivals * 168 / PEOPLE}],
        [{"name": "Desk", "departments": [at_work]}],
        horizon=weeks, exits={"preset": "none"}, behaviour={"satisfaction_step": 0.0},
    )  # fmt: skip
    return simulate(asked, seed=5, replications=12)


def erlang_c(load: float, people: int) -> float:
    """Chance of waiting in M/M/c."""
    blocked = 1.0
    for n in range(1, people + 1):
        blocked = load * blocked / (n + load * blocked)
    busy = load / people
    return blocked / (1 - busy * (1 - blocked))


def z(values: np.ndarray, expected: float) -> float:
    return float((values.mean() - expected) / (values.std(ddof=1) / math.sqrt(len(values))))


@pytest.mark.parametrize(
    ("arrivals", "people"), [(1.6, 2), *(pytest.param(*each, marks=pytest.mark.slow) for each in ((4.0, 5), (0.5, 1)))]
)
def test_alone_it_is_erlang_c(arrivals: float, people: int) -> None:
    table = waits(desk_alone(arrivals, people, 30.0), within_hours=0.5)
    waited = erlang_c(arrivals, people)
    spare = people - arrivals
    assert abs(z(table["waited"].to_numpy(), waited)) < 4
    assert abs(z(table["mean_wait_hours"].to_numpy(), waited / spare)) < 4
    assert abs(z(table["service_level"].to_numpy(), 1 - waited * math.exp(-0.5 * spare))) < 4
    assert table["mean_wait_hours"].mean() == pytest.approx(waited / spare, rel=0.15)


def erlang_a(arrivals: float, people: int, patience_rate: float) -> float:
    """Chance of giving up in M/M/c with exponential patience, from the birth-death chain."""
    weights = [1.0]
    for n in range(1, 400):
        weights.append(weights[-1] * arrivals / (min(n, people) + max(0, n - people) * patience_rate))
    queue = sum(max(0, n - people) * w for n, w in enumerate(weights)) / sum(weights)
    return patience_rate * queue / arrivals


@pytest.mark.slow
def test_with_patience_it_is_erlang_a() -> None:
    patience = {"family": "exponential", "mean": 2.0}
    table = waits(desk_alone(5.0, 5, 20.0, patience_hours=patience))
    assert erlang_a(5.0, 5, 0.5) == pytest.approx(0.14613, abs=1e-5)
    assert abs(z(table["given_up"].to_numpy(), erlang_a(5.0, 5, 0.5))) < 4


@pytest.mark.slow
def test_littles_law_holds_in_the_log() -> None:
    results = desk_alone(4.0, 5, 10.0)
    table = waits(results)
    for run, hours, needs in zip(results.runs, table["mean_wait_hours"], table["needs"], strict=True):
        change = {RANK["need"]: 1, RANK["answer begins"]: -1}
        rows = run.rows[np.isin(run.rows["event"], list(change))]
        queue = np.cumsum([change[event] for event in rows["event"].tolist()])
        assert queue.min() >= 0
        last = rows[rows["event"] == RANK["need"]]["time"].max()
        area = float(np.sum(queue[:-1] * np.diff(rows["time"])))
        if queue[-1] == 0:
            assert area == pytest.approx(hours * needs / 168, rel=1e-9)
        assert last <= 10.0


def market(**desk: Any) -> Results:
    asked = world(
        [{"name": "people", "size": 300, "purchase_rate": 0.5, "needs": 0.1, "need_at_purchase": 0.3}],
        [{"name": "Desk", "departments": [{"kind": "service_desk", "servers": 1, "handling_hours": 1.0, **desk}]},
         {"name": "No Desk"}],
        horizon=40.0, exits={"rows": [{"name": "service", "base": 0.01}]},
    )  # fmt: skip
    return simulate(asked, seed=2)


def test_who_waits_long_or_fails_leaves_for_service() -> None:
    def lost(results: Results) -> int:
        rows = event_table(results.runs[0].rows, results.names)
        return int(((rows["event"] == "exit") & (rows["cause"] == "service") & (rows["firm"] == "Desk")).sum())

    good, slow, bad = market(), market(handling_hours=5.0), market(failure=1.0, recovery=0.0)
    assert lost(good) < lost(slow)
    assert lost(good) < lost(bad)
    assert lost(good) < lost(market(failure=1.0, recovery=1.0)) <= lost(bad)


def test_every_need_ends_once_and_only_firms_with_a_desk_hear_of_any() -> None:
    rows = event_table(market().runs[0].rows, market().names)
    needs, answers = rows[rows["event"] == "need"], rows[rows["event"] == "answer"]
    assert set(needs["firm"]) == {"Desk"}
    assert len(needs) > 500
    assert 0 <= len(needs) - len(answers) < 30
    assert set(answers["detail"]) <= {"answered", "recovered", "failed", "given up"}


def test_people_at_the_desk_cost_their_wages_whether_busy_or_not() -> None:
    books = weekly(market(servers=3, wage=50.0))
    assert (books.loc[books["firm"] == "Desk", "desk_cost"] == 150.0).all()
    assert (books.loc[books["firm"] == "No Desk", "desk_cost"] == 0.0).all()


def test_at_night_and_at_the_weekend_needs_wait() -> None:
    results = market(opening={"days": 5, "opens": 9, "closes": 17})
    rows = results.runs[0].rows
    begun = rows[rows["event"] == RANK["answer begins"]]["time"]
    hour, day = (begun * 168) % 24, np.floor(begun * 7) % 7
    assert len(begun) > 300
    assert (hour > 9 - 1e-6).all() and (hour < 17).all() and (day < 5).all()
    assert OpeningHours().next_opening(4.9) * 168 == pytest.approx(5 * 168 + 9)


def test_with_priority_those_of_a_higher_tier_wait_less() -> None:
    asked = world(
        [{"name": "people", "size": 300, "purchase_rate": {"family": "gamma", "shape": 1, "mean": 0.5}, "needs": 0.3}],
        [{"name": "Desk",
          "departments": [{"kind": "service_desk", "servers": 1, "handling_hours": 1.6, "priority": "tier"}],
          "programmes": [{"kind": "frequency", "launch": 0, "reward_worth": 60,
                          "tiers": {"first_spend": 150, "period": 8}}]}],
        horizon=60.0, exits={"preset": "none"},
    )  # fmt: skip
    results = simulate(asked, seed=3)
    rows = event_table(results.runs[0].rows, results.names)
    rows = rows[rows["time"] > 10]
    needs = rows[rows["event"] == "need"].assign(number=lambda t: t.groupby("customer_id", observed=True).cumcount())
    begun = rows[rows["event"] == "answer begins"].assign(
        number=lambda t: t.groupby("customer_id", observed=True).cumcount()
    )
    both = needs.merge(begun, on=["customer_id", "number"], suffixes=("", "_begun"))
    waited = (both["time_begun"] - both["time"]).groupby(both["detail"], observed=True).mean()
    assert waited["tier 1"] < 0.5 * waited["tier 0"]


@pytest.mark.parametrize(("people", "answered"), [([], 4), ([1], 3), ([1, 2], 4)])
def test_a_cut_counts_from_the_next_answer_and_not_if_taken_back_before(people: list[int], answered: int) -> None:
    """Four needs at once, a week each, two people: all four are done after two weeks, three of them with one person."""
    scenario = world(
        [{"name": "callers", "size": 4}],
        [{"name": "Desk", "departments": [{"kind": "service_desk", "servers": 2, "handling_hours": 168.0}]}],
        horizon=4.0,
    )
    env, m = Environment(), initialise_market(scenario, (1, 0))
    place = MarketProcess(env, scenario, m)
    firm = FirmProcess(place, scenario.firms[0])
    desk = scenario.firms[0].department(ServiceDesk)
    assert desk is not None
    at_work, none = ServiceQueue(firm, desk), np.zeros(4, dtype=np.int64)
    for _, do, what in at_work.read(
        RequestBatch(np.zeros(4), np.arange(4), none, m.person["address"], none, none, none / 1)
    ):
        do(what)
    for number in people:
        at_work.staff(number)
    env.run(until=2.5)
    rows = np.concatenate(place.collect())
    assert (rows["event"] == RANK["answer"]).sum() == answered
