"""How many of its customers a firm can name and find, as its records fill and go stale."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import add_legend, area_key, canvas, headline, house_style
from sim.charts.style.formatting import focal_word, mean_note
from sim.charts.style.palette import BLUE, FAINT, ORANGE
from sim.metrics.customer_base.customer_records import record_quality
from sim.number_text import percent
from sim.results.results import Results

WORDS = {
    "identity": "who they are",
    "dealings": "what they bought",
    "promotions": "what was promoted to them",
    "products": "what they take",
}


@house_style()
def records_chart(results: Results, axes: Axes | None = None, kind: str = "identity") -> Figure:
    """Customers of the firm in focus over time: on file and right, on file and stale, not on file.

    Shares of present customers, mean over replications.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.
        kind: Kind of record: ``identity``, ``dealings``, ``promotions`` or ``products``.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: For another kind.
    """
    if kind not in WORDS:
        raise ValueError(f"kind={kind!r}: there are records of {', '.join(WORDS)}; give one of them")
    table = record_quality(results, every=max(1.0, results.scenario.horizon / 52))
    table = table[(table["firm"] == results.scenario.focal_firm) & (table["kind"] == kind)]
    sums = table.groupby("week")[["customers", "on_file", "right"]].sum()
    sums = sums[sums["customers"] > 0]
    axes = canvas(axes)
    right = 100 * sums["right"] / sums["customers"]
    stale = 100 * (sums["on_file"] - sums["right"]) / sums["customers"]
    areas = ((BLUE, "", "on file and right"), (ORANGE, "//", "on file, no longer right"), (FAINT, "", "not on file"))
    parts = axes.stackplot(sums.index, right, stale, 100 - right - stale, edgecolor="white", linewidth=0.6)
    for part, (colour, hatch, _) in zip(parts, areas, strict=True):
        part.set(facecolor=colour, hatch=hatch)
    axes.set_ylim(0, 100)
    axes.set_xlim(float(sums.index[0]) if len(sums) else 0.0, float(results.scenario.horizon))
    axes.grid(False)
    axes.set_ylabel("customers, %")
    axes.set_xlabel(f"week{mean_note(results)}")
    add_legend(axes, [area_key(c, h, words) for c, h, words in areas])
    return headline(axes, _claim(results, sums, kind))


def _claim(results: Results, sums: pd.DataFrame, kind: str) -> str:
    name = focal_word(results)
    if not len(sums):
        return f"{name} has no customers to keep records on"
    last = sums.iloc[-1]
    known, right = last["on_file"] / last["customers"], last["right"] / last["customers"]
    knows = "can name and find" if kind == "identity" else f"knows {WORDS[kind]}, of"
    if known == 0:
        return f"{name} {knows} none of its customers at the end"
    stale = f"; of another {percent(known - right)} the file is out of date" if known - right >= 0.005 else ""
    return f"{name} {knows} {percent(right)} of its customers at the end{stale}"
