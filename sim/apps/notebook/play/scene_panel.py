"""The place in a notebook where one scene at a time is shown.

A scene that ends is closed, not only hidden: nothing of what one player saw stays behind in the page or in the saved
notebook when the next one sits down.
"""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets  # type: ignore[import-untyped]

from sim.game.errors import GameError
from sim.game.exercises.marking import AnswerError
from sim.reports.html_page import paragraph, refusal
from sim.reports.html_templates import render
from sim.scenario.files.validation_errors import ScenarioError

PLAIN = (GameError, ScenarioError, AnswerError)
"""What is said as a sentence, where it happened; anything else is a fault of the simulator and is shown whole."""


class ScenePanel:
    """One scene at a time; above it what takes its time, below it whatever went wrong."""

    def __init__(self) -> None:
        """Nothing is shown yet."""
        self.scene = ipywidgets.VBox()
        self.busy = ipywidgets.HTML(layout={"height": "22px"})
        self.trouble = ipywidgets.Output()
        self.panel = ipywidgets.VBox(
            [ipywidgets.HTML(render("play_style.html.j2", {})), self.busy, self.scene, self.trouble]
        )
        self.panel.add_class("guanxi-play")

    def show(self, *widgets: ipywidgets.Widget, tall: bool = True) -> None:
        """Let another scene begin. Tall ones have one height, so that nothing jumps from one to the next."""
        (self.scene.add_class if tall else self.scene.remove_class)("gx-tall")
        before, self.scene.children = self.scene.children, widgets
        for widget in before:
            close(widget)

    def act(
        self, what: Callable[[], None], said: ipywidgets.HTML | None = None, meanwhile: str = ""
    ) -> Callable[[object], None]:
        """What a button or a control calls: ``what``, with a refusal shown in ``said`` and faults below the scene.

        ``meanwhile`` is what is shown while it takes its time.
        """

        def called(_: object = None) -> None:
            self.trouble.clear_output()
            self.busy.value = paragraph(meanwhile, "gx-busy") if meanwhile else ""
            with self.trouble:
                try:
                    what()
                except PLAIN as error:
                    if said is None:
                        self.scene.children = (*self.scene.children, ipywidgets.HTML(refusal(str(error))))
                    else:
                        said.value = refusal(str(error))
                finally:
                    self.busy.value = ""

        return called

    def button(
        self, word: str, what: Callable[[], None], said: ipywidgets.HTML | None = None, *, style: str = "",
        help: str = "", meanwhile: str = "",
    ) -> ipywidgets.Button:  # fmt: skip
        """A button that does this; ``style`` is one of ipywidgets' words, such as ``primary``."""
        place = {"width": "auto", "align_self": "flex-start"}
        button = ipywidgets.Button(description=word, button_style=style, tooltip=help or word, layout=place)
        button.on_click(self.act(what, said, meanwhile))
        return button


def close(widget: ipywidgets.Widget) -> None:
    """Take a widget and all that is in it out of the page and out of what a notebook saves."""
    for child in getattr(widget, "children", ()):
        close(child)
    widget.close()
