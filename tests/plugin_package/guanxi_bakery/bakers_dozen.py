"""An exercise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from sim.game.exercises.exercise import ExerciseRun, Task
from sim.game.exercises.marking import Mark, Marks
from sim.game.forms.field import Field
from sim.game.presentation.section import Section
from sim.registry import register
from sim.scenario.scenario import Scenario

DOZEN = 13


class BakersDozenRun(ExerciseRun):
    """The question on the desk."""

    def sections(self) -> tuple[Section, ...]:
        """What is asked."""
        return (Section(heading="A baker's dozen", text="How many loaves are a baker's dozen?"),)

    def questions(self) -> tuple[Field, ...]:
        """One number."""
        return (Field(path="loaves", label="loaves", help="How many?", sort="whole", least=0, most=100),)

    def answer(self, values: Mapping[str, object]) -> dict[str, Any]:
        """The number as given."""
        return {path: value for path, value in self.read(values).items() if value is not None}

    def marks(self, answer: Mapping[str, Any]) -> Marks:
        """100 points for the right number."""
        right = answer.get("loaves") == DOZEN
        return Marks(title="Loaves", marks=(Mark("loaves", 100.0 * right, f"{answer.get('loaves')} of {DOZEN}"),))

    def truth(self) -> tuple[Section, ...]:
        """The number."""
        return (Section(heading="The answer", text=f"{DOZEN} loaves."),)


@register("exercise", "bakers_dozen")
class BakersDozen(Task):
    """How many loaves are a baker's dozen?"""

    lesson: ClassVar[Mapping[str, object]] = {
        "title": "A baker's dozen",
        "teaches": "That an exercise can come from another package.",
    }

    kind: Literal["bakers_dozen"]

    def open(self, scenario: Scenario | None, seed: int) -> BakersDozenRun:
        """Nothing is run."""
        return BakersDozenRun()
