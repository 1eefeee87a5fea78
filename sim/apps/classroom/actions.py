"""Carrying out what a page asks for: who may, whether it was sent before, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.apps.classroom.action import Action, ActionResult
from sim.apps.classroom.instructor_requests import INSTRUCTOR_ACTIONS
from sim.apps.classroom.player_requests import PLAYER_ACTIONS
from sim.apps.classroom.request_error import RequestError
from sim.game.errors import GameError
from sim.game.session.session import Session
from sim.game.session.submissions import Accepted, ConfirmationNeeded
from sim.registry import unknown

LONGEST_MARK = 200
"""Characters of a client's mark."""


def run_player_action(session: Session, seat: str, name: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out what a player's page asks for.

    ``request`` holds the arguments of the action, or ``values``, the filled-in form by path. Returns what the page is
    answered. Raises :class:`GameError` for what the game does not allow, :class:`RequestError` for an action that the
    seat may not ask for.
    """
    action = _action(name, PLAYER_ACTIONS, INSTRUCTOR_ACTIONS, "only an instructor can do that")
    if not session.game.seat(seat).plays:
        raise RequestError(403, f"{seat} decides nothing in this game; it looks on")
    if request.get("seat", seat) != seat:
        raise RequestError(403, f"this token is that of {seat}; it does not act for others")
    content = {key: value for key, value in request.items() if key != "seat"}
    if "values" in content:
        sent_before = _sent_before(session, content.get("client"), seat)
        if sent_before:
            return sent_before
        content = _from_form(session, seat, action, content)
    return _answer(action.check(content).run(session, seat))


def run_instructor_action(session: Session, by: str, name: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out what an instructor's page asks for.

    ``request`` holds the arguments of the action, and may hold ``client``, the client's mark, so that it happens once.
    Returns what the page is answered. Raises :class:`GameError` for what the game does not allow,
    :class:`RequestError` for an action that is no instructor's.
    """
    action = _action(name, INSTRUCTOR_ACTIONS, PLAYER_ACTIONS, "an instructor decides for nobody")
    client = request.get("client")
    if client is not None and (not isinstance(client, str) or not 0 < len(client) <= LONGEST_MARK):
        raise GameError(f"client: give a text of up to {LONGEST_MARK} characters that is new for everything you send")
    sent_before = _sent_before(session, client, by)
    if sent_before:
        return sent_before
    arguments = action.check({key: value for key, value in request.items() if key != "client"})
    with session.playing.marked(client):
        return _answer(arguments.run(session, by))


def _action(name: str, own: Mapping[str, Action], others: Mapping[str, Action], why: str) -> Action:
    if name in own:
        return own[name]
    if name in others:
        raise RequestError(403, f"{name.replace('_', ' ')}: {why}")
    raise RequestError(404, unknown("act", name[:40], own))


def _from_form(session: Session, seat: str, action: Action, content: Mapping[str, Any]) -> dict[str, Any]:
    """The same request, with the arguments in place of the values of the form."""
    values, rest = content["values"], {key: value for key, value in content.items() if key != "values"}
    if not isinstance(values, dict):
        raise GameError("values: give what the form holds, by path")
    if action.from_form is None:
        return dict(content)
    view = session.view(seat)
    late = view.over or rest.get("round", view.round) != view.round
    return rest | action.from_form(session, view, values, late)


def _sent_before(session: Session, client: object, seat: str) -> dict[str, Any] | None:
    """What was answered when this mark came before: the present form may read otherwise than the one that was sent."""
    before = session.playing.record.clients.get(client) if isinstance(client, str) else None
    if before is None:
        return None
    if seat not in (before.seat, before.decided_by):
        raise GameError("client: this mark came with something else before; give everything you send its own")
    return _answer(Accepted(entry=before, again=True))


def _answer(result: ActionResult) -> dict[str, Any]:
    """What came of an action, in plain JSON."""
    if isinstance(result, ConfirmationNeeded):
        return {"accepted": False, "slips": list(result.slips), "token": result.token}
    if isinstance(result, Accepted):
        entry = result.entry
        told = {"number": entry.number, "act": entry.act, "round": entry.round, "line": entry.line, "time": entry.time}
        return {"accepted": True, "again": result.again, "entry": told, "remarks": list(result.remarks)}
    return {"accepted": True, "again": False} | ({"name": result} if isinstance(result, str) else {})
