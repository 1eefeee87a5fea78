"""Loyalty programmes in pictures: what they gain in share, and what they cost."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.charts.style.bars import Series, name_rows, stacked_bars, upright_grid
from sim.charts.style.canvas import add_legend, area_key, canvas, headline, house_style
from sim.charts.style.formatting import firm_words, if_several, money_axis
from sim.charts.style.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, VERMILION, firm_look
from sim.metrics.programmes.gain import erosion, first_mover_advantage, gain
from sim.metrics.programmes.programme_cost import LINES, programme_cost
from sim.number_text import decimal, money, points
from sim.results.results import Results

SPAN = 4
"""Weeks over which shares are smoothed."""
QUARTER = 13


@house_style()
def gain_chart(results: Results, without: Results, axes: Axes | None = None) -> Figure:
    """Share points that the firm in focus has more than in the world without its programme, week by week.

    The band is the paired 95% interval over replications. A star marks the launch, a dot the first copy, a broken line
    the week in which the gain first falls to half of what it was at the copy; dates are means over replications.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        without: The same market run with the same luck and without the programme.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        ValueError: When the two worlds do not share their luck.
    """
    focal = results.scenario.focal_firm
    place = results.names.firms.index(focal)
    curve = gain(results, without, SPAN)
    curve = curve[curve["firm"] == focal]
    weeks = curve["week"].to_numpy() + 1.0
    look = firm_look(place)
    axes = canvas(axes)
    axes.axhline(0, color="#888888", linewidth=0.8)
    axes.plot(weeks, 100 * curve["gain"], color=look.colour, linewidth=2.2)
    if curve["low"].notna().any():
        axes.fill_between(weeks, 100 * curve["low"], 100 * curve["high"], color=look.colour, alpha=0.2, linewidth=0)
    story = first_mover_advantage(results, without, span=SPAN)
    wear = erosion(results, without, span=SPAN)
    _marks(axes, weeks, 100 * curve["gain"].to_numpy(), story, float(wear.attrs["half_life_weeks"]))
    axes.set_xlim(0, results.scenario.horizon)
    axes.set_ylabel(f"gain in share, points (over {SPAN} weeks)")
    band = if_several(results, " · {} replications, band: 95% interval")
    axes.set_xlabel(f"week · ★ launch  ● first copy{band}")
    quarter = gain(results, without, min(QUARTER, len(weeks)))
    last = quarter[quarter["firm"] == focal].iloc[-1]
    return headline(axes, _gain_claim(firm_words(results)[place], story, wear, last))


def _marks(axes: Axes, weeks: np.ndarray, heights: np.ndarray, story: pd.DataFrame, half_life: float) -> None:
    launched, copied = float(story["launched"].mean()), float(story["copied"].mean())
    for week, mark, size in ((launched, "*", 15), (copied, "o", 9)):
        if not np.isnan(week):
            axes.plot(
                [week],
                [np.interp(week, weeks, heights)],
                marker=mark,
                markersize=size,
                color=INK,
                markeredgecolor="white",
                zorder=5,
                clip_on=False,
            )
    if not np.isnan(copied + half_life):
        axes.axvline(copied + half_life, color=INK, linewidth=1, linestyle="--")
        right = copied + half_life < 0.6 * weeks[-1]
        axes.annotate(
            f"first down to half,\n{half_life:.0f} weeks after the first copy",
            (copied + half_life, 1),
            (5 if right else -5, -2),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            va="top",
            ha="left" if right else "right",
            fontsize=8,
        )


def _gain_claim(name: str, story: pd.DataFrame, wear: pd.DataFrame, last: pd.Series) -> str:
    if story["launched"].isna().all():
        return f"{name} launched no programme"
    if wear.empty:
        return f"Nobody copied {name}; {_sized('at the end it', last)}"
    half = float(wear.attrs["half_life_weeks"])
    first = wear.iloc[0]
    told = f"{name} {_sized('when first copied', first, verb_first=True)}"
    if not first["gain"] > 0 or first["low"] <= 0:
        return told
    if not np.isnan(half):
        return f"{told}; it first fell to half of that {half:.0f} weeks later"
    return f"{told}; it never fell to half of that"


def _sized(when: str, row: pd.Series, *, verb_first: bool = False) -> str:
    """A gain in words, never as won or lost while chance alone could explain it."""
    mean, low, high = float(row["gain"]), float(row["low"]), float(row["high"])
    verb = "had gained" if mean >= 0 else "had lost"
    if np.isnan(low):
        size = f"{verb} {points(mean)} of share in this one run"
    elif low <= 0 <= high:
        size = f"had no clear gain in share (95% interval {decimal(100 * low, 1, True)} to {points(high, True)})"
    else:
        size = f"{verb} {points(mean)} of share"
    return f"{size} {when}" if verb_first else f"{when} {size}"


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

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    costs = programme_cost(results).drop(columns="replication").groupby("firm", observed=False).mean()
    shown = [line for line in LINES if costs[line].sum() > 0]
    axes = canvas(axes, height=1.6 + 0.55 * len(costs))
    places = np.arange(len(costs))
    parts = [Series(costs[line], *_area(line), line_word(line)) for line in shown]
    stacked_bars(axes, places, parts)
    for place, total in enumerate(costs["cost"]):
        axes.annotate(money(float(total)), (total, place), (5, 0), textcoords="offset points", va="center", fontsize=9)
    handles: list[Line2D | Patch] = [area_key(one.colour, one.hatch, one.label) for one in parts]
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
    name_rows(axes, firm_words(results))
    upright_grid(axes)
    axes.set_xlim(0, 1.15 * max(float(costs[["cost", "fees"]].to_numpy().max()), 1.0))
    money_axis(axes.xaxis)
    average = if_several(results, " · mean of {} replications")
    axes.set_xlabel(f"cost over {results.scenario.horizon:g} weeks, money{average}")
    if handles:
        add_legend(axes, handles)
    return headline(axes, _programme_cost_claim(results, costs))


def _programme_cost_claim(results: Results, costs: pd.DataFrame) -> str:
    focal = results.scenario.focal_firm
    name = firm_words(results)[results.names.firms.index(focal)]
    hers = {str(line): float(costs[line].to_numpy()[results.names.firms.index(focal)]) for line in costs.columns}
    if hers["cost"] == 0:
        return f"{name} spent nothing on programmes"
    line = max(LINES, key=hers.__getitem__)
    fees = f" and brought {money(hers['fees'])} in fees" if hers["fees"] > 0 else ""
    return f"{name}'s programmes cost {money(hers['cost'])}, {money(hers[line])} of it for {line_word(line)}{fees}"
