"""Luck and skill apart: what the same decisions bring under other lucks, with this game's result marked."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style, legible
from sim.charts.style.palette import BLUE, GREY, VERMILION
from sim.game.debrief.luck_and_skill import LuckAndSkill, TeamLuck
from sim.number_text import money

POINTS = 200
"""Places at which a distribution is drawn."""


@house_style()
def luck_chart(found: LuckAndSkill, axes: Axes | None = None) -> Figure:
    """For each team, the profits of its decisions over other lucks (blue, above) and of holding still (grey, below).

    The diamond is this game; the two ticks are the means. Their distance is skill, that of diamond and blue tick luck.
    """
    teams = found.teams
    axes = canvas(axes, height=1.7 + 0.78 * max(len(teams), 2))
    whole = np.concatenate([np.concatenate([team.profits, team.held, [team.came]]) for team in teams])
    room = 0.12 * max(float(np.ptp(whole)), 1.0)
    for place, team in enumerate(teams):
        for profits, colour, way in ((team.profits, BLUE, -1), (team.held, GREY, 1)):
            at, height = _density(profits)
            axes.fill_between(at, place, place + way * 0.4 * height, color=colour, alpha=0.45, linewidth=0)
            mean = float(profits.mean())
            axes.plot([mean, mean], [place, place + way * 0.42], color=colour, linewidth=2.2)
        axes.plot([team.came], [place], "D", color=VERMILION, markersize=7, markeredgecolor="white", zorder=5)
        axes.axhline(place, color="#bbbbbb", linewidth=0.6, zorder=0)
    axes.set_yticks(range(len(teams)), [legible(team.firm, f"team {n}") for n, team in enumerate(teams, 1)])
    axes.set_ylim(len(teams) - 0.45, -0.6)
    axes.set_xlim(float(whole.min()) - room, float(whole.max()) + room)
    axes.grid(True, axis="x")
    axes.grid(False, axis="y")
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda amount, _: money(amount)))
    axes.set_xlabel(f"profit of the whole game, money · {found.lucks} other lucks")
    add_legend(axes, [
        Line2D([], [], linestyle="none", marker="D", color=VERMILION, markersize=7, label="this game"),
        Patch(facecolor=BLUE, alpha=0.45, label="its decisions, other lucks"),
        Patch(facecolor=GREY, alpha=0.45, label="nothing changed, other lucks"),
    ])  # fmt: skip
    headline(axes, _claim(found.teams))
    return figure_of(axes)


def _density(profits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A smooth histogram, 1 at its highest: Gaussian kernel with Silverman's (1986) width, 1.06 σ n^(−1/5)."""
    width = max(1.06 * float(profits.std()) * len(profits) ** -0.2, 1e-9)
    at = np.linspace(profits.min() - 3 * width, profits.max() + 3 * width, POINTS)
    height = np.exp(-(((at[:, None] - profits[None, :]) / width) ** 2) / 2).sum(axis=1)
    return at, height / height.max()


def _claim(teams: tuple[TeamLuck, ...]) -> str:
    if len(teams) == 1:
        one = teams[0]
        verb = "brought" if one.skill.mean >= 0 else "cost"
        side = "added" if one.luck >= 0 else "took"
        return (
            f"{one.firm}'s decisions {verb} {money(abs(one.skill.mean))} on average; luck {side} {money(abs(one.luck))}"
        )
    best, luckiest = max(teams, key=lambda one: one.skill.mean), max(teams, key=lambda one: one.luck)
    sign = "+" if best.skill.mean > 0 else ""
    return (
        f"Best decisions: {best.firm} ({sign}{money(best.skill.mean)}); best luck: {luckiest.firm} "
        f"({'+' if luckiest.luck > 0 else ''}{money(luckiest.luck)})"
    )
