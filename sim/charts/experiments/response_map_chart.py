"""A response map: which strategy is best where."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style, legible, provenance
from sim.charts.style.palette import INK, firm_look
from sim.experiments.design.response_map import ResponseMap
from sim.number_text import money

UNCLEAR = 0.28
"""Opacity of a cell in which the best cannot be told from others."""


@house_style()
def response_map_chart(found: ResponseMap, axes: Axes | None = None) -> Figure:
    """One cell per pair of circumstances, in the colour of the strategy that is best there; pale where chance alone
    could explain its lead. The number is its lead over the second best."""
    table = found.table
    across, up = list(dict.fromkeys(table["across"])), list(dict.fromkeys(table["up"]))
    axes = canvas(axes, width=max(5.4, 1.6 + 0.85 * len(across)), height=2.1 + 0.5 * len(up))
    for one, other, best, lead, clear in table[["across", "up", "best", "lead", "clear"]].itertuples(index=False):
        column, row = across.index(one), up.index(other)
        look = firm_look(found.strategies.index(best))
        axes.add_patch(
            Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=look.colour, alpha=0.85 if clear else UNCLEAR,
                      edgecolor="white", linewidth=1.5, hatch=look.hatch if clear else "")
        )  # fmt: skip
        size = found.scale * lead
        text = money(size) if abs(size) >= 10 else f"{size:.2g}"
        box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
        words = f"+{text}" if clear else f"{text}?"
        axes.text(column, row, words, ha="center", va="center", fontsize=8.5, bbox=box, color=INK)
    axes.set_xticks(range(len(across)), [_value(value) for value in across])
    axes.set_yticks(range(len(up)), [_value(value) for value in up])
    axes.set_xlim(-0.5, len(across) - 0.5)
    axes.set_ylim(-0.5, len(up) - 0.5)
    axes.grid(False)
    axes.set_xlabel(_word(found.across))
    axes.set_ylabel(_word(found.up))
    shown = [name for name in found.strategies if (table["best"] == name).any()]
    handles = [
        Patch(facecolor=firm_look(place).colour, hatch=firm_look(place).hatch, edgecolor="white",
              label=legible(name, f"strategy {place + 1}"))
        for place, name in enumerate(found.strategies) if name in shown
    ]  # fmt: skip
    counted = f"numbers: lead{f', {found.unit}' if found.unit else ''}"
    unclear = Patch(facecolor="#BBBBBB", alpha=UNCLEAR, label="?: cannot be told")
    add_legend(axes, [*handles, unclear, Patch(facecolor="none", label=counted)])
    headline(axes, found.sentence.removesuffix("."))
    return provenance(figure_of(axes), found.stamp)


def _value(value: object) -> str:
    return f"{value:g}" if isinstance(value, float | int) and not isinstance(value, bool) else str(value)


def _word(path: str) -> str:
    """A path as people would say it: ``firms.Azure.offer.price`` is price of Azure."""
    parts = path.split(".")
    last = parts[-1].replace("_", " ")
    return f"{last} of {parts[1]}" if parts[0] in ("firms",) and len(parts) > 2 else last
