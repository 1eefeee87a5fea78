"""Why customers left: the exit distribution chart."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style
from sim.charts.style.formatting import cause_word, firm_words, listed
from sim.charts.style.palette import cause_look
from sim.metrics.exits.exits import exits
from sim.number_text import percent
from sim.results.results import Results

LABELLED = 0.06
"""Least part of a bar in which its percentage is written."""


@house_style()
def exit_chart(results: Results, axes: Axes | None = None, since: float = 0.0, until: float | None = None) -> Figure:
    """The share of each cause in a firm's exits, one bar per firm (course C8); the grey part moved away.

    Exits of all replications are taken together; the number beside a bar is that of one replication, on average.
    """
    left = exits(results, since, until).groupby(["firm", "cause"], observed=False)["exits"].sum().unstack() / len(
        results.runs
    )
    left = left.reindex(list(results.names.firms), fill_value=0.0)  # where no cause can strike the table is empty
    left = left.loc[:, left.sum() > 0]
    totals = left.sum(axis=1).to_numpy(dtype=float)
    axes = canvas(axes, height=1.6 + 0.55 * len(left))
    names = tuple(results.names.causes)
    reached = np.zeros(len(left))
    for cause in left.columns:
        look = cause_look(str(cause), names)
        parts = np.divide(left[cause].to_numpy(dtype=float), totals, out=np.zeros(len(left)), where=totals > 0)
        axes.barh(
            range(len(left)),
            100 * parts,
            left=100 * reached,
            height=0.62,
            color=look.colour,
            hatch=look.hatch,
            edgecolor="white",
            linewidth=0.8,
        )
        for place, part in enumerate(parts):
            if part >= LABELLED:
                axes.text(
                    100 * (reached[place] + part / 2),
                    place,
                    percent(part),
                    ha="center",
                    va="center",
                    fontsize=8.5,
                    bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.85},
                )
        reached += parts
    for place, total in enumerate(totals):
        axes.text(101, place, f"{total:,.0f}", va="center", fontsize=9, color="#555555")
    axes.text(101, -0.62, "exits", va="bottom", fontsize=8, color="#555555")
    axes.set_yticks(range(len(left)), firm_words(results))
    axes.set_ylim(len(left) - 0.5, -0.6)
    axes.set_xlim(0, 100)
    axes.grid(False)
    axes.set_xlabel(
        "share of the firm's exits, %" + (f" · {len(results.runs)} replications" if len(results.runs) > 1 else "")
    )
    looks = [(cause_word(results, str(cause)), cause_look(str(cause), names)) for cause in left.columns]
    if looks:
        add_legend(
            axes,
            [Patch(facecolor=look.colour, hatch=look.hatch, edgecolor="white", label=word) for word, look in looks],
        )
    headline(axes, _claim(results, left))
    return figure_of(axes)


def _claim(results: Results, left: pd.DataFrame) -> str:
    focal = results.scenario.focal_firm
    name = firm_words(results)[results.names.firms.index(focal)]
    counts = left.to_numpy(dtype=float)[results.names.firms.index(focal)]
    hers = dict(zip(map(str, left.columns), counts, strict=True))
    total = float(counts.sum())
    if total == 0:
        return f"Nobody left {name}"
    away = {cause.name for cause in results.scenario.exits.causes if cause.ends == "all_relations"}
    moved = sum(hers.pop(cause, 0.0) for cause in away)
    first = sorted(hers, key=hers.__getitem__, reverse=True)[:2]
    reasons = [f"{percent(hers[cause] / total)} for {cause_word(results, cause)}" for cause in first if hers[cause] > 0]
    if moved:
        reasons.append(f"{percent(moved / total)} moved away")
    average = ", on average" if len(results.runs) > 1 else ""
    return f"{name} lost {total:,.0f} customers{average}: {listed(reasons)}"
