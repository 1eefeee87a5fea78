"""Scandals, inventions and what firms do about them: the course of each, and what an answer or a delay changes."""

from __future__ import annotations

import math

import numpy as np
import pytest

import sim
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.scenario import Scenario
from tests.worlds import by_name, happened, world

SCANDAL: dict[str, object] = {"kind": "scandal", "at": 10.0, "firm": "Azure", "severity": 0.8}
CAUSES = ("price", "political", "technology")
EXITS: dict[str, object] = {
    "rows": [{"name": name, "base": 0.002} for name in CAUSES] + [{"name": "market", "base": 0.002}]
}
HORIZON = 104.0


def market(*answers: dict[str, object], people: int = 2000, **changes: object) -> Scenario:
    affairs = {"kind": "public_affairs", "answers": list(answers)}
    firms = [{"name": "Azure", "departments": [affairs]}, {"name": "Beryl"}]
    segment = {"size": people, "purchase_rate": 0.5, "newcomers_after": 2.0}
    shocks, behaviour = [{**SCANDAL, **changes}], {"forgetting": 8.0}
    return world(segment, firms, horizon=HORIZON, exits=EXITS, shocks=shocks, behaviour=behaviour)


def political(results: Results, firm: str = "Azure", since: float = 0.0, until: float | None = None) -> float:
    table = sim.exits(results, since, until)
    return float(table[(table["firm"] == firm) & (table["cause"] == "political")]["exits"].mean())


@pytest.fixture(scope="module")
def silent() -> Results:
    return simulate(market(), seed=3)


def test_political_exits_rise_peak_and_return_to_what_they_were(silent: Results) -> None:
    by_quarter = [political(silent, since=start, until=start + 13.0) for start in np.arange(0.0, HORIZON, 13.0)]
    quiet = simulate(market(severity=0.0), seed=3)
    usual = political(quiet) / 8
    assert max(by_quarter) > 3 * usual
    assert by_quarter.index(max(by_quarter)) in (1, 2)
    late = political(silent, since=78.0)
    assert abs(late - political(quiet, since=78.0)) < 4 * math.sqrt(2 * late)


def test_indignation_grows_by_press_and_talk_and_decays_while_knowledge_does_not(silent: Results) -> None:
    table = sim.stories(silent)
    anger = table["indignation"].to_numpy()
    assert anger[:10].sum() == 0 and 12 <= anger.argmax() <= 26
    assert anger[-1] < 0.05 * anger.max()
    assert table["heard"].max() > 1500


def test_newcomers_have_not_heard_of_it() -> None:
    """Where nobody tells them, there are fewer and fewer who know of it: those who do move away."""
    heard = sim.stories(simulate(market(word_of_mouth=0.0, press_half_life=1.0), seed=3))["heard"].to_numpy()
    assert (np.diff(heard[60:]) <= 0).all() and heard[-1] < 0.95 * heard.max()


@pytest.mark.parametrize(
    "what", ["repair", *(pytest.param(each, marks=pytest.mark.slow) for each in ("apology", "compensation"))]
)
def test_the_sooner_a_firm_answers_the_fewer_leave_for_good(what: str) -> None:
    """Paired over three replications with the same random numbers."""
    lost = [
        political(simulate(market({"what": what, "after": after}), seed=3, replications=3))
        for after in (0.0, 4.0, 12.0)
    ]
    lost.append(political(simulate(market(), seed=3, replications=3)))
    assert lost == sorted(lost) and lost[0] < 0.9 * lost[-1], lost


def test_a_denial_that_is_found_out_costs_more_than_silence(silent: Results) -> None:
    denied = simulate(market({"what": "denial"}, found_out=1.0), seed=3)
    believed = simulate(market({"what": "denial"}, found_out=0.0), seed=3)
    assert political(denied) > 1.3 * political(silent) > 1.3 * political(believed) * 0.9
    assert sim.stories(denied)["indignation"].to_numpy()[24:40].max() > sim.stories(silent)["indignation"][24:40].max()


def test_compensation_is_paid_to_each_indignant_customer_and_booked() -> None:
    results = simulate(market({"what": "compensation", "after": 5.0, "each": 7.0, "cost": 100.0}), seed=3)
    table = by_name(results)
    paid = table[(table["event"] == "spending") & (table["detail"] == "compensation")]["monetary_value"].item()
    angry = sim.stories(results)["heard"][15]
    assert (paid - 100) % 7 == 0 and 0 < (paid - 100) / 7 <= angry


def test_only_those_who_care_mind_and_a_firm_that_is_like_it_loses_too() -> None:
    segments = [{"size": 1500, "purchase_rate": 0.5}, {"size": 1500, "purchase_rate": 0.5}]
    firms = [{"name": name} for name in ("Azure", "Beryl", "Cedar")]
    shock = {**SCANDAL, "care": {"people": 0.0, "people1": 1.0}, "contagion": {"Cedar": 0.6}}
    results = simulate(world(segments, firms, horizon=HORIZON, exits=EXITS, shocks=[shock]), seed=4)
    table = by_name(results)
    left = table[(table["event"] == "exit") & (table["cause"] == "political")]
    carer = left["customer_id"].str.startswith("people1-")
    counts = {firm: ((left["firm"] == firm) & carer).sum() for firm in ("Azure", "Beryl", "Cedar")}
    assert carer.sum() > 1.5 * (~carer).sum()
    assert counts["Azure"] > counts["Cedar"] > 1.3 * counts["Beryl"]


def selling(*adopts: dict[str, object], horizon: float = HORIZON) -> Scenario:
    technology = {"kind": "technology", "adopts": [{"invention": "invention", **each} for each in adopts]}
    firms = [{"name": "Azure"}, {"name": "Beryl", "departments": [technology]}]
    shock = {"kind": "invention", "at": 4.0, "advance": 1.0, "outside_pull": 0.02}
    segment = {"size": 2000, "purchase_rate": 0.5, "newcomers_after": 2.0}
    return world(segment, firms, horizon=horizon, exits=EXITS, shocks=[shock])


def lost_to_technology(results: Results, since: float = 0.0, until: float | None = None) -> float:
    table = sim.exits(results, since, until)
    return float(table[(table["firm"] == "Azure") & (table["cause"] == "technology")]["exits"].mean())


def test_exits_for_technology_rise_once_a_rival_sells_it_and_not_before() -> None:
    never, early = simulate(selling(), seed=5), simulate(selling({"at": 0.0, "takes": 26.0}), seed=5)
    assert lost_to_technology(early, 0.0, 30.0) == lost_to_technology(never, 0.0, 30.0)
    assert lost_to_technology(early, 30.0) > 3 * lost_to_technology(never, 30.0)


@pytest.mark.slow
def test_an_attempt_takes_time_may_fail_and_is_paid_for_each_time() -> None:
    """With a chance of .25, 30 replications need 4 attempts on average; z from the geometric distribution, |z| < 4."""
    results = simulate(
        selling({"at": 10.0, "takes": 1.0, "success": 0.25, "cost": 50.0}), seed=6, replications=30, log="exits"
    )
    attempts = np.array([len(happened(results, "spending", r)) for r in range(30)])
    assert abs(attempts.mean() - 4.0) < 4 * math.sqrt(0.75 / 0.25**2 / 30)
    assert {happened(results, "spending", r)["time"].min() for r in range(30)} == {10.0}
    assert attempts.min() >= 1 and attempts.max() > 4


def test_half_the_tick_changes_the_number_of_exits_by_no_more_than_chance(silent: Results) -> None:
    finer = simulate(market().but(tick=0.5), seed=3)
    a, b = political(silent), political(finer)
    assert abs(a - b) < 4 * math.sqrt(a + b)
