"""The course of a game: a figure of every team round by round, and the lead of a first mover."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.charts.debrief.mark_timeline import mark_timeline
from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.end_labels import label_ends
from sim.charts.style.formatting import firm_words, money_axis
from sim.charts.style.palette import GREY, INK, firm_look
from sim.game.debrief.debrief import Debrief
from sim.game.debrief.programme_races import SPAN, ProgrammeRace
from sim.game.presentation.round_outcome import game_totals
from sim.language.messages import _, mark, translate
from sim.number_text import money, percent

CourseOf: TypeAlias = Literal["share", "churn", "profit"]
LABELS: dict[CourseOf, str] = {
    "share": mark("share of revenue, %"),
    "churn": mark("churn a year, %"),
    "profit": mark("profit of the round, money"),
}


@house_style()
def course_chart(found: Debrief, of: CourseOf = "share", axes: Axes | None = None) -> Figure:
    """One figure of every firm, round by round; a dot marks a round in which the firm moved a lever.

    Upright lines with a letter are events, those with a number messages, where the round began in which they fell.

    Args:
        found: The debrief, as from ``session.debrief()``.
        of: Figure that is drawn, such as ``share``, ``churn`` or ``profit``.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes)
    names = found.results.names.firms
    values = np.array([getattr(outcome, of) for outcome in found.outcomes], dtype=float).reshape(-1, len(names))
    shown = values if of == "profit" else 100 * values
    rounds = np.arange(1, len(shown) + 1)  # as people count them
    moved = {(move.firm, move.round) for move in found.moves}
    for k, firm in enumerate(names):
        look = firm_look(k)
        axes.plot(rounds, shown[:, k], color=look.colour, linestyle=look.line, linewidth=1.7)
        decided = [number for number in range(len(shown)) if (firm, number) in moved]
        axes.plot(
            rounds[decided], shown[decided, k], look.marker, color=look.colour, markersize=5, markeredgecolor="white"
        )
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    if of == "profit":
        money_axis(axes.yaxis)
    axes.set_xlim(0.7, max(len(rounds), 2) + 0.1)
    axes.set_ylim(*axes.get_ylim())
    mark_timeline(axes, found.marks, lambda fell: fell.round + 0.5)
    axes.set_ylabel(translate(LABELS[of]))
    axes.set_xlabel(_("round · dots: the firm moved something"))
    ends = [
        (float(shown[-1, k]), word, firm_look(k).colour)
        for k, word in enumerate(firm_words(found.results))
        if np.isfinite(shown[-1, k])
    ]
    label_ends(axes, ends)
    return headline(axes, _claim(found, of, values))


def _claim(found: Debrief, of: CourseOf, shares: np.ndarray) -> str:
    words = dict(zip(found.results.names.firms, firm_words(found.results), strict=True))
    totals = game_totals(found.outcomes)
    if of == "profit":
        best, least = max(totals, key=lambda total: total.profit), min(totals, key=lambda total: total.profit)
        if best is least:
            return _("{firm} earned {profit}").format(firm=words[best.firm], profit=money(best.profit))
        said = _("{best} earned most, {much}; {least} least, {little}")
        return said.format(best=words[best.firm], much=money(best.profit), least=words[least.firm],
                           little=money(least.profit))  # fmt: skip
    if of == "share":
        return _share_claim(list(words.values()), shares)
    known = [total for total in totals if np.isfinite(total.churn)]
    if not known:
        return _("No firm had customers")
    few, many = min(known, key=lambda total: total.churn), max(known, key=lambda total: total.churn)
    if few is many:
        said = _("{firm} lost {part} of its customers a year")
        return said.format(firm=words[few.firm], part=percent(few.churn, 1))
    said = _("Over all rounds {few} lost fewest, {fewest} of its customers a year; {many} {most}")
    return said.format(few=words[few.firm], fewest=percent(few.churn, 1), many=words[many.firm],
                       most=percent(many.churn, 1))  # fmt: skip


def _share_claim(words: list[str], shares: np.ndarray) -> str:
    change = shares[-1] - shares[0]
    if np.isnan(change).all():
        return _("No firm sold in both the first and the last round")
    most = int(np.nanargmax(np.abs(change)))
    won, lost = (
        _("{firm} won most: from {first} of revenue to {last}"),
        _("{firm} lost most: from {first} of revenue to {last}"),
    )
    first, last = percent(float(shares[0, most])), percent(float(shares[-1, most]))
    return (won if change[most] > 0 else lost).format(firm=words[most], first=first, last=last)


@house_style()
def lead_chart(found: Debrief, race: ProgrammeRace, axes: Axes | None = None) -> Figure:
    """Points of share that the first mover has more than without this kind of programme, week by week.

    Args:
        found: The debrief, as from ``session.debrief()``.
        race: The kind of programme and who had it first, from the debrief.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes)
    names, words = found.results.names.firms, firm_words(found.results)
    k = names.index(race.first)
    weeks = np.arange(1, len(race.gain) + 1)
    points = 100 * np.nan_to_num(race.gain)
    axes.plot(weeks, points, color=firm_look(k).colour, linewidth=2)
    axes.fill_between(weeks, points, color=firm_look(k).colour, alpha=0.15, linewidth=0)
    axes.axhline(0, color=GREY, linewidth=0.8)
    low, high = min(points.min(), 0.0), max(points.max(), 0.1)
    axes.set_ylim(low - 0.05 * (high - low), high + 0.3 * (high - low))
    axes.set_xlim(0, len(weeks))
    with_it = [words[names.index(firm)] for firm in race.together]
    marks = [(race.launched, "\n".join([words[k], *with_it, _("together") if with_it else _("first")]))]
    by_week: dict[float, list[str]] = {}
    for firm, week in race.copies:
        by_week.setdefault(week, []).append(words[names.index(firm)])
    marks += [(week, "\n".join([*copiers, _("copies")])) for week, copiers in by_week.items()]
    for place, (week, said) in enumerate(marks):
        axes.axvline(week, color=INK, linewidth=0.9, linestyle="-" if not place else ":")
        axes.text(week + 0.01 * len(weeks), axes.get_ylim()[1], said, va="top", fontsize=8, color=INK)
    if np.isfinite(race.half_life):
        at = race.copied - 1
        half = float(np.interp(at + race.half_life, np.arange(len(points)), points))
        axes.plot([at + race.half_life + 1], [half], "o", color=INK, markersize=6)
        axes.annotate(_("half gone"), (at + race.half_life + 1, half), xytext=(0, -14), textcoords="offset points",
                      ha="center", fontsize=8, color=INK)  # fmt: skip
    mark_timeline(axes, [fell for fell in found.marks if fell.kind == "event"], lambda fell: fell.week)
    axes.set_ylabel(_("gain in share, points"))
    note = _("week · over {weeks} weeks, against the same luck without this programme")
    axes.set_xlabel(note.format(weeks=SPAN))
    return headline(axes, _lead_claim(race))


def _lead_claim(race: ProgrammeRace) -> str:
    opening = race.opening.rstrip(".。")
    if not np.isfinite(race.half_life):
        return opening
    said = _("{opening}; half of it was gone after {weeks} weeks")
    return said.format(opening=opening, weeks=f"{race.half_life:.0f}")
