"""Ties of each firm's people to customers, week by week."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.curves import AT_LEAST_ZERO
from sim.charts.style.firm_curves import firm_curves, weeks_label
from sim.charts.style.formatting import firm_words
from sim.language.messages import _
from sim.metrics.key_accounts.ties import ties, ties_by_week
from sim.number_text import decimal, percent
from sim.results.results import Results


@house_style()
def ties_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Ties between each firm's people and customers at the end of each week; the headline says how many came by one.

    Means over replications.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes)
    means = firm_curves(axes, results, ties_by_week(results), "ties", bounds=AT_LEAST_ZERO)
    axes.set_ylabel(_("ties"))
    axes.set_xlabel(weeks_label(results))
    return headline(axes, _claim(results, means))


def _claim(results: Results, means: pd.DataFrame) -> str:
    """The firm with most ties at the end, and the part of its new customers who came by one."""
    last = means.iloc[-1]
    if not means.to_numpy().any():
        return _("No firm has ties with customers")
    most = str(last.idxmax())
    name = dict(zip(results.names.firms, firm_words(results), strict=True))[most]
    mine = ties(results)
    mine = mine[mine["firm"] == most]
    new = int(mine["new_customers"].sum())
    if new == 0:
        told = _("{firm} has {n} ties in the last week; nobody has come to it since the start")
        return told.format(firm=name, n=decimal(last[most]))
    share = float((mine["came_by_tie"] * mine["new_customers"]).sum() / new)
    told = _("{firm} has {n} ties in the last week; {part} of its new customers came by a tie")
    return told.format(firm=name, n=decimal(last[most]), part=percent(share))
