"""What happened in the student's market: predictions beside results, sentences and pictures; and the ideas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.apps.notebook.course import words
from sim.apps.notebook.course.part import Part, page_part
from sim.charts.style.canvas import png
from sim.course.chapters.figures import sentence
from sim.course.chapters.parts import ChapterPicture
from sim.course.chapters.predictions import Outcome
from sim.reports.answer_section import draw
from sim.scenario.contrasts import ScenarioPicture

if TYPE_CHECKING:
    import ipywidgets  # type: ignore[import-untyped]

DPI = 110


class ResultPart(Part):
    """Predictions beside results, what happened in sentences, and the pictures of the chapter."""

    def build(self) -> Sequence[ipywidgets.Widget]:
        """The page as one widget."""
        import ipywidgets

        return [ipywidgets.HTML(self.still())]

    def still(self) -> str:
        """The page."""
        state = self.state
        figures = state.figures()
        told = [sentence(one, figures) for one in state.chapter.happened]
        columns = [state.said(one) for one in (words.QUESTION, words.PREDICTED, words.RESULT, words.FITS)]
        rows = [(one.ask, one.predicted, one.result, self._verdict(one)) for one in state.outcomes()]
        pictures = [(self._drawn(one), one.alt, one.look) for one in state.chapter.pictures]
        return page_part(columns=columns, rows=rows, sentences=told, pictures=pictures)

    def _verdict(self, one: Outcome) -> str:
        pair = (words.INSIDE, words.OUTSIDE) if one.is_range else (words.RIGHT, words.WRONG)
        return self.state.said(pair[0] if one.good else pair[1])

    def _drawn(self, one: ChapterPicture) -> bytes:
        plain = ScenarioPicture(chart=one.chart, contrast=one.contrast, look=one.look, options=one.options)
        return png(draw(self.state.market.found[one.run], plain), DPI)


class IdeasPart(Part):
    """What the course says beside what the student's market shows."""

    def build(self) -> Sequence[ipywidgets.Widget]:
        """The table as one widget."""
        import ipywidgets

        return [ipywidgets.HTML(self.still())]

    def still(self) -> str:
        """The table."""
        state = self.state
        figures = state.figures()
        columns = [state.said(one) for one in (words.IDEA, words.COURSE_SAYS, words.YOUR_RUN)]
        rows = [(one.id, one.says, sentence(one.seen, figures)) for one in state.chapter.ideas]
        return page_part(columns=columns, rows=rows)
