"""Who was saved and who was lost by a change of strategy, for which cause, and what it was worth."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from sim.charts.retention.life_line import draw_life, marks_in
from sim.charts.style.canvas import Picture, add_legend, headline, house_style, provenance
from sim.charts.style.event_selection import customer_name
from sim.charts.style.finding import Finding
from sim.charts.style.formatting import cause_word, money_axis
from sim.charts.style.palette import BLUE, FAINT, GREEN, GREY, INK, VERMILION
from sim.charts.style.text_fitting import legible, lines
from sim.experiments.counterfactuals import (
    OUTCOMES,
    CounterfactualPair,
    customer_outcomes,
    outcome_word,
    saved_and_lost,
)
from sim.language.messages import _, mark, translate
from sim.metrics._shared.interval import interval
from sim.number_text import decimal, money

BARS_WIDTH = 7.6
"""Inches."""
_COLOURS = (GREEN, VERMILION, BLUE, GREY, GREEN, VERMILION)
_FINE_PRINT_OF_BARS = mark(
    "Counterfactual, customer by customer, under the coupling of luck; only each world's totals are free of it. "
    "Value: customers' accounts, without what a programme costs for those who join."
)


@house_style()
def saved_and_lost_chart(worlds: CounterfactualPair) -> Figure:
    """Customers saved and lost between two worlds, by the cause for which they left, and what they are worth.

    Left: numbers of customers. Right: what each group is worth more in the second world than in the first, money. Means
    over replications.

    Args:
        worlds: The pair of worlds, as from :func:`sim.counterfactual_pair`.

    Returns:
        The figure.
    """
    table = saved_and_lost(worlds)
    figure = Picture(figsize=(BARS_WIDTH, 3.7), layout="constrained")
    people, worth = figure.subplots(1, 2, width_ratios=(1.15, 1.0))
    _by_cause(people, worlds, table)
    _by_outcome(worth, table)
    name = legible(worlds.names[1], _("the other world"))
    worth_more = _("what they are worth more under {world}").format(world=name)
    worth.set_title(worth_more, loc="right", fontsize=9, fontweight="normal")
    headline(people, claim(worlds, table))
    figure.supxlabel(
        "\n".join(lines(translate(_FINE_PRINT_OF_BARS), BARS_WIDTH - 0.3, 7.0)),
        x=0.01,
        ha="left",
        fontsize=7,
        color="#555555",
    )
    return provenance(figure, worlds.stamp)


def _by_cause(axes: Axes, worlds: CounterfactualPair, table: pd.DataFrame) -> None:
    counted = {
        outcome: table[table["outcome"] == outcome].set_index("cause")["customers"] for outcome in ("saved", "lost")
    }
    both = counted["saved"].add(counted["lost"], fill_value=0.0).sort_values()
    causes = [str(cause) for cause in both.index]
    places = np.arange(len(causes))
    for outcome, way, colour in (("saved", 1.0, GREEN), ("lost", -1.0, VERMILION)):
        sizes = counted[outcome].reindex(both.index, fill_value=0.0).to_numpy(dtype=float)
        axes.barh(places, way * sizes, height=0.62, color=colour, hatch="" if way > 0 else "//", edgecolor="white")
        for place, size in zip(places, sizes, strict=True):
            if size > 0:
                written = _people(size)
                axes.annotate(
                    written, (way * size, place), (3 * way, 0),
                    textcoords="offset points", va="center", ha="left" if way > 0 else "right", fontsize=8,
                )  # fmt: skip
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_yticks(places, [cause_word(worlds.first, cause) for cause in causes])
    widest = max((float(series.max()) for series in counted.values() if len(series)), default=1.0)
    axes.set_xlim(-1.25 * widest, 1.25 * widest)
    axes.set_ylim(-0.8, max(len(causes), 3) - 0.4)
    axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    axes.grid(False)
    axes.set_title(_("← lost    customers, by cause    saved →"), loc="center", fontsize=9, fontweight="normal")


def _by_outcome(axes: Axes, table: pd.DataFrame) -> None:
    sums = table.groupby("outcome", observed=False)[["customers", "value_more"]].sum().reindex(list(OUTCOMES))
    places = np.arange(len(OUTCOMES))[::-1]
    values = sums["value_more"].to_numpy(dtype=float)
    axes.barh(places, values, height=0.62, color=_COLOURS, edgecolor="white")
    span = max(1e-9, float(np.abs(values).max()))
    for place, value in zip(places, values, strict=True):
        inside = "left" if value >= 0 else "right"
        axes.annotate(
            f"{'+' if value >= 0.5 else ''}{money(value)}", (value, place), (3 if value >= 0 else -3, 0),
            textcoords="offset points", va="center", ha=inside, fontsize=8,
        )  # fmt: skip
    axes.set_yticks(
        places, [f"{outcome_word(str(name))} ({decimal(count)})" for name, count in sums["customers"].items()]
    )
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_xlim(min(0.0, 1.35 * values.min()) - 0.25 * span, max(0.0, 1.35 * values.max()) + 0.25 * span)
    money_axis(axes.xaxis)
    axes.locator_params(axis="x", nbins=4)
    axes.grid(axis="x", color=FAINT)


def claim(worlds: CounterfactualPair, table: pd.DataFrame) -> str:
    """The sentence above the picture."""
    sums = table.groupby("outcome", observed=False)[["customers", "value_more"]].sum()
    counts = dict(zip(map(str, sums.index), sums["customers"].to_numpy(dtype=float), strict=True))
    saved, lost = counts["saved"], counts["lost"]
    first, second = (
        legible(name, word) for name, word in zip(worlds.names, (_("one world"), _("the other")), strict=True)
    )
    firm = legible(worlds.firm, _("the firm"))
    second = second[:1].upper() + second[1:]
    told = _("{second} instead of {first}: {firm} saves {saved} customers and loses {lost} others; {worth}")
    outcomes = customer_outcomes(worlds)
    more = outcomes.groupby("replication")["value_more"].sum().reindex([run.replication for run in worlds.first.runs])
    worth = WORTH_MORE.told(interval(more.fillna(0.0)))
    return told.format(
        second=second, first=first, firm=firm, saved=_people(saved), lost=_people(lost), worth=worth
    )  # fmt: skip


WORTH_MORE = Finding(
    more=mark("its customers together are worth {size} more{interval}"),
    less=mark("its customers together are worth {size} less{interval}"),
    unclear=mark("no clear difference in what its customers together are worth{interval}"),
    unit=money,
)


def _people(count: float) -> str:
    """A mean number of customers: whole, or with one place where it is small and not whole."""
    return decimal(count, 0 if count >= 9.5 or count == round(count) else 1)


LIVES_WIDTH = 7.2
"""Inches."""
_FINE_PRINT_OF_LIVES = mark(
    "Counterfactual under the coupling of luck: the customer's n-th purchase and patience share their draws."
)


@house_style()
def two_lives_chart(worlds: CounterfactualPair, customer_id: str | int, run: int = 0) -> Figure:
    """What one customer did in each of two worlds with the same luck and another strategy of the firm.

    The shaded span is the time in which she is a customer of the firm in one world only. Counterfactual under the
    coupling of luck: her n-th purchase has the same draws in both.

    Args:
        worlds: The pair of worlds, as from :func:`sim.counterfactual_pair`.
        customer_id: Id of the customer, as in the event log.
        run: Number of the replication that is shown, from 0.

    Returns:
        The figure.

    Raises:
        LookupError: For a customer who is not in the market.
    """
    customer_id = customer_name(worlds.first, customer_id)
    figure = Picture(figsize=size(worlds), layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True)
    lives = []
    for axes, results, name in zip((above, below), (worlds.first, worlds.second), worlds.names, strict=True):
        lives.append(draw_life(axes, results, customer_id, run))
        axes.set_title(legible(name, _("a world")), fontsize=9.5)
    above.set_xlabel("")
    hers = outcome_of(worlds, customer_id, run)
    if hers is not None:
        _shade((above, below), worlds, hers)
    handles = marks_in(*lives)
    if handles:
        add_legend(above, handles)
        legend = figure.legends[-1]
        legend.set_title(translate(_FINE_PRINT_OF_LIVES), prop=FontProperties(size=7))
        legend.set_alignment("left")
    headline(above, life_claim(worlds, customer_id, hers))
    return provenance(figure, worlds.stamp)


def size(worlds: CounterfactualPair) -> tuple[float, float]:
    """Width and height of the picture, inches."""
    return LIVES_WIDTH, 2.3 + 0.9 * len(worlds.first.names.firms)


def outcome_of(worlds: CounterfactualPair, customer_id: str, run: int) -> pd.Series[float] | None:
    """What became of a customer in the two worlds; nothing for one who is no customer of the firm in either."""
    table = customer_outcomes(worlds)
    number = worlds.first.runs[run].replication
    hers = table[(table["customer_id"] == customer_id) & (table["replication"] == number)]
    return None if hers.empty else hers.iloc[0]


def _shade(both: tuple[Axes, Axes], worlds: CounterfactualPair, hers: pd.Series[float]) -> None:
    """Mark the time in which she is with the firm in one world only."""
    horizon = worlds.first.scenario.horizon
    ends = [horizon if hers[left] != hers[left] else float(hers[left]) for left in ("left_first", "left_second")]
    if str(hers["outcome"]) in ("saved", "lost", "gone in both") and ends[0] != ends[1]:
        longer = both[0] if ends[0] > ends[1] else both[1]
        lane = worlds.first.names.firms.index(worlds.firm)
        longer.fill_between([min(ends), max(ends)], lane - 0.35, lane + 0.35, color=FAINT, zorder=0)


def life_claim(worlds: CounterfactualPair, customer_id: str, hers: pd.Series[float] | None) -> str:
    """What the two worlds made of one customer, in a sentence."""
    firm = legible(worlds.firm, _("the firm"))
    names = zip(worlds.names, (_("one world"), _("the other")), strict=True)
    first, second = (legible(name, word) for name, word in names)
    if hers is None:
        return _("{customer} is no customer of {firm} in either world").format(customer=customer_id, firm=firm)
    why_first, why_second = (_why(worlds, hers, world) for world in ("first", "second"))
    said = translate(LIVES[str(hers["outcome"])]).format(
        firm=firm, customer=customer_id, first=first, second=second, why_first=why_first, why_second=why_second
    )
    more = float(hers["value_more"])
    if abs(more) < 0.5:
        return _("{claim}: worth the same").format(claim=said)
    worth = _("{claim}: worth {money} more in “{world}”") if more > 0 else _("{claim}: worth {money} less in “{world}”")
    return worth.format(claim=said, money=money(abs(more)), world=second)


LIVES: dict[str, str] = {
    "saved": mark("{firm} loses {customer} in “{first}” ({why_first}) and keeps this customer in “{second}”"),
    "lost": mark("{firm} keeps {customer} in “{first}” and loses this customer in “{second}” ({why_second})"),
    "kept in both": mark("{firm} keeps {customer} in both worlds"),
    "gone in both": mark("{firm} loses {customer} in both worlds ({why_first}; {why_second})"),
    "won": mark("{firm} wins {customer} in “{second}” only"),
    "not won": mark("{firm} wins {customer} in “{first}” only"),
}
"""What two worlds made of a customer, by outcome."""


def _why(worlds: CounterfactualPair, hers: pd.Series[float], world: str) -> str:
    results, left = worlds.first if world == "first" else worlds.second, float(hers[f"left_{world}"])
    if math.isnan(left):
        return _("stays")
    cause = cause_word(results, str(hers[f"cause_{world}"]))
    return _("{cause}, week {week}").format(cause=cause, week=f"{left:.0f}")
