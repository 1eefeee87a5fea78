"""Faults that someone found by trying: each stays mended."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from tests.parity.comparing import both_schedulers
from tests.worlds import FROZEN, NOBODY_LEAVES, happened, world

BUYERS: dict[str, Any] = {"size": 80, "purchase_rate": 0.6}


def club(**settings: Any) -> Results:
    programme = {"kind": "club", "quantity": 1, "first_period_free": True, "period": 10.0, "launch": 0.0, **settings}
    return simulate(world(BUYERS, [{"name": "Only", "programmes": [programme]}], horizon=60.0, exits=NOBODY_LEAVES))


def test_nobody_renews_a_membership_that_is_not_worth_its_fee() -> None:
    assert len(happened(club(fee=0.0), "renewal")) > 50
    assert len(happened(club(fee=1_000_000.0), "renewal")) == 0


def test_purchases_bring_needs_also_where_satisfaction_is_frozen() -> None:
    firms = [{"name": "Desk", "departments": [{"kind": "service_desk", "servers": 2}]}, {"name": "Rival"}]
    results = simulate(world({**BUYERS, "need_at_purchase": 0.5}, firms, exits=NOBODY_LEAVES, behaviour=FROZEN))
    assert len(happened(results, "need")) > 100


def test_needs_at_purchases_move_nobodys_own_needs() -> None:
    def needs(at_purchase: float) -> np.ndarray:
        people = {**BUYERS, "needs": 0.3, "need_at_purchase": at_purchase}
        firms = [{"name": "Desk", "departments": [{"kind": "service_desk", "servers": 50}]}]
        return happened(simulate(world(people, firms, exits=NOBODY_LEAVES)), "need")["time"]

    alone, beside = needs(0.0), needs(0.5)
    assert len(beside) > len(alone) > 100
    assert np.isin(alone, beside).all()


@pytest.mark.parametrize("given", [1.5, True, "a", -1, 2**63])
def test_a_seed_that_is_no_whole_number_is_refused(given: Any) -> None:
    with pytest.raises(ValueError, match="give a whole number from 0"):
        simulate(world(5), seed=given)


def test_a_seed_of_another_library_is_a_number_too() -> None:
    assert simulate(world(5), seed=np.int64(3)).seed == 3
    with pytest.raises(TypeError, match=r"give sim\.load"):
        simulate("first_look")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="replications 0"):
        simulate(world(5), replications=0)


def test_weights_and_slopes_beyond_all_reason_break_neither_scheduler() -> None:
    firms = [{"name": "Cheap", "offer": {"price": 0.01}}, {"name": "Dear"}]
    steep = {"rows": [{"name": "price", "base": 0.01, "slope": 500.0}]}
    both_schedulers(world({**BUYERS, "size": 20}, firms, exits=steep, behaviour={"choice_weights": {"price": 500.0}}))


def test_patience_ends_also_at_a_closed_desk() -> None:
    desk = {"servers": 300, "patience_hours": 1.0, "opening": {"days": 5, "opens": 9, "closes": 17}}
    firms = [{"name": "Desk", "departments": [{"kind": "service_desk", **desk}]}]
    results = simulate(world({**BUYERS, "needs": 1.0}, firms, exits=NOBODY_LEAVES))
    answers = happened(results, "answer")
    given_up = np.array([results.names.words[cause] == "given up" for cause in answers["cause"]])
    open_part = 5 * 9 / 168  # open, or opening within the hour
    assert given_up.mean() == pytest.approx(1 - open_part, abs=4 * np.sqrt(0.25 / len(answers)))


def test_club_events_keep_their_period_where_it_is_no_number_of_ticks() -> None:
    results = club(events={"every": 4.5, "attendance": 1.0}, benefit_worth=500.0)
    assert sorted(set(happened(results, "attendance")["time"].tolist()))[:4] == [5.0, 9.0, 14.0, 18.0]
    often = happened(club(events={"every": 0.25, "attendance": 1.0}, benefit_worth=500.0), "attendance")
    someone = often[(often["customer"] == often["customer"][0]) & (often["time"] == 20.0)]
    assert len(someone) == 4


def test_part_of_a_week_costs_part_of_its_running_cost() -> None:
    programme = {"kind": "frequency", "launch": 0.0, "running_cost": 100.0}
    results = simulate(world(5, [{"name": "Only", "programmes": [programme]}], horizon=10.5))
    assert results.runs[0].weekly[:, 0, RANK["running cost"], 1].sum() == 105_000
