"""What a player's page can ask for, and how that and what an instructor asks for is carried out and answered."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from sim.apps.classroom.markets.action import Action, ActionArguments, ActionResult
from sim.apps.classroom.markets.instructor_requests import INSTRUCTOR_ACTIONS
from sim.apps.classroom.web.request_parsing import RequestError
from sim.game.errors import GameError
from sim.game.forms.form import decision_of, expectations_of, fields_of, prediction_of
from sim.game.forms.statements import stated
from sim.game.presentation.seat_view import SeatView
from sim.game.session.session import Session
from sim.game.session.submissions import Accepted, ConfirmationNeeded
from sim.language.messages import _
from sim.registry import unknown


class PlayerArguments(ActionArguments, ABC):
    """What every action of a player takes."""

    client: str | None = None
    """The client's mark; the same action sent twice with one mark counts once."""


class Predict(PlayerArguments):
    """What a seat expects of the open round."""

    prediction: Mapping[str, object]
    round: int | None = None
    confirmed: str = ""

    def run(self, session: Session, seat: str) -> ActionResult:
        """Record the prediction."""
        return session.predict(
            seat, self.prediction, round=self.round, confirmed=self.confirmed, client=self.client
        )  # fmt: skip


class Decide(PlayerArguments):
    """The decision of a seat for the open round."""

    decision: Mapping[str, object]
    round: int | None = None
    reason: str = ""
    confirmed: str = ""

    def run(self, session: Session, seat: str) -> ActionResult:
        """Record the decision."""
        return session.decide(
            seat, self.decision, round=self.round, reason=self.reason, confirmed=self.confirmed, client=self.client
        )  # fmt: skip


class Withdraw(PlayerArguments):
    """The open round, of which a seat takes its decision back."""

    round: int | None = None

    def run(self, session: Session, seat: str) -> ActionResult:
        """Take the decision back."""
        return session.withdraw(seat, round=self.round, client=self.client)


class Strategy(PlayerArguments):
    """The strategy of a firm, by name and in words."""

    name: str
    text: str = ""

    def run(self, session: Session, seat: str) -> ActionResult:
        """Record the strategy."""
        return session.strategy(seat, self.name, self.text, client=self.client)


class Believe(PlayerArguments):
    """The share of each cause among the customers who left."""

    causes: Mapping[str, float]

    def run(self, session: Session, seat: str) -> ActionResult:
        """Record the belief."""
        return session.believe(seat, self.causes, client=self.client)


class NoteVisit(PlayerArguments):
    """Notes on a visit to a key account."""

    account: str
    know: list[str] = Field(default_factory=list)
    conclude: str
    decide: str | None = None
    text: str = ""

    def run(self, session: Session, seat: str) -> ActionResult:
        """Record the notes."""
        return session.note_visit(
            seat, self.account, know=self.know, conclude=self.conclude, decide=self.decide, text=self.text,
            client=self.client,
        )  # fmt: skip


def _prediction(_session: Session, view: SeatView, values: Mapping[str, object], late: bool) -> dict[str, Any]:
    return {"prediction": {} if late else prediction_of(expectations_of(view), values)}  # the session refuses late ones


def _decision(_session: Session, view: SeatView, values: Mapping[str, object], late: bool) -> dict[str, Any]:
    return {"decision": {} if late else decision_of(fields_of(view), values)}  # the session refuses late ones


def _strategy(session: Session, view: SeatView, values: Mapping[str, object], _late: bool) -> dict[str, Any]:
    return stated(session, view, "strategy", values)


def _causes(session: Session, view: SeatView, values: Mapping[str, object], _late: bool) -> dict[str, Any]:
    return stated(session, view, "believe", values)


def _visit(session: Session, view: SeatView, values: Mapping[str, object], _late: bool) -> dict[str, Any]:
    return stated(session, view, "note_visit", values)


PLAYER_ACTIONS: dict[str, Action] = {
    action.name: action
    for action in (
        Action(name="predict", role="player", arguments=Predict, from_form=_prediction),
        Action(name="decide", role="player", arguments=Decide, from_form=_decision),
        Action(name="withdraw", role="player", arguments=Withdraw),
        Action(name="strategy", role="player", arguments=Strategy, from_form=_strategy),
        Action(name="believe", role="player", arguments=Believe, from_form=_causes),
        Action(name="note_visit", role="player", arguments=NoteVisit, from_form=_visit),
    )
}
"""Every action of a player, by name."""


LONGEST_MARK = 200
"""Characters of a client's mark."""


def run_player_action(session: Session, seat: str, name: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out what a player's page asks for.

    ``request`` holds the arguments of the action, or ``values``, the filled-in form by path. Returns what the page is
    answered. Raises :class:`GameError` for what the game does not allow, :class:`RequestError` for an action that the
    seat may not ask for.
    """
    action = _action(name, PLAYER_ACTIONS, INSTRUCTOR_ACTIONS)
    if not session.game.seat(seat).plays:
        raise RequestError(403, _("{seat} decides nothing in this game; it only watches.").format(seat=seat))
    if request.get("seat", seat) != seat:
        raise RequestError(403, _("This page has the seat {seat} and cannot act for another one.").format(seat=seat))
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
    action = _action(name, INSTRUCTOR_ACTIONS, PLAYER_ACTIONS)
    client = request.get("client")
    if client is not None and (not isinstance(client, str) or not 0 < len(client) <= LONGEST_MARK):
        raise GameError(
            _("client: give a text of up to {most} characters that is new for each request.").format(most=LONGEST_MARK)
        )
    sent_before = _sent_before(session, client, by)
    if sent_before:
        return sent_before
    arguments = action.check({key: value for key, value in request.items() if key != "client"})
    with session.playing.marked(client):
        return _answer(arguments.run(session, by))


def _action(name: str, own: Mapping[str, Action], others: Mapping[str, Action]) -> Action:
    if name in own:
        return own[name]
    if name in others:
        if others[name].role == "instructor":
            raise RequestError(403, _("{action}: only an instructor can do that.").format(action=name))
        raise RequestError(403, _("{action}: an instructor decides for no firm.").format(action=name))
    raise RequestError(404, unknown("act", name[:40], own))


def _from_form(session: Session, seat: str, action: Action, content: Mapping[str, Any]) -> dict[str, Any]:
    """The same request, with the arguments in place of the values of the form."""
    values, rest = content["values"], {key: value for key, value in content.items() if key != "values"}
    if not isinstance(values, dict):
        raise GameError(_("values: give what the form holds, by path."))
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
        raise GameError(_("client: this mark came with another request before; give each request its own."))
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
