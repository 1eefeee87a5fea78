"""Forms: what a seat can settle now as fields, and what was filled in as the content that a session takes.

The same fields serve a notebook, a browser page and a terminal: ``fields`` → values by path → ``decision_of`` →
``session.decide``; ``expectations`` → ``prediction_of`` → ``session.predict``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from pydantic import BaseModel

from sim.game.errors import GameError
from sim.game.forms.account_form import account_fields, wallet_remark
from sim.game.forms.expectations import expectations_of as expectations_of
from sim.game.forms.field import Field, Value
from sim.game.forms.firm_form import firm_fields
from sim.game.presentation.seat_view import SeatView
from sim.registry import unknown
from sim.scenario.firm.departments.relationship_managers import DOORS


class HasViews(Protocol):
    """A session, of which a form asks what a seat sees."""

    def view(self, seat: str) -> SeatView:
        """What a seat sees now."""
        ...


def fields(session: HasViews, seat: str) -> tuple[Field, ...]:
    """What a seat can settle in the open round: levers that it has and that can be moved now, as they stand.

    None for a seat that steers nothing, and after the last round. Raises :class:`GameError` for a seat nobody joined.
    """
    return fields_of(session.view(seat))


def fields_of(view: SeatView) -> tuple[Field, ...]:
    """The same from a seat's view."""
    if view.over:
        return ()
    if view.account is not None:
        return account_fields(view.account)
    mine = firm_fields(view.firm) if view.firm is not None else ()
    return tuple(each for each in mine if view.levers is None or each.lever in view.levers)


def expectations(session: HasViews, seat: str) -> tuple[Field, ...]:
    """What a seat can say it expects of the open round; what it has said already stands in the fields."""
    return expectations_of(session.view(seat))


def decision_of(fields: Iterable[Field], values: Mapping[str, object]) -> dict[str, Any]:
    """What was filled in, as ``session.decide`` takes it: only what differs from where it stands.

    A path that is left out, or holds None, stays as it is. Raises :class:`GameError` with everything that is no value
    for its field, or has none; what cannot be decided is left to the session to refuse.
    """
    known = {each.path: each for each in fields}
    filled = taken(known, values)
    moved: dict[str, dict[str, Value]] = {}
    for path, each in known.items():
        if filled.get(path) is not None and filled[path] != each.present:
            moved.setdefault(each.lever, {})[path.partition(".")[2]] = filled[path]
    stands: dict[str, dict[str, Value]] = {}
    for path, each in known.items():
        stands.setdefault(each.lever, {})[path.partition(".")[2]] = each.present
    return {lever: SHAPES.get(lever, _members)(members, stands[lever]) for lever, members in moved.items()}


def prediction_of(fields: Iterable[Field], values: Mapping[str, object]) -> dict[str, Any]:
    """What was filled in, as ``session.predict`` takes it: all that is expected. Empty where nothing is.

    A path that is left out stays as it stands; None takes it back. Raises :class:`GameError`.
    """
    known = {each.path: each for each in fields}
    filled = {path: each.present for path, each in known.items()} | taken(known, values)
    return {path: value for path, value in filled.items() if value is not None}


def values_of(fields: Iterable[Field], decision: object) -> dict[str, Value]:
    """Values by path, as a decision that stands has them: what a form is filled in with when a seat comes back to it.

    ``decision`` is a decision or its content; fields that it does not move are left out.
    """
    content = decision.model_dump(mode="json", exclude_none=True) if isinstance(decision, BaseModel) else decision
    if not isinstance(content, Mapping):
        return {}
    found = {}
    for each in fields:
        lever, _dot, member = each.path.partition(".")
        held = content.get(lever)
        if isinstance(held, list | tuple) and member:  # studies
            held = {study["study"]: study.get("people") for study in held}
        value = held.get(member) if member and isinstance(held, Mapping) else held
        value = DOORS[value] if lever == "door" and isinstance(value, int) else value
        if value is not None:
            found[each.path] = each.taken(value)
    return found


def remark(fields: Iterable[Field], values: Mapping[str, object]) -> str:
    """What of a form, as it is filled in, does not go together yet; empty where all does."""
    return wallet_remark(fields, values)


def example(fields: Iterable[Field]) -> tuple[str, str]:
    """A field, by its name or number, and a value that may be typed for it: an example for a help.

    >>> example([Field(path="price", label="price", help="", sort="number")])
    ('price', '0.95')
    """
    levers = {field.lever for field in fields}
    if "price" in levers:
        return "price", "0.95"
    return "1", "0.5" if "wallet" in levers else "VALUE"


def taken(known: Mapping[str, Field], values: Mapping[str, object]) -> dict[str, Value]:
    """The values, each of the sort that its field holds. Raises :class:`GameError` with everything that is not."""
    found: dict[str, Value] = {}
    faults: list[str] = []
    for path, value in values.items():
        if path not in known:
            faults.append(unknown("field", str(path), known))
            continue
        try:
            found[path] = known[path].taken(value)
        except GameError as error:
            faults.append(str(error))
    if faults:
        raise GameError("\n".join(faults))
    return found


Shape = Callable[[Mapping[str, Value], Mapping[str, Value]], Any]


def _members(moved: Mapping[str, Value], _stands: Mapping[str, Value]) -> Any:
    """A lever that is one value, or a mapping of which only what moves is given."""
    plain = {member: list(value) if isinstance(value, tuple) else value for member, value in moved.items()}
    return plain.get("", plain)


def _whole(moved: Mapping[str, Value], stands: Mapping[str, Value]) -> Any:
    """A lever that is given as a whole or not at all."""
    return {member: value for member, value in {**stands, **moved}.items() if value is not None}


def _studies(moved: Mapping[str, Value], _stands: Mapping[str, Value]) -> Any:
    return [{"study": study, "people": people} for study, people in moved.items()]


def _doors(moved: Mapping[str, Value], _stands: Mapping[str, Value]) -> Any:
    return {firm: DOORS.index(str(door)) for firm, door in moved.items()}


SHAPES: dict[str, Shape] = {"research": _studies, "tiers": _whole, "wallet": _whole, "door": _doors}
"""How the members of a lever are put together, where they do not stand for themselves."""
