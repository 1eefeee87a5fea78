"""Pictures of a whole class: the results of all markets, and the best team beside the one in the middle."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import accumulate

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.charts.style.bars import upright_grid
from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.end_labels import label_ends
from sim.charts.style.formatting import money_axis
from sim.charts.style.palette import BLUE, GREEN, GREY, INK, ORANGE
from sim.charts.style.text_fitting import legible
from sim.game.debrief.class_debrief import TeamResult, middle
from sim.language.messages import _
from sim.number_text import money

SIDESTEP = 0.09
"""By how much dots of one row are set apart from one another, up and down in turn."""


@house_style()
def class_results_chart(teams: Sequence[TeamResult], axes: Axes | None = None) -> Figure:
    """The profit of every team, a row for each firm and a dot for each market, with the median of the row.

    Args:
        teams: The teams of all markets, best first.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    firms = sorted({team.firm for team in teams})
    axes = canvas(axes, height=1.6 + 0.6 * max(len(firms), 2))
    for row, firm in enumerate(firms):
        totals = sorted(team.total for team in teams if team.firm == firm)
        places = [row + SIDESTEP * (-1) ** number * (number % 3) for number in range(len(totals))]
        axes.scatter(totals, places, s=34, color=BLUE, alpha=0.75, edgecolor="white", linewidth=0.6)
        median = statistics.median(totals)
        axes.plot([median, median], [row - 0.34, row + 0.34], color=ORANGE, linewidth=2.2)
    axes.set_yticks(range(len(firms)), [legible(firm, f"firm {n}") for n, firm in enumerate(firms, 1)])
    axes.set_ylim(len(firms) - 0.5, -0.5)
    axes.margins(x=0.06)
    upright_grid(axes)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6))
    money_axis(axes.xaxis)
    axes.set_xlabel(_("profit of the whole game, money · a dot for each market · line: median"))
    said = _("The best of {number} teams earned {best}, the one in the middle {median}")
    return headline(axes, said.format(number=len(teams), best=money(teams[0].total), median=money(middle(teams).total)))


@house_style()
def class_profit_chart(teams: Sequence[TeamResult], axes: Axes | None = None) -> Figure:
    """Profit added up round by round: the best team, the one in the middle, the last one, and all others in grey.

    Args:
        teams: The teams of all markets, best first.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes)
    shown = [(teams[0], BLUE, _("best")), (middle(teams), ORANGE, _("middle")), (teams[-1], GREEN, _("last"))]
    for team in teams:
        axes.plot(range(1, len(team.profit) + 1), list(accumulate(team.profit)), color=GREY, linewidth=0.7, alpha=0.5)
    ends = []
    for team, colour, name in shown if len(teams) > 2 else shown[:1]:
        line = list(accumulate(team.profit))
        axes.plot(range(1, len(line) + 1), line, color=colour, linewidth=2.4)
        ends.append((line[-1], f"{name}: {legible(team.firm, 'team')} {team.market}", colour))
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    money_axis(axes.yaxis)
    axes.set_xlabel(_("round"))
    axes.set_ylabel(_("profit so far, money"))
    label_ends(axes, ends)
    said = _("{firm} of market {market} earned most: {money}")
    return headline(axes, said.format(firm=teams[0].firm, market=teams[0].market, money=money(teams[0].total)))
