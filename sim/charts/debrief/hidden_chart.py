"""What rivals could not see: where the hidden levers of each firm stood, round by round."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.charts.style.canvas import canvas, figure_of, headline, house_style, label_ends
from sim.charts.style.formatting import firm_words, listed
from sim.charts.style.palette import GREY, firm_look
from sim.game.debrief.debrief import Debrief
from sim.game.debrief.moves import SEEN
from sim.scenario.decisions.decision import LEVERS


def hidden_levers(found: Debrief) -> list[str]:
    """Levers in numbers that rivals could not see and that somebody moved, the most often moved first."""
    moved = [move.lever for move in found.moves if move.lever not in SEEN]
    numbers = [lever for lever in dict.fromkeys(moved) if np.isfinite(_levels(found, lever)).any()]
    return sorted(numbers, key=lambda lever: -moved.count(lever))


@house_style()
def hidden_chart(found: Debrief, lever: str, axes: Axes | None = None) -> Figure:
    """Where one hidden lever of every steered firm stood in each round; of channels their sum."""
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
    axes.set_ylabel(LEVERS[lever].unit)
    axes.set_xlabel(
        "round · grey: those who left it where it was" if len(ends) < np.isfinite(levels).any(axis=0).sum() else "round"
    )
    label_ends(axes, ends)
    who = list(dict.fromkeys(move.firm for move in found.moves if move.lever == lever))
    shown = [words[found.results.names.firms.index(firm)] for firm in who]
    headline(axes, f"{LEVERS[lever].meaning[0].upper()}{LEVERS[lever].meaning[1:]}: moved by {listed(shown)}, unseen")
    return figure_of(axes)


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
