"""Designed experiments in pictures: the map of responses, and what results are sensitive to."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from sim.charts.style.canvas import add_legend, area_key, canvas, headline, house_style, provenance
from sim.charts.style.formatting import notes
from sim.charts.style.palette import BLUE, FAINT, INK, SKY, VERMILION, firm_look
from sim.charts.style.text_fitting import legible
from sim.experiments.comparison.comparison import unit_word
from sim.experiments.design.response_map import ResponseMap, map_sentence
from sim.experiments.design.sensitivity import Sensitivity
from sim.glossary.labels import label
from sim.language.messages import _, ngettext
from sim.number_text import decimal, money, percent

UNCLEAR = 0.28
"""Opacity of a cell in which the best cannot be told from others."""


@house_style()
def response_map_chart(found: ResponseMap, axes: Axes | None = None) -> Figure:
    """One cell per pair of circumstances, in the colour of the strategy that is best there.

    A cell is pale where chance alone could explain the lead. The number is the lead over the second best.

    Args:
        found: The map, as from :func:`sim.response_map`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
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
              label=legible(name, _("strategy {number}").format(number=place + 1)))
        for place, name in enumerate(found.strategies) if name in shown
    ]  # fmt: skip
    counted = _("numbers: lead, {unit}").format(unit=unit_word(found.unit)) if found.unit else _("numbers: lead")
    unclear = Patch(facecolor="#BBBBBB", alpha=UNCLEAR, label=_("?: cannot be told"))
    add_legend(axes, [*handles, unclear, Patch(facecolor="none", label=counted)])
    return provenance(headline(axes, _map_claim(found)), found.stamp)


def _map_claim(found: ResponseMap) -> str:
    said = map_sentence(found.table, found.strategies, found.measure, found.firm)
    return said.removesuffix(".").removesuffix("。")


def _screening_claim(found: Sensitivity) -> str:
    told = _("{firm}'s {measure} depends most on {factor}")
    return told.format(
        firm=found.firm, measure=label("measure", found.measure), factor=_factor(found, 0)
    )  # fmt: skip


def _factor(found: Sensitivity, row: int) -> str:
    """What a factor is called: its own name, or the last part of its path in the language in use."""
    word, last = str(found.table["factor"].iloc[row]), str(found.table["path"].iloc[row]).rpartition(".")[2]
    return label("attribute", last) if word == last.replace("_", " ") else word


def _value(value: object) -> str:
    return f"{value:g}" if isinstance(value, float | int) and not isinstance(value, bool) else str(value)


def _word(path: str) -> str:
    """A path as people would say it: ``firms.Azure.offer.price`` is price of Azure."""
    parts = path.split(".")
    last = label("attribute", parts[-1])
    if parts[0] == "firms" and len(parts) > 2:
        return _("{setting} of {firm}").format(setting=last, firm=parts[1])
    return last


@house_style()
def sensitivity_chart(found: Sensitivity, axes: Axes | None = None) -> Figure:
    """One bar per factor, strongest above, with its 95% interval.

    After a screening, what the measure moves by when the factor goes from least to most: blue where it rises, red
    where it falls. After shares of variance, the factor's part with all that it does together with others (pale) and
    by itself (full).

    Args:
        found: What was found, as from :func:`sim.screen` or :func:`sim.shares_of_variance`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    table = found.table
    axes = canvas(axes, width=6.4, height=1.7 + 0.45 * len(table))
    places = np.arange(len(table))
    if found.method == "morris":
        _effects(axes, found)
    else:
        _shares(axes, found)
    words = [
        _factor(found, place) + "\n" + _("{low} to {high}").format(low=f"{least:g}", high=f"{most:g}")
        for place, (least, most) in enumerate(zip(table["least"], table["most"], strict=True))
    ]
    axes.set_yticks(places, words, fontsize=8.5)
    axes.set_ylim(len(table) - 0.5, -0.6)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color=FAINT)
    return provenance(
        headline(axes, _screening_claim(found) if found.method == "morris" else _claim(found)),
        found.stamp,
    )


def _effects(axes: Axes, found: Sensitivity) -> None:
    table = found.table
    effect, direction = found.scale * table["effect"].to_numpy(dtype=float), table["direction"].to_numpy(dtype=float)
    sides = [found.scale * table[bound].to_numpy(dtype=float) for bound in ("low", "high")]
    colours = [BLUE if way >= 0 else VERMILION for way in direction]
    hatches = ["" if way >= 0 else "//" for way in direction]
    axes.barh(range(len(table)), effect, height=0.6, color=colours, hatch=hatches, edgecolor="white")
    axes.errorbar(
        effect, range(len(table)), xerr=[effect - sides[0], sides[1] - effect], fmt="none", color=INK, capsize=3,
        linewidth=1,
    )  # fmt: skip
    axes.xaxis.set_major_formatter(lambda value, _: money(value) if abs(value) >= 10 else f"{value:g}")
    if found.scale == 100:
        moved = _("how far {measure} moves from least to most, points")
    else:
        moved = _("how far {measure} moves from least to most")
    axes.set_xlabel(notes(moved.format(measure=label("measure", found.measure)), _runs(found)))
    falls = area_key(VERMILION, "//", _("falls"))
    add_legend(axes, [Patch(facecolor=BLUE, label=_("rises")), falls])


def _shares(axes: Axes, found: Sensitivity) -> None:
    table = found.table
    for column, colour, height in (("in all", SKY, 0.62), ("alone", BLUE, 0.3)):
        names = (column, f"{column} low", f"{column} high")
        part, low, high = (100 * table[name].to_numpy(dtype=float) for name in names)
        axes.barh(range(len(table)), part, height=height, color=colour)
        if column == "in all":
            axes.errorbar(
                part, np.arange(len(table)) - 0.22, xerr=[part - low, high - part], fmt="none", color=INK, capsize=3,
                linewidth=1,
            )  # fmt: skip
    axes.axvline(0, color=INK, linewidth=0.8)
    share = _("part of the variance of {measure}, %").format(measure=label("measure", found.measure))
    axes.set_xlabel(notes(share, _runs(found)))
    together = Patch(facecolor=SKY, label=_("with all it does together with others"))
    add_legend(axes, [Patch(facecolor=BLUE, label=_("by itself")), together])


def _runs(found: Sensitivity) -> str:
    return ngettext("{n} run", "{n} runs", found.runs).format(n=decimal(found.runs))


def _claim(found: Sensitivity) -> str:
    first, second = found.table.iloc[0], found.table.iloc[1]
    word = _factor(found, 0)
    sure = float(second["in all high"]) < float(first["in all low"])
    if sure:
        told = _("{factor} accounts for {part} of the variance of {firm}'s {measure} over these ranges")
    else:
        told = _("{factor} seems to account for {part} of the variance of {firm}'s {measure} over these ranges")
    return told.format(
        factor=word[:1].upper() + word[1:], part=percent(first["in all"]), firm=found.firm,
        measure=label("measure", found.measure),
    )  # fmt: skip
