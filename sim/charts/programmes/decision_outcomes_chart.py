"""What firms expected of their decisions, and what came of them."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.charts.style.bars import upright_grid
from sim.charts.style.canvas import add_legend, canvas, headline, house_style
from sim.charts.style.formatting import money_axis
from sim.charts.style.palette import GREY, INK, firm_look
from sim.charts.style.text_fitting import lines
from sim.experiments.decision_outcomes import DecisionOutcome
from sim.language.messages import _

WORDS_INCHES = 1.9
"""Width that the words of a decision may take beside the axis."""


@house_style()
def decision_outcomes_chart(outcomes: Sequence[DecisionOutcome], axes: Axes | None = None) -> Figure:
    """Expected profit of each decision with its 95% interval by the firm's belief, beside the profit that came of it.

    One lane for each decision, in order of time. A move by a rule of thumb has no expectation. The figures are of one
    run, so part of what came is chance.

    Args:
        outcomes: Decisions and what came of them, as from :func:`sim.decision_outcomes`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes, 6.4, 1.7 + 0.55 * max(2, len(outcomes)))
    firms = list(dict.fromkeys(one.firm for one in outcomes))
    for place, one in enumerate(outcomes):
        colour = firm_look(firms.index(one.firm)).colour
        if one.expected_error > 0:
            reach = 1.96 * one.expected_error
            axes.hlines(place, one.expected - reach, one.expected + reach, color=GREY, linewidth=2.0, zorder=1)
            axes.plot([one.expected], [place], marker="o", color=INK, markerfacecolor="white", zorder=2)
        axes.plot([one.came], [place], marker="D", color=colour, linestyle="none", zorder=3)
    axes.axvline(0.0, color=INK, linewidth=0.8, zorder=0)
    named = ["\n".join([_when(one), *lines(one.words, WORDS_INCHES, 9, "normal")]) for one in outcomes]
    axes.set_yticks(range(len(outcomes)), named, fontsize=8.5)
    axes.set_ylim(max(1, len(outcomes)) - 0.5, -0.5)
    upright_grid(axes)
    money_axis(axes.xaxis)
    axes.set_xlabel(_("profit beyond that of holding still, money"))
    marks = [
        Line2D([], [], marker="o", color=INK, markerfacecolor="white", linestyle="none", label=_("expected")),
        Line2D([], [], marker="D", color=INK, linestyle="none", label=_("came")),
    ]
    add_legend(axes, marks)
    return headline(axes, _claim(outcomes))


def _when(one: DecisionOutcome) -> str:
    return _("{firm}, week {week}:").format(firm=one.firm, week=f"{one.week:g}")


def _claim(outcomes: Sequence[DecisionOutcome]) -> str:
    if not outcomes:
        return _("No firm decided anything by what it had worked out")
    gained = sum(one.came > 0 for one in outcomes)
    return _("{n} of {count} decisions earned more than holding still").format(n=gained, count=len(outcomes))
