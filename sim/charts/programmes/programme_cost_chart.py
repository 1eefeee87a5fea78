"""What programmes cost each firm, line by line, and what fees brought in."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, VERMILION
from sim.metrics.programmes.programme_cost import LINES, programme_cost
from sim.number_text import money
from sim.results.results import Results

_WORDS = {"build_cost": "building", "running_cost": "running", "tailoring_cost": "tailoring"}
_AREAS = ((GREY, "//"), (SKY, ".."), (ORANGE, ""), (BLUE, "\\\\"), (VERMILION, "xx"), (GREEN, "++"), (PURPLE, "oo"))


def line_word(line: str) -> str:
    """How a line of cost is spoken of, such as "rewards"."""
    return _WORDS.get(line, line.removesuffix("_cost").replace("_", " ") + "s")


def _area(line: str) -> tuple[str, str]:
    """Colour and hatch of a line of cost, by its place in the books."""
    return _AREAS[LINES.index(line) % len(_AREAS)]


@house_style()
def programme_cost_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Cost of each firm's programmes over the whole run: building, running, rewards, benefits, events.

    Means over replications, in money. A diamond marks what fees brought in.
    """
    costs = programme_cost(results).drop(columns="replication").groupby("firm", observed=False).mean()
    shown = [line for line in LINES if costs[line].sum() > 0]
    axes = canvas(axes, height=1.6 + 0.55 * len(costs))
    places, reached = np.arange(len(costs)), np.zeros(len(costs))
    for line in shown:
        colour, hatch = _area(line)
        axes.barh(
            places, costs[line], left=reached, height=0.62, color=colour, hatch=hatch, edgecolor="white", linewidth=0.8
        )
        reached += costs[line].to_numpy()
    for place, total in enumerate(costs["cost"]):
        axes.annotate(money(float(total)), (total, place), (5, 0), textcoords="offset points", va="center", fontsize=9)
    handles: list[Line2D | Patch] = [
        Patch(facecolor=_area(line)[0], hatch=_area(line)[1], edgecolor="white", label=line_word(line))
        for line in shown
    ]
    if costs["fees"].sum() > 0:
        paid = costs["fees"].to_numpy() > 0
        fees = axes.plot(
            costs["fees"].to_numpy()[paid],
            places[paid],
            marker="D",
            linestyle="none",
            color=INK,
            markeredgecolor="white",
            label="fees received",
        )
        handles += fees
    axes.set_yticks(places, firm_words(results))
    axes.set_ylim(len(costs) - 0.5, -0.5)
    axes.set_xlim(0, 1.15 * max(float(costs[["cost", "fees"]].to_numpy().max()), 1.0))
    axes.grid(True, axis="x")
    axes.grid(False, axis="y")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda amount, _: money(amount)))
    average = f" · mean of {len(results.runs)} replications" if len(results.runs) > 1 else ""
    axes.set_xlabel(f"cost over {results.scenario.horizon:g} weeks, money{average}")
    if handles:
        add_legend(axes, handles)
    headline(axes, _claim(results, costs))
    return figure_of(axes)


def _claim(results: Results, costs: pd.DataFrame) -> str:
    focal = results.scenario.focal_firm
    name = firm_words(results)[results.names.firms.index(focal)]
    hers = {str(line): float(costs[line].to_numpy()[results.names.firms.index(focal)]) for line in costs.columns}
    if hers["cost"] == 0:
        return f"{name} spent nothing on programmes"
    line = max(LINES, key=hers.__getitem__)
    fees = f" and brought {money(hers['fees'])} in fees" if hers["fees"] > 0 else ""
    return f"{name}'s programmes cost {money(hers['cost'])}, {money(hers[line])} of it for {line_word(line)}{fees}"
