"""The weeks that a market takes to settle."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, figure_of, headline, house_style, label_ends, legible, provenance
from sim.charts.style.palette import FAINT, INK, firm_look
from sim.experiments.comparison.warm_up import BATCH, WarmUp


@house_style()
def warm_up_chart(warm_up: WarmUp, axes: Axes | None = None) -> Figure:
    """The measure week by week under each strategy, means of five weeks; the weeks to leave out lie in grey."""
    axes = canvas(axes)
    scale = warm_up.of.scale
    batches = warm_up.series.groupby(warm_up.series.index // BATCH).mean() * scale
    middle = (batches.index.to_numpy() + 0.5) * BATCH
    ends = []
    for place, name in enumerate(warm_up.series.columns):
        look = firm_look(place)
        axes.plot(middle, batches[name], color=look.colour, linestyle=look.line, linewidth=1.8)
        ends.append((float(batches[name].iloc[-1]), legible(str(name), f"strategy {place + 1}"), look.colour))
    axes.set_xlim(0, len(warm_up.series))
    if warm_up.settles:
        axes.axvspan(0, warm_up.week, color=FAINT, alpha=0.6, linewidth=0)
        axes.axvline(warm_up.week, color=INK, linewidth=1, linestyle="--")
    if len(ends) > 1:
        label_ends(axes, ends)
    axes.set_ylabel(warm_up.of.unit)
    axes.set_xlabel(f"week · means of {BATCH} weeks, {warm_up.replications} replications")
    said = str(warm_up).split(";")[0]
    headline(axes, said[0].upper() + said[1:])
    return provenance(figure_of(axes), warm_up.stamp)
