"""Orders that wait at a production line, week by week."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.curves import AT_LEAST_ZERO, Curve, draw_curves
from sim.charts.style.firm_curves import weeks_axis
from sim.charts.style.formatting import listed, words_by_firm
from sim.charts.style.palette import firm_look
from sim.language.messages import _
from sim.metrics._shared.interval import mean_bounds
from sim.metrics._shared.windows import require_purchases
from sim.number_text import decimal
from sim.results.event_filters import select_events
from sim.results.results import Results
from sim.scenario.firm.departments.production_line import ProductionLine

WHEN_AND_WHO = ["time", "customer", "generation"]


@house_style()
def order_queue_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Orders given and not yet delivered at the end of each week, for each firm with a production line.

    Mean over replications with its 95% band. Source: Little (1961), Operations Research 9, 383-387.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: For a log without purchases.
    """
    require_purchases(results, "order_queue_chart")
    axes = canvas(axes)
    weeks_axis(axes, results, banded=True)
    axes.set_ylabel(_("orders waiting at the end of the week"))
    curves, claims = [], []
    for place, firm in enumerate(results.scenario.firms):
        if firm.department(ProductionLine) is None:
            continue
        waiting = _waiting(results, place)
        mean, low, high = mean_bounds(waiting, 0.95)
        word = words_by_firm(results)[firm.name]
        curves.append(Curve(x=np.arange(1, len(mean) + 1), y=mean, low=low, high=high, name=word,
                            look=firm_look(place), strong=firm.name == results.scenario.focal_firm))  # fmt: skip
        waits = _("{n} at {firm} (at most {most}, in week {week})")
        claims.append(
            waits.format(n=decimal(mean[-1]), firm=word, most=decimal(mean.max()), week=int(mean.argmax()) + 1)
        )
    draw_curves(axes, curves, AT_LEAST_ZERO)
    if not claims:
        return headline(axes, _("No firm here has a production line"))
    if len(results.runs) > 1:
        told = _("Orders that wait at the end, on average: {orders}")
    else:
        told = _("Orders that wait at the end: {orders}")
    return headline(axes, told.format(orders=listed(claims)))


def _waiting(results: Results, firm: int) -> NDArray[np.float64]:
    """Orders neither delivered nor lost by the end of each week, shape (runs, weeks)."""
    weeks = np.arange(1, results.runs[0].weekly.shape[0] + 1)
    rows = []
    for run in results.runs:
        given, delivered, short = (select_events(run, (event,)) for event in ("order", "delivery", "shortage"))
        given, delivered, short = (table[table["firm"] == firm] for table in (given, delivered, short))
        another = np.isin(short[WHEN_AND_WHO], delivered[WHEN_AND_WHO])  # short of one kind, served with another
        ended = np.sort(np.concatenate([delivered["time"], short["time"][~another]]))
        rows.append(np.searchsorted(np.sort(given["time"]), weeks) - np.searchsorted(ended, weeks))
    return np.array(rows, dtype=float)
