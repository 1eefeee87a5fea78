"""One action that a page can ask for: its name, who may ask for it, its typed arguments, and what it does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError

from sim.game.errors import GameError
from sim.game.presentation.seat_view import SeatView
from sim.game.session.session import Session
from sim.game.session.submissions import Accepted, ConfirmationNeeded
from sim.registry import unknown

ActionResult: TypeAlias = Accepted | ConfirmationNeeded | str | None
"""What comes of an action: the entry that holds it, a question, the name of a new branch, or nothing to report."""
FormReader: TypeAlias = Callable[[Session, SeatView, Mapping[str, object], bool], dict[str, Any]]
"""Turns the values of a form into arguments; the last argument says whether the form is of a round that is closed."""

EXPECTED_SHAPES = {
    "decision": "a mapping of levers, such as {'price': 0.95}",
    "prediction": "a mapping of figures, such as {'share': 0.3}",
    "causes": "a part for each cause, such as {'price': 0.6, 'service': 0.4}",
    "know": "a list of needs, such as ['price']",
}
"""What an argument that is no single value has to be, by its name."""
EXPECTED_TYPES = {
    "string_type": "text", "int_type": "a whole number", "float_type": "a number", "bool_type": "true or false",
    "model_type": "a mapping", "mapping_type": "a mapping", "dict_type": "a mapping", "list_type": "a list",
    "tuple_type": "a list",
}  # fmt: skip
"""What an argument has to be, by the type of pydantic's error."""


class ActionArguments(BaseModel, ABC):
    """The arguments of an action, as the request's JSON names them."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

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
        """The arguments that a request holds.

        Raises :class:`GameError` with every argument that is unknown, missing or of another type.
        """
        try:
            return self.arguments.model_validate(dict(content))
        except ValidationError as error:
            raise GameError("\n".join(self._faults(content, error))) from None

    def _faults(self, content: Mapping[str, Any], error: ValidationError) -> list[str]:
        """A sentence for each argument at fault: unknown ones first, then missing ones, then those of another type."""
        known = self.arguments.model_fields
        faults = [unknown(f"word in {self.name}", key[:40], known) for key in content if key not in known]
        faults += [
            f"{self.name}: {key} is missing; give it"
            for key, field in known.items() if field.is_required() and key not in content
        ]  # fmt: skip
        described: set[str] = set()
        for fault in error.errors():
            key = str(fault["loc"][0])
            if key in known and key in content and key not in described:
                described.add(key)
                given = repr(content[key])[:60]
                expected = EXPECTED_SHAPES.get(key) or EXPECTED_TYPES.get(fault["type"])
                advice = f"give {expected}" if expected else fault["msg"].lower()
                faults.append(f"{self.name}: {key}: {given} was given; {advice}")
        return faults
