"""The head of a chapter: student number and language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.apps.notebook.course.part import Part, page_part, text_box
from sim.course.chapters import words
from sim.course.chapters.student_market import LONGEST_NUMBER, StudentNumberError

if TYPE_CHECKING:
    import ipywidgets  # type: ignore[import-untyped]

LANGUAGE_NAMES = (("English", "en"), ("中文", "zh"))


class Head(Part):
    """Where a student gives the student number, and chooses the language."""

    locked = False

    def build(self) -> Sequence[ipywidgets.Widget]:
        """Number, language, and what they mean."""
        import ipywidgets

        wide = {"style": {"description_width": "initial"}, "continuous_update": False}
        number = ipywidgets.Text(self.state.progress.student, description=self.state.said(words.STUDENT), **wide)
        language = ipywidgets.ToggleButtons(options=LANGUAGE_NAMES, value=self.state.language)
        language.style.button_width = "6em"
        told = text_box(" ".join(self._lines()))

        def other_number(change: dict[str, Any]) -> None:
            try:
                self.state.use_student(change["new"])
            except StudentNumberError:
                given = repr(change["new"][:LONGEST_NUMBER])
                told.value = text_box(self.state.said(words.NUMBER_WRONG, given=given, most=LONGEST_NUMBER)).value

        number.observe(other_number, "value")
        language.observe(lambda change: self.state.use_language(change["new"]), "value")
        row = ipywidgets.HBox([number, language], layout=ipywidgets.Layout(flex_flow="row wrap"))
        return [row, told]

    def still(self) -> str:
        """The same lines without controls."""
        return page_part(paragraphs=self._lines())

    def _lines(self) -> list[str]:
        said, progress = self.state.said, self.state.progress
        lines = [said(words.STUDENT_HELP)]
        if progress.student:
            values = {"student": progress.student, "seed": self.state.seed, "file": progress.path.name}
            lines.append(said(words.IN_USE, **values))
        else:
            lines.append(said(words.GUEST))
        return [*lines, *(said(one) for one in (progress.trouble, progress.notice) if one)]
