"""Loyalty programmes in pictures: what they gain in share, and what they cost."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.charts.style.bars import Series, name_rows, stacked_bars, upright_grid, write_at_ends
from sim.charts.style.canvas import add_legend, area_key, canvas, headline, house_style
from sim.charts.style.curves import band, zero_line
from sim.charts.style.finding import Finding
from sim.charts.style.formatting import (
    firm_words,
    focal_place,
    focal_word,
    if_several,
    mean_note,
    money_axis,
    notes,
    of_focal,
)
from sim.charts.style.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, VERMILION, firm_look
from sim.language.messages import _, mark, translate
from sim.metrics._shared.interval import Interval
from sim.metrics.programmes.gain import erosion, first_mover_advantage, gain
from sim.metrics.programmes.programme_cost import LINES, programme_cost
from sim.number_text import money
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
    curve = of_focal(results, gain(results, without, SPAN))
    weeks = curve["week"].to_numpy() + 1.0
    look = firm_look(focal_place(results))
    axes = canvas(axes)
    zero_line(axes)
    axes.plot(weeks, 100 * curve["gain"], color=look.colour, linewidth=2.2)
    band(axes, weeks, 100 * curve["low"], 100 * curve["high"], look.colour)
    story = first_mover_advantage(results, without, span=SPAN)
    wear = erosion(results, without, span=SPAN)
    _marks(axes, weeks, 100 * curve["gain"].to_numpy(), story, float(wear.attrs["half_life_weeks"]))
    axes.set_xlim(0, results.scenario.horizon)
    axes.set_ylabel(_("gain in share, points (over {weeks} weeks)").format(weeks=SPAN))
    note = if_several(results, _("{count} replications, band: 95% interval"))
    axes.set_xlabel(notes(_("week"), _("★ launch  ● first copy"), note))
    quarter = gain(results, without, min(QUARTER, len(weeks)))
    last = of_focal(results, quarter).iloc[-1]
    return headline(axes, _gain_claim(focal_word(results), story, wear, last))


def _marks(axes: Axes, weeks: np.ndarray, heights: np.ndarray, story: pd.DataFrame, half_life: float) -> None:
    launched, copied = float(story["launched"].mean()), float(story["copied"].mean())
    for week, shape, size in ((launched, "*", 15), (copied, "o", 9)):
        if not np.isnan(week):
            axes.plot(
                [week],
                [np.interp(week, weeks, heights)],
                marker=shape,
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
            _("first down to half,\n{weeks} weeks after the first copy").format(weeks=f"{half_life:.0f}"),
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
        return _("{firm} launched no programme").format(firm=name)
    if wear.empty:
        return _("Nobody copied {firm}; {gain}").format(firm=name, gain=GAIN_AT_THE_END.told(_found(last)))
    half = float(wear.attrs["half_life_weeks"])
    first = wear.iloc[0]
    told = GAIN_WHEN_COPIED.told(_found(first), name=name)
    if not first["gain"] > 0 or first["low"] <= 0:
        return told
    if not np.isnan(half):
        return _("{claim}; it first fell to half of that {weeks} weeks later").format(claim=told, weeks=f"{half:.0f}")
    return _("{claim}; it never fell to half of that").format(claim=told)


GAIN_WHEN_COPIED = Finding(
    more=mark("{name} had gained {size} of share when first copied{interval}"),
    less=mark("{name} had lost {size} of share when first copied{interval}"),
    unclear=mark("{name} had no clear gain in share when first copied: no clear difference{interval}"),
)
GAIN_AT_THE_END = Finding(
    more=mark("at the end it had gained {size} of share{interval}"),
    less=mark("at the end it had lost {size} of share{interval}"),
    unclear=mark("at the end it had no clear gain in share: no clear difference{interval}"),
)


def _found(row: pd.Series) -> Interval:
    """A row of the table of gains as an interval."""
    return Interval(float(row["gain"]), float(row["low"]), float(row["high"]), 0.95, 0)


_WORDS: dict[str, str] = {
    "build_cost": mark("building"), "running_cost": mark("running"), "reward_cost": mark("rewards"),
    "benefit_cost": mark("benefits"), "event_cost": mark("events"), "tailoring_cost": mark("tailoring"),
}  # fmt: skip
_AREAS = ((GREY, "//"), (SKY, ".."), (ORANGE, ""), (BLUE, "\\\\"), (VERMILION, "xx"), (GREEN, "++"), (PURPLE, "oo"))


def line_word(line: str) -> str:
    """How a line of cost is spoken of, such as "rewards"."""
    return translate(_WORDS[line])


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
    write_at_ends(axes, costs["cost"], [money(float(total)) for total in costs["cost"]])
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
            label=_("fees received"),
        )
        handles += fees
    name_rows(axes, firm_words(results))
    upright_grid(axes)
    axes.set_xlim(0, 1.15 * max(float(costs[["cost", "fees"]].to_numpy().max()), 1.0))
    money_axis(axes.xaxis)
    cost = _("cost over {weeks} weeks, money").format(weeks=f"{results.scenario.horizon:g}")
    axes.set_xlabel(notes(cost, mean_note(results)))
    if handles:
        add_legend(axes, handles)
    return headline(axes, _programme_cost_claim(results, costs))


def _programme_cost_claim(results: Results, costs: pd.DataFrame) -> str:
    name = focal_word(results)
    hers = {str(line): float(costs[line].to_numpy()[focal_place(results)]) for line in costs.columns}
    if hers["cost"] == 0:
        return _("{firm} spent nothing on programmes").format(firm=name)
    line = max(LINES, key=hers.__getitem__)
    if hers["fees"] > 0:
        told = _("{firm}'s programmes cost {cost}, {part} of it for {line} and brought {fees} in fees")
    else:
        told = _("{firm}'s programmes cost {cost}, {part} of it for {line}")
    return told.format(
        firm=name, cost=money(hers["cost"]), part=money(hers[line]), line=line_word(line), fees=money(hers["fees"])
    )  # fmt: skip
