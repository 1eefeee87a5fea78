"""Renewal of memberships by club events attended."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.finding import Finding
from sim.charts.style.formatting import focal_place, focal_word, if_several, notes, of_focal
from sim.charts.style.palette import firm_look
from sim.language.messages import _, mark, translate
from sim.metrics._shared.interval import interval
from sim.metrics._shared.windows import ratio
from sim.metrics.programmes.renewals_by_attendance import CLASSES, renewals_by_attendance
from sim.number_text import decimal, percent
from sim.results.results import Results


@house_style()
def renewal_chart(results: Results, axes: Axes | None = None) -> Figure:
    """The part of the members of the firm in focus who renew, by the events they attended in the period that ends.

    Replications taken together.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: Where attendance was not kept.
    """
    table = of_focal(results, renewals_by_attendance(results))
    counts = table.groupby("attended", observed=True)[["renewals", "lapses"]].sum()
    counts = counts.reindex(list(CLASSES), fill_value=0)
    decided = counts.sum(axis=1).to_numpy(dtype=float)
    rate = ratio(counts["renewals"], decided, 0.0)
    axes = canvas(axes)
    axes.bar(np.arange(len(CLASSES)), 100 * rate, width=0.65, color=firm_look(focal_place(results)).colour)
    for at, (height, number) in enumerate(zip(rate, decided, strict=True)):
        said = _("nobody")
        if number:
            said = _("{part}\nof {n}").format(part=percent(height), n=decimal(number))
        axes.annotate(said, (at, 100 * height), (0, 3), textcoords="offset points", ha="center", fontsize=8)
    axes.set_xticks(np.arange(len(CLASSES)), [class_word(one) for one in CLASSES])
    axes.set_ylim(0, 120)
    axes.set_yticks(range(0, 101, 20))
    axes.set_ylabel(_("members who renew, %"))
    together = if_several(results, _("{count} replications together"))
    axes.set_xlabel(notes(_("club events attended in the period"), together))
    return headline(axes, _claim(focal_word(results), table, rate, decided))


_CLASS_WORDS: dict[str, str] = {"2 to 3": mark("2 to 3"), "4 or more": mark("4 or more")}


def class_word(attended: str) -> str:
    """What a class of members by events attended is called."""
    return translate(_CLASS_WORDS.get(attended, attended))


MORE_EVENTS = Finding(
    more=mark(
        "Of {name}'s members who attended {high} events {last} renew, of those with {low} {first}: {size} more"
        "{interval}"
    ),
    less=mark(
        "Of {name}'s members who attended {high} events {last} renew, of those with {low} {first}: {size} fewer"
        "{interval}"
    ),
    unclear=mark(
        "{last} of {name}'s members who attended {high} events renew and {first} of those with {low}: "
        "no clear difference{interval}"
    ),
)


def _claim(name: str, table: pd.DataFrame, rate: np.ndarray, decided: np.ndarray) -> str:
    if not decided.any():
        return _("No membership at {firm} came up for renewal").format(firm=name)
    seen = pd.Series(rate, index=CLASSES)[decided > 0]
    if len(seen) == 1:
        told = _("{part} of {firm}'s members renew; all attended {events} events")
        return told.format(part=percent(float(seen.iloc[0])), firm=name, events=class_word(str(seen.index[0])))
    low, high = str(seen.index[0]), str(seen.index[-1])
    by_run = table.groupby(["replication", "attended"], observed=True)[["renewals", "lapses"]].sum()
    renewed = (by_run["renewals"] / by_run.sum(axis=1)).unstack()
    apart = (renewed[high] - renewed[low]).dropna()
    found = interval(apart) if len(apart) else interval([seen[high] - seen[low]])
    first, last = percent(float(seen[low])), percent(float(seen[high]))
    return MORE_EVENTS.told(found, name=name, low=class_word(low), high=class_word(high), first=first, last=last)
