"""Repeat purchases adding up: the run laid over what really happened at CDNOW."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, figure_of, headline, house_style
from sim.charts.style.firm_curves import weeks_label
from sim.charts.style.palette import BLUE, INK
from sim.experiments.calibration.cdnow import INSTALL, read_record
from sim.metrics._shared.interval import over_replications
from sim.metrics.purchasing.cumulative_repeats import cumulative_repeats
from sim.number_text import percent
from sim.results.results import Results

JUDGED_FROM = 40
"""The models were fitted to weeks 1 to 39; the weeks from 40 on judge them."""


@house_style()
def cdnow_curve_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Cumulative repeat purchases, simulated and real, week by week; a grey line ends the weeks of the fit.

    The headline gives the mean absolute error, as a part of the real curve, over the weeks from 40 on (Fader, Hardie
    & Lee 2005). A run of another size is scaled to the 2,357 buyers of the record.
    Raises ``LookupError`` when the real record is not installed.
    """
    record = read_record()
    if record is None:
        raise LookupError(INSTALL)
    curves = cumulative_repeats(results)
    curves = curves[curves["firm"] == results.scenario.focal_firm]
    scale = record.customers / results.scenario.population.size
    over = over_replications(curves.astype({"cumulative_repeats": float}), "cumulative_repeats", ["week"])
    mean, low, high = (scale * over[column].to_numpy() for column in ("cumulative_repeats", "low", "high"))
    weeks, real = np.arange(1, len(mean) + 1), np.array(record.weekly)
    axes = canvas(axes)
    axes.plot(np.arange(1, len(real) + 1), real, color=INK, linewidth=2.4, linestyle=(0, (1, 1)), label="real buyers")
    axes.plot(weeks, mean, color=BLUE, linewidth=2, label="simulated")
    if np.isfinite(low).any():
        axes.fill_between(weeks, low, high, color=BLUE, alpha=0.2, linewidth=0)
    axes.axvline(JUDGED_FROM - 1, color="#888888", linewidth=0.8)
    axes.annotate(
        "fitted to the left,\nforetold to the right",
        (JUDGED_FROM - 1, 0),
        (4, 6),
        textcoords="offset points",
        fontsize=8,
        color="#666666",
    )
    axes.set_xlim(0, len(real))
    axes.set_ylim(bottom=0)
    scaled = "" if scale == 1 else f"scaled to {record.customers:,} buyers"
    axes.set_xlabel(weeks_label(results, scaled))
    axes.set_ylabel("repeat purchases so far")
    axes.legend(loc="upper left")
    shared = min(len(mean), len(real))
    since = JUDGED_FROM if shared >= JUDGED_FROM else 1
    error = np.mean(np.abs(mean[since - 1 : shared] / real[since - 1 : shared] - 1))
    headline(
        axes, f"Over weeks {since} to {shared} the simulated curve is {percent(error, 1)} off the real one on average"
    )
    return figure_of(axes)
