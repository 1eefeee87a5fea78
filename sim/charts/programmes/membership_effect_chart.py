"""Retention of members against other customers, split into who they are and what the programme does."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, figure_of, headline, house_style
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import BLUE, GREY, ORANGE
from sim.metrics._shared.interval import Interval, interval
from sim.metrics.programmes.membership_effect import membership_effect
from sim.number_text import points
from sim.results.results import Results

_BARS = (
    ("seen", "seen: members\nless others", GREY),
    ("selection", "selection: the same\npeople without it", ORANGE),
    ("effect", "effect of\nmembership", BLUE),
)


@house_style()
def membership_effect_chart(results: Results, without: Results, at: float = 52.0, axes: Axes | None = None) -> Figure:
    """How much more often members of the firm in focus are kept than others, and how much of it the programme causes.

    Who was kept is seen at the end of the run. Bars are means over replications with paired 95% intervals.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        without: The same market run with the same luck and without the programme.
        at: Week at which members and others are told apart.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        ValueError: When the two worlds do not share their luck.
    """
    focal = results.scenario.focal_firm
    name = firm_words(results)[results.names.firms.index(focal)]
    table = membership_effect(results, without, at=at)
    axes = canvas(axes)
    found = {column: interval(table[column]) for column, _, _ in _BARS}
    for place, (column, _, colour) in enumerate(_BARS):
        one = found[column]
        if np.isnan(one.mean):
            continue
        axes.bar(place, 100 * one.mean, width=0.6, color=colour)
        if not np.isnan(one.low):
            reach = [[100 * (one.mean - one.low)], [100 * (one.high - one.mean)]]
            axes.errorbar(place, 100 * one.mean, yerr=reach, color="#333333", capsize=4)
    axes.axhline(0, color="#888888", linewidth=0.8)
    axes.set_xticks(range(len(_BARS)), [label for _, label, _ in _BARS])
    axes.set_ylabel(f"kept from week {at:g} to {results.scenario.horizon:g}, points")
    headline(axes, _claim(name, found["seen"], found["effect"], at))
    return figure_of(axes)


def _claim(name: str, seen: Interval, effect: Interval, at: float) -> str:
    """The headline; a difference counts as one only where chance could not explain it."""
    if np.isnan(seen.mean):
        return f"{name} has no members to compare with other customers in week {at:g}"
    if np.isnan(effect.low):
        said = f"membership causes {points(effect.mean, True)} of it in this one run"
    elif effect.low <= 0 <= effect.high:
        said = "no clear part of it is caused by membership"
    else:
        said = f"membership causes {points(effect.mean, True)} of it"
    return f"Members of {name} are kept {points(seen.mean, True)} more often than others; {said}"
