"""Stages of relationships: of a firm week by week, and of one customer."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.charts.style.canvas import add_legend, area_key, canvas, headline, house_style
from sim.charts.style.event_selection import customer_name, of_customer
from sim.charts.style.firm_curves import weeks_axis
from sim.charts.style.formatting import firm_words, focal_word, listed, notes, words_by_firm
from sim.charts.style.palette import BLUE, FAINT, GREEN, GREY, INK, ORANGE, PURPLE, SKY
from sim.glossary.labels import label
from sim.language.messages import _, mark, translate
from sim.metrics.retention.stages import STAGES, stage_history, stages
from sim.number_text import decimal, percent
from sim.results.results import Results

STAGE_LOOK: dict[str, tuple[str, str]] = {
    "prospect": (FAINT, ""),
    "development": (SKY, ""),
    "growth": (GREEN, "//"),
    "maturity": (BLUE, ""),
    "decline": (ORANGE, "\\\\"),
    "end": (GREY, "xx"),
    "recovery": (PURPLE, ".."),
}
"""Colour and hatch of each stage."""
UPWARD = ("maturity", "growth", "development", "recovery", "decline", "end", "prospect")
"""Stages from the bottom of the picture to its top: customers first, then those who left, then those to come."""


@house_style()
def stages_chart(results: Results, axes: Axes | None = None) -> Figure:
    """How many relations of the firm in focus are in each stage at the end of each week (course A9), stacked.

    Means over replications, by the rule of ``sim.stages``.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: For a log without purchases.
    """
    table = stages(results)
    mine = table[table["firm"] == results.scenario.focal_firm].groupby("week")[list(STAGES)].mean()
    axes = canvas(axes)
    weeks = np.minimum(mine.index.to_numpy(dtype=float) + 1, results.scenario.horizon)
    shown = [stage for stage in UPWARD if mine[stage].any()]
    if shown:
        areas = axes.stackplot(weeks, *[mine[stage] for stage in shown], edgecolor="white", linewidth=0.4)
        for area, stage in zip(areas, shown, strict=True):
            area.set_facecolor(STAGE_LOOK[stage][0])
            area.set_hatch(STAGE_LOOK[stage][1])
    weeks_axis(axes, results)
    axes.set_ylim(0, 1.02 * max(float(mine.sum(axis=1).max()), 1.0))
    name = focal_word(results)
    axes.set_ylabel(_("relations with {firm}").format(firm=name))
    if shown:
        add_legend(axes, [stage_patch(stage) for stage in reversed(shown)], columns=4)
    return headline(axes, _stages_claim(name, mine))


def stage_patch(stage: str) -> Patch:
    """The mark of a stage in a legend."""
    colour, hatch = STAGE_LOOK[stage]
    return area_key(colour, hatch, label("stage", stage))


def _stages_claim(name: str, mine: pd.DataFrame) -> str:
    last = mine.iloc[-1]
    now = float(last.drop(["prospect", "end"]).sum())
    if now == 0:
        return _("{firm} has no customers at the end").format(firm=name)
    told = _("At the end {mature} of {firm}'s {n} customers are mature, {declining} in decline; {left} have left")
    return told.format(
        mature=percent(float(last["maturity"]) / now), firm=name, n=decimal(now),
        declining=percent(float(last["decline"]) / now), left=decimal(float(last["end"])),
    )  # fmt: skip


STATE = {
    "maturity": mark("is a mature customer of {firms}"),
    "growth": mark("buys more and more of {firms}"),
    "development": mark("is new to {firms}"),
    "recovery": mark("is back at {firms}"),
    "decline": mark("buys less and less of {firms}"),
    "end": mark("has left {firms}"),
}
"""How a stage is said of a customer."""


@house_style()
def stage_line_chart(results: Results, customer_id: str | int, axes: Axes | None = None, run: int = 0) -> Figure:
    """Through which stages one customer's relation with each firm went; a tick marks each purchase (course A9).

    One lane per firm, weeks from left to right, by the rule of ``sim.stages``; before her first purchase she is a
    prospect.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        customer_id: Id of the customer, as in the event log.
        axes: Axes to draw into; a figure of its own if left out.
        run: Number of the replication that is shown, from 0.

    Returns:
        The figure.

    Raises:
        LookupError: For a customer who is not in the market.
        IncompleteLogError: For a log without purchases.
    """
    customer_id = customer_name(results, customer_id)
    life = of_customer(results, customer_id, run)
    table = stage_history(results)
    number = results.runs[run].replication
    hers = table[(table["customer_id"] == customer_id) & (table["replication"] == number)]
    axes = canvas(axes, height=1.7 + 0.55 * len(results.names.firms))
    for lane, firm in enumerate(results.names.firms):
        told = hers[hers["firm"] == firm]
        for stage, start, end in zip(told["stage"].astype(str), told["start"], told["end"], strict=True):
            colour, hatch = STAGE_LOOK[stage]
            axes.barh(
                lane, end - start, left=start, height=0.5, color=colour, hatch=hatch, edgecolor="white", linewidth=0.4
            )
        bought = life.loc[(life["firm"] == firm) & (life["event"] == "purchase"), "time"]
        axes.vlines(bought, lane - 0.42, lane - 0.29, color=INK, linewidth=0.9)
    axes.set_yticks(range(len(results.names.firms)), firm_words(results))
    axes.set_ylim(len(results.names.firms) - 0.4, -0.7)
    axes.set_xlim(0, results.scenario.horizon)
    axes.grid(False)
    axes.set_xlabel(notes(_("week"), _("a tick for each purchase")))
    seen = set(hers["stage"].astype(str))
    if seen:
        add_legend(axes, [stage_patch(stage) for stage in reversed(UPWARD) if stage in seen], columns=4)
    return headline(axes, _stage_line_claim(results, customer_id, hers))


def _stage_line_claim(results: Results, customer_id: str, hers: pd.DataFrame) -> str:
    last = hers.groupby("firm", observed=True)["stage"].last().astype(str)
    if not len(last):
        return _("{customer} never bought here").format(customer=customer_id)
    words = words_by_firm(results)
    told = []
    for stage, state in STATE.items():
        firms = [words[str(firm)] for firm in last.index[last == stage]]
        if firms:
            told.append(translate(state).format(firms=listed(firms)))
    return _("In the end {customer} {states}").format(customer=customer_id, states=listed(told))
