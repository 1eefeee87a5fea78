"""How customers stay: churn, survival, and satisfaction with loyalty."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.charts.style.canvas import add_legend, canvas, headline, house_style
from sim.charts.style.curves import PERCENT
from sim.charts.style.firm_curves import firm_curves, weeks_label
from sim.charts.style.formatting import firm_words, if_several, listed, notes, words_by_firm
from sim.charts.style.palette import BLUE, FAINT, INK, ORANGE
from sim.language.messages import _
from sim.metrics._shared.windows import WEEKS_A_YEAR
from sim.metrics.retention.churn import churn
from sim.metrics.retention.satisfaction_loyalty import loyalty_by_service, satisfaction_loyalty
from sim.metrics.retention.survival import survival
from sim.number_text import bounds, decimal, percent
from sim.results.results import Results


@house_style()
def churn_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Churn of each firm in each quarter, as per cent of its customers (course C7).

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes)
    rates = churn(results, "quarter").rename(columns={"end": "week"})
    rates["percent"] = 100 * rates["churn"]
    columns = ["replication", "week", "firm", "percent"]
    firm_curves(axes, results, rates[columns], "percent", bounds=PERCENT, ends_of_weeks=False)
    axes.set_ylabel(_("customers lost in a quarter, %"))
    axes.set_xlabel(weeks_label(results))
    return headline(axes, _churn_claim(results))


def _churn_claim(results: Results) -> str:
    whole = churn(results, results.scenario.horizon).groupby("firm", observed=True)["churn"].mean()
    yearly = whole * WEEKS_A_YEAR / results.scenario.horizon
    words = words_by_firm(results)
    focal = results.scenario.focal_firm
    others = [f"{words[firm]} {decimal(100 * yearly[firm])}" for firm in results.names.firms if firm != focal]
    if not np.isfinite(yearly[focal]):
        return _("{firm} has no customers to lose").format(firm=words[focal])
    if others:
        told = _("{firm} loses {n} customers a year for every 100 it has ({others})")
    else:
        told = _("{firm} loses {n} customers a year for every 100 it has")
    return told.format(firm=words[focal], n=decimal(100 * yearly[focal]), others=listed(others))


FEWEST = 20
"""A curve is drawn as far as at least so many stays were followed."""
YEAR = 52.0
"""Weeks after which the headline counts who is still there."""


@house_style()
def survival_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Kaplan-Meier curve of each firm: customers who stay longer than so many weeks, with its 95% band.

    The band is Greenwood's for a single replication and that over replications for several. Each curve ends where
    fewer than 20 stays were followed.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes)
    curves = survival(results)
    columns = ["survival", "low", "high"]
    thin = curves["still_seen"] < FEWEST
    curves.loc[thin, columns] = np.nan
    curves[columns] *= 100
    means = firm_curves(axes, results, curves, "survival", bounds=PERCENT, ends_of_weeks=False)
    band = if_several(results, _("mean and 95% interval of {count} replications")) or _("band: 95% interval")
    axes.set_xlabel(notes(_("weeks since the first purchase"), band))
    axes.set_ylabel(_("customers still there, %"))
    return headline(axes, _survival_claim(results, means))


def _survival_claim(results: Results, means: pd.DataFrame) -> str:
    shown = means.dropna(how="all").index
    if not len(shown):
        return _("Too few customers to say how long they stay")
    asked = YEAR if results.scenario.horizon >= YEAR else float(np.floor(results.scenario.horizon / 2))
    week = min(asked, float(shown[-1]))
    focal = results.names.firms.index(results.scenario.focal_firm)
    there = means[list(results.names.firms)].to_numpy(dtype=float)[list(means.index).index(week)] / 100
    words = firm_words(results)
    others = [
        f"{word} {percent(part)}" for place, (word, part) in enumerate(zip(words, there, strict=True)) if place != focal
    ]
    if others:
        told = _("After {weeks} weeks {part} of {firm}'s customers are still there ({others})")
    else:
        told = _("After {weeks} weeks {part} of {firm}'s customers are still there")
    return told.format(
        weeks=f"{week:.0f}", part=percent(there[focal]), firm=words[focal], others=listed(others)
    )  # fmt: skip


MIDDLE = (0.35, 0.65)
"""Where the curve is flat; its slope there is less than half of what it is beyond."""


@house_style()
def satisfaction_chart(results: Results, axes: Axes | None = None, since: float = 0.0) -> Figure:
    """The part of customers who would stay for a year, by their satisfaction.

    The upper line is what the rules say of a customer of average traits whom only the service can drive away, the
    lower one with better offers elsewhere too. Marks are what the run shows from the week ``since`` on, one firm each,
    at its service level; moving away is left out. They lie off the line where satisfaction has not yet come to the
    service level, and where those who mind most have left.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.
        since: Week from which the marks show what the run did.

    Returns:
        The figure.
    """
    curve = satisfaction_loyalty(results, 100)
    curve = curve[curve["firm"] == results.scenario.focal_firm]
    seen = loyalty_by_service(results, since)
    axes = canvas(axes, height=4.2)
    axes.axvspan(*MIDDLE, color=FAINT, alpha=0.5, linewidth=0)
    served, all_of = _stays(curve["service"]), curve["stays"].to_numpy()
    grid = curve["satisfaction"].to_numpy()
    axes.fill_between(grid, 100 * all_of, 100 * served, color=ORANGE, alpha=0.25, linewidth=0)
    axes.plot(grid, 100 * served, color=BLUE, linewidth=2.2)
    axes.plot(grid, 100 * all_of, color=ORANGE, linewidth=2.2, linestyle=(0, (5, 1)))
    axes.plot(seen["service"], 100 * _stays(seen["service_rate"]), "o", color=BLUE, markersize=6, markeredgecolor="w")
    axes.plot(seen["service"], 100 * seen["stays"], "s", color=ORANGE, markersize=6, markeredgecolor="w")
    axes.text(sum(MIDDLE) / 2, 4, _("the flat middle"), ha="center", fontsize=8.5, color=INK)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 102)
    axes.set_xlabel(_("satisfaction (marks: service level of a firm in the run)"))
    axes.set_ylabel(_("would stay for a year, %"))
    add_legend(
        axes,
        [
            Line2D([], [], color=BLUE, marker="o", label=_("if only the service drove them away")),
            Line2D([], [], color=ORANGE, marker="s", linestyle=(0, (5, 1)), label=_("if better offers did, too")),
            Patch(facecolor=ORANGE, alpha=0.25, label=_("leave for a better offer")),
        ],
        2,
    )
    return headline(axes, _satisfaction_claim(grid, served, all_of))


def _stays(rates: pd.Series[float]) -> np.ndarray:
    return np.asarray(np.exp(-WEEKS_A_YEAR * rates.to_numpy(dtype=float)))


def _satisfaction_claim(grid: np.ndarray, served: np.ndarray, all_of: np.ndarray) -> str:
    flat, below = (np.interp(places, grid, served) for places in (MIDDLE, (MIDDLE[0] - 0.3, MIDDLE[0])))
    lost = float(served[-1] - all_of[-1])
    middle, low = (bounds(start, end, lambda at: f"{at:.2g}") for start, end in (MIDDLE, (MIDDLE[0] - 0.3, MIDDLE[0])))
    if lost > 0.005:
        told = _(
            "In the middle ({middle}) more satisfaction keeps {n} in 100, below it ({low}) {more}; of the delighted, "
            "{lost} in 100 still leave for a better offer"
        )
    else:
        told = _("In the middle ({middle}) more satisfaction keeps {n} in 100, below it ({low}) {more}")
    return told.format(
        middle=middle, low=low, n=decimal(100 * (flat[1] - flat[0])), more=decimal(100 * (below[1] - below[0])),
        lost=decimal(100 * lost),
    )  # fmt: skip
