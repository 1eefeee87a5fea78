"""The place in a notebook where one scene at a time is shown, its clock, and what a scene may ask of who leads.

A scene that ends is closed, not only hidden: nothing of what one player saw stays behind in the page or in the saved
notebook when the next one sits down.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import ipywidgets  # type: ignore[import-untyped]

from sim.game.errors import GameError
from sim.game.exercises.marking import AnswerError
from sim.game.session.session import Session
from sim.language.messages import _
from sim.reports.html_page import paragraph, refusal
from sim.reports.html_templates import render
from sim.scenario.files.validation_errors import ScenarioError


class DisplayOnce:
    """Something with a panel that a notebook shows."""

    panel: ipywidgets.Widget
    """What is shown."""
    closed: bool = False
    """Whether its file has been let go."""
    _cell: object = None

    def show(self) -> None:
        """Show it here; where nothing can be shown, as in a script, it is left at that."""
        self._cell = _cell()
        if self._cell is None:
            return
        from IPython.display import display

        display(self.panel)  # type: ignore[no-untyped-call]

    def _ipython_display_(self) -> None:
        """What a notebook does with the last value of a cell: show it, unless this very cell has done so."""
        if self._cell is None or self._cell != _cell():
            self.show()


def _cell() -> object:
    """The number of the cell that runs; None outside a notebook."""
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    shell = get_ipython()
    return None if shell is None else shell.execution_count


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

        def called(_event: object = None) -> None:
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


class Clock:
    """Shows the time left, and closes the round when it is up."""

    def __init__(self, session: Session, closed: Callable[[], None]) -> None:
        """``closed`` is called when the time has closed a round."""
        self.session, self._closed = session, closed
        self.label = ipywidgets.HTML()
        self._task: asyncio.Task[None] | None = None
        self.show()

    def start(self) -> None:
        """Let it tick every second; where no loop runs, it ticks only when :meth:`tick` is called."""
        if self.session.game.advance != "timer" or self._task is not None:
            return
        try:
            self._task = asyncio.get_running_loop().create_task(self._run())
        except RuntimeError:
            self._task = None

    def stop(self) -> None:
        """Tick no more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def tick(self) -> None:
        """Close the round if its time is up, and show what is left."""
        if self.session.tick():
            self._closed()
        self.show()

    def show(self) -> None:
        """Show what is left."""
        left = self.session.seconds_left
        if left is None:
            self.label.value = ""
            return
        words = _("{time} left in this round").format(time=f"{int(left) // 60}:{int(left) % 60:02d}")
        self.label.value = paragraph(f"⏱ {words}", "gx-note")

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(1)
            self.tick()


class GameHost(Protocol):
    """Leads from scene to scene."""

    session: Session
    stage: ScenePanel
    clock: Clock
    file: Path

    @property
    def people(self) -> tuple[str, ...]:
        """Seats at which people decide."""

    @property
    def leaders(self) -> tuple[str, ...]:
        """Instructors' seats at which people sit."""

    @property
    def present(self) -> tuple[str, ...]:
        """All seats at which people sit: those who decide, lead or look on."""

    @property
    def alone(self) -> bool:
        """Whether one person has the screen to herself, so that nothing need be hidden."""

    def begin(self, people: tuple[str, ...]) -> None:
        """Let these seats be people's and all others the bots'."""

    def onward(self, after: str = "", said: str = "") -> None:
        """Whatever comes next, after this seat is done; ``said`` is shown there."""

    def take(self, seat: str) -> None:
        """Give the screen to a seat."""

    def sit(self, seat: str, said: str = "", page: str = "") -> None:
        """She is there and alone: her view, with this page before her."""

    def table(self, said: str = "") -> None:
        """What all may see."""

    def end(self, said: str = "") -> None:
        """The debrief."""
