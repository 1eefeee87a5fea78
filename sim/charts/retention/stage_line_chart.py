"""The stages of one customer's relations, over her life line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.retention.stages_chart import STAGE_LOOK, UPWARD, stage_patch
from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style
from sim.charts.style.event_selection import of_customer
from sim.charts.style.formatting import firm_words, listed
from sim.charts.style.palette import INK
from sim.metrics.retention.stage_history import stage_history
from sim.results.results import Results

if TYPE_CHECKING:
    import pandas as pd

STATE = {
    "maturity": "is a mature customer of",
    "growth": "buys more and more of",
    "development": "is new to",
    "recovery": "is back at",
    "decline": "buys less and less of",
    "end": "has left",
}
"""How a stage is said of a customer."""


@house_style()
def stage_line_chart(results: Results, customer_id: str, axes: Axes | None = None, run: int = 0) -> Figure:
    """Through which stages one customer's relation with each firm went; a tick marks each purchase (course A9).

    One lane per firm, weeks from left to right, by the rule of ``sim.stages``; before her first purchase she is a
    prospect. Raises ``LookupError`` for a customer who is not in the market, ``IncompleteLogError`` for a log without
    purchases.
    """
    life = of_customer(results, customer_id, run)
    table = stage_history(results)
    number = results.runs[run].replication
    hers = table[(table["customer_id"] == customer_id) & (table["replication"] == number)]
    axes = canvas(axes, height=1.7 + 0.55 * len(results.names.firms))
    for lane, firm in enumerate(results.names.firms):
        told = hers[hers["firm"] == firm]
        for stage, start, end in zip(told["stage"].astype(str), told["start"], told["end"], strict=True):
            colour, hatch = STAGE_LOOK[stage]
            axes.barh(
                lane, end - start, left=start, height=0.5, color=colour, hatch=hatch, edgecolor="white", linewidth=0.4
            )
        bought = life.loc[(life["firm"] == firm) & (life["event"] == "purchase"), "time"]
        axes.vlines(bought, lane - 0.42, lane - 0.29, color=INK, linewidth=0.9)
    axes.set_yticks(range(len(results.names.firms)), firm_words(results))
    axes.set_ylim(len(results.names.firms) - 0.4, -0.7)
    axes.set_xlim(0, results.scenario.horizon)
    axes.grid(False)
    axes.set_xlabel("week · a tick for each purchase")
    seen = set(hers["stage"].astype(str))
    if seen:
        add_legend(axes, [stage_patch(stage) for stage in reversed(UPWARD) if stage in seen], columns=4)
    headline(axes, _claim(results, customer_id, hers))
    return figure_of(axes)


def _claim(results: Results, customer_id: str, hers: pd.DataFrame) -> str:
    last = hers.groupby("firm", observed=True)["stage"].last().astype(str)
    if not len(last):
        return f"{customer_id} never bought here"
    words = dict(zip(results.names.firms, firm_words(results), strict=True))
    told = []
    for stage, state in STATE.items():
        firms = [words[str(firm)] for firm in last.index[last == stage]]
        if firms:
            told.append(f"{state} {listed(firms)}")
    return f"In the end {customer_id} {listed(told)}"
