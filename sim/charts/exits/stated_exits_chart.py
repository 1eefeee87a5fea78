"""Why customers left, beside why they said they did."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style
from sim.charts.style.formatting import cause_word, firm_words
from sim.charts.style.palette import BLUE, ORANGE
from sim.metrics.exits.stated_exits import stated_exits
from sim.number_text import percent
from sim.results.results import Results

THICK = 0.36
"""Height of a bar; two of them and a gap make a cause."""


@house_style()
def stated_exits_chart(results: Results, axes: Axes | None = None) -> Figure:
    """True causes of the exits from the firm in focus beside those stated in exit interviews, two bars per cause.

    True shares are of all who left, stated ones of those who answered; replications taken together.
    """
    table = _of_focal(results)
    axes = canvas(axes, height=1.7 + 0.42 * max(len(table), 2))
    places = np.arange(len(table))
    sides = (
        ("share", -THICK / 2, BLUE, "", "true cause, of all who left"),
        ("stated_share", THICK / 2, ORANGE, "///", "as stated, of those who answered"),
    )
    for column, shift, colour, hatch, _ in sides:
        parts = 100 * table[column].to_numpy(dtype=float)
        axes.barh(places + shift, parts, height=THICK, color=colour, hatch=hatch, edgecolor="white", linewidth=0.5)
        for place, part in zip(places, parts, strict=True):
            axes.text(part + 0.8, place + shift, percent(part / 100), va="center", fontsize=8)
    axes.set_yticks(places, [cause_word(results, cause) for cause in table.index])
    axes.set_ylim(max(len(table), 1) - 0.4, -0.6)
    axes.set_xlim(0, 110 * max([0.1, *table["share"], *table["stated_share"]]) + 4)
    axes.grid(False)
    together = f" · {len(results.runs)} replications" if len(results.runs) > 1 else ""
    axes.set_xlabel(f"share, %{together}")
    add_legend(axes, [Patch(facecolor=c, hatch=h, edgecolor="white", label=word) for _, _, c, h, word in sides])
    headline(axes, _claim(results, table))
    return figure_of(axes)


def _of_focal(results: Results) -> pd.DataFrame:
    """Exits and interviews of the firm in focus by cause, the most frequent true cause first; causes seen only."""
    table = stated_exits(results)
    table = table[table["firm"] == results.scenario.focal_firm].astype({"cause": object})
    sums = table.groupby("cause", sort=False)[["exits", "stated"]].sum()
    sums = sums[(sums > 0).any(axis=1)].sort_values("exits", ascending=False, kind="stable")
    heard = sums["stated"].sum()
    sums["share"] = sums["exits"] / max(sums["exits"].sum(), 1)
    sums["stated_share"] = sums["stated"] / max(heard, 1)
    return sums


def _claim(results: Results, table: pd.DataFrame) -> str:
    focal = results.scenario.focal_firm
    name = firm_words(results)[results.names.firms.index(focal)]
    left, heard = int(table["exits"].sum()), int(table["stated"].sum())
    if left == 0:
        return f"Nobody left {name}"
    if heard == 0:
        return f"None of the {left:,} who left {name} answered why"
    said, truth = (table[column].to_numpy(dtype=float) for column in ("stated_share", "share"))
    most = int((said - truth).argmax())
    stated, true = percent(said[most]), percent(truth[most])
    word = cause_word(results, str(table.index[most]))
    if stated == true:
        return f"What {heard:,} of the {left:,} who left {name} said is why they all left"
    return f"Of those who told {name} why they left, {stated} said {word}; of all who left, {true} left for it"
