"""Decisions read in a frame of the course: a chooser without any script, and the same table once for each frame."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from sim.charts.style.formatting import listed
from sim.game.debrief.debrief import Debrief
from sim.game.debrief.moves import Move
from sim.reports.debrief.debrief_tables import move_table
from sim.reports.html_page import table
from sim.scenario.decisions.lever import FRAMES

if TYPE_CHECKING:
    import pandas as pd

FIRST = "4P"
"""The frame that is shown until another one is chosen."""


def styles() -> str:
    """What the page and the view in a notebook look like beyond a report, as rules of CSS."""
    shown = ",".join(f"#in-{frame}:checked ~ .in-{frame}, #in-{frame}:checked ~ * .in-{frame}" for frame in FRAMES)
    marked = ",".join(f"#in-{frame}:checked ~ .frames label[for=in-{frame}]" for frame in FRAMES)
    focused = ",".join(f"#in-{frame}:focus-visible ~ .frames label[for=in-{frame}]" for frame in FRAMES)
    return f""".framed {{ display: none; }}
{shown} {{ display: block; }}
.frame-choice {{ position: absolute; opacity: 0; pointer-events: none; }}
.frames {{ position: sticky; top: 0; z-index: 3; display: flex; flex-wrap: wrap; gap: .35rem; align-items: center;
  background: #fffffff2; padding: .5rem 0; border-bottom: 1px solid #e2e2e2; font-size: .95rem; }}
.frames span {{ color: #555; margin-right: .3rem; }}
.frames label {{ border: 1px solid #bbb; border-radius: 1rem; padding: .1rem .75rem; cursor: pointer; }}
{marked} {{ background: #0072B2; border-color: #0072B2; color: #fff; font-weight: 600; }}
{focused} {{ outline: 2px solid #D55E00; outline-offset: 2px; }}
h3 {{ font-size: 1.02rem; margin: 1.4rem 0 .2rem; }}
h4 {{ font-size: .96rem; margin: 1rem 0 0; color: #0072B2; }}
details {{ margin: .8rem 0; }} summary {{ cursor: pointer; color: #0072B2; }}
.ask {{ border-left: 4px solid #E69F00; padding: .1rem 0 .1rem .8rem; color: #333; }}
.pictures.wide {{ grid-template-columns: 1fr; }} .pictures.wide figure {{ max-width: 1000px; }}
@media (max-width: 700px) {{ .frames span {{ display: none; }}
  .pictures.wide {{ overflow-x: auto; }} .pictures.wide figure {{ min-width: 720px; }}
  .pictures.wide::before {{ content: "Slide sideways to see all of it \\2192"; position: sticky; left: 0;
    width: max-content; color: #555; font-size: .84rem; margin-bottom: -1rem; }} }}
.spread td {{ white-space: normal; }} .spread th, .spread td {{ text-align: left; vertical-align: top; }}
.spread td:nth-child(-n+2), .spread td:nth-child(n+4):nth-child(-n+6) {{ white-space: nowrap; }}
.spread td:nth-child(3) {{ min-width: 14rem; }} .spread table {{ max-width: 62rem; }}
@media (max-width: 700px) {{ .spread table {{ width: 100%; font-size: .84rem; }}
  .spread th, .spread td {{ padding: .25rem .5rem .25rem 0; }} .spread td {{ overflow-wrap: break-word; }}
  .spread td:nth-child(2), .spread tr > td:nth-child(4):last-child {{ white-space: normal; }}
  .spread td:nth-child(3) {{ min-width: 8rem; }}
  .scroll {{ background: linear-gradient(to left, #fff 30%, #fff0) right / 2.4rem 100% no-repeat local,
    linear-gradient(to left, #0003, #0000) right / .8rem 100% no-repeat scroll; }} }}
caption {{ min-width: 14rem; }}
td.first {{ background: #E8F1F8; font-weight: 600; }}
@media print {{ .frames {{ position: static; }} }}
"""


def chooser() -> str:
    """The control with which a reader of the page chooses a frame; it stands before all that is framed."""
    buttons = "".join(
        f'<input class="frame-choice" type="radio" name="frame" id="in-{frame}"{" checked" if frame == FIRST else ""}>'
        for frame in FRAMES
    )
    labels = "".join(f'<label for="in-{frame}">{frame}</label>' for frame in FRAMES)
    bar = f'<div class="frames" role="group"><span>Read decisions in the frame</span>{labels}</div>'
    return f"<style>{styles()}</style>{buttons}{bar}"


def framed(frame: str, content: str) -> str:
    """Content that is shown only while this frame is chosen."""
    return f'<div class="framed in-{frame}">{content}</div>'


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
        {"element": element, **{firm: _count(held, firm) for firm in firms}} for element, held in groups.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["element", *firms])


def _count(moves: Sequence[Move], firm: str) -> str:
    count = sum(move.firm == firm for move in moves)
    return str(count) if count else "·"


def use_words(found: Debrief, frame: str) -> str:
    """Which elements of a frame were moved most, and which by nobody."""
    groups = grouped(found.moves, frame)
    most = max(groups, key=lambda element: len(groups[element]))
    never = [element for element in FRAMES[frame] if not groups[element]]
    words = f"Read as {frame}, {most} was moved most ({len(groups[most])} of {len(found.moves)} moves)"
    return f"{words}; nobody touched {listed(never)}." if never else f"{words}; no element was left untouched."


def moves_in(moves: Sequence[Move], frame: str) -> str:
    """Moves grouped by the elements of a frame, a table for each element that was moved."""
    parts = []
    for element, held in grouped(moves, frame).items():
        if held:
            count = f"{len(held)} move{'s' * (len(held) != 1)}"
            parts.append(f"<h4>{escape(element)}</h4>" + spread(table(move_table(held), count)))
    return "".join(parts) or "<p>Nothing was moved.</p>"


def spread(html: str) -> str:
    """A table whose cells may break into lines."""
    return html.replace('<div class="scroll">', '<div class="scroll spread">', 1)
