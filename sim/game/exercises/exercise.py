"""What kinds of scored exercise share: a handout, questions, marks, the truth kept back, and their declaration."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field as Setting

from sim.files.csv_export import write_csv
from sim.game.errors import GameError
from sim.game.exercises.marking import Marks
from sim.game.forms.field import Field, Value
from sim.game.forms.form import taken
from sim.game.load_game import exercises_without_file, find, scenario_beside, shipped_exercises
from sim.game.presentation.section import Section
from sim.language.messages import _
from sim.metrics._shared.interval import Interval
from sim.scenario.declaration import Declaration, Lesson, OneOf
from sim.scenario.files.load import read_as
from sim.scenario.files.validation import checked
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True, eq=False)
class Trial:
    """What came out of trying a statement."""

    table: pd.DataFrame
    """One row per figure: world, what, value (a mean over replications) with low and high (95%)."""
    sentence: str
    settled: bool
    """Whether this decides the statement, as far as a model can."""
    difference: Interval
    """The figure that the sentence turns on."""


class ExerciseRun(ABC):
    """An exercise in progress. It holds the truth, which is shown when its time has come."""

    @abstractmethod
    def sections(self) -> tuple[Section, ...]:
        """What is told at the start, and what is asked for."""

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """The handout, table by table; none where everything is told."""
        return {}

    @abstractmethod
    def questions(self) -> tuple[Field, ...]:
        """What is asked."""

    def read(self, values: Mapping[str, object]) -> dict[str, Value]:
        """The values by path, each of the sort that its question holds. Raises :class:`GameError`."""
        return taken({question.path: question for question in self.questions()}, values)

    def from_code(self, given: object) -> Mapping[str, object]:
        """An answer given in code, as values by path. Raises :class:`GameError` for what cannot be read so."""
        if not isinstance(given, Mapping):
            said = _("{given} was given; give a value for the path of each question")
            raise GameError(said.format(given=type(given).__name__))
        return given

    @abstractmethod
    def answer(self, values: Mapping[str, object]) -> dict[str, Any]:
        """The answer as it is marked and kept: plain numbers, text, lists and mappings.

        Raises :class:`GameError` or :class:`AnswerError` with everything that is wrong.
        """

    @abstractmethod
    def marks(self, answer: Mapping[str, Any]) -> Marks:
        """The answer marked. Raises :class:`AnswerError` for one that cannot be."""

    @abstractmethod
    def truth(self) -> tuple[Section, ...]:
        """What was to be found out, and what known answers get."""

    def trials(self) -> Mapping[str, Callable[[int], Trial]]:
        """What can be tried in the simulator, by the path of the question: a function of how many replications."""
        return {}


def write_tables(
    folder: str | PathLike[str], tables: Mapping[str, pd.DataFrame], byte_order_mark: bool | None = None
) -> list[Path]:
    """Write each table as CSV into a folder, which is made if need be; returns the files.

    ``byte_order_mark``: see :mod:`sim.files.csv_export`; False leaves it out.
    """
    return [write_csv(table, Path(folder) / f"{name}.csv", byte_order_mark) for name, table in tables.items()]


class Task(Declaration):
    """One kind of exercise, and what it is set on.

    To write a new one, give it a ``kind`` and :meth:`open` in a file of its own, and declare it in the family
    ``exercise``.
    """

    lesson: ClassVar[Mapping[str, object]] = {}
    """``title``, ``teaches`` and ``course`` of the exercise that has the name of the kind and sets the task with its
    default settings; left empty where exercises are files of their own."""

    kind: str
    scenario: str = Setting(default="", max_length=200)
    """Name of a scenario that comes along, or a scenario file beside the exercise's; none where none is run."""
    changes: dict[str, object] = Setting(default={})
    """What is different from the scenario, by path."""
    seed_per_student: bool = False
    """Whether each student who begins gets a market with a seed of its own, so that answers cannot be copied."""

    @abstractmethod
    def open(self, scenario: Scenario | None, seed: int) -> ExerciseRun:
        """Set the exercise on this scenario and luck. Raises ``ValueError`` where it cannot be."""


class Exercise(Lesson):
    """An exercise without rounds: a handout is given, the student answers, the answer is marked.

    By the key ``task`` its file is told from that of a game.
    """

    task: Annotated[Task, OneOf("exercise")]


def load_exercise(name_or_path: str | PathLike[str]) -> tuple[Exercise, Scenario | None]:
    """The exercise of that name or in that file, and the scenario as it is set on it; None where none is run.

    Raises ``ScenarioError`` with everything that is wrong.
    """
    declared, files, folder = exercises_without_file(), shipped_exercises(), Path()
    if str(name_or_path) in declared and str(name_or_path) not in files:
        exercise = checked(Exercise, declared[str(name_or_path)])
    else:
        path = find(name_or_path, files, "exercise", declared)
        exercise, folder = read_as(Exercise, path), path.parent
    if not exercise.task.scenario:
        return exercise, None
    return exercise, scenario_beside(folder, exercise.task.scenario).but(exercise.task.changes)
