"""One line per firm over the weeks, with a band where several replications say how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from sim.charts.style.curves import OPEN, Bounds, Curve, draw_curves
from sim.charts.style.formatting import firm_words, if_several, mean_note, notes
from sim.charts.style.palette import firm_look
from sim.language.messages import _
from sim.metrics._shared.interval import over_replications
from sim.results.results import Results

if TYPE_CHECKING:
    import pandas as pd


def firm_curves(
    axes: Axes, results: Results, table: pd.DataFrame, value: str, *, bounds: Bounds = OPEN, ends_of_weeks: bool = True
) -> pd.DataFrame:
    """Draw the mean of a value for each firm over the weeks, in the units of the axis, and name each line at its end.

    ``table`` has the columns replication, week, firm and ``value``; with a single replication, bounds ``low`` and
    ``high`` that it may hold are drawn as the band, with several their 95% interval. ``bounds`` are the least and the
    largest value that there can be; ``ends_of_weeks`` puts the value of week 0 at 1. Returns the means, one column
    per firm.
    """
    if len(results.runs) > 1 or "low" not in table:
        table = over_replications(table, value, ["week", "firm"])
    means, low, high = (table.pivot(index="week", columns="firm", values=column) for column in (value, "low", "high"))
    means.index = means.index.astype(float) + float(ends_of_weeks)
    axes.set_xlim(0, results.scenario.horizon)
    curves = [
        Curve(
            x=means.index.to_numpy(), y=means[firm], low=low[firm], high=high[firm], name=word, look=firm_look(place),
            strong=firm == results.scenario.focal_firm,
        )
        for place, (firm, word) in enumerate(zip(results.names.firms, firm_words(results), strict=True))
    ]  # fmt: skip
    draw_curves(axes, curves, bounds)
    return means


def weeks_label(results: Results, also: str = "") -> str:
    """What stands below the axis of weeks: also how many replications the lines are the mean of."""
    return notes(_("week"), also, if_several(results, _("mean of {count} replications, band: 95% interval")))


def weeks_axis(axes: Axes, results: Results, also: str = "", *, banded: bool = False) -> None:
    """Set the axis of weeks from 0 to the horizon, with its label: of how many replications the mean is shown."""
    axes.set_xlim(0, results.scenario.horizon)
    axes.set_xlabel(weeks_label(results, also) if banded else notes(_("week"), also, mean_note(results)))
