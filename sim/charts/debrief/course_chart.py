"""The course of a game: share, churn or profit of every firm, round by round, with a dot where somebody decided."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.charts.style.canvas import canvas, figure_of, headline, house_style, label_ends
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import firm_look
from sim.game.debrief.debrief import Debrief
from sim.number_text import money, percent

CourseOf: TypeAlias = Literal["share", "churn", "profit"]
LABELS: dict[CourseOf, str] = {
    "share": "share of money spent, %",
    "churn": "lost per customer and year, %",
    "profit": "profit of the round, money",
}


@house_style()
def course_chart(found: Debrief, of: CourseOf = "share", axes: Axes | None = None) -> Figure:
    """One figure of every firm, round by round; a dot marks a round in which the firm moved a lever."""
    axes = canvas(axes)
    names = found.results.names.firms
    values = np.array([getattr(outcome, of) for outcome in found.outcomes], dtype=float).reshape(-1, len(names))
    shown = values if of == "profit" else 100 * values
    rounds = np.arange(len(shown))
    moved = {(move.firm, move.round) for move in found.moves}
    for k, firm in enumerate(names):
        look = firm_look(k)
        axes.plot(rounds, shown[:, k], color=look.colour, linestyle=look.line, linewidth=1.7)
        decided = [number for number in range(len(shown)) if (firm, number) in moved]
        axes.plot(decided, shown[decided, k], look.marker, color=look.colour, markersize=5, markeredgecolor="white")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    if of == "profit":
        axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _: money(amount)))
    axes.set_xlim(-0.3, max(len(rounds) - 1, 1) + 0.1)
    axes.set_ylim(*axes.get_ylim())
    axes.set_ylabel(LABELS[of])
    axes.set_xlabel("round · dots: the firm moved something")
    ends = [
        (float(shown[-1, k]), word, firm_look(k).colour)
        for k, word in enumerate(firm_words(found.results))
        if np.isfinite(shown[-1, k])
    ]
    label_ends(axes, ends)
    headline(axes, _claim(found, of, values))
    return figure_of(axes)


def _claim(found: Debrief, of: CourseOf, values: np.ndarray) -> str:
    words = firm_words(found.results)
    if of == "profit":
        total = values.sum(axis=0)
        best, least = int(total.argmax()), int(total.argmin())
        if len(words) == 1:
            return f"{words[0]} earned {money(float(total[0]))}"
        much, little = money(float(total[best])), money(float(total[least]))
        return f"{words[best]} earned most, {much}; {words[least]} least, {little}"
    last = values[-1]
    if np.isnan(last).all():
        return "Nobody bought in the last round" if of == "share" else "Nobody had customers in the last round"
    if of == "share":
        change = last - values[0]
        most = int(np.nanargmax(np.abs(change)))
        verb = "won" if change[most] > 0 else "lost"
        first = percent(float(values[0, most]))
        return f"{words[most]} {verb} most: from {first} of the money to {percent(float(last[most]))}"
    low, high = int(np.nanargmin(last)), int(np.nanargmax(last))
    if low == high:
        return f"{words[low]} lost {percent(float(last[low]))} of its customers a year in the end"
    few, many = percent(float(last[low])), percent(float(last[high]))
    return f"In the end {words[low]} lost fewest, {few} of its customers a year; {words[high]} {many}"
