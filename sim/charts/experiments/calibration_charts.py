"""Runs laid beside what really happened: a calibrated model, and the cohort of CDNOW."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, headline, house_style, provenance
from sim.charts.style.curves import ZERO, band
from sim.charts.style.end_labels import label_ends
from sim.charts.style.firm_curves import weeks_label
from sim.charts.style.formatting import notes
from sim.charts.style.palette import BLUE, GREY, INK, VERMILION
from sim.experiments.calibration.calibrate import Calibration, curve
from sim.experiments.calibration.cdnow import INSTALL, read_record
from sim.experiments.calibration.coverage import simulated_log
from sim.experiments.calibration.hold_out import repeats_by
from sim.language.messages import _, mark, translate
from sim.metrics._shared.interval import over_replications
from sim.metrics.purchasing.repeat_buying import cumulative_repeats, purchase_histogram
from sim.number_text import decimal, percent
from sim.results.results import Results

COUNTED: dict[str, str] = {
    "repeat purchases": mark("repeat purchases so far"),
    "days with a repeat purchase": mark("days with a repeat purchase so far"),
    "weeks with a repeat purchase": mark("weeks with a repeat purchase so far"),
}
"""The label of the axis by what the fit counts."""


@house_style()
def calibration_chart(found: Calibration, results: Results | None = None, axes: Axes | None = None) -> Figure:
    """Repeat purchases adding up, week by week: as logged, as the fit expects them, and as they come out of a run.

    Where the fit is to days (weeks), all three count days (weeks) with a repeat purchase.

    A line ends the weeks that were fitted; where the log goes on, the headline says how far off the forecast is there.

    Args:
        found: The fit, as from :func:`sim.calibrate`.
        results: Runs of the calibrated scenario, drawn as the band in which nineteen runs of twenty lie; none if left
            out.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
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
    ends = [(float(table["real"].iloc[-1]), _("log"), INK), (float(table["expected"].iloc[-1]), _("fit"), BLUE)]
    label_ends(axes, ends)
    fitted = found.cohort.weeks
    if fitted < weeks[-1]:
        _fitted_until(axes, fitted)
    runs = "" if results is None else _("shaded: 95% of {count} runs").format(count=len(results.runs))
    axes.set_xlabel(notes(_("week from {day}").format(day=found.log.start), runs))
    axes.set_ylabel(translate(COUNTED[found.cohort.counted]))
    return provenance(headline(axes, _sentence(found)), found.stamp)


def _band(axes: Axes, found: Calibration, results: Results, weeks: int) -> None:
    """Where single runs lie: mean ± 2 standard deviations over replications."""
    whole = np.arange(1, min(weeks, int(results.scenario.horizon)) + 1)
    scale = len(found.cohort.number) / results.scenario.population.size
    counts = [repeats_by(simulated_log(results, run, grain=found.log.grain), whole) for run in results.runs]
    each = scale * np.array(counts, dtype=float)
    mean = each.mean(axis=0)
    spread = each.std(axis=0, ddof=1) if len(each) > 1 else 0 * mean
    axes.plot(whole, mean, color=VERMILION, linewidth=1.2, linestyle=(0, (4, 2)), zorder=1)
    band(axes, whole, mean - 1.96 * spread, mean + 1.96 * spread, VERMILION)


def _fitted_until(axes: Axes, week: float) -> None:
    """A line that ends the weeks of the fit."""
    axes.axvline(week, color=ZERO, linewidth=0.8)
    axes.annotate(
        _("fitted to the left,\nforetold to the right"), (week, 0), (4, 6), textcoords="offset points", fontsize=8,
        color="#666666",
    )  # fmt: skip


def _sentence(found: Calibration) -> str:
    size, weeks = decimal(len(found.cohort.number)), f"{found.cohort.weeks:.0f}"
    if found.judged is None:
        told = _("{n} customers: the fit follows the {weeks} weeks it was made from; no later ones judge it")
        return told.format(n=size, weeks=weeks)
    if found.judged.last_error < 0:
        told = _(
            "{n} customers: fitted to {weeks} weeks, the forecast of the next {later} is {error} off on average and "
            "ends {last} below the log"
        )
    else:
        told = _(
            "{n} customers: fitted to {weeks} weeks, the forecast of the next {later} is {error} off on average and "
            "ends {last} above the log"
        )
    return told.format(
        n=size, weeks=weeks, later=f"{found.judged.weeks:.0f}", error=percent(found.judged.mean_error, 1),
        last=percent(abs(found.judged.last_error), 1),
    )  # fmt: skip


JUDGED_FROM = 40
"""The models were fitted to weeks 1 to 39; the weeks from 40 on judge them."""


@house_style()
def cdnow_curve_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Cumulative repeat purchases, simulated and real, week by week; a grey line ends the weeks of the fit.

    The headline gives the mean absolute error, as a part of the real curve, over the weeks from 40 on (Fader, Hardie &
    Lee 2005). A run of another size is scaled to the 2,357 buyers of the record.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        LookupError: When the real record is not installed.
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
    axes.plot(
        np.arange(1, len(real) + 1), real, color=INK, linewidth=2.4, linestyle=(0, (1, 1)), label=_("real buyers")
    )
    axes.plot(weeks, mean, color=BLUE, linewidth=2, label=_("simulated"))
    band(axes, weeks, low, high, BLUE)
    _fitted_until(axes, JUDGED_FROM - 1)
    axes.set_xlim(0, len(real))
    axes.set_ylim(bottom=0)
    scaled = "" if scale == 1 else _("scaled to {n} buyers").format(n=decimal(record.customers))
    axes.set_xlabel(weeks_label(results, scaled))
    axes.set_ylabel(_("repeat purchases so far"))
    axes.legend(loc="upper left")
    shared = min(len(mean), len(real))
    since = JUDGED_FROM if shared >= JUDGED_FROM else 1
    came, was = mean[since - 1 : shared], real[since - 1 : shared]
    error = np.mean(np.abs(came[was > 0] / was[was > 0] - 1))
    told = _("Over weeks {start} to {end} the simulated curve is {error} off the real one on average")
    return headline(axes, told.format(start=since, end=shared, error=percent(error, 1)))


WEEKS = 39
"""The weeks that published models were fitted to."""


@house_style()
def cdnow_histogram_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Buyers with 0, 1, … 7 and more repeat purchases in 39 weeks, simulated and real (Fader, Hardie & Lee 2005).

    A run of another size is scaled to the 2,357 buyers of the record.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        LookupError: When the real record is not installed.
        IncompleteLogError: For a log without purchases.
    """
    record = read_record()
    if record is None:
        raise LookupError(INSTALL)
    until = min(WEEKS, int(results.scenario.horizon))
    counted = purchase_histogram(results, until=until, repeats=True)
    counted = counted[counted["firm"] == results.scenario.focal_firm].astype({"people": float})
    over = over_replications(counted, "people", ["times"])
    scale = record.customers / max(1.0, over["people"].sum())
    mean, low, high = (scale * over[column].to_numpy() for column in ("people", "low", "high"))
    real = np.array(record.histogram(until, top=len(mean) - 1))
    axes = canvas(axes)
    places = np.arange(len(mean))
    axes.bar(places - 0.2, real, 0.38, color=GREY, hatch="//", edgecolor="white", label=_("real buyers"))
    axes.bar(places + 0.2, mean, 0.38, color=BLUE, label=_("simulated"))
    if np.isfinite(low).any():
        axes.vlines(
            places + 0.2, np.maximum(low, 0.0), high, color="black", linewidth=1.2, label=_("95% interval of the mean")
        )
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
    scaled = "" if scale == 1 else _("scaled to {n} buyers").format(n=decimal(record.customers))
    axes.set_xlabel(notes(_("repeat purchases in weeks 1 to {end}").format(end=until), scaled))
    axes.set_ylabel(_("buyers"))
    axes.legend(loc="upper right")
    told = _("After {weeks} weeks {simulated} of simulated and {real} of real buyers had not bought again")
    simulated, really = percent(mean[0] / max(1.0, mean.sum())), percent(real[0] / real.sum())
    return headline(axes, told.format(weeks=until, simulated=simulated, real=really))
