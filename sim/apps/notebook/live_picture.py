"""A picture under controls: an image that controls replace, a busy mark, errors, and a still picture for exports."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sim.apps.notebook.latest_wins import LatestWins
from sim.language.messages import mark, translate
from sim.reports.html_page import paragraph
from sim.reports.html_templates import render

if TYPE_CHECKING:
    import ipywidgets  # type: ignore[import-untyped]

BUSY = mark("The new picture is being made …")


class LivePicture:
    """Controls, and the picture that follows them. Each request is run in a thread; the newest one wins."""

    def __init__(
        self, controls: Sequence[ipywidgets.Widget], shown: Callable[[], tuple[bytes, str]], width: int, height: int
    ) -> None:
        """The picture as it is now.

        Args:
            controls: What stands above the picture.
            shown: Gives the picture as PNG, and what it shows in words.
            width: Width of the picture, pixels; a narrower page shrinks it.
            height: Height of the picture, pixels.
        """
        import ipywidgets

        self._shown = shown
        picture, words = shown()
        fitted = ipywidgets.Layout(max_width="100%", height="auto", object_fit="contain")
        self.image = ipywidgets.Image(value=picture, format="png", width=width, height=height, layout=fitted)
        self._words = ipywidgets.HTML(paragraph(words, "gx-words"))  # an Image widget can hold no text of its own
        self._busy, self._trouble = ipywidgets.HTML(paragraph("", "gx-busy")), ipywidgets.Output()
        style = ipywidgets.HTML(render("notebook_picture.html.j2", {"picture": ""}))
        self.panel = ipywidgets.VBox([*controls, self._busy, self.image, self._words, self._trouble, style])
        self.panel.add_class("guanxi-live")

    def follow(self, control: ipywidgets.Widget, work: Callable[[], Callable[[], None]]) -> None:
        """Have the picture drawn anew whenever the value of a control changes.

        Args:
            control: A widget with a value.
            work: Reads the controls, at once; what it returns is run in a thread before the picture is drawn.
        """
        control.observe(lambda _change: self.requests.ask(work()), "value")

    @property
    def requests(self) -> LatestWins[Callable[[], None]]:
        """The requests of the controls; ``requests.wait()`` returns when all are done."""
        if not hasattr(self, "_requests"):
            self._requests = LatestWins(self._do, self._mark, self._fail)
        return self._requests

    def _do(self, work: Callable[[], None]) -> None:
        work()
        self.image.value, words = self._shown()
        self._words.value = paragraph(words, "gx-words")
        self._trouble.outputs = ()

    def _mark(self, busy: bool) -> None:
        self._busy.value = paragraph(translate(BUSY) if busy else "", "gx-busy")

    def _fail(self, error: Exception) -> None:
        name, words = type(error).__name__, str(error)
        told = {"output_type": "error", "ename": name, "evalue": words, "traceback": [f"{name}: {words}"]}
        self._trouble.outputs = (told,)


def display_with_still(panel: ipywidgets.Widget, picture: bytes, words: str, width: int) -> None:
    """Show controls and picture in a cell, and leave a still picture for exported pages and the file's preview."""
    from IPython.display import HTML, display

    display(panel)  # type: ignore[no-untyped-call]
    values = {"picture": base64.b64encode(picture).decode("ascii"), "words": words, "width": width}
    display(HTML(render("notebook_picture.html.j2", values)))  # type: ignore[no-untyped-call]
