"""A chart."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from guanxi_bakery.baked_sales import baked_sales
from sim.charts.style.canvas import canvas, figure_of, headline, house_style
from sim.results.results import Results


@house_style()
def baked_sales_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Purchases of each firm."""
    axes = canvas(axes)
    table = baked_sales(results)
    axes.bar(table["firm"], table["purchases"])
    headline(axes, f"{table['purchases'].sum()} purchases")
    return figure_of(axes)
