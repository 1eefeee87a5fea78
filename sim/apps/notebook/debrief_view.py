"""The debrief in a notebook: a chooser of sections, a chooser of frames, and the pictures and tables of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.game.debrief.debrief import Debrief
from sim.game.session.session import Session
from sim.language.choice import current_language
from sim.language.messages import _, translate
from sim.reports.debrief.debrief_page import opening
from sim.reports.debrief.debrief_sections import Section, sections
from sim.reports.debrief.debrief_summary import HEADING, QUESTION, summary
from sim.reports.debrief.decision_frames import FIRST
from sim.reports.html_page import block, heading, joined, paragraph
from sim.reports.html_templates import render
from sim.scenario.decisions.lever import FRAMES

if TYPE_CHECKING:
    import ipywidgets  # type: ignore[import-untyped]


class DebriefView:
    """A debrief that a notebook shows by itself. Nothing is kept in its controls."""

    def __init__(self, found: Debrief) -> None:
        self.found = found
        self._drawn: dict[tuple[str, str, str], Markup] = {}

    def section(self, name: str, frame: str = FIRST) -> Markup:
        """One section as HTML, with decisions read in a frame. Raises ``LookupError`` for one that is not there."""
        from sim.registry import UnknownNameError, unknown

        held = {heading_: (question, content) for heading_, question, content in self._sections()}
        if name not in held:
            raise UnknownNameError(unknown("section", name, held))
        if frame not in FRAMES:
            raise UnknownNameError(unknown("frame", frame, FRAMES))
        key = (name, frame, current_language())
        if key not in self._drawn:
            question, content = held[name]
            parts = [heading(name), paragraph(question, "ask"), *content(self.found, frame)]
            self._drawn[key] = joined(parts, "\n")
        return self._drawn[key]

    @property
    def names(self) -> tuple[str, ...]:
        """The sections that there are, in order."""
        return tuple(name for name, _question, _content in self._sections())

    def _sections(self) -> tuple[Section, ...]:
        return ((translate(HEADING), translate(QUESTION), summary), *sections(self.found))

    def panel(self) -> ipywidgets.Widget:
        """Controls and section. Asks for ipywidgets: ``pip install 'guanxi[notebooks]'``."""
        import ipywidgets

        names = self.names
        choice = ipywidgets.Dropdown(options=names, value=names[0], description=_("section"))
        frame = ipywidgets.Dropdown(options=list(FRAMES), value=FIRST, description=_("frame"))
        shown = ipywidgets.HTML(self._shown(names[0], FIRST))
        trouble = ipywidgets.Output()

        def redraw(_change: object) -> None:
            trouble.clear_output()
            with trouble:
                shown.value = self._shown(choice.value, frame.value)

        for control in (choice, frame):
            control.observe(redraw, "value")
        top = ipywidgets.HTML(block("guanxi-debrief", opening(self.found)))
        return ipywidgets.VBox([top, ipywidgets.HBox([choice, frame]), shown, trouble])

    def _shown(self, name: str, frame: str) -> Markup:
        """A section with rules of CSS that leave the rest of the notebook as it is."""
        return render("notebook_debrief.html.j2", {"content": self.section(name, frame), "frames": tuple(FRAMES)})

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> object:
        return self.panel()._repr_mimebundle_()


def debrief_view(
    of: Session | Debrief, *, luck: int = 0, line: str | None = None, by: str | None = None
) -> DebriefView:  # fmt: skip
    """The debrief of a game, to be shown in a notebook; arguments and errors as those of ``debrief_page``.

    Args:
        of: A session, or its debrief.
        luck: Number of other seeds for telling luck and skill apart; 0 for none.
        line: Name of the branch; the one that is played on if left out.
        by: Seat that asks, whose rights count; the holder of the session if left out.

    Returns:
        The view, which a notebook shows.
    """
    return DebriefView(of if isinstance(of, Debrief) else of.debrief(by=by, line=line, luck=luck))
