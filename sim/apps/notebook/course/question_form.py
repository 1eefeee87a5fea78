"""One check question as a control: an answer, a button, and why the answer is right or wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.apps.notebook.course.chapter_state import ChapterState
from sim.apps.notebook.course.part import page_part, text_box
from sim.course.chapters import words
from sim.course.kinds.choice import MultipleChoice
from sim.course.kinds.matching import Matching
from sim.course.kinds.number import Number
from sim.course.kinds.ordering import Ordering
from sim.course.question import Question, WrongAnswerFormError
from sim.course.quiz import Quiz

if TYPE_CHECKING:
    import ipywidgets  # type: ignore[import-untyped]

Typed = Callable[[], str]


def question_form(state: ChapterState, quiz: Quiz, question: Question, place: int) -> ipywidgets.VBox:
    """The controls of a question.

    Args:
        state: The chapter and the student.
        quiz: Marks the answer and keeps it.
        question: What is asked.
        place: Its number on the page, from 1.

    Returns:
        Text, control, button and explanation.
    """
    import ipywidgets

    control, typed = _control(state, quiz, question)
    button = ipywidgets.Button(description=state.said(words.CHECK))
    told = ipywidgets.HTML(_judged(state, question))
    asked = ipywidgets.HTML(
        page_part(paragraphs=[f"{place}. {question.asked(state.language, quiz.student)}"], lead=True)
    )

    def check(_pressed: ipywidgets.Button) -> None:
        answer = typed()
        if not answer:
            told.value = text_box(state.said(words.NO_ANSWER)).value
            return
        try:
            state.answer(question, answer)
        except WrongAnswerFormError as error:
            told.value = text_box(str(error)).value
            return
        told.value = _judged(state, question)

    button.on_click(check)
    return ipywidgets.VBox([asked, control, button, told])


def _judged(state: ChapterState, question: Question) -> str:
    """How the question was answered so far; empty for a new one."""
    said = state.so_far(question)
    return page_part(paragraphs=said) if said else ""


def _control(state: ChapterState, quiz: Quiz, question: Question) -> tuple[ipywidgets.Widget, Typed]:
    """A control for the kind of question, and what it says in the form that a quiz reads."""
    import ipywidgets

    last = state.last_answer(question)
    if isinstance(question, Number):
        said = state.said(words.ANSWER_IN, unit=question.unit.said(state.language))
        number = ipywidgets.Text(last, description=said, style={"description_width": "initial"})
        return number, lambda: str(number.value).strip()
    shown = quiz.options(question)
    chosen = [int(word) for word in last.split()]
    if isinstance(question, MultipleChoice):
        boxes = [
            ipywidgets.Checkbox(place in chosen, description=text, indent=False, layout=ipywidgets.Layout(width="auto"))
            for place, text in enumerate(shown, start=1)
        ]
        return ipywidgets.VBox(boxes), lambda: " ".join(str(n) for n, box in enumerate(boxes, start=1) if box.value)
    if isinstance(question, Ordering | Matching):
        return _several(state, question, shown, chosen)
    options = [(text, str(place)) for place, text in enumerate(shown, start=1)]
    radio = ipywidgets.RadioButtons(options=options, value=last or None, layout=ipywidgets.Layout(width="auto"))
    return radio, lambda: radio.value or ""


def _several(
    state: ChapterState, question: Ordering | Matching, shown: list[str], chosen: list[int]
) -> tuple[ipywidgets.Widget, Typed]:
    """One list for each item of a matching, or for each place of an order."""
    import ipywidgets

    if isinstance(question, Matching):
        names = question.left(state.language)
    else:
        names = [state.said(words.ORDER_OF, place=place) for place in range(1, len(shown) + 1)]
    options = [(state.said(words.TRUE), 0), *((text, place) for place, text in enumerate(shown, start=1))]
    before = chosen if len(chosen) == len(names) else [0] * len(names)
    lists = [
        ipywidgets.Dropdown(
            options=options, value=value, description=name, style={"description_width": "22em"},
            layout=ipywidgets.Layout(width="46em", max_width="98%"),
        )
        for name, value in zip(names, before, strict=True)
    ]  # fmt: skip

    def typed() -> str:
        return " ".join(str(one.value) for one in lists) if all(one.value for one in lists) else ""

    return ipywidgets.VBox(lists), typed
