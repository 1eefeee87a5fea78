"""Well-led visits as they are played: how each went, the protocol asked for, what was in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field as Setting
from pydantic import model_validator

from sim.game.exercises.exercise import ExerciseRun, Task
from sim.game.exercises.marking import AnswerError, Mark, Marks
from sim.game.exercises.visit_record import Visited
from sim.game.exercises.well_led_visit import VisitReport, empty, ideal, score
from sim.game.forms.field import Field
from sim.game.presentation.game_texts import text_of
from sim.game.presentation.section import Section
from sim.game.words import clauses, door_word, listed, need_word, word
from sim.language.messages import _, mark, ngettext, translate
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
        doors = clauses(
            ngettext("{door}: {n} need known", "{door}: {n} needs known", count).format(door=door_word(door), n=count)
            for door, count in opens
        )
        rule = _("A visit opens the next door, one at a time, once enough is known. {doors}.")
        rule = rule.format(doors=f"{doors[:1].upper()}{doors[1:]}")
        told = [
            Section(heading=_("A well-led visit"), text=translate(ASKED)),
            Section(heading=_("Needs and doors"), text=f"{translate(NEEDS_MEAN)}\n{rule}"),
        ]
        before = _("Week {week}. Door before: {door}. Needs known before: {needs}.")
        for number, visit in enumerate(self.visits, start=1):
            known = listed(map(need_word, visit.before)) or word("none")
            heading = _("Visit {number}: {account}").format(number=number, account=_account(number, visit))
            facts = before.format(week=f"{visit.week:g}", door=door_word(visit.door), needs=known)
            told.append(Section(heading=heading, text=f"{facts}\n{_story(number, visit)}"))
        return tuple(told)

    def questions(self) -> tuple[Field, ...]:
        """What do I know now that I did not, what do I conclude, what do I decide? For each visit."""
        found = []
        needs: dict[str, str] = {need: need_word(need) for need in NEED_NAMES}
        for number, visit in enumerate(self.visits, start=1):
            who = _account(number, visit)
            know = _("{account}: what do I know now that I did not? Needs that this visit revealed").format(account=who)
            conclude = _("{account}: what do I conclude? Where the account now stands").format(account=who)
            decide = _("{account}: what do I decide? The need to be acted upon").format(account=who)
            found += [
                Field(path=f"{number}.learned", label=_("visit {number}: learned").format(number=number), sort="many",
                      options=NEED_NAMES, words=needs, present=(), help=know),
                Field(path=f"{number}.concluded", label=_("visit {number}: door now").format(number=number),
                      sort="choice", options=DOORS, present=visit.door, help=conclude,
                      words={door: door_word(door) for door in DOORS}),
                Field(path=f"{number}.decided", label=_("visit {number}: act on").format(number=number), sort="choice",
                      options=(NOTHING, *NEED_NAMES), present=NOTHING, help=decide,
                      words={**needs, NOTHING: _("nothing")}),
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
            said = _("Visit {number}: {sentence}")
            words += [said.format(number=number, sentence=sentence) for sentence in found.words]
        return Marks(title=_("Well-led visits"), marks=tuple(marks), words=tuple(words))

    def truth(self) -> tuple[Section, ...]:
        """The protocol of a visitor who noticed everything, and what it and an empty one get."""
        rows = []
        for number, visit in enumerate(self.visits, start=1):
            visited = visit.visited(number)
            best = ideal(visited)
            rows.append((str(number), _account(number, visit), listed(map(need_word, visit.revealed)) or word("none"),
                         word(best.concluded), need_word(best.decided) if best.decided else _("nothing"),
                         f"{score(visited, best).total:.0f}",
                         f"{score(visited, empty(visited)).total:.0f}"))  # fmt: skip
        columns = (
            "", _("account"), _("revealed"), _("door now"), _("act on"), _("points"), _("of an empty protocol"),
        )  # fmt: skip
        text = _("Where several needs were revealed, to act on any of them is right.")
        return (Section(heading=_("What was in them"), text=text, columns=columns, rows=tuple(rows)),)


def _account(number: int, visit: Visit) -> str:
    return text_of("well_led_visit", f"visits.{number}.account", visit.account)


def _story(number: int, visit: Visit) -> str:
    return " ".join(text_of("well_led_visit", f"visits.{number}.story", visit.story).split())


ASKED = mark(
    "A visit counts only if it answers three questions. What do I know now that I did not? What do I conclude? What do "
    "I decide? Read how these visits went, and write the protocol of each: the needs that it revealed, the door at "
    "which the account now stands, and the need that will be acted upon."
)


NEEDS_MEAN = mark(
    "Stated: what the account asks for. Real: what it is after. Unstated: what it takes for granted. Delight: what "
    "would please it beyond that. Secret: what it would not say aloud."
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
