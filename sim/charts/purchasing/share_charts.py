"""Firms week by week and side by side: share, customers, double jeopardy."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.curves import AT_LEAST_ZERO, PERCENT
from sim.charts.style.end_labels import spread_labels
from sim.charts.style.event_selection import launches
from sim.charts.style.finding import Finding
from sim.charts.style.firm_curves import firm_curves, weeks_label
from sim.charts.style.formatting import firm_words, focal_word
from sim.charts.style.palette import GREY, firm_look
from sim.language.messages import _, mark, semicolon
from sim.metrics._shared.interval import interval
from sim.metrics.purchasing.buyers import double_jeopardy
from sim.metrics.purchasing.share import share, weekly_share
from sim.number_text import decimal, percent
from sim.results.results import Results
from sim.results.tables import weekly

SPAN = 4
"""Weeks over which shares are smoothed."""
QUARTER = 13


@house_style()
def share_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Share of purchases of each firm, smoothed over 4 weeks; a star marks a first launch, a dot a copy.

    Several replications give the mean with its 95% band; launches stand at their mean week.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes)
    shares = weekly_share(results, SPAN)
    shares["percent"] = 100 * shares["share_of_purchases"]
    means = firm_curves(axes, results, shares, "percent", bounds=PERCENT)
    for place, firm, week, copied in launches(results):
        height = float(np.interp(week, means.index.to_numpy(), means[firm].to_numpy()))
        axes.plot(
            [week],
            [height],
            marker="o" if copied else "*",
            markersize=8 if copied else 14,
            zorder=5,
            color=firm_look(place).colour,
            markeredgecolor="white",
            clip_on=False,
        )
    axes.set_ylabel(_("share of purchases, % (over {weeks} weeks)").format(weeks=SPAN))
    axes.set_xlabel(weeks_label(results, _("★ launch  ● copy") if launches(results) else ""))
    return headline(axes, _claim(results))


SHARE_CHANGE = Finding(
    more=mark("{name} wins {size} of share{interval}, from the first {span} weeks to the last ({start} to {end})"),
    less=mark("{name} loses {size} of share{interval}, from the first {span} weeks to the last ({start} to {end})"),
    unclear=mark(
        "{name} ends about where it began: {start} of purchases at first, {end} at last, no clear difference{interval}"
    ),
)


def _claim(results: Results) -> str:
    focal, name = results.scenario.focal_firm, focal_word(results)
    weeks = results.runs[0].weekly.shape[0]
    span = min(QUARTER, max(weeks // 2, 1))
    if len(results.names.firms) == 1:
        return _("{firm} is alone in this market").format(firm=name)
    first, last = (_of(share(results, since, until), focal) for since, until in ((0, span), (weeks - span, weeks)))
    start, end = percent(float(np.mean(first))), percent(float(np.mean(last)))
    return SHARE_CHANGE.told(interval(last - first), name=name, start=start, end=end, span=str(span))


def _of(shares: pd.DataFrame, firm: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return shares.loc[shares["firm"] == firm, "share_of_purchases"].to_numpy(dtype=float)


@house_style()
def customers_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Customers of each firm at the end of each week: those who came less those who left.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes)
    books = weekly(results)
    firm_curves(axes, results, books.astype({"customers": float}), "customers", bounds=AT_LEAST_ZERO)
    axes.set_ylabel(_("customers"))
    axes.set_xlabel(weeks_label(results))
    focal = books[books["firm"] == results.scenario.focal_firm]
    won = focal["acquisitions"].sum() / len(results.runs)
    left = focal["exits"].sum() / len(results.runs)
    name = focal_word(results)
    if len(results.runs) > 1:
        told = _("On average {firm} won {n} customers and lost {left} of them")
    else:
        told = _("{firm} won {n} customers and lost {left} of them")
    return headline(axes, told.format(firm=name, n=decimal(won), left=decimal(left)))


@house_style()
def double_jeopardy_chart(
    results: Results, axes: Axes | None = None, since: float | None = None, until: float | None = None
) -> Figure:
    """Each firm's part of people reached against how often its buyers bought, in a window of weeks.

    The window is the last quarter of the run when none is given.

    The grey curve is Ehrenberg's law, w (1 − b) the same for all; a firm above it has unusually loyal buyers. Means
    over replications.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.
        since: First week of the window; the last quarter of the run if both ends are left out.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: For a log without purchases.
    """
    end = results.scenario.horizon if until is None else until
    start = max(end - QUARTER, 0.0) if since is None else since
    table = double_jeopardy(results, start, end).drop(columns="replication").groupby("firm", observed=True).mean()
    axes = canvas(axes)
    window = {"start": f"{start:.0f}", "end": f"{end:.0f}"}
    axes.set_xlabel(_("people who bought in weeks {start} to {end}, % (penetration, b)").format(**window))
    axes.set_ylabel(_("purchases per buyer (w)"))
    if not table["frequency"].notna().any():
        return headline(axes, _("Nobody bought in weeks {start} to {end}").format(**window))
    reached, bought = table["penetration"].to_numpy(), table["frequency"].to_numpy()
    constant = float(np.nanmean(table["frequency_x_not_reached"]))
    span = np.linspace(0, min(float(np.nanmax(reached)) * 1.15, 0.98), 100)
    axes.plot(
        100 * span,
        constant / (1 - span),
        color=GREY,
        linewidth=1.2,
        linestyle="--",
        zorder=1,
        label=_("w (1 − b) alike for all"),
    )
    axes.set_xlim(0, min(115 * float(np.nanmax(reached)), 102))
    top = 1.3 * float(np.nanmax(bought))
    axes.set_ylim(0, top)
    heights = spread_labels([height / top for height in bought], 0.08)
    left = 100 * float(np.nanmin(reached)) - 0.03 * axes.get_xlim()[1]
    for place, word in enumerate(firm_words(results)):
        look, at = firm_look(place), (100 * reached[place], bought[place])
        axes.plot(*at, marker=look.marker, markersize=9, color=look.colour, linestyle="none", zorder=3)
        axes.annotate(
            word, at, (left, top * heights[place]), textcoords="data", ha="right", va="center", color=look.colour,
            fontweight="bold", fontsize=9, arrowprops={"arrowstyle": "-", "color": look.colour, "linewidth": 0.6},
        )  # fmt: skip
    axes.legend(loc="lower left")
    small, large = int(np.nanargmin(table["share"])), int(np.nanargmax(table["share"]))
    words = firm_words(results)
    told = [
        _("{firm}, with {share} of purchases, reached {part} of people, who bought {n} times").format(
            firm=words[place], share=percent(table["share"].iloc[place]), part=percent(reached[place]),
            n=decimal(bought[place], 1),
        )
        for place in dict.fromkeys((large, small))
    ]  # fmt: skip
    return headline(axes, semicolon().join(told))
