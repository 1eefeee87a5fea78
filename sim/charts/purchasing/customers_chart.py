"""How many customers each firm has, week by week."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, figure_of, headline, house_style
from sim.charts.style.firm_curves import firm_curves, weeks_label
from sim.charts.style.formatting import firm_words
from sim.results.results import Results
from sim.results.tables import weekly


@house_style()
def customers_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Customers of each firm at the end of each week: those who came less those who left."""
    axes = canvas(axes)
    books = weekly(results)
    firm_curves(axes, results, books.astype({"customers": float}), "customers", from_zero=True)
    axes.set_ylabel("customers")
    axes.set_xlabel(weeks_label(results))
    focal = books[books["firm"] == results.scenario.focal_firm]
    won = focal["acquisitions"].sum() / len(results.runs)
    left = focal["exits"].sum() / len(results.runs)
    name = firm_words(results)[results.names.firms.index(results.scenario.focal_firm)]
    average = "On average " if len(results.runs) > 1 else ""
    headline(axes, f"{average}{name} won {won:,.0f} customers and lost {left:,.0f} of them")
    return figure_of(axes)
