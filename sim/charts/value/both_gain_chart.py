"""Whether both sides gain: what the firm in focus and its customers gain a week, quarter by quarter."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.curves import Curve, draw_curves, zero_line
from sim.charts.style.firm_curves import weeks_axis
from sim.charts.style.formatting import focal_place, focal_word
from sim.charts.style.palette import GREEN, Look, firm_look
from sim.language.messages import _
from sim.metrics._shared.interval import over_replications
from sim.metrics.value.promises import gain_of_both_sides, gains_by_quarter
from sim.number_text import money
from sim.results.results import Results

THEIRS = Look(GREEN, (0, (5, 1, 1, 1)), "^", "..")
MIDDLE = 6.5
"""Weeks from the beginning of a quarter to its middle, where its value is drawn."""


@house_style()
def both_gain_chart(results: Results, axes: Axes | None = None) -> Figure:
    """What the firm in focus and its customers gain a week, quarter by quarter; mean over replications, 95% bands.

    Customers' gain is what the goods are worth to them less price and waiting, compared with the usual offer.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes)
    weeks_axis(axes, results, banded=True)
    axes.set_ylabel(_("gain a week, money"))
    table = gains_by_quarter(results)
    mine = table[table["firm"] == results.scenario.focal_firm]
    curves = []
    for column, word, look in (
        ("firm_gain", focal_word(results), firm_look(focal_place(results))),
        ("customers_gain", _("its customers"), THEIRS),
    ):
        means = over_replications(mine, column, ["week"])
        if np.isfinite(means[column]).any():
            curves.append(
                Curve(x=means["week"].to_numpy(dtype=float) + MIDDLE, y=means[column], low=means["low"],
                      high=means["high"], name=word, look=look, strong=look is not THEIRS)
            )  # fmt: skip
    draw_curves(axes, curves)
    zero_line(axes)
    return headline(axes, _claim(results))


def _claim(results: Results) -> str:
    """Who gains over the whole run."""
    table = gain_of_both_sides(results)
    mine = table[table["firm"] == results.scenario.focal_firm]
    firm, theirs = float(mine["firm_gain"].mean()), float(mine["customers_gain"].mean())
    if not np.isfinite(theirs):
        return _("What customers gain is not in this log; give the firm a department of promises")
    if firm > 0 and theirs > 0:
        told = _("Both sides gain: {name} {firm}, its customers {theirs}")
    elif firm > 0:
        told = _("Only {name} gains: {firm}; its customers lose {theirs} against the usual offer")
    elif theirs > 0:
        told = _("Only the customers of {name} gain: {theirs}; the firm loses {firm}")
    else:
        told = _("Neither side gains: {name} loses {firm}, its customers {theirs} against the usual offer")
    return told.format(name=focal_word(results), firm=money(abs(firm)), theirs=money(abs(theirs)))
