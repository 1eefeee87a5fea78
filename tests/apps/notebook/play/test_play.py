"""``sim.play``: where it keeps things, what it refuses, and how it says so in a notebook."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

import sim
from sim.apps.notebook.play.exercise_widget import ExerciseWidget
from sim.apps.notebook.play.hot_seat import HotSeat
from sim.game.errors import GameError
from sim.game.log.kept_file import unique_file_name
from sim.scenario.files.validation_errors import ScenarioError


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_new_game_gets_a_name_of_its_own_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = sim.play("head_of_the_firm"), sim.play("head_of_the_firm", seats="head", seed=5)
    assert isinstance(first, HotSeat) and isinstance(second, HotSeat)
    assert sorted(path.name for path in tmp_path.glob("*.guanxi")) == [
        "head_of_the_firm.copy.guanxi",
        "head_of_the_firm.guanxi",
        "head_of_the_firm_2.copy.guanxi",
        "head_of_the_firm_2.guanxi",
    ]
    assert "sim.play(file='head_of_the_firm_2.guanxi')" in capsys.readouterr().out
    assert (first.present, second.present, second.session.seed) == ((), ("head",), 5)
    first.close()
    second.close()


def test_the_same_call_continues_the_game_and_a_new_one_is_made_on_request_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = sim.play("head_of_the_firm", seed=5)
    assert sim.play("head_of_the_firm") is first
    first.close()
    again = sim.play("head_of_the_firm")
    assert isinstance(again, HotSeat) and again.session.seed == 5
    assert "This continues head_of_the_firm.guanxi. For a new game: sim.play('head_of_the_firm', new=True)" in (
        capsys.readouterr().out
    )
    second = sim.play("head_of_the_firm", new=True)
    assert second is not again and second.file.name == "head_of_the_firm_2.guanxi"
    assert sim.play("head_of_the_firm") is second
    again.close()
    second.close()
    (tmp_path / "true_or_false.guanxi").write_bytes((tmp_path / "head_of_the_firm.guanxi").read_bytes())
    exercise = sim.play("true_or_false")
    assert exercise.file.name == "true_or_false_2.guanxi", "a file of another game is left alone"
    exercise.close()


def test_the_same_file_in_the_same_notebook_is_the_same_game() -> None:
    first = sim.play("head_of_the_firm", file="mine.guanxi", seats=["head"])
    assert sim.play(file="mine.guanxi") is first
    first.close()
    again = sim.play(file="mine.guanxi")
    assert again is not first
    assert isinstance(again, HotSeat) and again.present == ("head",)
    again.close()


def test_an_exercise_is_found_by_its_name_and_by_its_file() -> None:
    first = sim.play("true_or_false")
    assert isinstance(first, ExerciseWidget)
    first.answer({"statement_1": "false"})
    first.close()
    again = sim.play(file="true_or_false.guanxi")
    assert isinstance(again, ExerciseWidget) and len(again.sitting.attempts) == 1
    with pytest.raises(GameError, match="an exercise has none"):
        sim.play(file="true_or_false.guanxi", seats=["head"])
    again.close()


@pytest.mark.slow
def test_a_file_that_is_open_in_another_notebook_is_refused_in_a_sentence(tmp_path: Path) -> None:
    hold = "import sim, sys; sim.play('true_or_false', file='held.guanxi'); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, text=True,
        env={"PYTHONPATH": str(Path(sim.__file__).parents[1]), "PATH": ""},
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert any("held" in line and "It is kept" not in line for line in other.stdout)
        with pytest.raises(GameError, match=r"held\.guanxi is open already, here or in another process"):
            sim.play(file="held.guanxi")
        other.communicate("")
    sim.play(file="held.guanxi").close()


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"name": "head_of_a_firm"}, ScenarioError, "did you mean 'head_of_the_firm'"),
        ({"name": "head_of_the_firm", "seats": ["heat"]}, GameError, "did you mean 'head'"),
        ({"name": "imitation_race", "seats": ["instructor"]}, GameError, "nobody would decide anything"),
        ({"file": "notes.txt"}, GameError, "not the file of a game"),
    ],
)
def test_what_cannot_be_played_is_said(given: dict[str, object], error: type[Exception], message: str) -> None:
    Path("notes.txt").write_text("x" * 400, encoding="utf-8")
    with pytest.raises(error, match=message):
        sim.play(**given)  # type: ignore[arg-type]


def test_a_notebook_shows_a_refusal_as_a_sentence_without_the_way_through_the_code() -> None:
    shell = InteractiveShell()
    for error in (GameError("this cannot be"), ScenarioError.of("rounds", "give 1 or more")):
        shown: list[list[str]] = []
        # IPython asks those who show a traceback in their own way to replace this method
        shell._showtraceback = lambda kind, value, lines, shown=shown: shown.append(lines)  # type: ignore[method-assign]  # noqa: SLF001
        try:
            raise error
        except (GameError, ScenarioError):
            shell.showtraceback()
        assert shown == [[str(error)]]


def test_names_that_are_taken_get_a_number(tmp_path: Path) -> None:
    for name in ("a.guanxi", "a_2.guanxi", "b"):
        (tmp_path / name).touch()
    wanted = [tmp_path / "a.guanxi", tmp_path / "b", tmp_path / "c.x"]
    assert [unique_file_name(path).name for path in wanted] == ["a_3.guanxi", "b_2", "c.x"]
