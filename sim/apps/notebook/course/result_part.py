"""What happened in the student's market: predictions beside results, sentences and pictures; and the ideas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.apps.notebook.course.part import Part, page_part
from sim.course.chapters import words
from sim.course.chapters.figures import sentence
from sim.language.choice import in_language
from sim.reports.chapters.chapter_pictures import chapter_pictures

if TYPE_CHECKING:
    import ipywidgets  # type: ignore[import-untyped]


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
        rows = [(one.ask, one.predicted, one.result, state.verdict(one)) for one in state.outcomes()]
        with in_language(state.language):
            pictures = chapter_pictures(state.chapter, state.market.found)
        return page_part(table=(columns, rows), sentences=told, pictures=pictures)


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
        return page_part(table=(columns, rows))
