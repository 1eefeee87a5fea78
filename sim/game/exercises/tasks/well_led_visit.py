"""The task of well-led visits: visits as they went, and the protocol of each by the three questions of the course."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field as Setting
from pydantic import model_validator

from sim.game.exercises.marking import AnswerError, Mark, Marks
from sim.game.exercises.task import ExerciseRun, Task
from sim.game.exercises.visit_record import Visited
from sim.game.exercises.well_led_visit import VisitReport, empty, ideal, score
from sim.game.forms.field import Field
from sim.game.presentation.section import Section
from sim.model.firms.account_management.visits import OPENS
from sim.registry import register
from sim.scenario.declaration import Declaration
from sim.scenario.firm.departments.relationship_managers import DOORS
from sim.scenario.market.key_account import NEED_NAMES, NeedName
from sim.scenario.scenario import Scenario

NOTHING = "nothing"
"""Where nothing is decided after a visit."""


class Visit(Declaration):
    """A visit as it went, and what was in it."""

    account: str = Setting(min_length=1, max_length=80)
    """Who was visited."""
    week: float = Setting(ge=0, le=1e6)
    door: Literal["outside", "on speaking terms", "gets help inside", "the account calls"]
    """The door at which the account stood before."""
    before: tuple[NeedName, ...] = ()
    """Needs known before the visit."""
    story: str = Setting(min_length=1, max_length=2000)
    """What was seen and said."""
    revealed: tuple[NeedName, ...] = ()
    """Needs that this visit revealed."""

    @model_validator(mode="after")
    def _sound(self) -> Visit:
        try:
            self.visited(1)
        except AnswerError as error:
            raise ValueError(str(error)) from None
        return self

    def visited(self, number: int) -> Visited:
        """The visit, for whoever marks its protocol."""
        return Visited(account=number, week=self.week, before=self.before, revealed=self.revealed, door=self.door)


class VisitRun(ExerciseRun):
    """Visits on the desk, each waiting for its protocol."""

    def __init__(self, visits: tuple[Visit, ...]) -> None:
        """The visits, with what was in them."""
        self.visits = visits

    def sections(self) -> tuple[Section, ...]:
        """The three questions, the five needs and four doors, then each visit as it went."""
        opens = zip(DOORS[1:], OPENS.tolist()[:-1], strict=True)
        doors = "; ".join(f"{door}: {count} needs known" if count > 1 else f"{door}: {count} need known"
                          for door, count in opens)  # fmt: skip
        told = [
            Section(heading="A well-led visit", text=ASKED),
            Section(heading="Needs and doors", text=f"{NEEDS_MEAN}\nA visit opens the next door, one at a time, once "
                    f"enough is known. {doors[:1].upper()}{doors[1:]}."),
        ]  # fmt: skip
        for number, visit in enumerate(self.visits, start=1):
            known = ", ".join(visit.before) or "none"
            told.append(
                Section(heading=f"Visit {number}: {visit.account}", text=f"Week {visit.week:g}. Door before: "
                        f"{visit.door}. Needs known before: {known}.\n{' '.join(visit.story.split())}")
            )  # fmt: skip
        return tuple(told)

    def questions(self) -> tuple[Field, ...]:
        """What do I know now that I did not, what do I conclude, what do I decide? For each visit."""
        found = []
        for number, visit in enumerate(self.visits, start=1):
            name = f"visit {number}"
            found += [
                Field(path=f"{number}.learned", label=f"{name}: learned", sort="many", options=NEED_NAMES, present=(),
                      help=f"{visit.account}: what do I know now that I did not? Needs that this visit revealed"),
                Field(path=f"{number}.concluded", label=f"{name}: door now", sort="choice", options=DOORS,
                      present=visit.door, help=f"{visit.account}: what do I conclude? Where the account now stands"),
                Field(path=f"{number}.decided", label=f"{name}: act on", sort="choice", options=(NOTHING, *NEED_NAMES),
                      present=NOTHING, help=f"{visit.account}: what do I decide? The need to be acted upon"),
            ]  # fmt: skip
        return tuple(found)

    def answer(self, values: Mapping[str, object]) -> dict[str, Any]:
        """A protocol for each visit; what is left out stands as before the visit."""
        given: dict[str, Any] = {each.path: each.present for each in self.questions()}
        given |= {path: value for path, value in self.read(values).items() if value is not None}
        return {path: list(value) if isinstance(value, tuple) else value for path, value in given.items()}

    def marks(self, answer: Mapping[str, Any]) -> Marks:
        """Each question of each visit, see :func:`sim.game.exercises.well_led_visit.score`."""
        marks: list[Mark] = []
        words: list[str] = []
        for number, visit in enumerate(self.visits, start=1):
            decided = answer[f"{number}.decided"]
            report = VisitReport(
                learned=answer[f"{number}.learned"], concluded=answer[f"{number}.concluded"],
                decided=None if decided == NOTHING else decided,
            )  # fmt: skip
            found = score(visit.visited(number), report)
            marks += [Mark(f"visit {number}: {mark.part}", mark.points, mark.arithmetic) for mark in found.marks]
            words += [f"Visit {number}: {word}" for word in found.words]
        return Marks(title="Well-led visits", marks=tuple(marks), words=tuple(words))

    def truth(self) -> tuple[Section, ...]:
        """The protocol of somebody who noticed everything, and what it and an empty one get."""
        rows = []
        for number, visit in enumerate(self.visits, start=1):
            visited = visit.visited(number)
            best = ideal(visited)
            rows.append((str(number), visit.account, ", ".join(visit.revealed) or "none", best.concluded,
                         best.decided or NOTHING, f"{score(visited, best).total:.0f}",
                         f"{score(visited, empty(visited)).total:.0f}"))  # fmt: skip
        columns = ("", "account", "revealed", "door now", "act on", "points", "of an empty protocol")
        text = "Where several needs were revealed, to act on any of them is right."
        return (Section(heading="What was in them", text=text, columns=columns, rows=tuple(rows)),)


ASKED = (
    "A visit counts only if it answers three questions. What do I know now that I did not? What do I conclude? What do "
    "I decide? Read how these visits went, and write the protocol of each: the needs that it revealed, the door at "
    "which the account now stands, and the need that will be acted upon."
)
NEEDS_MEAN = (
    "Stated: what she asks for. Real: what she is after with it. Unstated: what she takes for granted. Delight: what "
    "would please her beyond that. Secret: what she would not say aloud."
)


@register("exercise", "well_led_visit")
class WellLedVisit(Task):
    """Well-led visit: the protocol of visits marked by the three questions of the course (A7, D7)."""

    kind: Literal["well_led_visit"]
    visits: tuple[Visit, ...] = Setting(min_length=1, max_length=40)
    """The visits to be written up."""

    def open(self, scenario: Scenario | None, seed: int) -> VisitRun:
        """Nothing is run: the visits are those of the declaration."""
        return VisitRun(self.visits)
