"""The well-led visit: the three questions against what a visit revealed, and against what the log says."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.game.exercises.marking import AnswerError
from sim.game.exercises.visit_record import LoggedVisit, Visited, logged_visits
from sim.game.exercises.well_led_visit import VisitReport, empty, ideal, score, scores
from sim.metrics._shared.windows import IncompleteLogError
from sim.results.results import Results
from sim.scenario.firm.departments.relationship_managers import DOORS
from sim.scenario.market.key_account import NEED_NAMES


@lru_cache
def told() -> Results:
    return sim.simulate(sim.load("seller_who_left").but(horizon=104), replications=2)


def visit(**changes: Any) -> Visited:
    given: dict[str, Any] = {"account": 1, "week": 3.0, "before": ["stated"], "revealed": ["real", "unstated"]}
    return Visited(**(given | {"door": "on speaking terms"} | changes))


def points(visited: Visited, **answers: Any) -> list[float]:
    return [mark.points for mark in score(visited, VisitReport(**answers)).marks]


def test_a_full_protocol() -> None:
    assert visit().outcome == "revealed"
    assert visit().door_after() == "gets help inside"  # three needs are known now
    answers = {"learned": ["unstated", "real"], "concluded": "gets help inside", "decided": "real"}
    assert points(visit(), **answers) == [100, 100, 100]


@pytest.mark.parametrize(
    ("answers", "marks"),
    [
        ({"learned": ["real"], "concluded": "on speaking terms", "decided": "stated"}, [50, 50, 50]),
        ({"learned": ["real", "secret"], "concluded": "outside", "decided": "secret"}, [100 / 3, 0, 0]),
        ({}, [0, 0, 0]),
        ({"learned": NEED_NAMES, "concluded": "the account calls"}, [40, 50, 0]),
    ],
)
def test_half_the_truth(answers: dict[str, Any], marks: list[float]) -> None:
    assert points(visit(), **answers) == pytest.approx(marks)


def test_a_failed_visit_is_recorded_as_failed() -> None:
    failed = visit(revealed=[], door="gets help inside")
    assert failed.outcome == "failed" and failed.door_after() == "gets help inside"
    assert points(failed, concluded="gets help inside", decided="stated") == [100, 100, 100]
    assert points(failed, concluded="gets help inside") == [100, 100, 50]
    assert points(failed, learned=["secret"], concluded="the account calls", decided="secret") == [0, 50, 0]
    assert "A protocol that states this is right" in str(score(failed, VisitReport()))
    nothing_known = visit(before=[], revealed=[], door="outside")
    assert points(nothing_known, concluded="outside") == [100, 100, 100]


def test_deciding_on_what_was_known_opens_a_door() -> None:
    decided = visit(before=["stated"], revealed=[], door="outside")
    assert decided.outcome == "decided" and decided.door_after() == "on speaking terms"


def test_words_say_what_was_invented_and_what_was_missed() -> None:
    text = str(score(visit(), VisitReport(learned=["real", "delight"], concluded="gets help inside", decided="real")))
    assert "Not revealed by this visit: delight." in text and "Revealed and not noticed: unstated." in text


needs = st.lists(st.sampled_from(NEED_NAMES), unique=True)


@given(needs, needs, st.sampled_from(DOORS), needs, st.sampled_from(DOORS), st.none() | st.sampled_from(NEED_NAMES))
def test_the_ideal_protocol_brackets_all_others(
    before: list[str], revealed: list[str], door: str, learned: list[str], concluded: str, decided: str | None
) -> None:
    visited = visit(before=before, revealed=[need for need in revealed if need not in before], door=door)
    marks = score(visited, VisitReport(learned=learned, concluded=concluded, decided=decided))
    assert all(0 <= mark.points <= 100 for mark in marks.marks)
    assert marks.total <= score(visited, ideal(visited)).total == 100
    assert score(visited, empty(visited)).total <= 100


def test_the_log_has_every_visit_with_its_doors() -> None:
    table = sim.visits(told())
    for replication in (0, 1):
        found = logged_visits(told(), replication=replication)
        row = table[(table["firm"] == "Handshake") & (table["replication"] == replication)].iloc[0]
        outcomes = Counter(each.outcome for each in found)
        assert [outcomes[word] for word in ("revealed", "decided", "failed")] == row[
            ["revealed", "decided", "failed"]
        ].tolist()
        opened = [each for each in found if each.door_after() != each.door]
        assert all(DOORS.index(each.door_after()) == DOORS.index(each.door) + 1 for each in opened)
        assert all(each in opened for each in found if each.outcome == "decided")  # else it would have failed
        assert not [each for each in opened if each.outcome == "failed"]
        assert len(opened) == pytest.approx(row["doors_opened"], rel=0.02)
        assert {each.door for each in found} == set(DOORS)


def test_protocols_of_logged_visits() -> None:
    found = logged_visits(told())
    best = scores([(each, ideal(each)) for each in found])
    idle = scores([(each, empty(each)) for each in found])
    assert (best["total"] == 100).all()
    assert (idle["total"] < 100).equals(idle["outcome"] != "failed")


def test_an_account_of_the_log_is_a_card_of_the_records() -> None:
    cards = set(
        sim.customer_records(sim.simulate(sim.load("seller_who_left").but(horizon=104), replications=1))["card"]
    )
    assert {each.account for each in logged_visits(told())} <= cards


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"learned": ["stated", "stated"]}, "learned: a need is there twice"),
        ({"learned": ["hidden"]}, "learned: unknown need 'hidden'"),
        ({"learned": "stated"}, "learned: 'stated' was given; give a list of needs"),
        ({"learned": None}, "learned: nothing was given"),
        ({"learned": [float("inf")]}, "learned: unknown need 'inf'"),
        ({"concluded": "inside"}, "concluded: unknown door 'inside'"),
        ({"concluded": 3}, "concluded: unknown door '3'"),
        ({"decided": "all"}, "decided: unknown need 'all'"),
    ],
)
def test_protocols_that_make_no_sense_are_refused(answers: dict[str, Any], said: str) -> None:
    with pytest.raises(AnswerError) as caught:
        VisitReport(**answers)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"door": "back door"}, "unknown door 'back door'"),
        ({"before": ["real"]}, "real: known before and revealed"),
        ({"before": None}, "give needs for both, or None for both"),
        ({"before": None, "revealed": None}, "outcome: is missing"),
        ({"outcome": "fine"}, "unknown outcome 'fine'"),
        ({"revealed": 3}, "revealed: 3 was given; give a list of needs"),
    ],
)
def test_visits_that_make_no_sense_are_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(AnswerError) as caught:
        visit(**changes)
    assert said in str(caught.value)


def test_logs_that_will_not_do() -> None:
    with pytest.raises(ValueError, match="unknown firm 'Handshak'"):
        logged_visits(told(), "Handshak")
    with pytest.raises(ValueError, match="replication 7 is not in this run of 2"):
        logged_visits(told(), replication=7)
    with pytest.raises(IncompleteLogError):
        logged_visits(sim.simulate(sim.load("seller_who_left").but(horizon=30), replications=1, log="exits"))
    assert logged_visits(sim.simulate(sim.load("first_look").but(horizon=30))) == ()
    assert isinstance(logged_visits(told())[0], LoggedVisit)
