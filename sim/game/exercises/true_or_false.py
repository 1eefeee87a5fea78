"""True or false? Five statements on business buyers, our answers with reasons, and a trial of each (D6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sim.game.exercises.exercise import ExerciseRun, Task, Trial
from sim.game.exercises.marking import FULL, AnswerError, Mark, Marks, refuse
from sim.game.exercises.trials import (
    mass_advertising,
    one_to_one,
    people_in_it,
    segmented_by_value,
    statistics_of_consumers,
)
from sim.game.forms.field import Field
from sim.game.presentation.section import Section
from sim.game.words import paragraph
from sim.language.messages import _, mark, pgettext, translate
from sim.registry import register
from sim.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A statement, our answer and why; ``trial(replications)`` tries it in small worlds."""

    number: int
    text: str
    answer: bool
    why: str
    trial: Callable[[int], Trial]
    doubt: str = ""
    """Where the simulator cannot decide it, why not."""


STATEMENTS: tuple[Statement, ...] = (
    Statement(
        number=1,
        text=mark("In business-to-business the company itself, not people in it, is the party to the relation."),
        answer=False,
        why=mark(
            "People buy from people they trust. When a seller leaves, the personal part of the bond leaves too, unless "
            "it was turned into a bond with the firm in time (A8)."
        ),
        trial=people_in_it,
    ),
    Statement(
        number=2,
        text=mark("Building relations in business-to-business means mass advertising."),
        answer=False,
        why=mark(
            "Accounts are few and known by name. They are bound by people who come, learn what they need and act on "
            "it; advertising reaches those who are not customers yet (A4, A7, A16)."
        ),
        trial=mass_advertising,
    ),
    Statement(
        number=3,
        text=mark("The statistics of behaviour that work for consumers work for businesses too."),
        answer=False,
        why=mark(
            "They rest on many buyers who decide alone. Businesses are few, unlike each other, and buy together, by "
            "contract and from what their own customers order; each account has to be known by itself."
        ),
        trial=statistics_of_consumers,
        doubt=mark(
            "Businesses in the simulator buy by the same rules as consumers; only how few they are can be tried."
        ),
    ),
    Statement(
        number=4,
        text=mark("Business accounts are segmented by their value to the firm."),
        answer=True,
        why=mark("Every relationship costs people and time. It pays where an account brings enough (A5, A11)."),
        trial=segmented_by_value,
    ),
    Statement(
        number=5,
        text=mark("In form, one-to-one service to businesses and to consumers is the same in essence."),
        answer=True,
        why=mark(
            "Know the customer, keep in touch, make it to measure, keep promises: the steps are the same. What differs "
            "is how many people there are on the other side, and how much is at stake."
        ),
        trial=one_to_one,
        doubt=mark(
            "That both are moved by the same bonds is how the model is made; it can show the size, not the likeness."
        ),
    ),
)
"""The five statements of the course. The answers are ours, in the course's sense."""


def score(answers: object) -> Marks:
    """Mark the answers, True or False by the number of the statement: 100 for each answered as we do, else 0.

    One left out is wrong. Raises :class:`AnswerError` for a statement that is not there and for an answer that is not
    True or False.
    """
    if not isinstance(answers, Mapping):
        asked = _("{given} was given; give an answer for each number, such as {example}")
        raise AnswerError([asked.format(given=repr(answers), example="{1: False, 2: True}")])
    numbers = [statement.number for statement in STATEMENTS]
    strange = _("unknown statement {number}; give numbers from 1 to {last}")
    faults = [
        strange.format(number=repr(given), last=len(numbers))
        for given in answers
        if given not in numbers or isinstance(given, bool)
    ]
    odd = {given: said for given, said in answers.items() if not isinstance(said, bool)}
    other = _("statement {number}: {given} was given; give True or False")
    faults += [other.format(number=given, given=repr(said)) for given, said in odd.items()]
    refuse(faults)
    marks, words = [], []
    for each in STATEMENTS:
        said, ours = answers.get(each.number), truth_word(each.answer)
        right = said is each.answer
        given = _("no answer") if said is None else truth_word(bool(said))
        line = _("{given}; we say {ours}").format(given=given, ours=ours)
        marks.append(Mark(f"statement {each.number}", FULL * right, line))
        why = _("{statement} True: {why}") if each.answer else _("{statement} False: {why}")
        sentences = [why.format(statement=translate(each.text), why=translate(each.why))]
        if each.doubt:
            sentences.append(_("Not settled by the simulator: {doubt}").format(doubt=translate(each.doubt)))
        words.append(_("{number}. {text}").format(number=each.number, text=paragraph(sentences)))
    return Marks(title=_("True or false"), marks=tuple(marks), words=tuple(words))


def statement(number: int) -> Statement:
    """The statement with this number. Raises ``ValueError`` for one that is not there."""
    for each in STATEMENTS:
        if each.number == number and not isinstance(number, bool):
            return each
    said = _("unknown statement {number}; give numbers from 1 to {last}")
    raise ValueError(said.format(number=repr(number), last=len(STATEMENTS)))


TRUE, FALSE = "true", "false"


def truth_word(answer: bool) -> str:
    """The word for an answer."""
    return pgettext("answer", "true") if answer else pgettext("answer", "false")


NUMBERS = {f"statement_{each.number}": each.number for each in STATEMENTS}


class TrueFalseRun(ExerciseRun):
    """The statements on the desk."""

    def sections(self) -> tuple[Section, ...]:
        """The statements."""
        rows = tuple((str(each.number), translate(each.text)) for each in STATEMENTS)
        text = _("Five statements on selling to businesses. Which are true? Each can be tried in the simulator first.")
        return (Section(heading=_("True or false?"), text=text, columns=("", _("statement")), rows=rows),)

    def questions(self) -> tuple[Field, ...]:
        """True or false, for each."""
        return tuple(
            Field(path=f"statement_{each.number}", label=_("statement {number}").format(number=each.number),
                  sort="choice", help=translate(each.text), options=(TRUE, FALSE),
                  words={TRUE: truth_word(True), FALSE: truth_word(False)})
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
        rows = tuple(
            (str(each.number), truth_word(each.answer), translate(each.why), translate(each.doubt) or "–")
            for each in STATEMENTS
        )
        text = _(
            "The answers are ours, in the sense of the course. Try the statements, and see what the simulator says."
        )
        columns = ("", _("we say"), _("why"), _("what the simulator cannot settle"))
        return (Section(heading=_("Our answers"), text=text, columns=columns, rows=rows),)

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
