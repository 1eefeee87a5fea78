"""The task of true or false: statements on business buyers, each of which can be tried in the simulator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from sim.game.exercises.marking import Marks
from sim.game.exercises.task import ExerciseRun, Task
from sim.game.exercises.trials import Trial
from sim.game.exercises.true_or_false import STATEMENTS, score
from sim.game.forms.field import Field
from sim.game.presentation.section import Section
from sim.registry import register
from sim.scenario.scenario import Scenario

TRUE, FALSE = "true", "false"
NUMBERS = {f"statement_{each.number}": each.number for each in STATEMENTS}


class TrueFalseRun(ExerciseRun):
    """The statements on the desk."""

    def sections(self) -> tuple[Section, ...]:
        """The statements."""
        rows = tuple((str(each.number), each.text) for each in STATEMENTS)
        text = "Five statements on selling to businesses. Which are true? Each can be tried in the simulator first."
        return (Section(heading="True or false?", text=text, columns=("", "statement"), rows=rows),)

    def questions(self) -> tuple[Field, ...]:
        """True or false, for each."""
        return tuple(
            Field(path=f"statement_{each.number}", label=f"statement {each.number}", sort="choice", help=each.text,
                  options=(TRUE, FALSE))
            for each in STATEMENTS
        )  # fmt: skip

    def answer(self, values: Mapping[str, object]) -> dict[str, Any]:
        """True or false by question; one that is left out is wrong."""
        given = {path: value for path, value in self.read(values).items() if value is not None}
        score({NUMBERS[path]: value == TRUE for path, value in given.items()})
        return dict(given)

    def marks(self, answer: Mapping[str, Any]) -> Marks:
        """100 points for each that is answered as we do."""
        return score({NUMBERS[path]: value == TRUE for path, value in answer.items()})

    def truth(self) -> tuple[Section, ...]:
        """Our answers, why, and where the simulator cannot decide."""
        ours = {True: TRUE, False: FALSE}
        rows = tuple((str(each.number), ours[each.answer], each.why, each.doubt or "–") for each in STATEMENTS)
        text = "The answers are ours, in the sense of the course. Try the statements, and see what the simulator says."
        columns = ("", "we say", "why", "what the simulator cannot settle")
        return (Section(heading="Our answers", text=text, columns=columns, rows=rows),)

    def trials(self) -> Mapping[str, Callable[[int], Trial]]:
        """Each statement, tried in small worlds; 2 replications are quick, 8 say more."""
        return {f"statement_{each.number}": each.trial for each in STATEMENTS}


@register("exercise", "true_or_false")
class TrueOrFalse(Task):
    """True or false? Five statements on business buyers (D6)."""

    kind: Literal["true_or_false"]

    def open(self, scenario: Scenario | None, seed: int) -> TrueFalseRun:
        """Nothing is run before a statement is tried."""
        return TrueFalseRun()
