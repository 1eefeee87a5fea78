"""A calibration judged: the log's repeat purchases, what the fit expects, and a run of the scenario it became."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, figure_of, headline, house_style, label_ends, provenance
from sim.charts.style.palette import BLUE, INK, VERMILION
from sim.experiments.calibration.calibrate import Calibration, curve
from sim.experiments.calibration.coverage import simulated_log
from sim.experiments.calibration.hold_out import repeats_by
from sim.number_text import percent
from sim.results.results import Results


@house_style()
def calibration_chart(found: Calibration, results: Results | None = None, axes: Axes | None = None) -> Figure:
    """Repeat purchases adding up, week by week: as logged, as the fit expects them, and as they come out of a run.

    Where the fit is to days (weeks), all three count days (weeks) with a repeat purchase.

    ``results``: runs of the calibrated scenario, drawn as the band in which nineteen runs of twenty lie. A line ends
    the weeks that were fitted; where the log goes on, the headline says how far off the forecast is there.
    """
    table = curve(found)
    weeks = table["week"].to_numpy()
    axes = canvas(axes)
    if results is not None:
        _band(axes, found, results, len(weeks))
    axes.plot(weeks, table["real"], color=INK, linewidth=2.4, linestyle=(0, (1, 1)), zorder=3)
    axes.plot(weeks, table["expected"], color=BLUE, linewidth=2, zorder=2)
    axes.set_xlim(0, weeks[-1])
    axes.set_ylim(bottom=0)
    ends = [(float(table["real"].iloc[-1]), "log", INK), (float(table["expected"].iloc[-1]), "fit", BLUE)]
    label_ends(axes, ends)
    fitted = found.cohort.weeks
    if fitted < weeks[-1]:
        axes.axvline(fitted, color="#888888", linewidth=0.8)
        axes.annotate(
            "fitted to the left,\nforetold to the right", (fitted, 0), (4, 6), textcoords="offset points", fontsize=8,
            color="#666666",
        )  # fmt: skip
    runs = "" if results is None else f" · shaded: 95% of {len(results.runs)} runs"
    axes.set_xlabel(f"week from {found.log.start}{runs}")
    axes.set_ylabel(f"{found.cohort.counted} so far")
    headline(axes, _sentence(found))
    return provenance(figure_of(axes), found.stamp)


def _band(axes: Axes, found: Calibration, results: Results, weeks: int) -> None:
    """Where single runs lie: mean ± 2 standard deviations over replications."""
    whole = np.arange(1, min(weeks, int(results.scenario.horizon)) + 1)
    scale = len(found.cohort.number) / results.scenario.population.size
    counts = [repeats_by(simulated_log(results, run, grain=found.log.grain), whole) for run in results.runs]
    each = scale * np.array(counts, dtype=float)
    mean = each.mean(axis=0)
    spread = each.std(axis=0, ddof=1) if len(each) > 1 else 0 * mean
    axes.plot(whole, mean, color=VERMILION, linewidth=1.2, linestyle=(0, (4, 2)), zorder=1)
    axes.fill_between(whole, mean - 1.96 * spread, mean + 1.96 * spread, color=VERMILION, alpha=0.15, linewidth=0)


def _sentence(found: Calibration) -> str:
    size = f"{len(found.cohort.number):,} customers"
    if found.judged is None:
        return f"{size}: the fit follows the {found.cohort.weeks:.0f} weeks it was made from; no later ones judge it"
    way = "below" if found.judged.last_error < 0 else "above"
    return (
        f"{size}: fitted to {found.cohort.weeks:.0f} weeks, the forecast of the next {found.judged.weeks:.0f} is "
        f"{percent(found.judged.mean_error, 1)} off on average and ends {percent(abs(found.judged.last_error), 1)} "
        f"{way} "
        "the log"
    )
