"""How many buyers came back how often: the run laid beside what really happened at CDNOW."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, figure_of, headline, house_style
from sim.charts.style.palette import BLUE, GREY
from sim.experiments.calibration.cdnow import INSTALL, read_record
from sim.metrics._shared.interval import over_replications
from sim.metrics.purchasing.purchase_histogram import purchase_histogram
from sim.number_text import percent
from sim.results.results import Results

WEEKS = 39
"""The weeks that published models were fitted to."""


@house_style()
def cdnow_histogram_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Buyers with 0, 1, … 7 and more repeat purchases in 39 weeks, simulated and real (Fader, Hardie & Lee 2005).

    A run of another size is scaled to the 2,357 buyers of the record. Raises ``LookupError`` when the real record is
    not installed, ``IncompleteLogError`` for a log without purchases.
    """
    record = read_record()
    if record is None:
        raise LookupError(INSTALL)
    until = min(WEEKS, int(results.scenario.horizon))
    counted = purchase_histogram(results, until=until, repeats=True)
    counted = counted[counted["firm"] == results.scenario.focal_firm].astype({"people": float})
    over = over_replications(counted, "people", ["times"])
    scale = record.customers / over["people"].sum()
    mean, low, high = (scale * over[column].to_numpy() for column in ("people", "low", "high"))
    real = np.array(record.histogram(until, top=len(mean) - 1))
    axes = canvas(axes)
    places = np.arange(len(mean))
    axes.bar(places - 0.2, real, 0.38, color=GREY, hatch="//", edgecolor="white", label="real buyers")
    axes.bar(places + 0.2, mean, 0.38, color=BLUE, label="simulated")
    if np.isfinite(low).any():
        axes.vlines(places + 0.2, low, high, color="black", linewidth=1.2, label="95% interval of the mean")
    for place, (was, came) in enumerate(zip(real, mean, strict=True)):
        axes.text(place - 0.25, was, f"{was:.0f}", ha="center", va="bottom", fontsize=6.8, color="#666666")
        axes.text(
            place + 0.25,
            max(came, 0 if np.isnan(high[place]) else high[place]),
            f"{came:.0f}",
            ha="center",
            va="bottom",
            fontsize=6.8,
            color=BLUE,
        )
    axes.set_xticks(places, [*map(str, places[:-1]), f"{places[-1]}+"])
    axes.set_xlabel(
        f"repeat purchases in weeks 1 to {until}" + ("" if scale == 1 else f" · scaled to {record.customers:,} buyers")
    )
    axes.set_ylabel("buyers")
    axes.legend(loc="upper right")
    headline(
        axes,
        f"After {until} weeks {percent(mean[0] / mean.sum())} of simulated and {percent(real[0] / real.sum())} "
        "of real buyers had not bought again",
    )
    return figure_of(axes)
