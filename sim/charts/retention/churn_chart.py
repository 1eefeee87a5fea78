"""How fast each firm loses customers, quarter by quarter."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, figure_of, headline, house_style
from sim.charts.style.firm_curves import firm_curves, weeks_label
from sim.charts.style.formatting import firm_words, listed
from sim.metrics._shared.windows import WEEKS_A_YEAR
from sim.metrics.retention.churn import churn
from sim.results.results import Results


@house_style()
def churn_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Churn of each firm in each quarter, as per cent of its customers (course C7)."""
    axes = canvas(axes)
    rates = churn(results, "quarter").rename(columns={"end": "week"})
    rates["percent"] = 100 * rates["churn"]
    firm_curves(
        axes, results, rates[["replication", "week", "firm", "percent"]], "percent", from_zero=True, ends_of_weeks=False
    )
    axes.set_ylabel("customers lost in a quarter, %")
    axes.set_xlabel(weeks_label(results))
    headline(axes, _claim(results))
    return figure_of(axes)


def _claim(results: Results) -> str:
    whole = churn(results, results.scenario.horizon).groupby("firm", observed=True)["churn"].mean()
    yearly = whole * WEEKS_A_YEAR / results.scenario.horizon
    words = dict(zip(results.names.firms, firm_words(results), strict=True))
    focal = results.scenario.focal_firm
    others = [f"{words[firm]} {100 * yearly[firm]:.0f}" for firm in results.names.firms if firm != focal]
    beside = f" ({listed(others)})" if others else ""
    return f"{words[focal]} loses {100 * yearly[focal]:.0f} customers a year for every 100 it has{beside}"
