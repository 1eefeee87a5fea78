"""Why customers left: as stated, as the team believes, and in truth."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style, legible
from sim.charts.style.palette import BLUE, GREEN, ORANGE
from sim.game.exercises.exit_case import Case
from sim.game.exercises.exit_detective import score
from sim.game.exercises.exit_report import Report, stated_believer
from sim.number_text import percent
from sim.scenario.market.exit_causes import cause_label

THICK = 0.26
"""Height of a bar; three of them and a gap make a cause."""


@house_style()
def exit_detective_chart(case: Case, report: Report, axes: Axes | None = None) -> Figure:
    """A detective's report beside the interviews it came from and the truth, three bars per cause.

    To be shown when the report has been marked: it gives the truth away. Raises ``AnswerError`` for a report that does
    not fit the case.
    """
    points, believed = score(case, report).points("causes"), score(case, stated_believer(case.handout)).points("causes")
    truth = case.truth
    causes = sorted(truth.shares, key=lambda cause: -truth.shares[cause])
    causes = [cause for cause in causes if truth.shares[cause] or truth.stated[cause] or report.shares.get(cause)]
    axes = canvas(axes, height=1.8 + 0.55 * max(len(causes), 2))
    sides = (
        (truth.stated, -THICK, ORANGE, "///", "as stated in interviews"),
        (report.shares, 0.0, GREEN, "..", "as the team believes"),
        (truth.shares, THICK, BLUE, "", "true, of all who left"),
    )
    places = np.arange(len(causes))
    for shares, shift, colour, hatch, _ in sides:
        parts = np.array([100 * shares.get(cause, 0.0) for cause in causes])
        axes.barh(places + shift, parts, height=THICK, color=colour, hatch=hatch, edgecolor="white", linewidth=0.5)
        for place, part in zip(places, parts.tolist(), strict=True):
            axes.text(part + 0.8, place + shift, percent(part / 100), va="center", fontsize=8)
    numbered = list(truth.shares)
    axes.set_yticks(places, [legible(cause_label(cause), f"cause {numbered.index(cause) + 1}") for cause in causes])
    axes.set_ylim(max(len(causes), 1) - 0.5, -0.5)
    most = max([0.1, *truth.shares.values(), *truth.stated.values(), *report.shares.values()])
    axes.set_xlim(0, 110 * most + 4)
    axes.grid(False)
    axes.set_xlabel("share of exits, %")
    add_legend(axes, [Patch(facecolor=c, hatch=h, edgecolor="white", label=word) for _, _, c, h, word in sides])
    headline(
        axes,
        f"Of 100 exits {points:.0f} are put down to their true cause; who believes the interviews gets {believed:.0f}",
    )
    return figure_of(axes)
