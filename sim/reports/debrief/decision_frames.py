"""Decisions read in a frame of the course: a chooser without any script, and the same table once for each frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.charts.style.formatting import listed
from sim.game.debrief.debrief import Debrief
from sim.game.debrief.moves import Move
from sim.game.forms.field import element_word
from sim.language.messages import _, ngettext
from sim.reports.debrief.debrief_tables import move_table
from sim.reports.html_page import block, heading, joined, paragraph, table
from sim.reports.html_templates import render
from sim.scenario.decisions.lever import FRAMES

if TYPE_CHECKING:
    import pandas as pd

FIRST = "4P"
"""The frame that is shown until another one is chosen."""


def chooser() -> Markup:
    """The control with which a reader of the page chooses a frame; it stands before all that is framed."""
    return render(
        "debrief_chooser.html.j2", {"frames": tuple(FRAMES), "first": FIRST, "words": _("Read decisions in the frame")}
    )


def framed(frame: str, content: Markup) -> Markup:
    """Content that is shown only while this frame is chosen."""
    return block(f"framed in-{frame}", [content])


def grouped(moves: Sequence[Move], frame: str) -> dict[str, list[Move]]:
    """Moves by their element in a frame, in the frame's own order; elements without a move too."""
    groups: dict[str, list[Move]] = {element: [] for element in FRAMES[frame]}
    for move in moves:
        groups.setdefault(move.element(frame), []).append(move)
    return groups


def use_table(found: Debrief, frame: str) -> pd.DataFrame:
    """How often each firm moved levers of each element of a frame."""
    import pandas as pd

    firms = [firm for firm in found.results.names.firms if firm in found.seen.stood[0]]
    groups = grouped(found.moves, frame)
    rows = [
        [element_word(element), *(_count(held, firm) for firm in firms)] for element, held in groups.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[_("element"), *firms])


def _count(moves: Sequence[Move], firm: str) -> str:
    count = sum(move.firm == firm for move in moves)
    return str(count) if count else "·"


def use_words(found: Debrief, frame: str) -> str:
    """Which elements of a frame were moved most, and which by nobody."""
    groups = grouped(found.moves, frame)
    most = max(groups, key=lambda element: len(groups[element]))
    never = [element for element in FRAMES[frame] if not groups[element]]
    some = _("Read as {frame}, {element} was moved most ({n} of {all} moves); nobody touched {others}.")
    every = _("Read as {frame}, {element} was moved most ({n} of {all} moves); no element was left untouched.")
    return (some if never else every).format(
        frame=frame, element=element_word(most), n=len(groups[most]), all=len(found.moves),
        others=listed(list(map(element_word, never))),
    )  # fmt: skip


def moves_in(moves: Sequence[Move], frame: str) -> Markup:
    """Moves grouped by the elements of a frame, a table for each element that was moved."""
    parts = []
    for element, held in grouped(moves, frame).items():
        if held:
            count = ngettext("{n} move", "{n} moves", len(held)).format(n=len(held))
            parts += [heading(element_word(element), 4), table(move_table(held), count, "spread")]
    return joined(parts) if parts else paragraph(_("Nothing was moved."))
