"""What can be done from afar: acts of a seat and of an instructor, each a method of the session by the same name."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from sim.apps.classroom.request_error import RequestError
from sim.game.errors import GameError
from sim.game.forms.form import decision_of, expectations_of, fields, prediction_of
from sim.game.forms.statements import STATEMENTS, stated
from sim.game.session.answers import Accepted, ConfirmationNeeded
from sim.game.session.session import Session
from sim.registry import unknown

LONGEST_MARK = 200
"""Characters of a client's mark."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """A method of the session that can be called from afar."""

    name: str
    takes: Mapping[str, TypeAdapter[Any]]
    """What may be given, and what each has to be."""
    needs: tuple[str, ...]

    def check(self, content: Mapping[str, Any]) -> None:
        """Refuse what the act does not take, and what it lacks. Raises ``GameError`` with everything that is wrong."""
        faults = [unknown(f"word in {self.name}", key[:40], self.takes) for key in content if key not in self.takes]
        faults += [f"{self.name}: {key} is missing; give it" for key in self.needs if key not in content]
        for key in content.keys() & self.takes.keys():
            try:
                self.takes[key].validate_python(content[key], strict=True)
            except ValidationError as error:
                given = repr(content[key])[:60]
                faults.append(f"{self.name}: {key}: {given} was given; {_wanted(key, error)}")
        if faults:
            raise GameError("\n".join(faults))


MAPPINGS = {
    "decision": "a mapping of levers, such as {'price': 0.95}",
    "prediction": "a mapping of figures, such as {'share': 0.3}",
    "causes": "a part for each cause, such as {'price': 0.6, 'service': 0.4}",
}
"""What is given for what is no single value."""
PLAIN = {
    "string_type": "text", "int_type": "a whole number", "float_type": "a number", "bool_type": "true or false",
    "model_type": "a mapping", "mapping_type": "a mapping", "dict_type": "a mapping", "list_type": "a list",
    "tuple_type": "a list",
}  # fmt: skip
"""What has to be given, by what pydantic calls its lack."""


def _wanted(key: str, error: ValidationError) -> str:
    """What is to be given for a word of an act, in words."""
    first = error.errors()[0]
    wanted = MAPPINGS.get(key) or PLAIN.get(first["type"])
    return f"give {wanted}" if wanted else first["msg"].lower()


def _acts(names: tuple[str, ...], given_here: tuple[str, ...]) -> dict[str, Action]:
    """Acts by name; what the server gives itself is not for the sender to give."""
    found = {}
    for name in names:
        method = getattr(Session, name)
        hints = get_type_hints(method)
        taken = {key: what for key, what in inspect.signature(method).parameters.items() if key not in given_here}
        found[name] = Action(
            name=name, takes={key: TypeAdapter(hints[key]) for key in taken},
            needs=tuple(key for key, what in taken.items() if what.default is inspect.Parameter.empty),
        )  # fmt: skip
    return found


OF_A_SEAT = _acts(("predict", "decide", "withdraw", "strategy", "believe", "note_visit"), ("self", "seat"))
OF_AN_INSTRUCTOR = _acts(
    ("close_round", "reopen", "branch", "go_to", "carry_on", "shock", "subsidise", "say", "seat_bot", "seat_human",
     "pause", "resume", "extend"), ("self", "by", "bot"),
)  # fmt: skip


def run_player_action(session: Session, seat: str, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Do what a seat asks for, and say what came of it. Raises ``GameError``, or :class:`RequestError`."""
    act = _known(name, OF_A_SEAT, OF_AN_INSTRUCTOR, "only an instructor can do that")
    if not session.game.seat(seat).plays:
        raise RequestError(403, f"{seat} decides nothing in this game; it looks on")
    if given.get("seat", seat) != seat:
        raise RequestError(403, f"this token is that of {seat}; it does not act for others")
    content = {key: value for key, value in given.items() if key != "seat"}
    if "values" in content:
        sent_before = _sent(session, content.get("client"), seat)
        if sent_before:
            return sent_before
        content = _from_form(session, seat, name, content)
    act.check(content)
    return _plain(getattr(session, name)(seat, **content))


def run_instructor_action(session: Session, by: str, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Do what an instructor asks for, and say what came of it. ``client`` marks it, so that it happens once.

    ``round`` with ``close_round`` is the round that is meant. Raises ``GameError``, or :class:`RequestError`.
    """
    act = _known(name, OF_AN_INSTRUCTOR, OF_A_SEAT, "an instructor decides for nobody")
    client = given.get("client")
    if client is not None and (not isinstance(client, str) or not 0 < len(client) <= LONGEST_MARK):
        raise GameError(f"client: give a text of up to {LONGEST_MARK} characters that is new for everything you send")
    sent_before = _sent(session, client, by)
    if sent_before:
        return sent_before
    content = {key: value for key, value in given.items() if key != "client"}
    meant = content.pop("round", None) if name == "close_round" else None
    act.check(content)
    if meant is not None:
        line = session.playing.line(content.get("line") or session.line())
        if meant != line.round:
            raise GameError(f"round {meant!r} is not open; the open one is {line.round}")
    with session.playing.marked(client):
        return _plain(getattr(session, name)(**content, by=by))


def _known(name: str, mine: Mapping[str, Action], others: Mapping[str, Action], why: str) -> Action:
    if name in mine:
        return mine[name]
    if name in others:
        raise RequestError(403, f"{name.replace('_', ' ')}: {why}")
    raise RequestError(404, unknown("act", name[:40], mine))


def _from_form(session: Session, seat: str, name: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """The same, with what was filled in to a form as the session takes it."""
    values, rest = content["values"], {key: value for key, value in content.items() if key != "values"}
    if not isinstance(values, dict):
        raise GameError("values: give what the form holds, by path")
    view = session.view(seat)
    late = view.over or rest.get("round", view.round) != view.round  # then the session says so
    if name == "decide":
        return rest | {"decision": {} if late else decision_of(fields(session, seat), values)}
    if name == "predict":
        return rest | {"prediction": {} if late else prediction_of(expectations_of(view), values)}
    return rest | stated(session, view, name, values) if name in STATEMENTS else dict(content)


def _sent(session: Session, client: object, seat: str) -> dict[str, Any] | None:
    """What was answered when this mark came before: the present form may read otherwise than the one that was sent."""
    before = session.playing.record.clients.get(client) if isinstance(client, str) else None
    if before is None:
        return None
    if seat not in (before.seat, before.decided_by):
        raise GameError("client: this mark came with something else before; give everything you send its own")
    return _plain(Accepted(entry=before, again=True))


def _plain(answer: object) -> dict[str, Any]:
    if isinstance(answer, ConfirmationNeeded):
        return {"accepted": False, "slips": list(answer.slips), "token": answer.token}
    if isinstance(answer, Accepted):
        entry = answer.entry
        told = {"number": entry.number, "act": entry.act, "round": entry.round, "line": entry.line, "time": entry.time}
        return {"accepted": True, "again": answer.again, "entry": told, "remarks": list(answer.remarks)}
    return {"accepted": True, "again": False} | ({"name": answer} if isinstance(answer, str) else {})
