"""An exercise at the desk: its tables and trials, answers and marks, and the truth once it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.apps.notebook.play.exercise_widget import ROWS, ExerciseWidget
from sim.game.errors import GameError
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.shocks import declared
from sim.registry import registered
from sim.reports.html_page import progress, small_table
from tests.apps.notebook.play.driving import Asking, words_of


def at_desk(folder: Path, name: str) -> tuple[Asking, ExerciseWidget]:
    player = ExerciseWidget(ExerciseSession.create(folder / f"{name}.guanxi", name), folder / f"{name}.guanxi")
    return Asking(player), player


def test_a_quiz_is_answered_marked_and_then_told(tmp_path: Path) -> None:
    asking, desk = at_desk(tmp_path, "true_or_false")
    state = asking.ask("/api/exercise")
    assert len(state["trials"]) == 5 and not state["tables"] and not state["marks"] and not state["truth"]
    assert "Our answers" not in words_of(state) + words_of(desk.still())
    values = {"statement_1": "false", "statement_4": "true"}
    assert asking.ask("/api/exercise/answer", {"values": values}) == {"mark": 40.0}
    state = asking.ask("/api/exercise")
    assert ": 40 of 100" in words_of(state["marks"]) and ": 40 of 100" in words_of(desk.still())
    asking.ask("/api/exercise/reveal", {})
    assert "Our answers" in words_of(asking.ask("/api/exercise")["truth"])
    desk.close()
    again = ExerciseWidget(ExerciseSession.open(desk.file), desk.file)
    assert Asking(again).ask("/api/exercise")["truth"], "the file alone is enough"
    again.close()


def test_a_wrong_answer_is_refused_and_does_not_count(tmp_path: Path) -> None:
    asking, desk = at_desk(tmp_path, "well_led_visit")
    desk.answer({})
    with pytest.raises(GameError, match="unknown field"):
        desk.answer({"visit_1.learned": ("stated",), "nonsense": 1})
    assert "unknown field" in asking.refused("/api/exercise/answer", {"values": {"nonsense": 1}})
    assert len(asking.ask("/api/exercise")["attempts"]) == 1
    asking.ask("/api/exercise/answer", {"values": {}})
    assert [attempt["number"] for attempt in asking.ask("/api/exercise")["attempts"]] == [1, 2]
    assert asking.reply("/api/state")["status"] == 404
    desk.close()


def test_customers_are_sorted_by_a_rule_of_ones_own(tmp_path: Path) -> None:
    asking, desk = at_desk(tmp_path, "sort_your_customers")
    by_rule = desk.answer(lambda row: "often" if row["purchases"] > 20 else "seldom")
    customers = desk.handout["customers"]
    labels = {
        int(who): "often" if often else "seldom"
        for who, often in zip(customers["customer"], customers["purchases"] > 20, strict=True)
    }
    assert desk.answer(labels) == by_rule
    state = asking.ask("/api/exercise")
    assert [table["name"] for table in state["tables"]] == list(desk.handout)
    assert len(state["tables"][0]["rows"]) == ROWS and 'player.handout["' in state["note"]
    values = {question["path"]: question["present"] for question in state["questions"]}
    cut = next(question["path"] for question in state["questions"] if "money" in question["options"])
    asking.ask("/api/exercise/answer", {"values": {**values, cut: "money"}})
    assert len(desk.sitting.attempts) == 3
    assert "sort_your_customers_handout" in asking.ask("/api/exercise/write", {})["said"]
    written = {path.name for path in (tmp_path / "sort_your_customers_handout").iterdir()}
    assert written == {"customers.csv", "purchases.csv"}
    desk.close()


@pytest.mark.slow
def test_statements_are_tried(tmp_path: Path) -> None:
    asking, desk = at_desk(tmp_path, "true_or_false")
    found = asking.ask("/api/exercise/try", {"statement": "statement_5", "replications": 2})
    assert "value" in words_of(found) and found["table"]["rows"]
    desk.close()


def test_fields_from_a_declaration() -> None:
    found = {
        field.path: field
        for field in declared(
            registered("shock")["offer"], ("kind", "at"), {"firms": ("A", "B"), "attribute": ("price",)}
        )
    }
    assert [(name, field.sort) for name, field in found.items()] == [
        ("firms", "many"), ("attribute", "choice"), ("factor", "number"), ("lasts", "number"),
    ]  # fmt: skip
    assert "``" not in "".join(field.help for field in found.values())


def test_what_players_wrote_is_made_harmless() -> None:
    assert "<script" not in small_table(["<script>"], [["<script>alert(1)</script>"]])
    assert progress(2, 2, over=True).count("gx-open") == 0
