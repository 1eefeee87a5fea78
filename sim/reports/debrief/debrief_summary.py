"""The first page of a debrief: three findings, each with its picture."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from markupsafe import Markup
from matplotlib.figure import Figure

from sim.charts.debrief.course_charts import course_chart
from sim.charts.debrief.decision_charts import effects_chart, keeping_chart
from sim.charts.debrief.judgement_charts import beliefs_chart
from sim.charts.debrief.luck_bars import luck_bars_chart
from sim.game.debrief.debrief import Debrief
from sim.game.presentation.round_outcome import game_totals
from sim.game.words import clauses, round_label
from sim.language.messages import _, mark, ngettext, translate
from sim.number_text import money
from sim.reports.html_page import block, heading, paragraph, pictures

HEADING = mark("In short")
QUESTION = mark("What are the three things to remember?")
FINDINGS = 3
"""Findings of the first page."""


def summary(found: Debrief, _frame: str | None = None) -> list[Markup]:
    """Three findings, each a sentence with its picture."""
    shown = [
        block("look", [paragraph(sentence, "finding"), pictures([figure])])
        for sentence, figure in islice(_findings(found), FINDINGS)
    ]
    return [block("looks short", shown)]


def summary_section(found: Debrief) -> list[Markup]:
    """The same under its heading."""
    return [heading(translate(HEADING)), *summary(found)]


def _findings(found: Debrief) -> Iterator[tuple[str, Figure]]:
    """Findings in the order in which they are taken for the first page, as far as there is something to tell."""
    yield _standing(found), course_chart(found, "profit")
    if found.effects:
        yield _decision(found), effects_chart(found, compact=True)
    if found.luck is not None:
        best = max(found.luck.teams, key=lambda team: team.skill.mean)
        yield best.words, luck_bars_chart(found.luck)
    heard = [belief for belief in found.beliefs if sum(belief.left) and belief.source != "nothing"]
    if heard:
        yield min(heard, key=lambda belief: belief.knowledge).words, beliefs_chart(found)
    if found.keeping:
        most = max(found.keeping, key=lambda one: abs(one.net))
        yield most.words, keeping_chart(found, most.firm)
    yield _customers(found), course_chart(found, "churn")


def _standing(found: Debrief) -> str:
    first, *others = sorted(game_totals(found.outcomes), key=lambda total: total.profit, reverse=True)
    n = first.rounds
    if not others:
        said = ngettext("{firm} earned {profit} in {n} round.", "{firm} earned {profit} in {n} rounds.", n)
        return said.format(firm=first.firm, profit=money(first.profit), n=n)
    said = ngettext(
        "{firm} earned {profit} in {n} round, {more} more than {second}, which came second.",
        "{firm} earned {profit} in {n} rounds, {more} more than {second}, which came second.",
        n,
    )
    more = money(first.profit - others[0].profit)
    return said.format(firm=first.firm, profit=money(first.profit), n=n, more=more, second=others[0].firm)


def _decision(found: Debrief) -> str:
    most = max(found.effects, key=lambda one: abs(one.profit_more))
    moved = clauses(move.words for move in found.moves if (move.firm, move.round) == (most.firm, most.round))
    brought = _(
        "The decision that counted most was {firm}'s in round {round} ({moved}): it brought {money} of profit by the "
        "end, compared with the same game without it."
    )
    cost = _(
        "The decision that counted most was {firm}'s in round {round} ({moved}): it cost {money} of profit by the end, "
        "compared with the same game without it."
    )
    said = brought if most.profit_more >= 0 else cost
    return said.format(firm=most.firm, round=round_label(most.round), moved=moved, money=money(abs(most.profit_more)))


def _customers(found: Debrief) -> str:
    totals = sorted(game_totals(found.outcomes), key=lambda total: total.customers, reverse=True)
    said = _("{firm} had most customers at the end: {n}.")
    return said.format(firm=totals[0].firm, n=f"{totals[0].customers:,}")
