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
from sim.language.messages import _, mark, translate
from sim.metrics._shared.interval import Interval, interval
from sim.metrics.programmes.membership_effect import membership_effect
from sim.results.results import Results

_BARS = (
    ("seen", mark("seen: members\nless others"), GREY),
    ("selection", mark("selection: the same\npeople without it"), ORANGE),
    ("effect", mark("effect of\nmembership"), BLUE),
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
    found = {column: interval(table[column]) for column, _word, _colour in _BARS}
    axes = canvas(axes)
    means = np.array([100 * found[column].mean for column, _word, _colour in _BARS])
    axes.bar(range(len(_BARS)), np.nan_to_num(means), width=0.6, color=[one[2] for one in _BARS])
    whiskers(axes, means, [found[one[0]].low * 100 for one in _BARS],
             [found[one[0]].high * 100 for one in _BARS])  # fmt: skip
    zero_line(axes)
    axes.set_xticks(range(len(_BARS)), [translate(one[1]) for one in _BARS])
    kept = _("kept from week {start} to {end}, points")
    axes.set_ylabel(kept.format(start=f"{at:g}", end=f"{results.scenario.horizon:g}"))
    return headline(axes, _claim(focal_word(results), found["seen"], found["effect"], at))


MEMBERS_KEPT = Finding(
    more=mark("Members of {name} are kept {size} more often than others{interval}"),
    less=mark("Members of {name} are kept {size} less often than others{interval}"),
    unclear=mark("Members of {name} and others are kept with no clear difference{interval}"),
)
CAUSED = Finding(
    more=mark("membership causes {size} more{interval}"),
    less=mark("membership causes {size} less{interval}"),
    unclear=mark("membership makes no clear difference{interval}"),
)


def _claim(name: str, seen: Interval, effect: Interval, at: float) -> str:
    """The headline; a difference counts as one only where chance could not explain it."""
    if np.isnan(seen.mean):
        told = _("{firm} has no members to compare with other customers in week {week}")
        return told.format(firm=name, week=f"{at:g}")
    return _("{first}; {second}").format(first=MEMBERS_KEPT.told(seen, name=name), second=CAUSED.told(effect))
