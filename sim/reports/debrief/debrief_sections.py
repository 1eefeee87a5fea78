"""The sections of a debrief in the order in which a class walks through them; each answers one question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from markupsafe import Markup

from sim.charts.debrief.course_charts import course_chart, lead_chart
from sim.charts.debrief.decision_charts import effects_chart, hidden_chart, hidden_levers, keeping_chart
from sim.charts.debrief.judgement_charts import beliefs_chart, luck_chart
from sim.charts.debrief.luck_bars import luck_bars_chart
from sim.charts.style.formatting import listed
from sim.game.debrief.debrief import Debrief
from sim.game.debrief.exit_beliefs import HEARD
from sim.game.debrief.missed_retention import LOWERING, STEPS
from sim.game.debrief.timeline_marks import TimelineMark
from sim.game.game import Seat
from sim.game.presentation.round_outcome import game_totals
from sim.game.words import clauses, round_label, word
from sim.game.words import paragraph as sentences
from sim.language.messages import _, mark, translate
from sim.number_text import money, percent
from sim.reports import rival_decisions
from sim.reports.debrief import debrief_tables as written
from sim.reports.debrief import decision_frames as frames
from sim.reports.debrief.instructor_section import hidden_needs, what_the_instructor_did
from sim.reports.debrief.seat_pages import seat_name, seat_page, seats_shown
from sim.reports.html_page import bullets, details, inline, joined, paragraph, pictures, table
from sim.reports.report_tables import several_firms
from sim.scenario.decisions.lever import FRAMES

MOST_PICTURES = 4
"""Hidden levers that are drawn; the others stand in the table."""
MOST_OPEN = 30
"""Moves up to which their list is unfolded when the page is opened."""
COUNTERFACTUAL = mark(
    "* What a decision brought is a counterfactual: the game is played again with the same customers and the same "
    "luck, with that one decision left out, so that its levers stay where they stood until the firm moves them again. "
    "All other decisions are as they were made; firms without a seat answer by their policies. What came less what "
    "would have come is what it did, by the end of the last closed round; what it brings later is not in it. Effects "
    "of several decisions do not add up."
)
Section = tuple[str, str, Callable[[Debrief, str | None], list[Markup]]]


def how_it_went(found: Debrief, _frame: str | None) -> list[Markup]:
    """Share, churn and profit, round by round."""
    drawn = [course_chart(found, of) for of in ("share", "churn", "profit")]
    customers = sum(total.customers for total in game_totals(found.outcomes))
    key = [_mark_words(mark) for mark in found.marks]
    shown = [_folded(_("Marks on the pictures: letters are events, numbers are messages"), bullets(key), len(key))]
    return [
        pictures(drawn),
        *(shown if key else []),
        table(written.final_table(found), _("After round {round}").format(round=found.rounds)),
        *(paragraph(words, "note") for words in several_firms(customers, found.what.scenario.population.size)),
    ]


def _mark_words(mark: TimelineMark) -> Markup:
    said = _("{label} · round {round} · ")
    if mark.kind == "message":
        said = (
            _("{label} · round {round} · message to {seat}: ")
            if mark.to
            else _("{label} · round {round} · message to all: ")
        )
    opening = said.format(label=mark.label, round=round_label(mark.round), seat=mark.to)
    return joined([opening, inline(mark.words, "said")])


def what_was_expected(found: Debrief, _frame: str | None) -> list[Markup]:
    """How near the expectations of each seat came, share beside churn and profit."""
    told = [written.calibration_words(found, seat) for seat in found.scores]
    return [table(written.forecast_table(found), translate(written.FORECASTS)), bullets(told)]


def what_was_decided(found: Debrief, frame: str | None) -> list[Markup]:
    """Every decision, by whom and why, and what it did; grouped by a frame."""
    mine = [move for move in found.moves if move.firm in found.teams]
    whole = table(written.decision_table(found), _("All that was moved in a round is one decision"), "spread")
    every = joined(_framed(frame, lambda name: frames.moves_in(mine, name)))
    return [
        pictures([effects_chart(found)], "wide"),
        _folded(_("Round by round: what was moved, by whom, why, and what it did*"), whole, len(found.effects)),
        paragraph(translate(COUNTERFACTUAL), "note"),
        *_framed(frame, lambda name: _use(found, name)),
        _folded(_("Every move of the teams, grouped by the elements of the frame"), every),
    ]


def _use(found: Debrief, frame: str) -> Markup:
    return paragraph(frames.use_words(found, frame)) + table(
        frames.use_table(found, frame),
        _("How often each firm moved levers of each element of {frame}").format(frame=frame),
    )


def what_nobody_saw(found: Debrief, frame: str | None) -> list[Markup]:
    """Moves that no rival could see while playing."""
    me = next((seat.steers for seat in found.game.steering if seat.name == found.seat), "")
    hidden = found.hidden(me) if me else tuple(move for move in found.moves if not move.seen)
    if not hidden:
        return [paragraph(_("Everything that was moved could be seen by everybody."))]
    mine = _("{firm} could not see {hidden} of the {moves} moves, made by {firms}.")
    whose = mine if me else _("No rival could see {hidden} of the {moves} moves, made by {firms}.")
    firms = listed(list(dict.fromkeys(move.firm for move in hidden)))
    seen = _(
        "All saw prices, programmes and their announced terms; service, product, contact, channels, people and "
        "research they could only guess."
    )
    said = whose.format(firm=me, hidden=len(hidden), moves=len(found.moves), firms=firms)
    parts = [
        paragraph(sentences([said, seen])),
        pictures([hidden_chart(found, lever) for lever in hidden_levers(found)[:MOST_PICTURES]]),
    ]
    every = joined(_framed(frame, lambda name: frames.moves_in(hidden, name)))
    parts.append(_folded(_("All {n} hidden moves").format(n=len(hidden)), every, len(hidden)))
    if found.account_moves:
        kept = table(written.account_table(found), _("True causes, and what was said, among them"), "spread")
        parts.append(_folded(_("What key accounts decided"), kept, len(found.account_moves)))
    return parts


def why_they_left(found: Debrief, _frame: str | None) -> list[Markup]:
    """True causes of exits beside what each team believed."""
    sources = {belief.source for belief in found.beliefs}
    each = _("{firm}: {source}")
    how = clauses(each.format(firm=b.firm, source=translate(HEARD[b.source])) for b in found.beliefs)
    if len(sources) == 1:
        how = _("Beside the truth stands each team's belief, {source}.").format(source=translate(HEARD[sources.pop()]))
    return [
        pictures([beliefs_chart(found)]),
        bullets([belief.words for belief in found.beliefs]),
        _folded(_("Exits by cause, in figures"), table(written.belief_table(found), "")),
        paragraph(how, "note"),
    ]


def who_was_first(found: Debrief, _frame: str | None) -> list[Markup]:
    """First movers, their copies, and how long a lead lasted."""
    if not found.races:
        return [paragraph(_("Nobody launched a programme, so nobody could be first."))]
    note = _(
        "The gain is the first mover's share less its share under the same luck in a world in which nobody has this "
        "kind of programme; its half-life is the time from the first copy until half of the gain is gone. One game, "
        "one luck: chance is in it."
    )
    drawn = [lead_chart(found, race) for race in found.races if np.nan_to_num(race.gain).any()]
    return [
        *([pictures(drawn)] if drawn else []),
        bullets([race.words for race in found.races]),
        paragraph(note, "note"),
    ]


def what_was_missed(found: Debrief, _frame: str | None) -> list[Markup]:
    """Where keeping customers would have paid and was not done, and the other way round."""
    if not found.keeping:
        return [paragraph(_("There was nothing to weigh."))]
    steps = listed([f"{word(lever)} {percent(step, sign=True)}" for lever, step in STEPS.items()])
    note = _(
        "Lowering churn pays where it costs less than the profit it saves. Break-even: the yearly spend up to which it "
        "pays to prevent {part} of a cause's exits. Worth in all: profit of the game, and what customers that are "
        "there more at the end are worth by formula, with the measure less without it, under the same luck. What was "
        "not done is tried by a step from round 2 on ({steps}; assumed)."
    )
    note = note.format(part=percent(LOWERING), steps=steps)
    wrong = [one.words for one in found.keeping if not one.right]
    drawn = [keeping_chart(found, team) for team in found.teams if any(one.firm == team for one in found.keeping)]
    said = bullets(wrong) if wrong else paragraph(_("Every team did what pays and left what does not."))
    return [
        pictures(drawn),
        said,
        _folded(_("All that was weighed"), table(written.keeping_table(found), "")),
        paragraph(note, "note"),
    ]


def luck_and_skill(found: Debrief, _frame: str | None) -> list[Markup]:
    """What was luck, what was skill."""
    if found.luck is None:
        said = _(
            "Not computed here, since it takes many replays: session.debrief(luck=200) in Python, or --luck 200 on the "
            "command line."
        )
        return [paragraph(said)]
    parts = [
        pictures([luck_bars_chart(found.luck), luck_chart(found.luck)]),
        bullets([team.words for team in found.luck.teams]),
    ]
    parts += [
        table(written.luck_table(found), _("Luck and skill over {n} other lucks, money").format(n=found.luck.lucks))
    ]
    return [*parts, *(paragraph(words, "note") for words in found.luck.words)]


def what_rivals_worked_out(found: Debrief, _frame: str | None) -> list[Markup]:
    """What firms that work things out saw, expected and chose, and how it turned out."""
    return rival_decisions.section(found.results.runs[0].estimates, found.outcomes_of_estimates)


def scorecard(found: Debrief, _frame: str | None) -> list[Markup]:
    """Several criteria, ranks in each, no winner."""
    shown = table(written.card_table(found), _("Figure, and rank among the teams"), mark=" · 1")
    meaning = _("{name}: {meaning}.")
    meanings = [
        meaning.format(name=translate(criterion.name), meaning=translate(criterion.meaning))
        for criterion in found.card.criteria
    ]
    parts = [paragraph(found.card.words), shown, _folded(_("What each criterion means"), bullets(meanings))]
    if found.card.accounts:
        each = _("{account} gained {gain}")
        gains = clauses(
            each.format(account=name, gain=money(gain, sign=True)) for name, gain in found.card.accounts.items()
        )
        parts.insert(2, bullets([_("Key accounts are judged by their own gain: {gains}.").format(gains=gains)]))
    return parts


def what_was_written(found: Debrief, _frame: str | None) -> list[Markup]:
    """Strategies and notes, as people wrote them."""
    said = _("Round {round}, {seat}, {sort}: {text}")
    return [
        bullets(
            [said.format(round=round_label(n.round), seat=n.seat, sort=n.sort_word, text=n.text) for n in found.notes]
        )
    ]


def sections(found: Debrief) -> Iterator[Section]:
    """Heading, the question to ask in class, and what answers it."""
    yield _("How it went"), _("Who is ahead, and since when?"), how_it_went
    yield _("What was decided, and what it did"), _("Which decision would you make again?"), what_was_decided
    yield _("What nobody could see"), _("What would you have done, had you known?"), what_nobody_saw
    if found.instructor_acts:
        yield _("What the instructor did"), _("Would it have gone the same way without it?"), what_the_instructor_did
    if found.game.need_pools:
        yield _("What each account needed"), _("Which of these needs did you know?"), hidden_needs
    yield _("Why customers left"), _("Did you know why they left? Who told you?"), why_they_left
    if found.scores:
        yield _("What was expected, and what came"), _("Did you know how sure you could be?"), what_was_expected
    yield _("Who was first, and for how long"), _("What was it worth to be first?"), who_was_first
    yield _("Break-even missed"), _("Where was money left lying, where was it spent in vain?"), what_was_missed
    yield _("Luck and skill apart"), _("Would you win again?"), luck_and_skill
    if found.results.runs[0].estimates:
        yield (
            _("What rivals saw, expected and chose"),
            _("Would you have worked it out in the same way?"),
            what_rivals_worked_out,
        )
    yield _("The scorecard"), _("What is a good firm?"), scorecard
    if found.notes:
        yield _("What you wrote down"), _("Did you do what you said?"), what_was_written
    for seat in seats_shown(found):
        yield seat_name(seat), _("What would you do again, and what not?"), partial(_page_of, seat)


def _page_of(seat: Seat, found: Debrief, _frame: str | None) -> list[Markup]:
    return seat_page(found, seat)


def _framed(frame: str | None, part: Callable[[str], Markup]) -> Iterator[Markup]:
    """The part in one frame, or in all of them for a reader to choose from."""
    if frame is not None:
        yield part(frame)
        return
    for name in FRAMES:
        yield frames.framed(name, part(name))


def _folded(summary: str, content: Markup, count: int = MOST_OPEN + 1) -> Markup:
    """Content that can be unfolded; unfolded already where it is short."""
    return details(summary, content, count <= MOST_OPEN)
