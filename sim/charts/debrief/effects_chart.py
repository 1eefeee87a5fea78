"""What each decision did: profit against the same luck with that one decision left out, by team and round."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.charts.style.canvas import SIZE, canvas, figure_of, headline, house_style, legible
from sim.charts.style.palette import BLUE, INK, VERMILION
from sim.game.debrief.debrief import Debrief
from sim.number_text import money

COLOURS = LinearSegmentedColormap.from_list("cost and gain", [VERMILION, "#f7f7f7", BLUE])
"""Orange-red for what cost, blue for what brought: they differ for every eye, and the sign stands in the cell."""
WRITTEN = 14
"""Rounds up to which there is room for figures in the cells."""


@house_style()
def effects_chart(found: Debrief, axes: Axes | None = None) -> Figure:
    """A cell for each team and round in which it decided: what that decision brought by the end, money."""
    teams = found.teams
    axes = canvas(axes, width=2 * SIZE[0] + 0.4, height=1.25 + 0.42 * len(teams))
    grid = np.full((len(teams), found.rounds), np.nan)
    for one in found.effects:
        grid[teams.index(one.firm), one.round] = one.profit_more
    most = float(np.nanmax(np.abs(grid))) if np.isfinite(grid).any() else 1.0
    norm = TwoSlopeNorm(0.0, -max(most, 1.0), max(most, 1.0))
    axes.imshow(grid, cmap=COLOURS, norm=norm, aspect="auto", interpolation="nearest")
    for (place, number), more in np.ndenumerate(grid):
        if np.isnan(more):
            axes.text(number, place, "·", ha="center", va="center", color="#999999")
        elif found.rounds <= WRITTEN:
            dark = abs(more) > 0.6 * most
            axes.text(number, place, _signed(more), ha="center", va="center", fontsize=8.5,
                      color="white" if dark else INK, fontweight="bold" if dark else "normal")  # fmt: skip
    axes.set_yticks(range(len(teams)), [legible(team, f"team {n}") for n, team in enumerate(teams, 1)])
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=20))
    axes.set_xticks(np.arange(found.rounds + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(teams) + 1) - 0.5, minor=True)
    axes.grid(False)
    axes.grid(True, which="minor", axis="both", color="white", linewidth=2)
    axes.tick_params(which="minor", length=0)
    axes.set_xlabel("round · profit by the end more (+) or less (−) than with this decision left out · dot: held")
    headline(axes, _claim(found))
    return figure_of(axes)


def _signed(more: float) -> str:
    return ("+" if more > 0 else "") + money(more)


def _claim(found: Debrief) -> str:
    if not found.effects:
        return "Nobody moved anything"
    best = max(found.effects, key=lambda one: one.profit_more)
    worst = min(found.effects, key=lambda one: one.profit_more)
    words = []
    if best.profit_more > 0:
        words.append(f"brought most: {best.firm} in round {best.round} ({_signed(best.profit_more)})")
    if worst.profit_more < 0:
        words.append(f"cost most: {worst.firm} in round {worst.round} ({_signed(worst.profit_more)})")
    said = "; ".join(words)
    return f"{said[:1].upper()}{said[1:]}" if said else "No decision changed anybody's profit"
