"""Whatever is handed in, in any of the exercises, is marked or refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.game.exercises import sorting, true_or_false, well_led_visit
from sim.game.exercises.marking import AnswerError, Marks
from sim.game.exercises.visit_record import Visited
from tests.game.exercises.test_exit_detective import anything
from tests.game.exercises.test_sorting import case


def visit(given: Any) -> Marks:
    learned, concluded, decided = (
        (given, given, given) if not isinstance(given, list) else (*given, None, None, None)[:3]
    )
    report = well_led_visit.VisitReport(learned=learned, concluded=concluded, decided=decided)
    return well_led_visit.score(Visited(account=1, week=1.0, revealed=["real"]), report)


def visited(given: Any) -> Marks:
    return well_led_visit.score(
        Visited(account=1, week=1.0, before=given, revealed=given, door=given, outcome=given),
        well_led_visit.VisitReport(),
    )


def sort(given: Any) -> Marks:
    if isinstance(given, dict):
        given = dict.fromkeys(case().base.customers["customer"].tolist(), "x") | given
    return sorting.score(case(), given)


EXERCISES: dict[str, Callable[[Any], Marks]] = {
    "true or false": true_or_false.score,
    "protocol": visit,
    "visit": visited,
    "sort": sort,
}


@pytest.mark.parametrize("handed_in", EXERCISES.values(), ids=EXERCISES.keys())
@settings(max_examples=200)
@given(answer=anything | st.dictionaries(st.integers(1, 5), anything))
def test_it_is_marked_or_refused(handed_in: Callable[[Any], Marks], answer: Any) -> None:
    try:
        marks = handed_in(answer)
    except AnswerError as refusal:
        assert refusal.faults and all(refusal.faults)
    else:
        assert 0 <= marks.total <= 100
