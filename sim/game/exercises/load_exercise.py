"""An exercise from a file or by its name, and the scenario that it is set on."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from sim.files.regular_file import shown
from sim.game.exercises.exercise import Exercise
from sim.game.load_game import exercise_names, exercises_without_file, shipped_exercises
from sim.registry import unknown
from sim.scenario.files.load import ENDINGS, load, read, read_as
from sim.scenario.files.validation import checked
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.scenario import Scenario


def load_exercise(name_or_path: str | PathLike[str]) -> tuple[Exercise, Scenario | None]:
    """The exercise of that name or in that file, and the scenario as it is set on it; None where none is run.

    Raises ``ScenarioError`` with everything that is wrong.
    """
    text, exercises = str(name_or_path), shipped_exercises()
    folder = Path()
    if Path(text).suffix in ENDINGS or len(Path(text).parts) > 1:
        exercise, folder = read_as(Exercise, Path(text)), Path(text).parent
    elif text in exercises:
        exercise, folder = read_as(Exercise, exercises[text]), exercises[text].parent
    elif text in exercises_without_file():
        exercise = checked(Exercise, exercises_without_file()[text])
    else:
        names = exercise_names()
        raise ScenarioError.of(shown(text), f"{unknown('exercise', text, names)}, or a file that ends in .yaml")
    if not exercise.task.scenario:
        return exercise, None
    beside = folder / exercise.task.scenario
    scenario = read(beside) if beside.suffix in ENDINGS else load(exercise.task.scenario)
    return exercise, scenario.but(exercise.task.changes)
