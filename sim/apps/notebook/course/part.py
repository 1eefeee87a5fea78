"""One part of a chapter's page: a box of controls that is built anew when something changes."""

from __future__ import annotations

import base64
from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from markupsafe import Markup

from sim.apps.notebook.course.chapter_state import ChapterState
from sim.apps.notebook.latest_wins import LatestWins
from sim.course.chapters import words
from sim.reports.html_page import paragraph
from sim.reports.html_templates import render

if TYPE_CHECKING:
    import ipywidgets  # type: ignore[import-untyped]


class Part:
    """A part of a page; a notebook shows it when it is the last value of a cell."""

    locked: ClassVar[bool] = True
    """Whether it is shown only after the predictions are recorded."""
    needs_run: ClassVar[bool] = True
    """Whether it shows figures of all experiments, so that they must be run before."""

    def __init__(self, state: ChapterState) -> None:
        """Nothing is shown yet.

        Args:
            state: What all parts of the chapter share.
        """
        self.state = state
        self.box: ipywidgets.VBox | None = None
        self.requests: LatestWins[bool] = LatestWins(self._work, lambda _pressed: None, self._failed)

    @abstractmethod
    def build(self) -> Sequence[ipywidgets.Widget]:
        """The controls as they are now."""

    def still(self) -> str:
        """What stays in the saved file and in exported pages, as HTML; empty where there is nothing to keep."""
        return ""

    def panel(self) -> ipywidgets.VBox:
        """The box with its controls. Asks for ipywidgets: ``pip install 'guanxi[notebooks]'``."""
        import ipywidgets

        self.box = ipywidgets.VBox()
        self.box.add_class("guanxi-live")
        self._build()
        self.state.watch(self.refresh)
        return self.box

    def refresh(self) -> None:
        """Build the controls anew; a market that is not yet run is run in a thread."""
        if self.box is None:
            return
        if self.locked and self.state.predicted and not (self.needs_run and self.state.has_run):
            self.box.children = (text_box(self.state.said(words.RUNNING)),)
            self.requests.ask(True)
            return
        self._build()

    def _build(self) -> None:
        if self.box is None:
            return
        if self.locked and not self.state.predicted:
            self.box.children = (text_box(self.state.said(words.LOCKED)),)
            return
        if self.locked and self.needs_run:
            self.state.run()
        self.box.children = tuple(self.build())

    def _work(self, _request: bool) -> None:
        self._build()

    def _failed(self, error: Exception) -> None:
        if self.box is not None:
            self.box.children = (text_box(f"{type(error).__name__}: {error}"),)

    def _ipython_display_(self) -> None:
        from IPython.display import HTML, display

        display(self.panel())  # type: ignore[no-untyped-call]
        shown = self.state.predicted or not self.locked
        still = self.still() if shown else paragraph(self.state.said(words.LOCKED))
        if still:
            page = render("chapter_still.html.j2", {"content": Markup(still)})  # noqa: S704 (made by templates)
            display(HTML(page))  # type: ignore[no-untyped-call]


def text_box(text: str) -> ipywidgets.HTML:
    """A paragraph of text as a widget."""
    import ipywidgets

    return ipywidgets.HTML(paragraph(text))


def page_part(
    *,
    paragraphs: Sequence[str] = (),
    table: tuple[Sequence[str], Sequence[Sequence[str]]] = ((), ()),
    sentences: Sequence[str] = (),
    pictures: Sequence[tuple[bytes, str, str]] = (),
    bullets: Sequence[str] = (),
    lead: bool = False,
) -> str:
    """Text, a table and pictures as HTML.

    Args:
        paragraphs: Text above the table.
        table: Heads of the columns, and the cells of each row.
        sentences: Text below the table.
        pictures: For each picture PNG, the text for those who do not see it, and what to look at.
        bullets: A list below the paragraphs.
        lead: Whether the first paragraph is shown in bold.

    Returns:
        HTML, with pictures inside it.
    """
    shown = [(base64.b64encode(picture).decode("ascii"), alt, look) for picture, alt, look in pictures]
    return render(
        "chapter_part.html.j2",
        {"paragraphs": paragraphs, "columns": table[0], "rows": table[1], "sentences": sentences, "pictures": shown,
         "bullets": bullets, "lead": lead},
    )  # fmt: skip
