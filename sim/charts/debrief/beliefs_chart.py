"""Why customers left each team, beside why it believed they did."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style, legible
from sim.charts.style.palette import cause_look
from sim.game.debrief.debrief import Debrief
from sim.number_text import percent
from sim.scenario.market.exit_causes import cause_label

LABELLED = 0.08
"""Least part of a bar in which its percentage is written."""


@house_style()
def beliefs_chart(found: Debrief, axes: Axes | None = None) -> Figure:
    """Two bars for each team: the true causes of its exits, and those it believed in (or was told in interviews)."""
    beliefs = [belief for belief in found.beliefs if sum(belief.left)]
    axes = canvas(axes, height=1.6 + 0.72 * max(len(beliefs), 1))
    names = beliefs[0].causes if beliefs else ()
    used = [c for c in range(len(names)) if any(b.left[c] or b.believed[c] > 0 for b in beliefs)]
    ticks: list[tuple[float, str]] = []
    for place, belief in enumerate(beliefs):
        team = legible(belief.firm, f"team {place + 1}")
        told = {"believed": "believed", "interviews": "was told"}.get(belief.source, "")
        for shift, parts, word in ((0.0, belief.true, f"{team}: truth"), (0.38, belief.believed, told)):
            height = 1.05 * place + shift
            ticks.append((height, word if not np.isnan(parts).any() else ""))
            if not np.isnan(parts).any():
                _bar(axes, height, np.array(parts)[used], [names[c] for c in used], names)
    axes.set_yticks([height for height, _ in ticks], [word for _, word in ticks])
    axes.set_ylim(1.05 * max(len(beliefs), 1) - 0.4, -0.35)
    axes.set_xlim(0, 100)
    axes.grid(False)
    axes.set_xlabel("share of the team's exits, %")
    looks = [(legible(cause_label(names[c]), f"cause {c + 1}"), cause_look(names[c], names)) for c in used]
    if looks:
        add_legend(
            axes, [Patch(facecolor=k.colour, hatch=k.hatch, edgecolor="white", label=w) for w, k in looks], columns=6
        )
    headline(axes, _claim(found))
    return figure_of(axes)


def _bar(axes: Axes, height: float, parts: np.ndarray, shown: list[str], names: tuple[str, ...]) -> None:
    reached = 0.0
    for part, cause in zip(parts, shown, strict=True):
        look = cause_look(cause, names)
        axes.barh(height, 100 * part, left=reached, height=0.34, color=look.colour, hatch=look.hatch,
                  edgecolor="white", linewidth=0.6)  # fmt: skip
        if part >= LABELLED:
            box = {"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
            axes.text(reached + 50 * part, height, percent(part), ha="center", va="center", fontsize=7.5, bbox=box)
        reached += 100 * part


def _claim(found: Debrief) -> str:
    heard = [belief for belief in found.beliefs if sum(belief.left) and belief.source != "nothing"]
    if not heard:
        return "Nobody left, or nobody was heard on why"
    worst = min(heard, key=lambda belief: belief.knowledge)
    off = np.subtract(worst.believed, worst.true)
    most = int(np.abs(off).argmax())
    verb = "believed" if worst.source == "believed" else "was told"
    return (
        f"{worst.firm} {verb} that {percent(worst.believed[most])} left for {cause_label(worst.causes[most])}; "
        f"in truth it was {percent(worst.true[most])}"
    )
