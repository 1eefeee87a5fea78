"""Exercises when they have been marked: the exit detective, and sorting customers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.charts.style.bars import Series, grouped_bars, name_rows, name_series
from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.palette import BLUE, GREEN, GREY, ORANGE, VERMILION
from sim.charts.style.text_fitting import legible
from sim.game.exercises.exit_case import Case
from sim.game.exercises.exit_detective import score
from sim.game.exercises.exit_report import Report, stated_believer
from sim.game.exercises.sorting import Sort, as_sort, by_rfm, compared, together
from sim.game.exercises.sorting_case import SortingCase
from sim.glossary.labels import cause_name
from sim.language.messages import _
from sim.number_text import percent

THICK = 0.26
"""Height of a bar; three of them and a gap make a cause."""


@house_style()
def exit_detective_chart(case: Case, report: Report, axes: Axes | None = None) -> Figure:
    """A detective's report beside the interviews it came from and the truth, three bars per cause.

    To be shown when the report has been marked: it gives the truth away.

    Args:
        case: The detective's case with its truth.
        report: The report that was handed in.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        AnswerError: For a report that does not fit the case.
    """
    points, believed = score(case, report).points("causes"), score(case, stated_believer(case.handout)).points("causes")
    truth = case.truth
    causes = sorted(truth.shares, key=lambda cause: -truth.shares[cause])
    causes = [cause for cause in causes if truth.shares[cause] or truth.stated[cause] or report.shares.get(cause)]
    axes = canvas(axes, height=1.8 + 0.55 * max(len(causes), 2))
    sides = [
        Series([100 * shares.get(cause, 0.0) for cause in causes], colour, hatch, label)
        for shares, colour, hatch, label in (
            (truth.stated, ORANGE, "///", _("as stated in interviews")),
            (report.shares, GREEN, "..", _("as the team believes")),
            (truth.shares, BLUE, "", _("true, of all who left")),
        )
    ]
    grouped_bars(axes, sides, THICK)
    numbered = list(truth.shares)
    name_rows(
        axes,
        [legible(cause_name(cause), _("cause {number}").format(number=numbered.index(cause) + 1)) for cause in causes],
    )
    most = max([0.1, *truth.shares.values(), *truth.stated.values(), *report.shares.values()])
    axes.set_xlim(0, 110 * most + 4)
    axes.set_xlabel(_("share of exits, %"))
    name_series(axes, sides)
    said = _("Of 100 exits {points} are put down to their true cause; who believes the interviews gets {believed}")
    return headline(axes, said.format(points=f"{points:.0f}", believed=f"{believed:.0f}"))


RFM, TRUE, ALIKE = "recency, frequency, money", "the true kinds", "all alike"


def sort_words() -> dict[str, str]:
    """What people read for the sorts that stand beside those handed in."""
    return {RFM: _("recency, frequency, money"), TRUE: _("the true kinds")}


@house_style()
def sorting_chart(case: SortingCase, sorts: Mapping[str, Sort] | None = None, axes: Axes | None = None) -> Figure:
    """Profit of each sort beyond treating all customers alike: those handed in, one by habits, and the true kinds.

    The figure behind each bar is the adjusted Rand index, 1 for the true kinds and 0 for chance. To be shown when sorts
    have been marked: it gives away what the true kinds are worth.

    Args:
        case: The sorting case with its truth.
        sorts: Sorts that were handed in, by the name to be written; none if left out.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        AnswerError: For a sort that does not fit.
    """
    given = dict(sorts or {})
    every = {**given, RFM: by_rfm(case.base), TRUE: as_sort(case, case.kinds)}
    table = compared(case, {ALIKE: as_sort(case, together(case)), **every})
    alike = float(table["profit"].iloc[0])
    table = table.iloc[1:]
    gains = (table["profit"] - alike).to_numpy(dtype=float)
    places = np.arange(len(table))
    axes = canvas(axes, height=1.6 + 0.5 * len(table))
    colours = [ORANGE] * len(given) + [GREY, BLUE]
    axes.barh(places, gains, height=0.6, color=colours, edgecolor="white")
    axes.axvline(0, color=VERMILION, linewidth=1)
    like = _("{gain} · likeness {index}")
    for place, gain, index in zip(places, gains.tolist(), table["adjusted_rand"].tolist(), strict=True):
        axes.annotate(
            like.format(gain=f"{gain:,.0f}", index=f"{index:.2f}"), (max(gain, 0.0), place), xytext=(4, 0),
            textcoords="offset points",
            va="center", fontsize=8,
        )  # fmt: skip
    numbered, called = _("sort {number}"), sort_words()
    words = [
        legible(called.get(str(name), str(name)), numbered.format(number=place + 1))
        for place, name in enumerate(table["sort"])
    ]
    name_rows(axes, words, above=0.6, below=0.6)
    low, high = min(0.0, float(gains.min())), max(1.0, float(gains.max()))
    axes.set_xlim(low * 1.1, high + 0.75 * (high - low))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:,.0f}"))
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.set_xlabel(_("profit beyond treating all alike"))
    return headline(axes, _claim(list(given), gains))


def _claim(names: list[str], gains: np.ndarray) -> str:
    whole, rfm = gains[-1], gains[-2]
    if whole <= 0:
        return _("Knowing the true kinds is worth nothing here")
    if not names:
        said = _("Of what the true kinds are worth, a sort by recency, frequency and money brings {part}")
        return said.format(part=percent(rfm / whole))
    best = int(gains[: len(names)].argmax())
    said = _("Of what the true kinds are worth, {sort} brings {part}; recency, frequency and money {other}")
    return said.format(sort=legible(names[best], _("the best sort")), part=percent(gains[best] / whole),
                       other=percent(rfm / whole))  # fmt: skip
