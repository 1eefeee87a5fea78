"""What decisions did: their effects, hidden levers, break-even missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.charts.debrief.mark_timeline import mark_timeline
from sim.charts.style.bars import name_rows, upright_grid
from sim.charts.style.canvas import SIZE, add_legend, area_key, canvas, headline, house_style
from sim.charts.style.end_labels import label_ends
from sim.charts.style.formatting import firm_words, listed, money_axis
from sim.charts.style.palette import BLUE, GREY, INK, ORANGE, SKY, VERMILION, firm_look
from sim.charts.style.text_fitting import legible
from sim.game.debrief.debrief import Debrief
from sim.game.debrief.missed_retention import MissedRetention, verdict_word
from sim.game.debrief.moves import SEEN
from sim.game.words import round_label
from sim.language.messages import _, mark, translate
from sim.number_text import money
from sim.scenario.decisions.decision import LEVERS

COLOURS = LinearSegmentedColormap.from_list("cost and gain", [VERMILION, "#f7f7f7", BLUE])
"""Orange-red for what cost, blue for what brought: they differ for every eye, and the sign stands in the cell."""
WRITTEN = 14
"""Rounds up to which there is room for figures in the cells."""


EFFECTS_AXIS = {
    False: mark("round · profit by the end more (+) or less (−) than with this decision left out · dot: held"),
    True: mark("round · profit gained (+) or lost (−) by the end"),
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
    axes.set_yticks(range(len(teams)), team_words(teams))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=20))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda number, _place: f"{number + 1:.0f}"))
    axes.set_xticks(np.arange(found.rounds + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(teams) + 1) - 0.5, minor=True)
    axes.grid(False)
    axes.grid(True, which="minor", axis="both", color="white", linewidth=2)
    axes.tick_params(which="minor", length=0)
    axes.set_xlabel(translate(EFFECTS_AXIS[compact]))
    return headline(axes, _effects_claim(found))


def _signed(more: float) -> str:
    return ("+" if more > 0 else "") + money(more)


def _effects_claim(found: Debrief) -> str:
    if not found.effects:
        return _("Nobody moved anything")
    best = max(found.effects, key=lambda one: one.profit_more)
    worst = min(found.effects, key=lambda one: one.profit_more)
    if best.profit_more > 0 and worst.profit_more < 0:
        said = _(
            "Brought most: {best} in round {best_round} ({brought}); cost most: {worst} in round {worst_round} ({cost})"
        )
    elif best.profit_more > 0:
        said = _("Brought most: {best} in round {best_round} ({brought})")
    elif worst.profit_more < 0:
        said = _("Cost most: {worst} in round {worst_round} ({cost})")
    else:
        said = _("No decision changed anyone's profit")
    return said.format(
        best=best.firm, best_round=round_label(best.round), brought=_signed(best.profit_more), worst=worst.firm,
        worst_round=round_label(worst.round), cost=_signed(worst.profit_more),
    )  # fmt: skip


def team_words(teams: Sequence[str]) -> list[str]:
    """The names of teams as they can be printed, in their order."""
    numbered = _("team {n}")
    return [legible(team, numbered.format(n=n)) for n, team in enumerate(teams, 1)]


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
    rounds = np.array([0.5, *range(1, len(levels) + 1)])  # as it stood before, then from each round on
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
    axes.set_xlim(0.5, max(found.rounds, 1) + 1)
    bottom, top = axes.get_ylim()
    axes.set_ylim(bottom - 0.04 * (top - bottom), top + 0.04 * (top - bottom))
    mark_timeline(axes, found.marks, lambda fell: float(fell.round + 1))
    axes.set_ylabel(translate(LEVERS[lever].unit))
    some_held = len(ends) < np.isfinite(levels).any(axis=0).sum()
    axes.set_xlabel(_("round · grey: those who left it where it was") if some_held else _("round"))
    label_ends(axes, ends)
    who = list(dict.fromkeys(move.firm for move in found.moves if move.lever == lever))
    shown = [words[found.results.names.firms.index(firm)] for firm in who]
    meaning = translate(LEVERS[lever].meaning)
    said = _("{lever}: moved by {firms}, unseen")
    return headline(axes, said.format(lever=f"{meaning[:1].upper()}{meaning[1:]}", firms=listed(shown)))


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
    done, left = _("{measure} (done)"), _("{measure} (not done)")
    words = [(done if one.done else left).format(measure=legible(one.about, _("cause"))) for one in rows]
    name_rows(axes, words, above=0.6, below=0.6)
    upright_grid(axes)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
    money_axis(axes.xaxis)
    axes.set_xlabel(_("worth of doing it, money"))
    used = list(dict.fromkeys(one.verdict for one in rows))
    if used:
        add_legend(axes, [area_key(LOOKS[v][0], LOOKS[v][1], verdict_word(v)) for v in used])
    return headline(axes, _keeping_claim(team, rows))


def _keeping_claim(team: str, rows: list[MissedRetention]) -> str:
    missed = [one for one in rows if one.verdict == "missed"]
    wasted = [one for one in rows if one.verdict == "did not pay"]
    if missed and wasted:
        said = _("{team} left {missed} lying on {left} and lost {wasted} on {lost}")
    elif missed:
        said = _("{team} left {missed} lying on {left}")
    elif wasted:
        said = _("{team} lost {wasted} on {lost}")
    else:
        said = _("{team} did what pays and left what does not")
    return said.format(
        team=team, missed=money(missed[0].net) if missed else "", left=missed[0].about if missed else "",
        wasted=money(-wasted[-1].net) if wasted else "", lost=wasted[-1].about if wasted else "",
    )  # fmt: skip
