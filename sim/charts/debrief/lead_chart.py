"""The lead of a first mover: what a kind of programme gained it in share, and what became of that after the copies."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, figure_of, headline, house_style
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import GREY, INK, firm_look
from sim.game.debrief.debrief import Debrief
from sim.game.debrief.programme_races import SPAN, ProgrammeRace


@house_style()
def lead_chart(found: Debrief, race: ProgrammeRace, axes: Axes | None = None) -> Figure:
    """Points of share that the first mover has more than without this kind of programme, week by week."""
    axes = canvas(axes)
    names, words = found.results.names.firms, firm_words(found.results)
    k = names.index(race.first)
    weeks = np.arange(1, len(race.gain) + 1)
    points = 100 * np.nan_to_num(race.gain)
    axes.plot(weeks, points, color=firm_look(k).colour, linewidth=2)
    axes.fill_between(weeks, points, color=firm_look(k).colour, alpha=0.15, linewidth=0)
    axes.axhline(0, color=GREY, linewidth=0.8)
    low, high = min(points.min(), 0.0), max(points.max(), 0.1)
    axes.set_ylim(low - 0.05 * (high - low), high + 0.3 * (high - low))
    axes.set_xlim(0, len(weeks))
    with_it = [words[names.index(firm)] for firm in race.together]
    marks = [(race.launched, "\n".join([words[k], *with_it, "together" if with_it else "first"]))]
    marks += [(week, f"{words[names.index(firm)]}\ncopies") for firm, week in race.copies]
    for place, (week, word) in enumerate(marks):
        axes.axvline(week, color=INK, linewidth=0.9, linestyle="-" if not place else ":")
        axes.text(week + 0.01 * len(weeks), axes.get_ylim()[1], word, va="top", fontsize=8, color=INK)
    if np.isfinite(race.half_life):
        at = race.copied - 1
        half = float(np.interp(at + race.half_life, np.arange(len(points)), points))
        axes.plot([at + race.half_life + 1], [half], "o", color=INK, markersize=6)
        axes.annotate("half gone", (at + race.half_life + 1, half), xytext=(0, -14), textcoords="offset points",
                      ha="center", fontsize=8, color=INK)  # fmt: skip
    axes.set_ylabel("gain in share, points")
    axes.set_xlabel(f"week · over {SPAN} weeks, against the same luck without this programme")
    headline(axes, race.words.split(". ")[0].split(" All in all")[0].rstrip(".") + _half(race))
    return figure_of(axes)


def _half(race: ProgrammeRace) -> str:
    if np.isfinite(race.half_life):
        return f"; half of it was gone after {race.half_life:.0f} weeks"
    return ""
