"""One line per firm over the weeks, with a band where several replications say how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from sim.charts.style.canvas import label_ends
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import firm_look
from sim.metrics._shared.interval import over_replications
from sim.results.results import Results

if TYPE_CHECKING:
    import pandas as pd


def firm_curves(
    axes: Axes,
    results: Results,
    table: pd.DataFrame,
    value: str,
    *,
    from_zero: bool = False,
    ends_of_weeks: bool = True,
) -> pd.DataFrame:
    """Draw the mean of a value for each firm over the weeks, in the units of the axis, and name each line at its end.

    ``table`` has the columns replication, week, firm and ``value``; with a single replication, bounds ``low`` and
    ``high`` that it may hold are drawn as the band, with several their 95% interval. ``from_zero`` makes the axis
    begin at 0; ``ends_of_weeks`` puts the value of week 0 at 1. Returns the means, one column per firm.
    """
    if len(results.runs) > 1 or "low" not in table:
        table = over_replications(table, value, ["week", "firm"])
    means, low, high = (table.pivot(index="week", columns="firm", values=column) for column in (value, "low", "high"))
    means.index = means.index.astype(float) + float(ends_of_weeks)
    weeks = means.index.to_numpy()
    for place, firm in enumerate(results.names.firms):
        look = firm_look(place)
        focal = firm == results.scenario.focal_firm
        axes.plot(
            weeks,
            means[firm],
            color=look.colour,
            linestyle=look.line,
            linewidth=2.4 if focal else 1.6,
            zorder=3 if focal else 2,
        )
        if np.isfinite(low[firm]).any():
            axes.fill_between(weeks, low[firm], high[firm], color=look.colour, alpha=0.18, linewidth=0)
    axes.set_xlim(0, results.scenario.horizon)
    bottom, top = axes.get_ylim()
    axes.set_ylim(0.0 if from_zero else bottom, top)
    lasts = [means[firm].dropna() for firm in results.names.firms]
    words = firm_words(results)
    label_ends(
        axes,
        [
            (float(last.iloc[-1]), words[place], firm_look(place).colour)
            for place, last in enumerate(lasts)
            if len(last)
        ],
    )
    return means


def weeks_label(results: Results, also: str = "") -> str:
    """What stands below the axis of weeks: also how many replications the lines are the mean of."""
    count = len(results.runs)
    band = f" · mean of {count} replications, band: 95% interval" if count > 1 else ""
    return "week" + (f" · {also}" if also else "") + band
