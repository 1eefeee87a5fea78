"""Renewal of memberships by club events attended."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.bars import whiskers
from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.finding import Finding
from sim.charts.style.formatting import focal_place, focal_word, mean_note, notes, of_focal
from sim.charts.style.palette import firm_look
from sim.language.messages import _, mark, translate
from sim.metrics._shared.interval import Interval, interval
from sim.metrics.programmes.renewals_by_attendance import CLASSES, renewals_by_attendance
from sim.number_text import decimal, percent
from sim.results.results import Results

NOBODY = Interval(np.nan, np.nan, np.nan, 0.95, 0, "nobody attended so many events")


@house_style()
def renewal_chart(results: Results, axes: Axes | None = None) -> Figure:
    """The part of the members of the firm in focus who renew, by the events they attended in the period that ends.

    Means over replications of the column ``rate`` of the metric ``renewals_by_attendance``, with 95% intervals; a
    replication in which no member attended so many events is left out of that bar.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: Where attendance was not kept.
    """
    table = of_focal(results, renewals_by_attendance(results))
    decided = table.assign(decided=table["renewals"] + table["lapses"]).groupby("attended", observed=True)["decided"]
    number = decided.sum().reindex(list(CLASSES), fill_value=0).to_numpy(dtype=float) / len(results.runs)
    renewed = table.pivot_table(index="replication", columns="attended", values="rate", observed=True)
    renewed = renewed.reindex(columns=list(CLASSES))
    found = [interval(seen) if len(seen := renewed[name].dropna()) else NOBODY for name in CLASSES]
    rate = np.array([each.mean for each in found])
    axes = canvas(axes)
    axes.bar(np.arange(len(CLASSES)), 100 * rate, width=0.65, color=firm_look(focal_place(results)).colour)
    low, high = (np.clip([100 * getattr(each, side) for each in found], 0, 100) for side in ("low", "high"))
    whiskers(axes, 100 * rate, low, high)
    for at, (height, top, many) in enumerate(zip(rate, high, number, strict=True)):
        said = _("nobody")
        if many:
            said = _("{part}\nof {n}").format(part=percent(height), n=decimal(many))
        above = np.nanmax([100 * height, top, 0.0])
        axes.annotate(said, (at, above), (0, 3), textcoords="offset points", ha="center", fontsize=8)
    axes.set_xticks(np.arange(len(CLASSES)), [class_word(one) for one in CLASSES])
    axes.set_ylim(0, 125)
    axes.set_yticks(range(0, 101, 20))
    axes.set_ylabel(_("members who renew, %"))
    axes.set_xlabel(notes(_("club events attended in the period"), mean_note(results)))
    return headline(axes, _claim(focal_word(results), renewed, rate))


_CLASS_WORDS: dict[str, str] = {"2 to 3": mark("2 to 3"), "4 or more": mark("4 or more")}


def class_word(attended: str) -> str:
    """What a class of members by events attended is called."""
    return translate(_CLASS_WORDS.get(attended, attended))


MORE_EVENTS = Finding(
    more=mark(
        "{last} of {name}'s members who attended {high} events renew, and {first} of those who attended {low}: "
        "{size} more{interval}"
    ),
    less=mark(
        "{last} of {name}'s members who attended {high} events renew, and {first} of those who attended {low}: "
        "{size} fewer{interval}"
    ),
    unclear=mark(
        "{last} of {name}'s members who attended {high} events renew, and {first} of those who attended {low}: "
        "no clear difference{interval}"
    ),
)


def _claim(name: str, renewed: pd.DataFrame, rate: np.ndarray) -> str:
    seen = pd.Series(rate, index=CLASSES).dropna()
    if seen.empty:
        return _("No membership at {firm} came up for renewal").format(firm=name)
    if len(seen) == 1:
        told = _("{part} of {firm}'s members renew; all attended {events} events")
        return told.format(part=percent(float(seen.iloc[0])), firm=name, events=class_word(str(seen.index[0])))
    low, high = str(seen.index[0]), str(seen.index[-1])
    apart = (renewed[high] - renewed[low]).dropna()
    found = interval(apart) if len(apart) else interval([seen[high] - seen[low]])
    first, last = percent(float(seen[low])), percent(float(seen[high]))
    return MORE_EVENTS.told(found, name=name, low=class_word(low), high=class_word(high), first=first, last=last)
