"""A page for each seat of a game: what it decided, expected, believed, wrote and was told, to be handed out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from sim.game.debrief.debrief import Debrief
from sim.game.game import Seat
from sim.game.presentation.round_outcome import game_totals
from sim.game.words import round_label
from sim.language.messages import _, translate
from sim.number_text import money, percent
from sim.reports.debrief import debrief_tables as written
from sim.reports.html_page import block, bullets, facts, heading, inline, joined, paragraph, table


def seats_shown(found: Debrief) -> tuple[Seat, ...]:
    """The seats whose pages are in a debrief: all that decide, or the one for which it is written."""
    return tuple(seat for seat in found.game.deciding if found.seat in ("", seat.name))


def seat_name(seat: Seat) -> str:
    """The heading of a seat's page."""
    return _("The page of {seat}").format(seat=seat.name)


def seat_page(found: Debrief, seat: Seat) -> list[Markup]:
    """What one seat did, and its results."""
    parts = [*(_firm(found, seat) if seat.steers else _account(found, seat)), *_forecasts(found, seat.name)]
    wrote = _("Round {round}, {sort}: {text}")
    said = [
        wrote.format(round=round_label(note.round), sort=note.sort_word, text=note.text)
        for note in found.notes if note.seat == seat.name
    ]  # fmt: skip
    if said:
        parts += [heading(_("What you wrote"), 3), bullets(said)]
    heard = [mark for mark in found.marks if mark.kind == "message" and mark.to in ("", seat.name)]
    if heard:
        parts += [
            heading(_("Messages to you"), 3),
            bullets(
                joined([_("Round {round}: ").format(round=round_label(mark.round)), inline(mark.words, "said")])
                for mark in heard
            ),
        ]
    return [block("seat", parts)]


def _firm(found: Debrief, seat: Seat) -> Iterator[Markup]:
    total = next(total for total in game_totals(found.outcomes) if total.firm == seat.steers)
    yield facts(
        [
            (_("firm"), total.firm),
            (_("profit of all rounds"), money(total.profit)),
            (_("customers"), f"{total.customers:,}"),
            (_("share of revenue, last round"), percent(total.share, 1)),
            (_("churn a year, all rounds"), percent(total.churn, 1)),
        ]
    )
    mine = replace(found, moves=tuple(move for move in found.moves if move.seat == seat.name))
    rows = written.decision_table(mine, (seat.steers,), without=("firm",))
    yield heading(_("What you decided"), 3)
    yield table(rows, _("Profit and customers: more or less than without this decision*"),
                "spread decided") if len(rows) else paragraph(_("You left everything as it stood."))  # fmt: skip
    told = [belief.words for belief in found.beliefs if belief.firm == seat.steers]
    told += [one.words for one in found.keeping if one.firm == seat.steers and not one.right]
    told += [team.words for team in (found.luck.teams if found.luck else ()) if team.firm == seat.steers]
    if told:
        yield heading(_("Results"), 3)
        yield bullets(told)


def _account(found: Debrief, seat: Seat) -> Iterator[Markup]:
    yield facts([(_("key account"), seat.answers), (_("gain"), money(found.card.accounts[seat.answers], sign=True))])
    mine = tuple(move for move in found.account_moves if move.seat == seat.name)
    yield heading(_("What you decided"), 3)
    yield (
        table(written.account_table(replace(found, account_moves=mine)), "", "spread")
        if mine
        else paragraph(_("You changed nothing."))
    )


def _forecasts(found: Debrief, seat: str) -> Iterator[Markup]:
    rows = written.forecast_table(found, (seat,))
    if len(rows):
        yield heading(_("What you expected"), 3)
        yield table(rows, translate(written.FORECASTS))
        yield paragraph(written.calibration_words(found, seat))
