"""``guanxi play`` with a scored exercise: handout, answers, marks, trials, the truth, leaving and going on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from sim.apps.cli.main import app
from sim.game.exercises.exercise import load_exercise
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.exercises.exit_detective_task import ExitDetectiveRun


def play(name: str, lines: Sequence[str], file: Path, *options: str) -> Result:
    """Work at an exercise with these lines typed; a bug shows as a traceback."""
    runner = CliRunner(env={"COLUMNS": "100"})
    typed = "".join(f"{line}\n" for line in lines)
    result = runner.invoke(app, ["play", name, "--file", str(file), *options], input=typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def said(result: Result) -> str:
    """What was shown, on one line."""
    return re.sub(r"\s+", " ", result.stdout)


def test_true_or_false_from_first_look_to_the_truth(tmp_path: Path) -> None:
    file = tmp_path / "e.guanxi"
    lines = [
        "answer",
        "f",
        "x",
        "",
        "undo",
        "t",
        "f",
        "f",
        "t",
        "t",
        "2 f",
        "1 f",
        "",
        "reveal",
        "marks",
        "try 3",
        "quit",
    ]
    result = play("true_or_false", lines, file)
    assert result.exit_code == 0, result.output
    for words in (
        "In business-to-business the company itself",
        "give one of true, false",
        "True or false: 100 of 100",
        "Our answers",
        "statement 3, tried",
        "You have left.",
    ):
        assert words in said(result), words
    again = play("true_or_false", [], file)
    assert "handed in" in again.stdout and "Our answers" not in again.stdout
    with ExerciseSession.open(file) as sitting:
        assert len(sitting.attempts) == 1 and sitting.attempts[0].marks.total == 100 and sitting.revealed


def test_the_detective_gets_files_and_is_marked(tmp_path: Path) -> None:
    file = tmp_path / "e.guanxi"
    exercise, scenario = load_exercise("exit_detective")
    assert scenario is not None
    desk = exercise.task.open(scenario, scenario.seed)
    assert isinstance(desk, ExitDetectiveRun)
    true = desk.case.truth
    *shares, _ = [int(100 * share) for share in true.shares.values()]
    last = 100 - sum(shares)
    lines = [
        "", *(f"{share}%" for share in (*shares, last - 1)), *(f"{100 * rate:.0f}%" for rate in true.churn.values()),
        *[""] * 2 * len(true.shares), *true.unstoppable, "", f"share of political {last}%", "", "stop",
    ]  # fmt: skip
    result = play("exit_detective", lines, file, "--seed", str(scenario.seed))
    assert result.exit_code == 0
    assert f"Case number {scenario.seed}." in result.stdout
    assert "shares: they sum to 0.99; give shares that sum to 1" in result.stdout
    assert "Exit detective at Lantern:" in result.stdout
    handout = tmp_path / "e_handout"
    assert {path.name for path in handout.iterdir()} == {
        "books.csv", "causes.csv", "interviews.csv", "purchases.csv", "records.csv",
    }  # fmt: skip
    assert "true_segment" not in pd.read_csv(handout / "records.csv").columns
    with ExerciseSession.open(file) as sitting:
        (attempt,) = sitting.attempts
        assert attempt.answer["unstoppable"] == list(true.unstoppable)
        assert attempt.marks.points("causes") > 95 and attempt.marks.points("churn") > 95


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("?", "reveal the truth, once you have answered"),
        ("marks", "nothing has been answered yet"),
        ("reveal", "Is it the instructor who asks?"),
        ("try", "such as try 1 8"),
        ("try 9", "there is no question 9; give 1 to 5"),
        ("try 1 1", "give a whole number from 2 to 1,000"),
        ("try x", "say which"),
        ("anser", "did you mean 'answer'?"),
        ("answer all", "unknown word 'answer all'"),
    ],
)
def test_whatever_is_typed_is_answered_with_a_sentence(tmp_path: Path, typed: str, sentence: str) -> None:
    result = play("true_or_false", [typed], tmp_path / "e.guanxi")
    assert result.exit_code == 0 and sentence in said(result), result.stdout


def test_nothing_can_be_tried_where_nothing_is_run(tmp_path: Path) -> None:
    assert "nothing can be tried" in said(play("well_led_visit", ["try 1"], tmp_path / "e.guanxi"))


def test_an_instructor_may_ask_for_the_truth_first(tmp_path: Path) -> None:
    assert "What was in them" in play("well_led_visit", ["reveal", "yes"], tmp_path / "e.guanxi").stdout


def test_leaving_in_the_middle_of_an_answer_hands_nothing_in(tmp_path: Path) -> None:
    file = tmp_path / "e.guanxi"
    assert play("well_led_visit", ["answer", "stated, real", "on speaking"], file).exit_code == 0
    assert play("well_led_visit", ["answer", *[""] * 18, "stop", "quit"], file).exit_code == 0
    with ExerciseSession.open(file) as sitting:
        assert not sitting.attempts
