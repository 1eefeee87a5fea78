"""What the table of a game shows to all: who plays, who has decided, public information, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.apps.notebook.play.branch_figures import lines_of
from sim.game.game import Seat
from sim.game.presentation.game_texts import game_texts
from sim.game.presentation.seat_sections import seat_sections
from sim.game.presentation.seat_view import SeatView
from sim.game.presentation.section import Section
from sim.game.session.permissions import role_word
from sim.game.words import bot_word, listed, word
from sim.game.words import paragraph as sentences
from sim.language.messages import _, ngettext

if TYPE_CHECKING:
    from sim.apps.notebook.play.hot_seat import HotSeat


def table_of(player: HotSeat, after: str = "", everything: bool = False) -> dict[str, Any]:
    """The table in plain JSON.

    Args:
        player: The game at this screen.
        after: The seat that was done last; the next one follows it.
        everything: Whether figures of all firms may be compared: to an instructor, and once the debrief is read.

    Returns:
        What the page shows; nothing in it is for one seat only, but the figures of a person who plays alone.
    """
    session, game = player.session, player.session.game
    texts = game_texts(game)
    page, seat = player.next_page(after)
    view = session.view((player.people or player.leaders)[0]) if page != "start" else None
    found = {
        "title": texts.title, "teaches": texts.teaches, "facts": facts(player),
        "seats": [_seat(player, each, view) for each in game.seats], "next": {"page": page, "seat": seat},
    }  # fmt: skip
    if view is None:
        return found
    firm = None if everything else view.firm.firm if player.alone and view.firm else ""
    return found | {
        "alone": player.alone, "line": view.line, "round": view.round, "rounds": view.rounds, "over": view.over,
        "advance": game.advance, "closes": not player.leaders and game.advance in ("instructor", "timer"),
        "seconds": game.seconds, "seconds_left": session.seconds_left, "paused": session.paused,
        "sections": [section.plain() for section in public_sections(view)],
        "lines": lines_of(session, view.line, firm), "lead": None, "markets": 1,
    }  # fmt: skip


def _seat(player: HotSeat, seat: Seat, view: SeatView | None) -> dict[str, Any]:
    here = seat.name in player.present
    waiting = here and view is not None and not view.over and seat.name in view.waiting_for
    return {
        "name": seat.name, "role": seat.role, "role_word": role_word(seat.role), "who": who(seat), "here": here,
        "decides": seat in player.session.game.deciding, "waiting": waiting, "state": _state(player, seat, waiting),
    }  # fmt: skip


def _state(player: HotSeat, seat: Seat, waiting: bool) -> str:
    if seat.name not in player.present:
        return _("a bot") if seat in player.session.game.deciding else _("nobody")
    if seat.role in ("observer", "instructor"):
        return _("looks on") if seat.role == "observer" else _("leads")
    return _("still to decide") if waiting else _("has decided")


def facts(player: HotSeat) -> str:
    """How long the game is and how its rounds close, in a line."""
    game, weeks = player.session.game, player.session.scenario.round
    closing = {
        "all_in": _("A round closes once all have decided."),
        "instructor": _("A round closes when you press the button."),
        "timer": _("A round closes after {seconds} seconds.").format(seconds=f"{game.seconds or 0:g}"),
        "own_pace": _("Each team plays at its own pace, in a world of its own."),
    }
    length = ngettext("{n} round of {weeks} weeks.", "{n} rounds of {weeks} weeks.", game.rounds)
    kept = _("Everything is kept in {file}.").format(file=player.file.name)
    return sentences([length.format(n=game.rounds, weeks=f"{weeks:g}"), closing[game.advance], kept])


def who(seat: Seat) -> str:
    """What a seat is, in a few words."""
    if seat.role in ("observer", "instructor"):
        return role_word(seat.role)
    if seat.role == "account":
        return _("the key account {account}; otherwise a bot").format(account=seat.plays)
    steers = _("steers {firm}").format(firm=seat.plays)
    what = steers if seat.plays and seat.plays != seat.name else role_word(seat.role)
    plain, some = _("{what}; otherwise a bot ({bot})"), _("{what}: {levers}; otherwise a bot ({bot})")
    said = some if seat.levers else plain
    return said.format(what=what, levers=listed(map(word, seat.levers or ())),
                       bot=bot_word(seat.bot.kind if seat.bot else "hold"))  # fmt: skip


def public_sections(view: SeatView) -> list[Section]:
    """Public information, without a word of whom it was told to."""
    nobodys = replace(view, firm=None)
    return [each for each in seat_sections(nobodys) if each.heading == _("Public information")]
