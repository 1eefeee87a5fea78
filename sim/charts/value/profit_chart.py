"""What each firm earned, added up over the weeks."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.charts.style.canvas import canvas, figure_of, headline, house_style
from sim.charts.style.firm_curves import firm_curves, weeks_label
from sim.charts.style.formatting import firm_words
from sim.metrics._shared.interval import interval
from sim.number_text import bounds, money
from sim.results.results import Results
from sim.results.tables import weekly


@house_style()
def profit_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Cumulative profit of each firm: what customers paid less goods, rewards, benefits and programmes."""
    axes = canvas(axes)
    books = weekly(results)
    books["earned"] = books.groupby(["replication", "firm"], observed=True)["profit"].cumsum()
    firm_curves(axes, results, books, "earned")
    if axes.get_ylim()[0] < 0:
        axes.axhline(0, color="#888888", linewidth=0.8)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _: money(amount)))
    axes.set_ylabel("profit since week 0, money")
    axes.set_xlabel(weeks_label(results))
    headline(axes, _claim(results, books))
    return figure_of(axes)


def _claim(results: Results, books: pd.DataFrame) -> str:
    totals = books.pivot_table(index="replication", columns="firm", values="profit", aggfunc="sum", observed=True)
    focal = results.scenario.focal_firm
    words = dict(zip(results.names.firms, firm_words(results), strict=True))
    name = words[focal]
    rivals = [firm for firm in results.names.firms if firm != focal]
    if not rivals:
        return f"{name} earned {money(float(totals[focal].mean()))}"
    best = rivals[int(np.argmax([totals[firm].mean() for firm in rivals]))]
    ahead = interval(totals[focal] - totals[best])
    if np.isnan(ahead.low):
        return (
            f"In this one run {name} earned {money(float(totals[focal].mean()))}; "
            f"{words[best]}, its strongest rival, {money(float(totals[best].mean()))}"
        )
    if ahead.low <= 0 <= ahead.high:
        sure = f"(95% interval {bounds(ahead.low, ahead.high, money)})"
        return f"No clear difference in profit between {name} and {words[best]}, its strongest rival {sure}"
    least, most = sorted((abs(ahead.low), abs(ahead.high)))
    more = "more" if ahead.mean > 0 else "less"
    sure = f"(95% interval {bounds(least, most, money)})"
    return f"{name} earned {money(abs(ahead.mean))} {more} than {words[best]}, its strongest rival {sure}"
