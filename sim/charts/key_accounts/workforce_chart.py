"""Skill of each firm's workforce, week by week."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.curves import PERCENT
from sim.charts.style.firm_curves import firm_curves, weeks_label
from sim.charts.style.formatting import firm_words
from sim.language.messages import _
from sim.metrics.key_accounts.workforce import workforce, workforce_by_week
from sim.number_text import decimal, percent
from sim.results.results import Results


@house_style()
def workforce_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Mean skill of each firm's workforce; the headline says how many left, and what contacts were worth.

    Means over replications.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes)
    table = workforce_by_week(results)
    table["percent"] = 100 * table["skill"]
    firm_curves(axes, results, table, "percent", bounds=PERCENT)
    axes.set_ylabel(_("mean skill of the workforce, %"))
    axes.set_xlabel(weeks_label(results))
    return headline(axes, _claim(results))


def _claim(results: Results) -> str:
    """The firm whose contacts with customers are worth most, and how many employees left it."""
    table = workforce(results)
    means = table.groupby("firm", observed=True)[["left", "quality"]].mean().dropna()
    if means.empty:
        return _("No firm has a workforce that contacts its customers")
    best = str(means["quality"].idxmax())
    words = dict(zip(results.names.firms, firm_words(results), strict=True))
    told = _(
        "Contacts of {firm} with its customers are worth most: {quality} of the best experience; "
        "employees who left: {left}"
    )
    quality, left = (float(means[column].loc[best]) for column in ("quality", "left"))
    return told.format(firm=words[best], quality=percent(quality), left=decimal(left))
