"""Retention of members against other customers, split into who they are and what the programme does."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.bars import whiskers
from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.curves import zero_line
from sim.charts.style.finding import Finding
from sim.charts.style.formatting import focal_word
from sim.charts.style.palette import BLUE, GREY, ORANGE
from sim.metrics._shared.interval import Interval, interval
from sim.metrics.programmes.membership_effect import membership_effect
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
    table = membership_effect(results, without, at=at)
    found = {column: interval(table[column]) for column, _, _ in _BARS}
    axes = canvas(axes)
    means = np.array([100 * found[column].mean for column, _, _ in _BARS])
    axes.bar(range(len(_BARS)), np.nan_to_num(means), width=0.6, color=[colour for _, _, colour in _BARS])
    whiskers(axes, means, [found[column].low * 100 for column, _, _ in _BARS],
             [found[column].high * 100 for column, _, _ in _BARS])  # fmt: skip
    zero_line(axes)
    axes.set_xticks(range(len(_BARS)), [label for _, label, _ in _BARS])
    axes.set_ylabel(f"kept from week {at:g} to {results.scenario.horizon:g}, points")
    return headline(axes, _claim(focal_word(results), found["seen"], found["effect"], at))


MEMBERS_KEPT = Finding(
    more="Members of {name} are kept {size} more often than others{interval}",
    less="Members of {name} are kept {size} less often than others{interval}",
    unclear="Members of {name} and others are kept with no clear difference{interval}",
)
CAUSED = Finding(
    more="membership causes {size} more{interval}",
    less="membership causes {size} less{interval}",
    unclear="membership makes no clear difference{interval}",
)


def _claim(name: str, seen: Interval, effect: Interval, at: float) -> str:
    """The headline; a difference counts as one only where chance could not explain it."""
    if np.isnan(seen.mean):
        return f"{name} has no members to compare with other customers in week {at:g}"
    return f"{MEMBERS_KEPT.told(seen, name=name)}; {CAUSED.told(effect)}"
