"""Who stayed: the part of customers still there, by the weeks since their first purchase."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, figure_of, headline, house_style
from sim.charts.style.firm_curves import firm_curves
from sim.charts.style.formatting import firm_words, listed
from sim.metrics.retention.survival import survival
from sim.number_text import percent
from sim.results.results import Results

FEWEST = 20
"""A curve is drawn as far as at least so many stays were followed."""
YEAR = 52.0
"""Weeks after which the headline counts who is still there."""


@house_style()
def survival_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Kaplan-Meier curve of each firm: customers who stay longer than so many weeks, with its 95% band.

    The band is Greenwood's for a single replication and that over replications for several. Each curve ends where
    fewer than 20 stays were followed.
    """
    axes = canvas(axes)
    curves = survival(results)
    columns = ["survival", "low", "high"]
    thin = curves["still_seen"] < FEWEST
    curves.loc[thin, columns] = np.nan
    curves[columns] *= 100
    means = firm_curves(axes, results, curves, "survival", from_zero=True, ends_of_weeks=False)
    axes.set_ylim(0, 102)
    count = len(results.runs)
    band = f"mean and 95% interval of {count} replications" if count > 1 else "band: 95% interval"
    axes.set_xlabel(f"weeks since the first purchase · {band}")
    axes.set_ylabel("customers still there, %")
    headline(axes, _claim(results, means))
    return figure_of(axes)


def _claim(results: Results, means: pd.DataFrame) -> str:
    shown = means.dropna(how="all").index
    if not len(shown):
        return "Too few customers to say how long they stay"
    asked = YEAR if results.scenario.horizon >= YEAR else float(np.floor(results.scenario.horizon / 2))
    week = min(asked, float(shown[-1]))
    focal = results.names.firms.index(results.scenario.focal_firm)
    there = means[list(results.names.firms)].to_numpy(dtype=float)[list(means.index).index(week)] / 100
    words = firm_words(results)
    others = [
        f"{word} {percent(part)}" for place, (word, part) in enumerate(zip(words, there, strict=True)) if place != focal
    ]
    beside = f" ({listed(others)})" if others else ""
    return f"After {week:.0f} weeks {percent(there[focal])} of {words[focal]}'s customers are still there{beside}"
