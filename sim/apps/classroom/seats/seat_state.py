"""What a seat is sent: where the game stands, what it sees in words and tables, and the forms that it can fill in."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from sim.apps.classroom.markets.actions import PLAYER_ACTIONS
from sim.apps.classroom.markets.instructor_requests import INSTRUCTOR_ACTIONS
from sim.apps.classroom.seats.form_costs import costs_of
from sim.apps.classroom.seats.seat_figures import figures_of
from sim.game.debrief.instructor_acts import news_for
from sim.game.forms.form import expectations_of, fields, values_of
from sim.game.forms.statements import statements
from sim.game.log.entries import Entry
from sim.game.presentation.seat_sections import seat_sections
from sim.game.presentation.seat_view import SeatView, paces
from sim.game.session.session import Session
from sim.game.shocks import NAMED_SHOCKS
from sim.game.words import account_word, bot_word, word
from sim.language.messages import translate
from sim.scenario.market.offers import OUTSIDE

SHOWING = ("decided", "withdrew", "bot", "human")
"""Acts of a seat that others notice: who has not decided yet."""


def revision_of(session: Session, seat: str) -> int:
    """Number of the last entry in the log that may have changed what this seat sees."""
    place, record = session.game.seat(seat), session.playing.record
    if place.role == "instructor":
        return len(record.entries)
    team = {seat, *(other.name for other in session.game.beside(place))} if place.steers else {seat}
    for entry in reversed(record.entries):
        if entry.seat in team or not entry.seat or entry.act in SHOWING:
            return entry.number
    return 0


def content_revision_of(session: Session, seat: str) -> int:
    """Number of the last entry that may have changed more of what this seat sees than who has not decided yet."""
    place, record = session.game.seat(seat), session.playing.record
    if place.role == "instructor":
        return len(record.entries)
    team = {seat, *(other.name for other in session.game.beside(place))} if place.steers else {seat}
    return next((entry.number for entry in reversed(record.entries) if entry.seat in team or not entry.seat), 0)


def state_of(session: Session, seat: str) -> dict[str, Any]:
    """All that the page of a seat shows, in plain JSON."""
    view, game = session.view(seat), session.game
    place = game.seat(seat)
    told = dataclasses.replace(view, messages=(), waiting_for=(), everything=_without_codes(view))
    return {
        "revision": revision_of(session, seat),
        "game": game.name, "title": view.title, "seat": seat,
        "role": view.role, "plays": place.plays,
        "brief": " ".join(view.brief.split()),
        "line": view.line, "round": view.round, "rounds": view.rounds, "week": view.week, "over": view.over,
        "advance": game.advance, "predict_first": game.predict_first,
        "waiting_for": list(view.waiting_for), "messages": list(view.messages),
        "news": _news(session, seat), "seconds": game.seconds,
        "bot": place.name in session.playing.record.bots,
        "decided": view.standing is not None, "figures": figures_of(session, view), "costs": costs_of(view.firm),
        "expected": view.expected is not None, "decision": _standing(session, seat),
        "calibration": view.calibration.sentence if view.calibration else "",
        "sections": [section.plain() for section in seat_sections(told)],
        "form": _form(session, view),
        "statements": statements(session, view),
        "history": [_told(entry) for entry in view.history],
        "acts": list(PLAYER_ACTIONS if place.plays else INSTRUCTOR_ACTIONS if place.role == "instructor" else ()),
        "lead": _lead(session) if place.role == "instructor" else None,
        **time_of(session),
    }  # fmt: skip


def _news(session: Session, seat: str) -> list[dict[str, Any]]:
    """The messages of the instructor to a seat, oldest first, with the round that was open and the time.

    After them, what the instructor did in the open round and that concerns the seat.
    """
    record, found, number = session.playing.record, list[dict[str, Any]](), 0
    mine = {entry.number for entry in record.messages if entry.seat in ("", seat)}
    for entry in record.entries:
        if entry.act == "closed":
            number = entry.round + 1
        if entry.number in mine:
            found.append({"text": str(entry.content["text"]), "time": entry.time, "round": number})
    line, place = session.playing.line_of(seat), session.game.seat(seat)
    acts = [entry.time for entry in record.entries if entry.act in ("shocked", "branched")]
    return found + [{"text": text, "time": acts[-1], "round": line.round} for text in news_for(line, place)]


def _standing(session: Session, seat: str) -> dict[str, Any] | None:
    """The entry of the decision that stands for the open round."""
    held = session.playing.line_of(seat).standing.get(seat)
    return None if held is None else {"number": held.entry.number, "time": held.entry.time}


def time_of(session: Session) -> dict[str, Any]:
    """How long the round is open still, where a timer closes it."""
    return {"seconds_left": session.seconds_left, "paused": session.paused}


def codes_of(session: Session, by: str) -> dict[str, str]:
    """The pass codes of all seats but her own, for an instructor who hands them out."""
    everything = session.view(by).everything
    return {seat: code for seat, code in everything.codes.items() if seat != by} if everything else {}


def _form(session: Session, view: SeatView) -> dict[str, Any] | None:
    settled, expected = fields(session, view.seat), expectations_of(view)
    if not settled and not expected:
        return None
    values = values_of(settled, view.standing) if view.standing is not None else {}
    return {
        "decide": [field.plain() | {"group": account_word(field.lever)} for field in settled],
        "values": {path: list(value) if isinstance(value, tuple) else value for path, value in values.items()},
        "predict": [field.plain() for field in expected],
    }


def _lead(session: Session) -> dict[str, Any]:
    """What an instructor has at hand besides."""
    record, lines = session.playing.record, session.playing.record.lines.values()
    on = {seat.name: session.playing.line_of(seat.name) for seat in session.game.seats}
    return {
        "seats": [
            {"seat": seat.name, "role": seat.role, "plays": seat.plays, "joined": seat.name in record.joined,
             "bot": bot_word(record.bots[seat.name].kind) if seat.name in record.bots else "",
             "decided": seat.name in on[seat.name].standing,
             "predicted": (on[seat.name].round, seat.name) in on[seat.name].predictions}
            for seat in session.game.seats
        ],
        "lines": [
            {"name": each.name, "parent": each.parent, "start": each.start, "round": each.round,
             "played": each.name in record.on.values()}
            for each in lines
        ],
        "paces": [dataclasses.asdict(pace) for pace in paces(session.playing)],
        "shocks": [
            {"name": each.name, "title": each.title, "meaning": translate(each.meaning), "whom": each.whom}
            for each in NAMED_SHOCKS.values()
        ],
        "firms": [*session.scenario.firm_names, *((OUTSIDE,) if session.scenario.outside else ())],
    }  # fmt: skip


def _without_codes(view: SeatView) -> Any:
    return dataclasses.replace(view.everything, codes={}) if view.everything else None


def _told(entry: Entry) -> dict[str, Any]:
    held = entry.content.get("decision", entry.content.get("prediction", entry.content))
    return {"number": entry.number, "time": entry.time, "act": entry.act, "round": entry.round, "line": entry.line,
            "by": entry.decided_by, "reason": entry.reason, "words": _words(held)}  # fmt: skip


def _words(value: object) -> str:
    """Content in a line of words.

    >>> _words({"price": 0.95, "communication": {"advertising": 30.0}, "open": ["club"]})
    'price 0.95, communication (advertising 30), open (club)'
    """
    if isinstance(value, Mapping):
        parts = [
            f"{word(str(name))} {f'({_words(each)})' if isinstance(each, Mapping | list) else _words(each)}"
            for name, each in value.items()
        ]
        return ", ".join(parts)
    if isinstance(value, list | tuple):
        return ", ".join(_words(each) for each in value)
    if isinstance(value, float):
        return f"{value:g}"
    return word(value) if isinstance(value, str) else str(value)
