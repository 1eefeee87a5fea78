"""One decision of a rival: what it weighed, what it expected of each option, and what it chose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.bars import name_rows, upright_grid, whiskers
from sim.charts.style.canvas import add_legend, area_key, canvas, headline, house_style
from sim.charts.style.formatting import money_axis, notes, words_by_firm
from sim.charts.style.palette import GREY, INK, firm_look
from sim.charts.style.text_fitting import lines
from sim.experiments.decision_outcomes import option_words
from sim.language.messages import _
from sim.number_text import bounds, money, percent
from sim.registry import unknown
from sim.results.results import Results
from sim.scenario.decisions.estimate import Estimate

NAME_INCHES = 1.8
"""Width that the name of an option may take beside the axis."""
Choice: TypeAlias = Sequence[Estimate]


@house_style()
def rival_decision_chart(
    results: Results, axes: Axes | None = None, firm: str | None = None, number: int = 0
) -> Figure:
    """The options that a firm weighed in one round: the profit it expected of each beyond that of doing nothing.

    The bar that was chosen is coloured. Of several replications the first is shown.

    Args:
        results: Runs of a market in which a firm works things out, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.
        firm: Name of the firm; the first rival that does something if left out.
        number: Which of its decisions is shown, from 0; the last one if there are not so many.

    Returns:
        The figure.

    Raises:
        LookupError: For an unknown firm.
    """
    if firm is not None and firm not in results.names.firms:
        raise LookupError(unknown("firm", firm, results.names.firms))
    choices = _choices(results, firm)
    if not choices:
        axes = canvas(axes)
        axes.set_xlabel(_("profit expected beyond that of doing nothing, money"))
        if firm is None:
            return headline(axes, _("No firm here has weighed options that it worked out"))
        return headline(axes, _("{firm} has weighed no options that it worked out").format(firm=firm))
    options = sorted(choices[min(number, len(choices) - 1)], key=lambda row: -row.expected)
    place = results.names.firms.index(options[0].firm)
    axes = canvas(axes, 6.0, 1.7 + 0.5 * max(2, len(options)))
    expected, error = (np.array([getattr(row, name) for row in options]) for name in ("expected", "expected_error"))
    look = firm_look(place)
    axes.barh(range(len(options)), expected, height=0.6, edgecolor="white",
              color=[look.colour if row.chosen else GREY for row in options])  # fmt: skip
    whiskers(axes, expected, expected - 1.96 * error, expected + 1.96 * error, across=True)
    axes.axvline(0, color=INK, linewidth=0.8)
    name_rows(axes, ["\n".join(lines(_words(row), NAME_INCHES, 9.5, "normal")) for row in options])
    upright_grid(axes)
    axes.margins(x=0.08)
    money_axis(axes.xaxis)
    expecting = _("profit expected beyond that of doing nothing, money")
    axes.set_xlabel(notes(expecting, _("line: 95% of its belief")))
    add_legend(axes, [area_key(look.colour, "", _("chosen")), area_key(GREY, "", _("weighed"))])
    return headline(axes, _claim(words_by_firm(results)[options[0].firm], options))


def _choices(results: Results, firm: str | None) -> list[Choice]:
    """Decisions of the firm in order of time, those in which it did something first; of rivals where none is named."""
    groups: dict[tuple[float, str, str], list[Estimate]] = {}
    for row in results.runs[0].estimates:
        if row.expected_error or row.option == "nothing":
            groups.setdefault((row.week, row.firm, row.step), []).append(row)
    mine = [group for (_, who, _), group in groups.items() if len(group) > 1 and (firm is None or who == firm)]
    focal = results.scenario.focal_firm
    return sorted(mine, key=lambda group: (firm is None and group[0].firm == focal, not _acts(group), group[0].week))


def _acts(choice: Choice) -> bool:
    return any(row.chosen and row.option != "nothing" for row in choice)


def _words(row: Estimate) -> str:
    return _("does nothing") if row.option == "nothing" else option_words(row)


def _claim(name: str, options: Choice) -> str:
    best = max((row for row in options if row.option != "nothing"), key=lambda row: row.expected, default=options[0])
    chosen = next((row for row in options if row.chosen), best)
    told = chosen if chosen.option != "nothing" else best
    reach = 1.96 * told.expected_error
    sure = bounds(told.expected - reach, told.expected + reach, money)
    if chosen.option == "nothing":
        said = _(
            "In week {week} {firm} expects {money} (95% of its belief: {interval}) at best, and does nothing: a gain "
            "is not sure enough"
        )
    else:
        said = _(
            "In week {week} {firm} {action}: it expects {money} (95% of its belief: {interval}), a gain with a chance "
            "of {chance}"
        )
    return said.format(
        week=f"{told.week:g}", firm=name, action=_words(told), money=money(told.expected), interval=sure,
        chance=percent(told.chance),
    )  # fmt: skip
