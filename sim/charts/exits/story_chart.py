"""A story, and what it does: who knows, who is indignant, and who leaves for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.charts.style.canvas import add_legend, canvas, headline, house_style
from sim.charts.style.firm_curves import weeks_axis
from sim.charts.style.formatting import focal_word, listed
from sim.charts.style.palette import BLUE, INK, ORANGE
from sim.glossary.labels import cause_name, label
from sim.language.messages import _
from sim.metrics.exits.stories import stories
from sim.number_text import decimal
from sim.results.event_filters import select_events
from sim.results.results import Results
from sim.scenario.market.story import stories_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

Line: TypeAlias = tuple[float, tuple[float, ...]]
SOLID: Line = (0.0, ())
DASHED: Line = (0.0, (5.0, 1.0))
"""Lines as matplotlib knows them: where a dash begins, and how long it and its gap are."""
WEEKS_TOGETHER = 4
"""Weeks whose exits are counted together."""


@house_style()
def story_chart(results: Results, axes: Axes | None = None, story: str | None = None) -> Figure:
    """People who have heard of a story, their indignation, and the exits for what it changes, each in % of its highest.

    Exits are those from the firm in focus, in four weeks each. Values are means over replications.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.
        story: Name of the story; the first of the scenario if left out.

    Returns:
        The figure.

    Raises:
        ValueError: Where the scenario has no such story.
    """
    told = {each.story_name: each for each in stories_of(results.scenario)}
    name = next(iter(told), None) if story is None else story
    if name not in told:
        raise ValueError(f"there is no story {name!r} in this scenario; it has: {', '.join(told) or 'none'}")
    table = stories(results)
    means = table[table["story"] == name].groupby("week")[["heard", "indignation"]].mean()
    left, causes = _exits(results, told[name].changes)
    axes = canvas(axes, height=3.6)
    lines: list[tuple[str, str, Line, str]] = [("heard", BLUE, SOLID, _("have heard (at most {n} people)"))]
    if means["indignation"].max() > 0:
        lines.append(("indignation", ORANGE, DASHED, _("indignation (at most {n} people)")))
    weeks, keys = np.arange(len(means)) + 1.0, []
    for column, colour, line, word in lines:
        values = means[column].to_numpy(dtype=float)
        most = values.max() if len(values) else 0.0
        axes.plot(weeks, 100 * values / (most or 1.0), color=colour, linestyle=line, linewidth=2)
        keys.append(Line2D([], [], color=colour, linestyle=line, label=word.format(n=decimal(most))))
    middle = WEEKS_TOGETHER * (np.arange(len(left)) + 0.5)
    axes.plot(middle, 100 * left / (left.max() or 1.0), color=INK, marker="o", markersize=3.5, linewidth=1.2)
    said = _("exits for {causes} (at most {n} in 4 weeks)").format(causes=causes, n=decimal(left.max()))
    keys.append(Line2D([], [], color=INK, marker="o", label=said))
    weeks_axis(axes, results)
    axes.set_ylim(0, 105)
    axes.set_ylabel(_("% of the highest value"))
    add_legend(axes, keys, 1)
    return headline(axes, _claim(results, name, left, told[name].at))


def _exits(results: Results, attribute: str) -> tuple[NDArray[np.float64], str]:
    """Exits of the firm in focus in each four weeks, for the causes that compare an attribute; and their names."""
    names = [cause.name for cause in results.scenario.exits.causes if cause.attribute == attribute]
    numbers = [results.names.causes.index(name) for name in names]
    firm = results.names.firms.index(results.scenario.focal_firm)
    counted = np.zeros(max(1, int(results.scenario.horizon // WEEKS_TOGETHER)))
    for run in results.runs:
        rows = select_events(run, ("exit",))
        rows = rows[(rows["firm"] == firm) & np.isin(rows["cause"], numbers)]
        places = (rows["time"] // WEEKS_TOGETHER).astype(int)
        counted += np.bincount(places[places < len(counted)], minlength=len(counted)) / len(results.runs)
    return counted, listed([cause_name(name) for name in names]) or attribute


def _claim(results: Results, name: str, left: NDArray[np.float64], at: float) -> str:
    firm = focal_word(results)
    began = int(at // WEEKS_TOGETHER)
    before, after = left[:began], left[began:]
    if not len(after) or after.max() == 0:
        return _("Nobody left {firm} over the {story}").format(firm=firm, story=label("shock", name, name))
    most = WEEKS_TOGETHER * (began + int(after.argmax()))
    if len(before):
        told = _("{firm} lost most customers in weeks {start} to {end}: {n} in four weeks, {usual} before it")
    else:
        told = _("{firm} lost most customers in weeks {start} to {end}: {n} in four weeks")
    usual = decimal(before.mean(), 1) if len(before) else ""
    return told.format(firm=firm, start=most, end=most + WEEKS_TOGETHER, n=decimal(after.max()), usual=usual)
