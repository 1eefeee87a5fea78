"""Trust of customers in each firm, every four weeks."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.curves import Curve, draw_curves
from sim.charts.style.firm_curves import weeks_axis
from sim.charts.style.formatting import words_by_firm
from sim.charts.style.palette import firm_look
from sim.language.messages import _
from sim.metrics._shared.interval import over_replications
from sim.metrics.value.promises import promises, trust_by_week
from sim.number_text import decimal, percent
from sim.results.results import Results


@house_style()
def promises_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Trust of customers in each firm that makes promises, 0 to 1; the headline says how many promises were kept.

    Means over replications with 95% bands.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes)
    weeks_axis(axes, results, banded=True)
    axes.set_ylabel(_("trust of customers, 0 to 1"))
    table = over_replications(trust_by_week(results), "trust", ["week", "firm"])
    words, curves = words_by_firm(results), []
    for place, firm in enumerate(results.names.firms):
        mine = table[table["firm"] == firm]
        if len(mine):
            curves.append(
                Curve(x=mine["week"].to_numpy(dtype=float), y=mine["trust"], low=mine["low"], high=mine["high"],
                      name=words[firm], look=firm_look(place), strong=firm == results.scenario.focal_firm)
            )  # fmt: skip
    draw_curves(axes, curves, (0.0, 1.0))
    return headline(axes, _claim(results))


def _claim(results: Results) -> str:
    """Promises kept by the firm in focus, and its customers' trust at the end."""
    focal = results.scenario.focal_firm
    table = promises(results)
    mine, name = table[table["firm"] == focal], words_by_firm(results)[focal]
    made = int((mine["kept"] + mine["broken"]).sum())
    if not mine["trust_at_end"].notna().any():
        return _("{name} has no department of promises").format(name=name)
    trust = decimal(float(mine["trust_at_end"].mean()), 2)
    if made == 0:
        return _("{name} promises no delivery time; trust of its customers is {trust} at the end").format(
            name=name, trust=trust
        )
    told = _("{name} keeps {part} of its promises; trust of its customers is {trust} at the end")
    return told.format(name=name, part=percent(float(mine["kept"].sum()) / made), trust=trust)
