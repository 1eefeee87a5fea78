"""How many of its customers a firm can name and find, as its records fill and go stale."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import add_legend, area_key, canvas, headline, house_style
from sim.charts.style.formatting import focal_word, mean_note, notes
from sim.charts.style.palette import BLUE, FAINT, ORANGE
from sim.language.messages import _, mark, translate
from sim.metrics.customer_base.customer_records import record_quality
from sim.number_text import percent
from sim.results.results import Results

WORDS: dict[str, tuple[str, str, str]] = {
    "identity": (
        mark("{firm} can name and find none of its customers at the end"),
        mark("{firm} can name and find {part} of its customers at the end"),
        mark("{firm} can name and find {part} of its customers at the end; of another {stale} the file is out of date"),
    ),
    "dealings": (
        mark("{firm} knows what none of its customers bought"),
        mark("{firm} knows what {part} of its customers bought"),
        mark("{firm} knows what {part} of its customers bought; for another {stale} the file is out of date"),
    ),
    "promotions": (
        mark("{firm} knows what was promoted to none of its customers"),
        mark("{firm} knows what was promoted to {part} of its customers"),
        mark("{firm} knows what was promoted to {part} of its customers; for another {stale} the file is out of date"),
    ),
    "products": (
        mark("{firm} knows what none of its customers take"),
        mark("{firm} knows what {part} of its customers take"),
        mark("{firm} knows what {part} of its customers take; for another {stale} the file is out of date"),
    ),
}  # fmt: skip
"""What a firm knows by kind of record: of none, of a part, and of a part beside one whose file is stale."""


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
    areas = (
        (BLUE, "", _("on file and right")),
        (ORANGE, "//", _("on file, no longer right")),
        (FAINT, "", _("not on file")),
    )
    parts = axes.stackplot(sums.index, right, stale, 100 - right - stale, edgecolor="white", linewidth=0.6)
    for part, (colour, hatch, _word) in zip(parts, areas, strict=True):
        part.set(facecolor=colour, hatch=hatch)
    axes.set_ylim(0, 100)
    axes.set_xlim(float(sums.index[0]) if len(sums) else 0.0, float(results.scenario.horizon))
    axes.grid(False)
    axes.set_ylabel(_("customers, %"))
    axes.set_xlabel(notes(_("week"), mean_note(results)))
    add_legend(axes, [area_key(c, h, words) for c, h, words in areas])
    return headline(axes, _claim(results, sums, kind))


def _claim(results: Results, sums: pd.DataFrame, kind: str) -> str:
    name = focal_word(results)
    if not len(sums):
        return _("{firm} has no customers to keep records on").format(firm=name)
    last = sums.iloc[-1]
    known, right = last["on_file"] / last["customers"], last["right"] / last["customers"]
    none, some, beside = WORDS[kind]
    if known == 0:
        return translate(none).format(firm=name)
    told = beside if known - right >= 0.005 else some
    return translate(told).format(firm=name, part=percent(right), stale=percent(known - right))
