"""What winning a customer costs at different budgets, on average and for one who would not have come by herself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import BLUE, GREY, VERMILION
from sim.metrics.retention.keeping_cost import keeping_cost
from sim.metrics.value.acquisition_cost import acquisition_cost
from sim.metrics.value.incremental_acquisition_cost import incremental_acquisition_cost
from sim.number_text import money
from sim.results.results import Results

CLAIMED = (4.0, 6.0)
"""How many times the cost of keeping a customer it costs to win one, as is often said (course A12)."""


@house_style()
def acquisition_cost_chart(
    worlds: Sequence[Results], without: Results, axes: Axes | None = None, since: int = 0
) -> Figure:
    """Cost per customer against the budget for winning them, one mark for each world, and what keeping one costs.

    ``worlds`` are the same market with different budgets of communication at the firm in focus, ``without`` that with
    none, all run with the same luck; ``since`` leaves out the first weeks. The lower line is the average over first
    purchases, the upper one that over those which would not have been made without, with its 95% interval. The band
    is 4 to 6 times the cost of keeping a customer for a year. Raises ``ValueError`` for no worlds or other luck.
    """
    if not len(worlds):
        raise ValueError("no worlds: give the same market with one or more budgets of communication")
    table = pd.DataFrame([_costs(world, without, since) for world in worlds]).sort_values("budget", ignore_index=True)
    table = table[table["budget"] > 0].replace(0.0, np.nan)
    axes = canvas(axes, height=4.2)
    budget = table["budget"].to_numpy()
    low, high = (factor * table["keeping"].to_numpy() for factor in CLAIMED)
    axes.fill_between(budget, low, high, color=GREY, alpha=0.3, linewidth=0)
    axes.plot(budget, table["keeping"], color=GREY, linewidth=1.6, linestyle=(0, (4, 2)))
    axes.plot(budget, table["average"], color=BLUE, linewidth=2.2, marker="o", markersize=5)
    bars = np.nan_to_num(np.array([table["one"] - table["low"], table["high"] - table["one"]]))
    axes.errorbar(budget, table["one"], yerr=np.maximum(bars, 0.0), color=VERMILION, linewidth=2.2, marker="s",
                  markersize=5, capsize=3)  # fmt: skip
    heights = table[["keeping", "average", "one"]].to_numpy(dtype=float)
    shown = heights[np.isfinite(heights)]
    if len(shown):
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_ylim(10 ** np.floor(np.log10(shown.min())), 1.6 * shown.max())
    axes.xaxis.set_major_locator(FixedLocator(list(budget)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_locator(NullLocator())
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda amount, _: money(amount)))
    axes.set_xlabel("budget for winning customers, money per week")
    axes.set_ylabel("money per customer")
    add_legend(
        axes,
        [
            Line2D([], [], color=VERMILION, marker="s", label="one who would not have come by herself"),
            Line2D([], [], color=BLUE, marker="o", label="average of all new ones"),
            Line2D([], [], color=GREY, linestyle=(0, (4, 2)), label="keeping one for a year"),
            Patch(facecolor=GREY, alpha=0.3, label="4 to 6 times that"),
        ],
        2,
    )
    headline(axes, _claim(firm_words(without)[without.names.firms.index(without.scenario.focal_firm)], table))
    return figure_of(axes)


def _costs(world: Results, without: Results, since: int) -> dict[str, float]:
    focal = world.scenario.focal_firm
    won, kept = acquisition_cost(world, since), keeping_cost(world, since)
    won, kept = won[won["firm"] == focal], kept[kept["firm"] == focal]
    more = incremental_acquisition_cost(world, without, since)
    one = more[more["firm"] == focal].iloc[0]
    acquisitions, years = float(won["acquisitions"].sum()), float(kept["customer_years"].sum())
    return {
        "budget": float(won["spend"].mean()) / (world.scenario.horizon - since),
        "average": float(won["spend"].sum()) / acquisitions if acquisitions else float("nan"),
        "keeping": float(kept["spend"].sum()) / years if years else float("nan"),
        "one": float(one["incremental_cost"]),
        "low": float(one["low"]),
        "high": float(one["high"]),
    }


def _claim(name: str, table: pd.DataFrame) -> str:
    times = (table["average"] / table["keeping"]).to_numpy(dtype=float)
    times = times[np.isfinite(times)]
    if not len(table):
        return f"{name} spent nothing on winning customers"
    if not len(times):
        return f"What winning a customer cost {name}; on keeping them it spent nothing"
    first, last = float(times.min()), float(times.max())
    between = f"{first:.1f} times" if f"{first:.1f}" == f"{last:.1f}" else f"{first:.1f} to {last:.1f} times"
    told = f"Winning a customer cost {name} {between} what keeping one did"
    told += ", depending on the budget" if len(times) > 1 else ""
    dearer = (table["one"] / table["average"]).to_numpy(dtype=float)
    dearer = dearer[np.isfinite(dearer)]
    if len(dearer):
        least, most = f"{dearer.min():.0f}", f"{dearer.max():.0f}"
        times_over = least if least == most else f"{least} to {most}"
        told += f"; one who would not have come anyhow, {times_over} times the average"
    return told
