"""Which customers earn a firm its profit, and which cost it: the whale curve."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.customer_base.profile_chart import knows_nobody, whose, words_of
from sim.charts.style.canvas import canvas, figure_of, headline, house_style
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import BLUE, GREY, INK
from sim.metrics._shared.customer_database_view import Of
from sim.metrics.value.profit_analysis import profit_analysis
from sim.number_text import money, percent
from sim.results.results import Results

FIFTH = 0.2


@house_style()
def profit_analysis_chart(results: Results, axes: Axes | None = None, of: Of = "records") -> Figure:
    """Net profit of the firm in focus, added up over its customers, the most profitable first.

    Above 100% the curve shows what the others lose again. ``of="records"`` draws what the firm has on file,
    ``of="truth"`` what happened. All replications together. Raises ``IncompleteLogError`` for a log without purchases.
    Source: Kaplan & Cooper (1998), Cost & Effect, the whale curve.
    """
    table = profit_analysis(results, of=of)
    net = np.sort(table["net"].to_numpy(dtype=float))[::-1]
    axes = canvas(axes)
    whole = float(net.sum())
    if whole > 0:
        along = 100 * np.arange(len(net) + 1) / len(net)
        curve = 100 * np.concatenate([[0.0], np.cumsum(net)]) / whole
        axes.plot(along, curve, color=BLUE, linewidth=2)
        axes.plot([0, 100], [0, 100], color=GREY, linewidth=1, linestyle=(0, (4, 2)))
        axes.annotate("if all were alike", (64, 56), color="#666666", fontsize=8.5, va="top")
        fifth = _best(net)
        axes.plot([20, 20], [0, 100 * fifth], color=INK, linewidth=0.8, linestyle=(0, (2, 2)))
        axes.annotate(
            f"a fifth: {percent(fifth)}", (20, 100 * fifth), (8, -12), textcoords="offset points", fontsize=9,
            fontweight="bold",
        )  # fmt: skip
        axes.set_ylim(0, max(105.0, 1.05 * float(curve.max())))
    axes.set_xlim(0, 100)
    axes.set_ylabel("part of net profit, %")
    axes.set_xlabel(f"customers, the most profitable first, % · {words_of(of)}")
    headline(axes, _claim(results, net, of))
    return figure_of(axes)


def _best(net: np.ndarray) -> float:
    return float(net[: int(np.ceil(round(FIFTH * len(net), 9)))].sum() / net.sum())


def _claim(results: Results, net: np.ndarray, of: Of) -> str:
    if not len(net):
        return knows_nobody(results)
    if net.sum() <= 0:
        name = firm_words(results)[results.names.firms.index(results.scenario.focal_firm)]
        return f"{name} loses {money(-float(net.sum()))} with these customers"
    costly = float((net < 0).mean())
    others = f"; {percent(costly)} cost more than they bring" if costly >= 0.005 else ""
    return f"A fifth of {whose(results, of)} bring {percent(_best(net))} of net profit{others}"
