"""Internal marketing: staff who are ignored serve badly and leave; who looks after them pays for it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.exits.exits import exits
from sim.metrics.key_accounts.account_managers import manager_turnover
from sim.metrics.purchasing.waits import waits
from sim.model.events import RANK
from sim.model.firms.market_process import MarketProcess
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.departments.service import InternalMarketing
from sim.scenario.scenario import Scenario
from tests.parity.comparing import both_schedulers
from tests.worlds import NOBODY_LEAVES, happened, world

DESK: dict[str, Any] = {"kind": "service_desk", "servers": 4, "handling_hours": 0.5, "failure": 0.05, "recovery": 0.0}
EVEN = 20.794415416798357
"""Money per employee and week that keeps morale at one half: 30 ln 2."""


def asked(spend: float | None, horizon: float = 104.0, **rest: Any) -> Scenario:
    """A firm with a desk that looks after its staff, or does not know of morale, beside one that never changes."""
    staff = [] if spend is None else [{"kind": "internal_marketing", "spend": spend, **rest}]
    return world(
        {"size": 400, "purchase_rate": 0.4, "needs": 0.05, "first_purchase": "on_arrival"},
        [{"name": "Ours", "departments": [DESK, *staff]}, {"name": "Rival"}],
        horizon=horizon, exits={"rows": [{"name": "service", "base": 0.004}]},
    )  # fmt: skip


@pytest.mark.slow
def test_both_schedulers_write_the_same_log() -> None:
    shock = {"kind": "offer", "at": 10, "lasts": 12, "firms": ["Ours"], "attribute": "service", "factor": 0.6}
    both_schedulers(asked(0.0, 40.0).but(shocks=[shock]).but({"population.segments.people.size": 150}))


def without_its_cost(results: Results) -> np.ndarray:
    rows = results.runs[0].rows
    others: np.ndarray = rows[rows["event"] != RANK["relations cost"]]
    return others


def test_at_a_morale_of_one_half_nothing_changes_but_the_cost() -> None:
    with_it, without = simulate(asked(EVEN), seed=1), simulate(asked(None), seed=1)
    assert (without_its_cost(with_it) == without.runs[0].rows).all()
    books = weekly(with_it).query("firm == 'Ours'")
    assert books["relations_cost"].to_numpy() == pytest.approx(4 * EVEN, abs=0.01)


def levels(monkeypatch: pytest.MonkeyPatch, scenario: Scenario) -> np.ndarray:
    """Every week in which the service level of the first firm changes, and what it changes to, shape (changes, 2)."""
    seen: list[tuple[float, float]] = []
    change = MarketProcess.set_level

    def watched(place: MarketProcess, firm: str, attribute: str, level: float) -> None:
        if (firm, attribute) == ("Ours", "service"):
            seen.append((float(place.env.now), level))
        change(place, firm, attribute, level)

    monkeypatch.setattr(MarketProcess, "set_level", watched)
    simulate(scenario, seed=1)
    return np.array(seen)


@pytest.mark.parametrize("spend", [0.0, 10.0, 90.0])
def test_service_follows_morale_and_morale_the_money(monkeypatch: pytest.MonkeyPatch, spend: float) -> None:
    """Level = 0.7 × (1 + 0.15 (2 × morale - 1)); morale = target + (0.5 - target) exp(-week / 26)."""
    week, level = levels(monkeypatch, asked(spend)).T
    target = 1 - np.exp(-spend / 30)
    morale = target + (0.5 - target) * np.exp(-week / 26)
    assert week.tolist() == list(range(4, 104, 4))
    assert level == pytest.approx(0.7 * (1 + 0.15 * (2 * morale - 1)))


def test_a_shock_to_the_service_and_morale_multiply_and_the_shock_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    shock = {"kind": "offer", "at": 10, "lasts": 12, "firms": ["Ours"], "attribute": "service", "factor": 0.6}
    week, level = levels(monkeypatch, asked(0.0).but(shocks=[shock])).T
    morale = 0.5 * np.exp(-np.floor(week / 4) * 4 / 26)
    struck = np.where((week >= 10) & (week < 22), 0.6, 1.0)
    assert len(week) == 25 + 2
    assert level == pytest.approx(0.7 * (1 + 0.15 * (2 * morale - 1)) * struck)


def test_service_never_exceeds_the_best_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A firm whose service is .95 gains what is left to gain, and loses it again with its staff's morale."""
    best = asked(300.0, morale=1.0).but({"firms.Ours.offer.service": 0.95})
    assert levels(monkeypatch, best)[:, 1].tolist() == [1.0]
    worse = levels(monkeypatch, best.but({"firms.Ours.departments.internal_marketing.spend": 0.0}))[:, 1]
    assert worse[0] == 1.0 and worse[-1] < 0.95
    assert worse[-1] == pytest.approx(0.95 * (1 + 0.15 * (2 * np.exp(-100 / 26) - 1)))


def test_ignored_staff_fail_more_answers_and_lose_customers_to_the_service() -> None:
    ignored, cared = (simulate(asked(spend), seed=1, replications=6) for spend in (0.0, 90.0))

    def left(results: Results) -> np.ndarray:
        table = exits(results).query("firm == 'Ours' and cause == 'service'")
        return table["exits"].to_numpy(dtype=float)

    assert interval(left(ignored) - left(cared)).low > 0
    failed = [waits(results).query("firm == 'Ours'")["failed"].to_numpy() for results in (ignored, cared)]
    assert (failed[0] > failed[1]).all()
    late = happened(cared, "answer")
    share = (np.array(cared.names.words)[late["cause"]] == "failed").mean()
    assert share == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / len(late)))


def test_carelessness_is_the_further_chance_that_an_answer_fails() -> None:
    """Without any morale from the beginning, .05 + .3 of answers fail; at one half no more than without the link."""
    results = simulate(asked(0.0, morale=0.0, carelessness=0.3), seed=1)
    answers = happened(results, "answer")
    share = (np.array(results.names.words)[answers["cause"]] == "failed").mean()
    assert share == pytest.approx(0.35, abs=4 * np.sqrt(0.35 * 0.65 / len(answers)))


def test_managers_leave_less_where_someone_looks_after_them() -> None:
    """Rate = turnover × exp(-held_by_morale × morale), morale held where it begins."""

    def gone(spend: float, morale: float) -> tuple[int, float]:
        team = {"kind": "relationship_managers", "managers": 60, "accounts_each": 1, "visits_a_week": 1,
                "plan": {"monthly": 1}, "turnover": 0.03, "hiring": 0.0}  # fmt: skip
        staff = {"kind": "internal_marketing", "spend": spend, "morale": morale, "swing": 0.0}
        firm = {"name": "Ours", "departments": [team, staff]}
        results = simulate(world(5, [firm], horizon=104.0, exits=NOBODY_LEAVES), seed=1, replications=3)
        expected = 60 * 3 * 100 / (1 / (0.03 * np.exp(-2 * morale)) + 0.5)
        return int(manager_turnover(results)["left"].sum()), expected

    for spend, morale in ((0.0, 0.0), (EVEN, 0.5), (1000.0, 1.0)):
        found, expected = gone(spend, morale)
        assert abs(found - expected) < 4 * np.sqrt(expected)


def test_the_money_is_for_everybody_there_is() -> None:
    team = {
        "kind": "relationship_managers",
        "managers": 3,
        "accounts_each": 1,
        "visits_a_week": 1,
        "plan": {"monthly": 1},
    }
    firm = (
        asked(1.0).but({"firms.Ours.departments": [DESK, team, {"kind": "internal_marketing", "spend": 1.0}]}).firms[0]
    )
    looked_after = firm.department(InternalMarketing)
    assert looked_after is not None
    assert looked_after.staff(firm) == 7
    assert looked_after.but(employees=20).staff(firm) == 20


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"spend": -1}, "spend"), ({"morale": 1.2}, "morale"), ({"slowness": 0}, "slowness"), ({"swing": 1}, "swing")],
)
def test_bad_declarations_are_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError, match=f"departments.internal_marketing.{said}"):
        asked(1.0).but(
            {"firms.Ours.departments.internal_marketing": {"kind": "internal_marketing", "spend": 1, **wrong}}
        )


def test_someone_must_be_looked_after() -> None:
    with pytest.raises(ScenarioError, match="give the number of employees, 1 or more"):
        asked(1.0).but({"firms.Rival.departments": [{"kind": "internal_marketing", "spend": 1.0}]})
