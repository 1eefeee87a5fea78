"""One action that a page can ask for: its name, who may ask for it, its typed arguments, and what it does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError

from sim.game.errors import GameError
from sim.game.presentation.seat_view import SeatView
from sim.game.session.session import Session
from sim.game.session.submissions import Accepted, ConfirmationNeeded
from sim.language.messages import _, mark, translate
from sim.registry import unknown

ActionResult: TypeAlias = Accepted | ConfirmationNeeded | str | None
"""What comes of an action: the entry that holds it, a question, the name of a new branch, or nothing to report."""
FormReader: TypeAlias = Callable[[Session, SeatView, Mapping[str, object], bool], dict[str, Any]]
"""Turns the values of a form into arguments; the last argument says whether the form is of a round that is closed."""

EXPECTED_SHAPES = {
    "decision": (mark("a mapping of levers, such as {example}"), "{'price': 0.95}"),
    "prediction": (mark("a mapping of figures, such as {example}"), "{'share': 0.3}"),
    "causes": (mark("a part for each cause, such as {example}"), "{'price': 0.6, 'service': 0.4}"),
    "know": (mark("a list of needs, such as {example}"), "['price']"),
}
"""What an argument that is no single value has to be, by its name, and an example."""
EXPECTED_TYPES = {
    "string_type": mark("a text"), "int_type": mark("a whole number"), "float_type": mark("a number"),
    "bool_type": mark("true or false"), "model_type": mark("a mapping"), "mapping_type": mark("a mapping"),
    "dict_type": mark("a mapping"), "list_type": mark("a list"), "tuple_type": mark("a list"),
}  # fmt: skip
"""What an argument has to be, by the type of pydantic's error."""
OTHER_TYPE = mark("a value that is allowed here")


class CheckedArguments(BaseModel):
    """Arguments as the request's JSON names them."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @classmethod
    def checked(cls, name: str, content: Mapping[str, Any]) -> Self:
        """The arguments that a request for the action of this name holds.

        Raises :class:`GameError` with every argument that is unknown, missing or of another type.
        """
        try:
            return cls.model_validate(dict(content))
        except ValidationError as error:
            raise GameError("\n".join(_faults(name, cls, content, error))) from None


class ActionArguments(CheckedArguments, ABC):
    """The arguments of an action of a seat."""

    @abstractmethod
    def run(self, session: Session, seat: str) -> ActionResult:
        """Carry the action out for the seat that asks. Raises :class:`GameError` where the game does not allow it."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """An action that a page can ask for, as one row of the table."""

    name: str
    """Its name in the address, in the page's JavaScript and in the list of actions that a seat is sent."""
    role: Literal["player", "instructor"]
    """Who may ask for it."""
    arguments: type[ActionArguments]
    """Its arguments; their ``run`` carries it out."""
    from_form: FormReader | None = None
    """How the values of its form become arguments; None for an action without a form."""

    def check(self, content: Mapping[str, Any]) -> ActionArguments:
        """The arguments that a request holds. Raises :class:`GameError` where it holds others."""
        return self.arguments.checked(self.name, content)


def _faults(
    name: str, arguments: type[CheckedArguments], content: Mapping[str, Any], error: ValidationError
) -> list[str]:
    """A sentence for each argument at fault: unknown ones first, then missing ones, then those of another type."""
    known = arguments.model_fields
    faults = [unknown(f"word in {name}", key[:40], known) for key in content if key not in known]
    faults += [
        _("{action}: {name} is missing; give it.").format(action=name, name=key)
        for key, field in known.items() if field.is_required() and key not in content
    ]  # fmt: skip
    described: set[str] = set()
    for fault in error.errors():
        key = str(fault["loc"][0])
        if key in known and key in content and key not in described:
            described.add(key)
            given = repr(content[key])[:60]
            faults.append(
                _("{action}: {name}: {given} was given; give {expected}.").format(
                    action=name, name=key, given=given, expected=_expected(key, fault["type"])
                )
            )
    return faults


def _expected(key: str, fault: str) -> str:
    """What an argument has to be, in words."""
    if key in EXPECTED_SHAPES:
        words, example = EXPECTED_SHAPES[key]
        return translate(words).format(example=example)
    return translate(EXPECTED_TYPES.get(fault, OTHER_TYPE))
