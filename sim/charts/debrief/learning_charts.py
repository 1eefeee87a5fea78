"""Pictures of what a class has learned: points before and after, and how hard and how telling questions were."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from sim.charts.style.bars import upright_grid
from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.palette import BLUE, GREY, INK, ORANGE
from sim.course.learning.items import POOR, TOO_EASY, TOO_HARD, Item
from sim.course.learning.learning import ChapterLearning
from sim.language.messages import _
from sim.number_text import decimal


@house_style()
def gain_chart(chapters: Sequence[ChapterLearning], axes: Axes | None = None) -> Figure:
    """Mean points before and after each chapter, of those who answered both tests.

    Args:
        chapters: Chapters with a gain.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    held = [(one, one.gain) for one in chapters if one.gain is not None]
    axes = canvas(axes, height=1.8 + 0.5 * max(len(held), 2))
    for row, (_chapter, gain) in enumerate(held):
        axes.plot([gain.before, gain.after], [row, row], color=GREY, linewidth=2.0, zorder=1)
        axes.scatter([gain.before], [row], s=52, color=ORANGE, zorder=2, marker="s")
        axes.scatter([gain.after], [row], s=60, color=BLUE, zorder=3)
    axes.set_yticks(range(len(held)), [_("chapter {n}").format(n=one.number) for one, _gain in held])
    axes.set_ylim(len(held) - 0.5, -0.5)
    axes.set_xlim(-2, 102)
    upright_grid(axes)
    axes.xaxis.set_major_formatter(PercentFormatter(decimals=0))
    axes.set_xlabel(_("mean of the points · square: before · dot: after"))
    known = [(one.number, gain.gain) for one, gain in held if gain.gain is not None]
    if not known:
        return headline(axes, _("Everything was known before"))
    number, best = max(known, key=lambda pair: pair[1])
    said = _("Chapter {n}: normalised gain {gain}") if len(known) == 1 else _("Most was learned in chapter {n}: {gain}")
    return headline(axes, said.format(n=number, gain=decimal(best, 2)))


@house_style()
def items_chart(items: Sequence[Item], axes: Axes | None = None) -> Figure:
    """Each question by how many points it brought and how well it tells students apart.

    Args:
        items: The questions; those without a discrimination are left out.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    held = [(one, one.discrimination) for one in items if one.discrimination is not None]
    axes = canvas(axes)
    for place, (one, tells) in enumerate(held, start=1):
        good = one.verdict == "good"
        axes.scatter([100 * one.facility], [tells], s=46, color=BLUE if good else ORANGE, marker="o" if good else "s")
        axes.annotate(str(place), (100 * one.facility, tells), xytext=(6, 4), textcoords="offset points", fontsize=9)
    for limit in (TOO_HARD, TOO_EASY):
        axes.axvline(100 * limit, color=GREY, linewidth=0.9, linestyle="--")
    axes.axhline(POOR, color=GREY, linewidth=0.9, linestyle="--")
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_xlim(-3, 103)
    axes.set_ylim(min(-0.4, *(tells for _one, tells in held)) - 0.05, 1.05)
    axes.xaxis.set_major_formatter(PercentFormatter(decimals=0))
    axes.set_xlabel(_("points of the question, mean · beyond a dashed line: look at it"))
    axes.set_ylabel(_("discrimination"))
    odd = sum(one.verdict != "good" for one, _tells in held)
    said = _("{odd} of {all} questions are too easy, too hard, or tell little")
    return headline(axes, said.format(odd=odd, all=len(held)))
