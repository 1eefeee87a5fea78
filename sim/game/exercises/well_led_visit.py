"""Well-led visit: the protocol of a visit marked by the three questions of the course (A7, D7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
from pydantic import Field as Setting
from pydantic import model_validator

from sim.game.exercises.exercise import ExerciseRun, Task
from sim.game.exercises.marking import FULL, AnswerError, Mark, Marks, refuse
from sim.game.exercises.visit_record import Visited, named_needs
from sim.game.forms.field import Field
from sim.game.presentation.section import Section
from sim.model.firms.account_management.visits import OPENS
from sim.registry import register, unknown
from sim.scenario.declaration import Declaration
from sim.scenario.firm.departments.relationship_managers import DOORS
from sim.scenario.market.key_account import NEED_NAMES, NeedName
from sim.scenario.scenario import Scenario

HALF = FULL / 2


@dataclass(frozen=True, kw_only=True)
class VisitReport:
    """The protocol of a visit: what do I know now that I did not, what do I conclude, what do I decide?"""

    learned: Iterable[str] = ()
    """Needs that the visit revealed; empty where it revealed nothing."""
    concluded: str = DOORS[0]
    """The door at which the account now stands."""
    decided: str | None = None
    """The need that will now be acted upon; None to leave it at that."""

    def __post_init__(self) -> None:
        """Check all names. Raises :class:`AnswerError` with all faults."""
        faults: list[str] = []
        learned = named_needs("learned", self.learned, faults)
        if learned is None:
            faults.append("learned: nothing was given; give a list of needs, empty where nothing was learned")
        object.__setattr__(self, "learned", learned or ())
        if self.concluded not in DOORS:
            faults.append(f"concluded: {unknown('door', str(self.concluded), DOORS)}")
        if self.decided is not None and self.decided not in NEED_NAMES:
            faults.append(f"decided: {unknown('need', str(self.decided), NEED_NAMES)}, or None")
        refuse(faults)


def score(visited: Visited, report: VisitReport) -> Marks:
    """Mark a protocol, question by question, 0 to 100 each; the total is the mean.

    know = 100 × needs named and revealed / needs named or revealed; 100 where nothing was revealed and nothing is
    named. conclude = 100 for the right door, 50 for the one next to it. decide = 100 for acting on what this visit
    revealed, or, where it revealed nothing, on what was known before; 50 for acting on old news when there is new; 0
    for a need that nobody knows; to leave it at that is right (100) where no need is known, half right (50) after a
    visit that revealed nothing, and wrong (0) after one that did.

    Where only the log is there (see :func:`sim.game.exercises.visit_record.logged_visits`) it does not name needs:
    know is then right or wrong on whether anything was revealed, decide on whether anything is decided after a visit
    that counts.
    """
    marks = (_know(visited, report), _conclude(visited, report), _decide(visited, report))
    return Marks(title="The visit", marks=marks, words=tuple(_words(visited, report)))


def ideal(visited: Visited) -> VisitReport:
    """The protocol of a visitor who noticed everything: it brackets the scale from above.

    Where only the log is there, any one need stands for what was revealed.
    """
    learned = visited.revealed
    if learned is None:
        learned = NEED_NAMES[:1] if visited.outcome == "revealed" else ()
    known = (*learned, *(visited.before or ()))
    if visited.revealed is None and visited.outcome == "decided":
        known = NEED_NAMES[:1]
    return VisitReport(learned=learned, concluded=visited.door_after(), decided=known[0] if known else None)


def empty(visited: Visited) -> VisitReport:
    """The protocol of a visitor who only drank tea: nothing learned, the account as before, nothing decided."""
    return VisitReport(concluded=visited.door)


def scores(pairs: Sequence[tuple[Visited, VisitReport]]) -> pd.DataFrame:
    """Several visits marked: one row each with account, week, outcome, know, conclude, decide, total."""
    rows = []
    for visited, report in pairs:
        marks = score(visited, report)
        rows.append(
            {"account": visited.account, "week": visited.week, "outcome": visited.outcome}
            | {mark.part: mark.points for mark in marks.marks}
            | {"total": marks.total}
        )
    columns = ["account", "week", "outcome", "know", "conclude", "decide", "total"]
    return pd.DataFrame(rows, columns=columns)


def _know(visited: Visited, report: VisitReport) -> Mark:
    said = set(report.learned)
    if visited.revealed is None:
        right = bool(said) == (visited.outcome == "revealed")
        line = f"the visit {visited.outcome}; {'something' if said else 'nothing'} is said to be learned"
        return Mark("know", FULL * right, line)
    true = set(visited.revealed)
    either = said | true
    if not either:
        return Mark("know", FULL, "nothing was revealed, and nothing is said to be")
    return Mark("know", FULL * len(said & true) / len(either), f"100 × {len(said & true)} / {len(either)} needs")


def _conclude(visited: Visited, report: VisitReport) -> Mark:
    true = visited.door_after()
    off = abs(DOORS.index(true) - DOORS.index(report.concluded))
    return Mark("conclude", (FULL, HALF, 0.0)[min(off, 2)], f"said: {report.concluded}; true: {true}")


def _decide(visited: Visited, report: VisitReport) -> Mark:
    if visited.revealed is None:
        counts = visited.outcome != "failed"
        right = counts == (report.decided is not None)
        line = f"the visit {visited.outcome}; {'something' if report.decided else 'nothing'} is decided"
        return Mark("decide", FULL * right, line)
    new, old = set(visited.revealed), set(visited.before or ())
    if report.decided is None:
        points = 0.0 if new else HALF if old else FULL
        return Mark("decide", points, f"nothing is decided; {len(new)} needs revealed, {len(old)} known before")
    if report.decided in new or (report.decided in old and not new):
        return Mark("decide", FULL, f"acts on the {report.decided} need, which is known")
    if report.decided in old:
        return Mark("decide", HALF, f"acts on the {report.decided} need, known before, though there is news")
    return Mark("decide", 0.0, f"acts on the {report.decided} need, which nobody knows")


def _words(visited: Visited, report: VisitReport) -> list[str]:
    lines = []
    if visited.outcome == "failed":
        lines.append("The visit failed: it revealed nothing and opened no door. A protocol that states this is right.")
    elif visited.outcome == "decided":
        lines.append("Nothing new, but what was known sufficed for the next door.")
    if visited.revealed is not None:
        invented = [need for need in report.learned if need not in visited.revealed]
        missed = [need for need in visited.revealed if need not in report.learned]
        if invented:
            lines.append(f"Not revealed by this visit: {', '.join(invented)}.")
        if missed:
            lines.append(f"Revealed and not noticed: {', '.join(missed)}.")
    return lines


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
        """The visit, for the person who marks its protocol."""
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
        """The protocol of a visitor who noticed everything, and what it and an empty one get."""
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
