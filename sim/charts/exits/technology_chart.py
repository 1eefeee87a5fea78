"""How an invention spreads among people, and when each firm sells it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from sim.charts.style.canvas import add_legend, canvas, headline, house_style
from sim.charts.style.curves import PERCENT, Curve, draw_curves
from sim.charts.style.firm_curves import weeks_axis
from sim.charts.style.formatting import listed, words_by_firm
from sim.charts.style.palette import INK, Look, firm_look
from sim.language.messages import _, ngettext
from sim.metrics._shared.interval import over_replications
from sim.metrics.exits.stories import stories
from sim.number_text import percent
from sim.results.event_filters import select_events
from sim.results.results import Results, Run
from sim.scenario.firm.departments.technology import Adoption, Technology
from sim.scenario.market.shocks.invention import Invention
from sim.scenario.market.story import stories_of

WANTED = Look(INK, "-", "o", "")
HALF = 50.0


@house_style()
def technology_chart(results: Results, axes: Axes | None = None, invention: str | None = None) -> Figure:
    """People who want an invention, in % of the market, week by week; a mark on the curve where each firm sells it.

    Means over replications with a 95% band. Source: Bass (1969), Management Science 15, 215-227.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.
        invention: Name of the invention; the first of the scenario if left out.

    Returns:
        The figure.

    Raises:
        ValueError: For an invention that is not there.
    """
    there = {story.story_name: story for story in stories_of(results.scenario) if isinstance(story, Invention)}
    if invention is not None and invention not in there:
        raise ValueError(f"there is no invention {invention!r} in this scenario; it has: {', '.join(there) or 'none'}")
    name = invention or next(iter(there), "")
    axes = canvas(axes)
    weeks_axis(axes, results, banded=True)
    axes.set_ylabel(_("people who want it, %"))
    if not name:
        axes.set_ylim(0, 100)
        return headline(axes, _("There is no invention in this market"))
    table = stories(results)
    table = table[table["story"] == name].assign(percent=lambda t: 100 * t["heard"] / results.scenario.population.size)
    mean = over_replications(table, "percent", ["week"]) if len(table) else pd.DataFrame(
        {"week": [0.0], "percent": [0.0], "low": [np.nan], "high": [np.nan]})  # fmt: skip
    weeks, wanted = mean["week"].to_numpy(dtype=float) + 1, np.minimum(mean["percent"].to_numpy(dtype=float), 100.0)
    draw_curves(axes, [Curve(x=weeks, y=wanted, low=mean["low"], high=mean["high"], name="", look=WANTED)], PERCENT)
    ready = _ready_weeks(results, there[name])
    sold = {firm: float(weeks.mean()) for firm, weeks in ready.items() if (weeks <= results.scenario.horizon).all()}
    marks = []
    for place, firm in enumerate(results.names.firms):
        if firm not in sold:
            continue
        look, height = firm_look(place), float(np.interp(sold[firm], weeks, wanted))
        axes.plot([sold[firm]], [height], marker=look.marker, color=look.colour, markersize=9, markeredgecolor="white",
                  linestyle="none", zorder=5, clip_on=False)  # fmt: skip
        marks.append(Line2D([], [], marker=look.marker, color=look.colour, linestyle="none",
                            label=_("{firm} sells it").format(firm=words_by_firm(results)[firm])))  # fmt: skip
    if marks:
        add_legend(axes, marks)
    return headline(axes, _claim(results, name, ready, sold, weeks, wanted))


def _ready_weeks(results: Results, shock: Invention) -> dict[str, NDArray[np.float64]]:
    """By firm that tries to sell it: the week from which it does in each run, after the horizon if it never does."""
    found: dict[str, NDArray[np.float64]] = {}
    for place, firm in enumerate(results.scenario.firms):
        settings = firm.department(Technology)
        for adoption in settings.adopts if settings else ():
            if adoption.invention != shock.story_name:
                continue
            weeks = np.array([_ready(run, place, adoption, shock) for run in results.runs])
            found[firm.name] = np.minimum(weeks, found.get(firm.name, np.inf))
    return found


def _ready(run: Run, firm: int, adoption: Adoption, shock: Invention) -> float:
    """The week in which the attempt that succeeds ends: each attempt is paid when it begins, one after the other."""
    rows = select_events(run, ("spending",))
    paid = rows[(rows["firm"] == firm) & (rows["cents"] == round(100 * adoption.cost))]["time"]
    week = max(adoption.at, shock.at)
    if not len(paid) or adoption.takes == 0:
        return week
    while np.isclose(paid, week, atol=1e-6).any():
        week += adoption.takes
    return week


def _claim(
    results: Results, name: str, ready: dict[str, NDArray[np.float64]], sold: dict[str, float],
    weeks: NDArray[np.float64], wanted: NDArray[np.float64],
) -> str:  # fmt: skip
    """The headline; "never" is said of a firm that sells it in no run, of others in how many runs they do."""
    words, horizon = words_by_firm(results), results.scenario.horizon
    times = {firm: int((at <= horizon).sum()) for firm, at in ready.items()}
    half = weeks[wanted >= HALF]
    if len(half):
        told = _("Half of the people want the {invention} in week {week}").format(invention=name, week=f"{half[0]:.0f}")
    else:
        told = _("{part} of people want the {invention} at the end").format(
            part=percent(wanted[-1] / 100), invention=name
        )
    sells = [
        _("{firm} from week {week}").format(firm=words[firm], week=f"{week:.0f}")
        for firm, week in sorted(sold.items(), key=lambda pair: pair[1])
    ]
    sells += [
        _("{firm} in {n} of {count} runs").format(firm=words[firm], n=times[firm], count=len(results.runs))
        for firm in results.names.firms
        if firm not in sold and times.get(firm)
    ]
    never = [words[firm] for firm in results.names.firms if not times.get(firm)]
    if not sells:
        return _("{claim}; no firm sells it").format(claim=told)
    if never:
        late = ngettext(
            "{claim}; {firms} sells it; {others} never", "{claim}; {firms} sell it; {others} never", len(sells)
        )
    else:
        late = ngettext("{claim}; {firms} sells it", "{claim}; {firms} sell it", len(sells))
    return late.format(claim=told, firms=listed(sells), others=listed(never))
