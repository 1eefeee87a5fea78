"""What a player's page can ask for: the arguments of each action and the method of the session that carries it out."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from sim.apps.classroom.action import Action, ActionArguments, ActionResult
from sim.game.forms.form import decision_of, expectations_of, fields_of, prediction_of
from sim.game.forms.statements import stated
from sim.game.presentation.seat_view import SeatView
from sim.game.session.session import Session


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


def _prediction(session: Session, view: SeatView, values: Mapping[str, object], late: bool) -> dict[str, Any]:
    return {"prediction": {} if late else prediction_of(expectations_of(view), values)}  # the session refuses late ones


def _decision(session: Session, view: SeatView, values: Mapping[str, object], late: bool) -> dict[str, Any]:
    return {"decision": {} if late else decision_of(fields_of(view), values)}  # the session refuses late ones


def _strategy(session: Session, view: SeatView, values: Mapping[str, object], late: bool) -> dict[str, Any]:
    return stated(session, view, "strategy", values)


def _causes(session: Session, view: SeatView, values: Mapping[str, object], late: bool) -> dict[str, Any]:
    return stated(session, view, "believe", values)


def _visit(session: Session, view: SeatView, values: Mapping[str, object], late: bool) -> dict[str, Any]:
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
