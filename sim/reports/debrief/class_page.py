"""The debrief of a class as one HTML page over all markets, with a page for each student at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from sim.charts.debrief.class_charts import class_profit_chart, class_results_chart
from sim.game.debrief.class_debrief import MadeDecision, MarketDebrief, TeamResult, middle, ranked, same_decisions
from sim.language.messages import _, ngettext
from sim.number_text import decimal, money, percent, with_bounds
from sim.reports.debrief.instructor_section import acts_table
from sim.reports.html_page import (
    block,
    bullets,
    contents,
    details,
    facts,
    heading,
    page,
    paragraph,
    pictures,
    table,
    title,
)


@dataclass(frozen=True, kw_only=True)
class Student:
    """A person of the class, for a page of their own."""

    name: str
    number: str
    market: str
    seat: str
    marks: Mapping[str, float | None]
    """Marks by part, in words, and the mark of all; empty where none are computed."""


def class_debrief_text(
    heading_of_class: str, markets: Sequence[MarketDebrief], students: Sequence[Student]
) -> str:  # fmt: skip
    """The page as text.

    Args:
        heading_of_class: Title of the class.
        markets: The markets of which at least one round is closed.
        students: The people of the class.

    Returns:
        HTML that stands by itself. It holds hidden truth of every market: it is for the instructor.
    """
    teams = ranked(markets)
    parts = [
        *_results(teams), *_same(markets), *_best(teams), *_luck(teams), *_acts(markets), *_students(teams, students),
    ]  # fmt: skip
    name = _("Debrief of the class: {title}").format(title=heading_of_class)
    seeds = sorted({market.seed for market in markets})
    told = facts([
        (_("markets"), str(len(markets))), (_("teams"), str(len(teams))),
        (_("rounds closed"), str(max(market.rounds for market in markets))),
        (_("seed"), ", ".join(map(str, seeds[:6])) + ("…" if len(seeds) > 6 else "")),
    ])  # fmt: skip
    said = _("This page holds what was hidden in every market. Show it when all games are over.")
    return page(name, [title(name), told, paragraph(said, "note"), contents(parts), *parts])


def _results(teams: Sequence[TeamResult]) -> list[Markup]:
    import pandas as pd

    rows = [
        {
            _("rank"): place, _("market"): team.market, _("firm"): team.firm, _("profit"): money(team.total),
            _("customers"): f"{team.customers:,}", _("decisions"): str(len(team.decisions)),
        }
        for place, team in enumerate(teams, start=1)
    ]  # fmt: skip
    return [
        heading(_("1 Results of all markets"), anchor="results"), paragraph(_("How far are the teams apart?"), "ask"),
        pictures([class_results_chart(teams)]),
        details(_("All teams by profit"), table(pd.DataFrame(rows), ""), unfolded=len(rows) <= 12),
    ]  # fmt: skip


def _same(markets: Sequence[MarketDebrief]) -> list[Markup]:
    import pandas as pd

    rows = [
        {
            _("what was moved"): row.lever.replace("_", " "), _("decisions"): str(row.made),
            _("markets"): str(row.markets), _("median profit*"): money(row.median, sign=True),
            _("best"): _made(row.best), _("worst"): _made(row.worst),
        }
        for row in same_decisions(markets)
    ]  # fmt: skip
    parts = [
        heading(_("2 The same decision in different markets"), anchor="same"),
        paragraph(_("Why did the same step pay in one market and not in another?"), "ask"),
    ]
    if not rows:
        return [*parts, paragraph(_("No lever was moved in two markets, so there is nothing to compare."))]
    note = _(
        "* What a decision brought: the game is played again with the same random numbers, without this one decision. "
        "A decision that moved several things counts for each of them."
    )
    return [*parts, table(pd.DataFrame(rows), "", "wordy"), paragraph(note, "note")]


def _made(made: MadeDecision) -> str:
    said = "; ".join(move.words for move in made.moves)
    told = _("{money}: {firm}, market {market}, round {round}: {what}")
    brought = money(made.profit_more, sign=True)
    return told.format(money=brought, firm=made.firm, market=made.market, round=made.round + 1, what=said)


def _best(teams: Sequence[TeamResult]) -> list[Markup]:
    best, other = teams[0], middle(teams)
    lines = [
        _("{who} decided: {what}").format(who=_name(team), what=_path(team)) for team in dict.fromkeys((best, other))
    ]
    return [
        heading(_("3 The best team beside the one in the middle"), anchor="best"),
        paragraph(_("What did the best team do that the others did not?"), "ask"),
        pictures([class_profit_chart(teams)]), bullets(lines),
    ]  # fmt: skip


def _name(team: TeamResult) -> str:
    return _("{firm} of market {market}").format(firm=team.firm, market=team.market)


def _path(team: TeamResult) -> str:
    said = [
        _("round {round}: {what} ({money})").format(
            round=made.round + 1, what="; ".join(move.words for move in made.moves),
            money=money(made.profit_more, sign=True),
        )
        for made in team.decisions
    ]  # fmt: skip
    return " · ".join(said) or _("nothing was changed")


def _luck(teams: Sequence[TeamResult]) -> list[Markup]:
    import pandas as pd

    parts = [
        heading(_("4 Luck and skill"), anchor="luck"), paragraph(_("Would the same team win again?"), "ask"),
    ]  # fmt: skip
    known = [(team, team.luck) for team in teams if team.luck is not None]
    if not known:
        said = _("Not computed for this page, since it takes many replays: ask for it with a number of other seeds.")
        return [*parts, paragraph(said)]
    rows = [
        {
            _("market"): team.market, _("firm"): team.firm, _("profit"): money(luck.came),
            _("expected of its decisions"): money(luck.expected.mean), _("luck"): money(luck.luck, sign=True),
            _("skill (95%)"): with_bounds(luck.skill.mean, luck.skill.low, luck.skill.high, partial(money, sign=True)),
            _("better than"): percent(luck.better_than),
        }
        for team, luck in sorted(known, key=lambda one: -one[1].skill.mean)
    ]  # fmt: skip
    note = _(
        "Skill: profit of the team's decisions less that of leaving everything as it stood, the mean over other seeds. "
        "Luck: the profit of this game less the mean. Money that the instructor gave is in neither."
    )
    return [*parts, table(pd.DataFrame(rows), _("By skill")), paragraph(note, "note")]


def _acts(markets: Sequence[MarketDebrief]) -> list[Markup]:
    parts = [heading(_("5 What the instructor did"), anchor="acts")]
    acts = [(market.market, act) for market in markets for act in market.acts]
    if not acts:
        return [*parts, paragraph(_("Nothing but opening and closing rounds."))]
    return [*parts, acts_table(acts)]


def _students(teams: Sequence[TeamResult], students: Sequence[Student]) -> list[Markup]:
    parts = [heading(_("6 A page for each student"), anchor="students")]
    if not students:
        return [*parts, paragraph(_("Nobody has joined with a name."))]
    by_place = {(team.market, seat): (place, team) for place, team in enumerate(teams, 1) for seat in team.seats}
    return [*parts, *(_student(one, by_place.get((one.market, one.seat)), len(teams)) for one in students)]


def _student(one: Student, found: tuple[int, TeamResult] | None, number: int) -> Markup:
    known = [(_("student number"), one.number)] if one.number else []
    known += [(_("market"), one.market), (_("seat"), one.seat)] if one.market else []
    known += [(part, "–" if mark is None else decimal(mark)) for part, mark in one.marks.items()]
    inside = [heading(one.name, 3), facts(known)]
    if found is not None:
        place, team = found
        said = ngettext(
            "Profit of all rounds: {money}, rank {rank} of {n} team.",
            "Profit of all rounds: {money}, rank {rank} of {n} teams.", number,
        )  # fmt: skip
        inside.append(paragraph(said.format(money=money(team.total), rank=place, n=number)))
        inside.append(bullets([_("{who} decided: {what}").format(who=team.firm, what=_path(team)), *team.calibration]))
        if team.luck is not None:
            inside.append(paragraph(team.luck.words))
    return block("seat", inside)
