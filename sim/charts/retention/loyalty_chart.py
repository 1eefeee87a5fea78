"""How lasting and how varying a firm's relations are."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.charts.customer_base.profile_chart import knows_nobody, whose, words_of
from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style
from sim.charts.style.palette import BLUE, GREY
from sim.metrics._shared.customer_database_view import Of
from sim.metrics.retention.loyalty_analysis import LOYALTIES, loyalty_analysis
from sim.number_text import percent
from sim.results.results import Results

_WORDS = {
    "steady": "steady: by habit",
    "varying": "varying: at random",
    "new": "new: two purchases",
    "once": "once only",
    "silent": "silent: long unseen",
}


@house_style()
def loyalty_chart(results: Results, axes: Axes | None = None, of: Of = "records") -> Figure:
    """Customers of the firm in focus and their purchases by how they come, at the end of the run.

    ``of="records"`` draws what the firm has on file, ``of="truth"`` what happened. All replications together. Raises
    ``IncompleteLogError`` for a log without purchases.
    """
    table = loyalty_analysis(results, of=of)
    groups = table.groupby("loyalty", observed=False)
    heads: pd.Series[float] = groups.size().reindex(LOYALTIES, fill_value=0) / max(1, len(table))
    purchases = groups["purchases"].sum().reindex(LOYALTIES, fill_value=0)
    bought: pd.Series[float] = purchases / max(1, int(purchases.sum()))
    axes = canvas(axes, height=3.3)
    places = np.arange(len(LOYALTIES))
    looks = ((heads, -0.2, GREY, "//", "customers"), (bought, 0.2, BLUE, "", "their purchases"))
    for shares, shift, colour, hatch, _ in looks:
        axes.barh(places + shift, 100 * shares, height=0.38, color=colour, hatch=hatch, edgecolor="white")
        for place, part in enumerate(shares):
            axes.annotate(
                percent(float(part)), (100 * part, place + shift), (4, 0), textcoords="offset points", va="center",
                fontsize=8,
            )  # fmt: skip
    axes.set_yticks(places, [_WORDS[name] for name in LOYALTIES])
    axes.set_ylim(len(LOYALTIES) - 0.5, -0.5)
    axes.set_xlim(0, max(1.0, 112 * float(max(heads.max(), bought.max()))))
    axes.grid(False)
    axes.set_xlabel(f"part of all, % · {words_of(of)}")
    add_legend(axes, [Patch(facecolor=c, hatch=h, edgecolor="white", label=words) for _, _, c, h, words in looks])
    headline(axes, _claim(results, heads, bought, of))
    return figure_of(axes)


def _claim(results: Results, heads: pd.Series[float], bought: pd.Series[float], of: Of) -> str:
    if not heads.sum():
        return knows_nobody(results)
    stay, make = (percent(float(shares["steady"] + shares["varying"])) for shares in (heads, bought))
    silent = percent(float(heads["silent"]))
    return f"{stay} of {whose(results, of)} keep coming and made {make} of purchases; {silent} have fallen silent"
