"""Break-even missed: what was done, and not done, to keep customers, and what that was worth."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style, legible
from sim.charts.style.palette import BLUE, GREY, ORANGE, SKY, VERMILION
from sim.game.debrief.debrief import Debrief
from sim.game.debrief.missed_retention import MissedRetention
from sim.number_text import money

LOOKS: dict[str, tuple[str, str]] = {
    "paid": (BLUE, ""),
    "missed": (ORANGE, "///"),
    "did not pay": (VERMILION, "..."),
    "rightly left": (SKY, "\\\\"),
}
"""Colour and hatch of each verdict."""


@house_style()
def keeping_chart(found: Debrief, team: str, axes: Axes | None = None) -> Figure:
    """For one team, the net worth of each way to keep customers, done or not done, money; the largest on top."""
    rows = sorted((one for one in found.keeping if one.firm == team), key=lambda one: -one.net)
    axes = canvas(axes, height=1.7 + 0.36 * max(len(rows), 2))
    for place, one in enumerate(rows):
        colour, hatch = LOOKS[one.verdict]
        axes.barh(place, one.net, height=0.66, color=colour, hatch=hatch, edgecolor="white", linewidth=0.5)
    axes.axvline(0, color=GREY, linewidth=1)
    axes.set_yticks(
        range(len(rows)), [f"{legible(r.measure, 'cause')} ({'done' if r.done else 'not done'})" for r in rows]
    )
    axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    axes.grid(True, axis="x")
    axes.grid(False, axis="y")
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda amount, _: money(amount)))
    axes.set_xlabel("worth of doing it, money")
    used = list(dict.fromkeys(one.verdict for one in rows))
    if used:
        add_legend(axes, [Patch(facecolor=LOOKS[v][0], hatch=LOOKS[v][1], edgecolor="white", label=v) for v in used])
    headline(axes, _claim(team, rows))
    return figure_of(axes)


def _claim(team: str, rows: list[MissedRetention]) -> str:
    missed = [one for one in rows if one.verdict == "missed"]
    wasted = [one for one in rows if one.verdict == "did not pay"]
    words = []
    if missed:
        words.append(f"left {money(missed[0].net)} lying on {missed[0].measure}")
    if wasted:
        words.append(f"lost {money(-wasted[-1].net)} on {wasted[-1].measure}")
    return f"{team} {' and '.join(words)}" if words else f"{team} did what pays and left what does not"
