"""The map of the five degrees: which degree of relationship earns most, by the number of customers and the margin."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.palette import BLUE, FAINT
from sim.glossary.labels import label
from sim.language.messages import _
from sim.metrics.value.best_degree import best_degree
from sim.number_text import money, percent
from sim.results.results import Results
from sim.scenario.firm.departments.contact import DEGREES

SHADES = ((0.0, 1.0), (0.25, 1.0), (0.55, 1.0), (1.0, 0.95), (1.0, 0.5))
"""How blue and how dark each degree is drawn."""


@house_style()
def best_degree_chart(
    results: Results, others: Sequence[Results] = (), segment: str | None = None, axes: Axes | None = None
) -> Figure:
    """A cell for each market that was tried, coloured by the degree that earns most there, with its lead in money.

    The lead is over the next best degree, a mean over replications; a hatched cell is one whose lead chance alone could
    explain (the paired 95% interval holds 0, or there is only one replication). Arguments and errors as in
    ``sim.best_degree``.

    Args:
        results: Runs of the market with one degree, as from :func:`sim.simulate`.
        others: Runs with the other degrees, or of other markets.
        segment: Name of the segment; the first one if left out.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    table = best_degree(results, others, segment)
    sizes, margins = (sorted(table[column].unique()) for column in ("customers", "margin"))
    axes = canvas(axes, width=1.6 + 0.95 * max(len(sizes), 4), height=1.9 + 0.62 * max(len(margins), 3))
    best = table[table["best"]]
    leads = best[["lead", "low"]].to_numpy(dtype=float)
    for degree, size, margin, (lead, low) in zip(
        map(str, best["degree"]), best["customers"], best["margin"], leads, strict=True
    ):
        place, clear = (sizes.index(size), margins.index(margin)), bool(low > 0)
        colour = _shade(degree)
        cell = Rectangle(
            place, 1, 1, facecolor=colour, edgecolor="white", linewidth=1.5, hatch=None if clear else "///"
        )
        axes.add_patch(cell)
        ink = "white" if sum(colour) < 1.5 else "black"
        word = label("degree", degree)
        words = word if math.isnan(lead) else f"{word}\n+{money(lead)}"
        behind = None if clear else {"facecolor": colour, "edgecolor": "none", "pad": 1.5}
        axes.text(place[0] + 0.5, place[1] + 0.5, words, color=ink, ha="center", va="center", fontsize=8, bbox=behind)
    axes.set_xlim(0, len(sizes))
    axes.set_ylim(0, len(margins))
    axes.set_xticks([number + 0.5 for number in range(len(sizes))], [f"{size:,}" for size in sizes])
    axes.set_yticks([number + 0.5 for number in range(len(margins))], [percent(margin) for margin in margins])
    axes.grid(False)
    axes.tick_params(length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_ylabel(_("margin, part of the price"))
    below = [_("number of customers"), _("lead over the next best degree, money in the whole run")]
    if not (best["low"] > 0).all():
        below.append(_("hatched: could be chance"))
    axes.set_xlabel("\n".join(below))
    return headline(axes, _claim(best, sizes, margins))


def _shade(degree: str) -> tuple[float, float, float]:
    """The colour of a degree: the closer the relationship, the darker."""
    number, (pale, deep) = list(DEGREES).index(degree), (to_rgb(FAINT), to_rgb(BLUE))
    blue, dark = SHADES[number]
    red, green, low = (dark * (a + (b - a) * blue) for a, b in zip(pale, deep, strict=True))
    return red, green, low


def _claim(best: pd.DataFrame, sizes: list[int], margins: list[float]) -> str:
    """What the corners of the map say, never more than its numbers do."""

    def at(size: int, margin: float) -> str:
        found = best[(best["customers"] == size) & (best["margin"] == margin) & (best["low"] > 0)]
        return "" if found.empty else str(found["degree"].iloc[0])

    many_thin, few_fat = at(sizes[-1], margins[0]), at(sizes[0], margins[-1])
    if len(best) == 1:
        if not many_thin:
            return _("No degree of relationship clearly earned most")
        return _("{degree} earned most").format(degree=_word(many_thin))
    if not many_thin or not few_fat or many_thin == few_fat:
        return _("The degree of relationship that earned most, by the number of customers and the margin")
    told = _("{degree} earned most with few customers and high margins, {other} with many customers and low margins")
    return told.format(degree=_word(few_fat), other=label("degree", many_thin))


def _word(degree: str) -> str:
    """A degree at the beginning of a sentence."""
    word = label("degree", degree)
    return word[:1].upper() + word[1:]
