"""One customer in two worlds: her two lives, one above the other, on one calendar."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from sim.charts.retention.life_line import draw_life, marks_in
from sim.charts.style.canvas import Picture, add_legend, house_style, legible, lines, provenance
from sim.charts.style.formatting import cause_word
from sim.charts.style.palette import FAINT
from sim.experiments.counterfactuals import CounterfactualPair, customer_outcomes
from sim.number_text import money

if TYPE_CHECKING:
    import pandas as pd

WIDTH = 7.2
"""Inches."""
_FINE_PRINT = "Counterfactual under the coupling of luck: her n-th purchase and her patience share their draws."


@house_style()
def two_lives_chart(worlds: CounterfactualPair, customer_id: str, run: int = 0) -> Figure:
    """What one customer did in either world: same woman, same luck, another strategy of the firm.

    The shaded span is the time in which she is a customer of the firm in one world only. Counterfactual under the
    coupling of luck: her n-th purchase has the same draws in both. Raises ``LookupError`` for somebody who is not in
    the market.
    """
    figure = Picture(figsize=size(worlds), layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True)
    lives = []
    for axes, results, name in zip((above, below), (worlds.first, worlds.second), worlds.names, strict=True):
        lives.append(draw_life(axes, results, customer_id, run))
        axes.set_title(legible(name, "a world"), fontsize=9.5)
    above.set_xlabel("")
    hers = _fate_of(worlds, customer_id, run)
    if hers is not None:
        _shade((above, below), worlds, hers)
    handles = marks_in(*lives)
    if handles:
        add_legend(above, handles)
        legend = figure.legends[-1]
        legend.set_title(_FINE_PRINT, prop=FontProperties(size=7))
        legend.set_alignment("left")
    figure.suptitle(
        "\n".join(lines(_claim(worlds, customer_id, hers), WIDTH - 0.3)),
        x=0.01, ha="left", fontsize=10.5, fontweight="bold",
    )  # fmt: skip
    return provenance(figure, worlds.stamp)


def size(worlds: CounterfactualPair) -> tuple[float, float]:
    """Width and height of the picture, inches."""
    return WIDTH, 2.3 + 0.9 * len(worlds.first.names.firms)


def _fate_of(worlds: CounterfactualPair, customer_id: str, run: int) -> pd.Series[float] | None:
    table = customer_outcomes(worlds)
    number = worlds.first.runs[run].replication
    hers = table[(table["customer_id"] == customer_id) & (table["replication"] == number)]
    return None if hers.empty else hers.iloc[0]


def _shade(both: tuple[Axes, Axes], worlds: CounterfactualPair, hers: pd.Series[float]) -> None:
    """Mark the time in which she is with the firm in one world only."""
    horizon = worlds.first.scenario.horizon
    ends = [horizon if hers[left] != hers[left] else float(hers[left]) for left in ("left_first", "left_second")]
    if str(hers["outcome"]) in ("saved", "lost", "gone in both") and ends[0] != ends[1]:
        longer = both[0] if ends[0] > ends[1] else both[1]
        lane = worlds.first.names.firms.index(worlds.firm)
        longer.fill_between([min(ends), max(ends)], lane - 0.35, lane + 0.35, color=FAINT, zorder=0)


def _claim(worlds: CounterfactualPair, customer_id: str, hers: pd.Series[float] | None) -> str:
    firm = legible(worlds.firm, "the firm")
    first, second = (legible(name, word) for name, word in zip(worlds.names, ("one world", "the other"), strict=True))
    if hers is None:
        return f"{customer_id} is no customer of {firm} in either world"
    why_first, why_second = (_why(worlds, hers, world) for world in ("first", "second"))
    said = {
        "saved": f"{firm} loses {customer_id} under {first} ({why_first}) and keeps her under {second}",
        "lost": f"{firm} keeps {customer_id} under {first} and loses her under {second} ({why_second})",
        "kept in both": f"{firm} keeps {customer_id} in both worlds",
        "gone in both": f"{firm} loses {customer_id} in both worlds ({why_first}; {why_second})",
        "won": f"{firm} wins {customer_id} under {second} only",
        "not won": f"{firm} wins {customer_id} under {first} only",
    }[str(hers["outcome"])]
    more = float(hers["value_more"])
    if abs(more) < 0.5:
        return f"{said}: worth the same"
    return f"{said}: worth {money(abs(more))} {'more' if more > 0 else 'less'} under {second}"


def _why(worlds: CounterfactualPair, hers: pd.Series[float], world: str) -> str:
    results, left = worlds.first if world == "first" else worlds.second, float(hers[f"left_{world}"])
    if math.isnan(left):
        return "she stays"
    return f"{cause_word(results, str(hers[f'cause_{world}']))}, week {left:.0f}"
