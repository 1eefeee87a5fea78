"""What a seat does through a page: its acts and its drafts, for the class server and for a notebook alike.

All functions are called where the session is used: in the thread of a market, or in the kernel of a notebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.apps.classroom.markets.actions import run_player_action
from sim.apps.classroom.seats.drafts import Drafts, Writer, told
from sim.apps.classroom.web.request_parsing import RequestError
from sim.game.session.session import Session
from sim.language.messages import _


def act_on_seat(
    session: Session, drafts: Drafts, seat: str, name: str, given: Mapping[str, Any], by: Writer
) -> dict[str, Any]:  # fmt: skip
    """Do what a player's page asks for, and note who did it.

    Args:
        session: The game.
        drafts: What was typed on its seats; the draft of a form that is submitted is dropped.
        seat: The seat that acts.
        name: Name of the action.
        given: Its arguments, and ``seen``, the number of the last decision that the page has shown.
        by: The device that asks.

    Returns:
        The answer to the page, in plain JSON.

    Raises:
        GameError: For what the game does not allow.
        RequestError: Where another device has decided meanwhile, and for an action that is no player's.
    """
    rest = {key: value for key, value in given.items() if key != "seen"}
    if name in ("decide", "withdraw"):
        drafts.refuse_conflict(session, seat, given.get("seen"), by)
    answer = run_player_action(session, seat, name, rest)
    if answer["accepted"] and name in ("decide", "withdraw", "predict"):
        drafts.drop(seat, "predict" if name == "predict" else "decide")
        if name != "predict":
            drafts.decided(seat, answer["entry"]["number"], by)
    return answer


def drafts_of(session: Session, drafts: Drafts, seat: str, device: str) -> dict[str, Any]:
    """What was typed on a seat and not submitted yet, as a device is told it."""
    line, number = open_round(session, seat)
    forms = drafts.of(seat, line, number)
    shown = {form: told(held) | {"mine": held["device"] == device} for form, held in forms.items()}
    return {"line": line, "round": number, "forms": shown}


def save_draft(
    session: Session, drafts: Drafts, seat: str, given: Mapping[str, Any], by: Writer
) -> dict[str, Any]:  # fmt: skip
    """Take what is typed into a form of a seat now; it is not on the disk yet.

    Raises :class:`RequestError` where the round is another one, or another device has changed the form meanwhile.
    """
    line, number = open_round(session, seat)
    if (given.get("line"), given.get("round")) != (line, number):
        raise RequestError(409, _("The round in which this was typed is closed."), content={"changed": True})
    return {"revision": drafts.save(seat, (line, number), str(given.get("form")), given, by)}


def open_round(session: Session, seat: str) -> tuple[str, int]:
    """The line on which a seat plays, and its open round."""
    line = session.playing.line_of(seat)
    return line.name, line.round
