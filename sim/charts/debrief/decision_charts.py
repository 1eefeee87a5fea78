"""What decisions did: their effects, hidden levers, break-even missed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.charts.debrief.mark_timeline import mark_timeline
from sim.charts.style.bars import name_rows, upright_grid
from sim.charts.style.canvas import SIZE, add_legend, area_key, canvas, headline, house_style
from sim.charts.style.end_labels import label_ends
from sim.charts.style.formatting import firm_words, listed, money_axis
from sim.charts.style.palette import BLUE, GREY, INK, ORANGE, SKY, VERMILION, firm_look
from sim.charts.style.text_fitting import legible
from sim.game.debrief.debrief import Debrief
from sim.game.debrief.missed_retention import MissedRetention
from sim.game.debrief.moves import SEEN
from sim.number_text import money
from sim.scenario.decisions.decision import LEVERS

COLOURS = LinearSegmentedColormap.from_list("cost and gain", [VERMILION, "#f7f7f7", BLUE])
"""Orange-red for what cost, blue for what brought: they differ for every eye, and the sign stands in the cell."""
WRITTEN = 14
"""Rounds up to which there is room for figures in the cells."""


EFFECTS_AXIS = {
    False: "round · profit by the end more (+) or less (−) than with this decision left out · dot: held",
    True: "round · profit gained (+) or lost (−) by the end",
}
"""Words below the cells of effects, and the shorter ones of a compact picture."""


@house_style()
def effects_chart(found: Debrief, axes: Axes | None = None, *, compact: bool = False) -> Figure:
    """A cell for each team and round in which it decided: what that decision brought by the end, money.

    Args:
        found: The debrief, as from ``session.debrief()``.
        axes: Axes to draw into; a figure of its own if left out.
        compact: Whether the figure is as wide as others; figures stand in the cells of short games only.

    Returns:
        The figure.
    """
    teams = found.teams
    axes = canvas(axes, width=SIZE[0] if compact else 2 * SIZE[0] + 0.4, height=1.25 + 0.42 * len(teams))
    grid = np.full((len(teams), found.rounds), np.nan)
    for one in found.effects:
        grid[teams.index(one.firm), one.round] = one.profit_more
    most = float(np.nanmax(np.abs(grid))) if np.isfinite(grid).any() else 1.0
    norm = TwoSlopeNorm(0.0, -max(most, 1.0), max(most, 1.0))
    axes.imshow(grid, cmap=COLOURS, norm=norm, aspect="auto", interpolation="nearest")
    for (place, number), more in np.ndenumerate(grid):
        if np.isnan(more):
            axes.text(number, place, "·", ha="center", va="center", color="#999999")
        elif found.rounds <= (WRITTEN // 2 if compact else WRITTEN):
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
    axes.set_xlabel(EFFECTS_AXIS[compact])
    return headline(axes, _effects_claim(found))


def _signed(more: float) -> str:
    return ("+" if more > 0 else "") + money(more)


def _effects_claim(found: Debrief) -> str:
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
    return f"{said[:1].upper()}{said[1:]}" if said else "No decision changed anyone's profit"


def hidden_levers(found: Debrief) -> list[str]:
    """Levers in numbers that rivals could not see and that a team moved, the most often moved first."""
    moved = [move.lever for move in found.moves if move.lever not in SEEN]
    numbers = [lever for lever in dict.fromkeys(moved) if np.isfinite(_levels(found, lever)).any()]
    return sorted(numbers, key=lambda lever: -moved.count(lever))


@house_style()
def hidden_chart(found: Debrief, lever: str, axes: Axes | None = None) -> Figure:
    """Where one hidden lever of every steered firm stood in each round; of channels their sum.

    Args:
        found: The debrief, as from ``session.debrief()``.
        lever: Name of the lever.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes)
    levels = _levels(found, lever)
    rounds = np.array([-0.5, *range(len(levels))])  # as it stood before, then from each round on
    levels = np.vstack([levels, levels[-1]])
    words = firm_words(found.results)
    movers = {move.firm for move in found.moves if move.lever == lever}
    ends = []
    for k in np.flatnonzero(np.isfinite(levels).any(axis=0)):
        look = firm_look(int(k))
        if found.results.names.firms[int(k)] not in movers:
            axes.step(rounds, levels[:, k], where="post", color=GREY, linewidth=1.0, zorder=1)
            continue
        axes.step(rounds, levels[:, k], where="post", color=look.colour, linestyle=look.line, linewidth=1.7)
        last = levels[np.isfinite(levels[:, k]), k][-1]
        ends.append((float(last), words[k], look.colour))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlim(-0.5, max(found.rounds, 1))
    bottom, top = axes.get_ylim()
    axes.set_ylim(bottom - 0.04 * (top - bottom), top + 0.04 * (top - bottom))
    mark_timeline(axes, found.marks, lambda mark: float(mark.round))
    axes.set_ylabel(LEVERS[lever].unit)
    axes.set_xlabel(
        "round · grey: those who left it where it was" if len(ends) < np.isfinite(levels).any(axis=0).sum() else "round"
    )
    label_ends(axes, ends)
    who = list(dict.fromkeys(move.firm for move in found.moves if move.lever == lever))
    shown = [words[found.results.names.firms.index(firm)] for firm in who]
    return headline(
        axes, f"{LEVERS[lever].meaning[0].upper()}{LEVERS[lever].meaning[1:]}: moved by {listed(shown)}, unseen"
    )


def _levels(found: Debrief, lever: str) -> np.ndarray:
    """Where a lever stood at the beginning of each round and at the end, shape (rounds + 1, firms)."""
    names = found.results.names.firms
    return np.array(
        [[_number(getattr(stood[firm], lever)) if firm in stood else np.nan for firm in names]
         for stood in found.seen.stood]
    )  # fmt: skip


def _number(held: object) -> float:
    if isinstance(held, Mapping):
        parts = [float(part) for part in held.values() if isinstance(part, int | float)]
        return sum(parts) if len(parts) == len(held) and parts else np.nan
    return float(held) if isinstance(held, int | float) and not isinstance(held, bool) else np.nan


LOOKS: dict[str, tuple[str, str]] = {
    "paid": (BLUE, ""),
    "missed": (ORANGE, "///"),
    "did not pay": (VERMILION, "..."),
    "rightly left": (SKY, "\\\\"),
}
"""Colour and hatch of each verdict."""


@house_style()
def keeping_chart(found: Debrief, team: str, axes: Axes | None = None) -> Figure:
    """For one team, the net worth of each way to keep customers, done or not done, money; the largest on top.

    Args:
        found: The debrief, as from ``session.debrief()``.
        team: Name of the team.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    rows = sorted((one for one in found.keeping if one.firm == team), key=lambda one: -one.net)
    axes = canvas(axes, height=1.7 + 0.36 * max(len(rows), 2))
    for place, one in enumerate(rows):
        colour, hatch = LOOKS[one.verdict]
        axes.barh(place, one.net, height=0.66, color=colour, hatch=hatch, edgecolor="white", linewidth=0.5)
    axes.axvline(0, color=GREY, linewidth=1)
    words = [f"{legible(one.measure, 'cause')} ({'done' if one.done else 'not done'})" for one in rows]
    name_rows(axes, words, above=0.6, below=0.6)
    upright_grid(axes)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
    money_axis(axes.xaxis)
    axes.set_xlabel("worth of doing it, money")
    used = list(dict.fromkeys(one.verdict for one in rows))
    if used:
        add_legend(axes, [area_key(LOOKS[v][0], LOOKS[v][1], v) for v in used])
    return headline(axes, _keeping_claim(team, rows))


def _keeping_claim(team: str, rows: list[MissedRetention]) -> str:
    missed = [one for one in rows if one.verdict == "missed"]
    wasted = [one for one in rows if one.verdict == "did not pay"]
    words = []
    if missed:
        words.append(f"left {money(missed[0].net)} lying on {missed[0].measure}")
    if wasted:
        words.append(f"lost {money(-wasted[-1].net)} on {wasted[-1].measure}")
    return f"{team} {' and '.join(words)}" if words else f"{team} did what pays and left what does not"
