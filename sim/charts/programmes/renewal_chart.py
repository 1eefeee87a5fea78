"""Renewal of memberships by club events attended."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.finding import Finding
from sim.charts.style.formatting import focal_place, focal_word, if_several, of_focal
from sim.charts.style.palette import firm_look
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
        said = f"{percent(height)}\nof {decimal(number)}" if number else "nobody"
        axes.annotate(said, (at, 100 * height), (0, 3), textcoords="offset points", ha="center", fontsize=8)
    axes.set_xticks(np.arange(len(CLASSES)), CLASSES)
    axes.set_ylim(0, 120)
    axes.set_yticks(range(0, 101, 20))
    axes.set_ylabel("members who renew, %")
    axes.set_xlabel("club events attended in the period" + if_several(results, " · {} replications together"))
    return headline(axes, _claim(focal_word(results), table, rate, decided))


MORE_EVENTS = Finding(
    more="Of {name}'s members who attended {high} events {last} renew, of those with {low} {first}: {size} more"
    "{interval}",
    less="Of {name}'s members who attended {high} events {last} renew, of those with {low} {first}: {size} fewer"
    "{interval}",
    unclear="{last} of {name}'s members who attended {high} events renew and {first} of those with {low}: "
    "no clear difference{interval}",
)


def _claim(name: str, table: pd.DataFrame, rate: np.ndarray, decided: np.ndarray) -> str:
    if not decided.any():
        return f"No membership at {name} came up for renewal"
    seen = pd.Series(rate, index=CLASSES)[decided > 0]
    if len(seen) == 1:
        return f"{percent(float(seen.iloc[0]))} of {name}'s members renew; all attended {seen.index[0]} events"
    low, high = str(seen.index[0]), str(seen.index[-1])
    by_run = table.groupby(["replication", "attended"], observed=True)[["renewals", "lapses"]].sum()
    renewed = (by_run["renewals"] / by_run.sum(axis=1)).unstack()
    apart = (renewed[high] - renewed[low]).dropna()
    found = interval(apart) if len(apart) else interval([seen[high] - seen[low]])
    first, last = percent(float(seen[low])), percent(float(seen[high]))
    return MORE_EVENTS.told(found, name=name, low=low, high=high, first=first, last=last)
