"""The last parts of a chapter: check questions, a reflection, and the file to hand in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.apps.notebook.course.part import Part, page_part, text_box
from sim.apps.notebook.course.question_form import question_form
from sim.course.chapters import words
from sim.course.chapters.predictions import calibration
from sim.course.kinds.matching import Matching
from sim.course.question import Question
from sim.files.atomic_write import write_file

if TYPE_CHECKING:
    import ipywidgets  # type: ignore[import-untyped]


class CheckPart(Part):
    """The check questions, marked at once; answers are kept."""

    def build(self) -> Sequence[ipywidgets.Widget]:
        """One form for each question."""
        quiz = self.state.own_quiz()
        return [question_form(self.state, quiz, one, place) for place, one in enumerate(quiz.questions, start=1)]

    def still(self) -> str:
        """The questions with their options, and what was answered."""
        state = self.state
        quiz = state.own_quiz()
        parts = []
        for place, one in enumerate(quiz.questions, start=1):
            asked = f"{place}. {one.asked(state.language, quiz.student)}"
            options = quiz.options(one)
            listed = one.left(state.language) if isinstance(one, Matching) else options
            chosen_from = [" / ".join(options)] if isinstance(one, Matching) else []
            told = [*chosen_from, *self._answered(one)]
            parts.append(page_part(paragraphs=[asked], bullets=listed, sentences=told, lead=True))
        return "".join(parts)

    def _answered(self, question: Question) -> list[str]:
        """The last answer in words, and how it was marked; empty where none was given."""
        said = self.state.so_far(question)
        if not said:
            return []
        answer = self.state.own_quiz().in_words(question, self.state.last_answer(question))
        return [self.state.said(words.ANSWERED, answer=answer), *said]


class ReflectPart(Part):
    """A text to hand in."""

    locked = False

    def build(self) -> Sequence[ipywidgets.Widget]:
        """A field and a button."""
        import ipywidgets

        field = ipywidgets.Textarea(
            self.state.done.reflection, rows=5, layout=ipywidgets.Layout(width="46em", max_width="98%")
        )
        button, told = ipywidgets.Button(description=self.state.said(words.KEEP)), ipywidgets.HTML()

        def keep(_pressed: ipywidgets.Button) -> None:
            self.state.reflect(field.value)
            field.value, progress = self.state.done.reflection, self.state.progress
            told.value = text_box(self.state.said(progress.trouble or progress.notice or words.KEPT)).value

        button.on_click(keep)
        return [field, button, told]

    def still(self) -> str:
        """The text as it was saved."""
        return page_part(paragraphs=[self.state.done.reflection]) if self.state.done.reflection else ""


class HandInPart(Part):
    """The file to hand in, and how the predictions of all chapters fit."""

    def build(self) -> Sequence[ipywidgets.Widget]:
        """A button, and what was written."""
        import ipywidgets

        state = self.state
        button, told = ipywidgets.Button(description=state.said(words.HAND_IN)), ipywidgets.HTML()

        def write(_pressed: ipywidgets.Button) -> None:
            if not state.progress.student:
                told.value = text_box(state.said(words.NEEDS_NUMBER)).value
                return
            quiz = state.own_quiz()
            text = state.hand_in()
            name = f"chapter_{state.chapter.number}_{state.market.student}.json"
            try:
                file = write_file(state.progress.path.parent / name, text.encode())
            except OSError as error:
                told.value = text_box(str(error)).value
                return
            said = state.said(words.WRITTEN, file=file.name, result=quiz.result())
            told.value = text_box(said).value

        button.on_click(write)
        return [button, told, ipywidgets.HTML(self.still())]

    def still(self) -> str:
        """Calibration over all chapters."""
        state = self.state
        said = calibration(state.progress.all_outcomes(), state.language)
        return page_part(paragraphs=[f"{state.said(words.CALIBRATION)}: {said}"])
