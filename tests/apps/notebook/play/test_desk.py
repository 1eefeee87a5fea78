"""Exercises at a desk: handed out, answered by form and from a cell, marked, tried, revealed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.apps.notebook.play.exercise_widget import ExerciseWidget
from sim.game.errors import GameError
from sim.game.exercises.exercise_session import ExerciseSession
from tests.apps.notebook.play.driving import Person


def at_desk(folder: Path, name: str, **rest: Any) -> tuple[Person, ExerciseWidget]:
    player = ExerciseWidget(ExerciseSession.create(folder / f"{name}.guanxi", name), folder / f"{name}.guanxi")
    return Person(player), player


def test_a_quiz_is_answered_marked_and_then_told(tmp_path: Path) -> None:
    person, desk = at_desk(tmp_path, "true_or_false")
    assert person.pages == ("The case", "Try it", "Your answer")
    person.fill("statement 1", "false")
    person.fill("statement 4", "true")
    person.press("Hand it in")
    assert person.page == "Marks" and ": 40 of 100" in person.text
    person.press("Show the truth")
    assert person.page == "The truth" and "Our answers" in person.text
    desk.close()
    again = ExerciseWidget(ExerciseSession.open(desk.file), desk.file)
    assert Person(again).pages[-2:] == ("Marks", "The truth"), "the file alone is enough"
    again.close()


def test_a_wrong_answer_is_refused_in_place_and_does_not_count(tmp_path: Path) -> None:
    person, desk = at_desk(tmp_path, "well_led_visit")
    desk.answer({})
    with pytest.raises(GameError, match="unknown field"):
        desk.answer({"visit_1.learned": ("stated",), "nonsense": 1})
    assert len(desk.sitting.attempts) == 1
    assert "All attempts" not in person.text
    person.press("Hand it in")
    assert "All attempts" in person.text
    desk.close()


def test_customers_are_sorted_by_a_rule_of_ones_own(tmp_path: Path) -> None:
    person, desk = at_desk(tmp_path, "sort_your_customers")
    by_rule = desk.answer(lambda row: "often" if row["purchases"] > 20 else "seldom")
    customers = desk.handout["customers"]
    labels = {
        int(who): "often" if often else "seldom"
        for who, often in zip(customers["customer"], customers["purchases"] > 20, strict=True)
    }
    assert desk.answer(labels) == by_rule
    person.fill("cut by", "money")
    person.press("Hand it in")
    assert len(desk.sitting.attempts) == 3
    person.press("Write them as CSV")
    assert {path.name for path in (tmp_path / "sort_your_customers_handout").iterdir()} == {
        "customers.csv",
        "purchases.csv",
    }
    desk.close()


@pytest.mark.slow
def test_statements_are_tried(tmp_path: Path) -> None:
    person, desk = at_desk(tmp_path, "true_or_false")
    person.fill("try", "statement_5")
    person.press("Try it")
    assert "value" in person.text and "The worlds are running" not in person.text
    desk.close()
