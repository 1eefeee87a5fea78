"""How indignant people are over a scandal, and how many customers leave for it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.curves import AT_LEAST_ZERO, Curve, draw_curves
from sim.charts.style.finding import Finding
from sim.charts.style.firm_curves import weeks_axis
from sim.charts.style.formatting import focal_place, focal_word
from sim.charts.style.palette import GREY, ORANGE, Look, firm_look
from sim.glossary.labels import label
from sim.language.messages import _, mark, pgettext
from sim.metrics._shared.interval import interval, mean_bounds
from sim.metrics.exits.stories import stories
from sim.number_text import decimal
from sim.results.event_filters import select_events
from sim.results.results import Results
from sim.scenario.market.story import stories_of

INDIGNANT = Look(ORANGE, (0, (5, 1)), "s", "//")
WEEKS = 52
"""Weeks before and after the story that the headline compares, or as many as there are."""
BOYCOTT = Finding(
    more=mark("After the {story} {name} loses {size} more customers a week for it than before{interval}"),
    less=mark("After the {story} {name} loses {size} fewer customers a week for it than before{interval}"),
    unclear=mark("{name} loses customers for it before and after the {story} with no clear difference{interval}"),
    unit=lambda count: decimal(count, 2),
)


@house_style()
def indignation_chart(results: Results, axes: Axes | None = None, story: str | None = None) -> Figure:
    """Indignation over a scandal, summed over people, and customers of the firm in focus who have left for it since.

    Each person counts 1 on hearing of it, and less week by week. Means over replications with 95% bands.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.
        story: Name of the story; the first of the scenario if left out.

    Returns:
        The figure.

    Raises:
        ValueError: For a story that is not there.
    """
    told = {each.story_name: each for each in stories_of(results.scenario)}
    name = next(iter(told), "") if story is None else story
    if story is not None and name not in told:
        raise ValueError(f"there is no story {name!r} in this scenario; it has: {', '.join(told) or 'none'}")
    axes = canvas(axes)
    weeks_axis(axes, results, banded=True)
    axes.set_ylabel(pgettext("label of an axis", "people"))
    if name not in told:
        axes.set_ylim(0, 1)
        return headline(axes, _("There is no scandal in this market"))
    at = float(told[name].at)
    left = _exits(results, told[name].changes)
    since = np.where(np.arange(left.shape[1]) >= int(at), left, 0.0).cumsum(axis=1)
    felt = stories(results)
    felt = felt[felt["story"] == name].pivot(index="replication", columns="week", values="indignation")
    rows = felt.to_numpy(dtype=float) if len(felt) else np.zeros((1, left.shape[1]))
    weeks = np.arange(1, left.shape[1] + 1)
    curves = []
    for values, word, look in (
        (rows, _("indignation"), INDIGNANT),
        (since, _("left for it"), firm_look(focal_place(results))),
    ):
        mean, low, high = mean_bounds(values, 0.95)
        curves.append(Curve(x=weeks, y=mean, low=low, high=high, name=word, look=look, strong=look is not INDIGNANT))
    axes.axvline(at, color=GREY, linewidth=0.8, linestyle=":")
    draw_curves(axes, curves, AT_LEAST_ZERO)
    return headline(axes, _claim(results, name, left, int(at)))


def _exits(results: Results, attribute: str) -> NDArray[np.float64]:
    """Exits from the firm in focus for the causes that compare an attribute, shape (runs, weeks)."""
    causes = [each.name for each in results.scenario.exits.causes if each.attribute == attribute]
    numbers = [results.names.causes.index(name) for name in causes]
    weeks = results.runs[0].weekly.shape[0]
    counts = []
    for run in results.runs:
        rows = select_events(run, ("exit",))
        rows = rows[(rows["firm"] == focal_place(results)) & np.isin(rows["cause"], numbers)]
        counts.append(np.bincount(np.minimum(rows["time"].astype(int), weeks - 1), minlength=weeks))
    return np.array(counts, dtype=float)


def _claim(results: Results, story: str, left: NDArray[np.float64], at: int) -> str:
    before, after = left[:, max(0, at - WEEKS) : at], left[:, at : at + WEEKS]
    if not after.shape[1]:
        return _("The {story} comes after the end of the run").format(story=label("shock", story, story))
    usual = before.mean(axis=1) if before.shape[1] else np.zeros(len(left))
    return BOYCOTT.told(
        interval(after.mean(axis=1) - usual), story=label("shock", story, story), name=focal_word(results)
    )
