"""The frozen value that every part of a scenario is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from sim.registry import unknown
from sim.scenario.checking import checked, label
from sim.scenario.content import plain
from sim.scenario.faults import Fault, ScenarioError


class Declaration(BaseModel):
    """Something said once and never changed; to vary it, ask for the same, *but*.

    Fields are keyword-only, unknown fields are refused.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True, use_attribute_docstrings=True
    )

    def model_post_init(self, context: Any, /) -> None:
        """Count the kind or family as given, so that it stays with the values when only those are written out."""
        self.__pydantic_fields_set__.update({"kind", "family"} & set(type(self).model_fields))

    def but(self, changes: Mapping[str, object] | None = None, /, **fields: object) -> Self:
        """The same declaration with some fields changed; the original stays as it was.

        A change deep inside is named by its path, where a list is entered by the name of its member:
        ``s.but({"firms.Azure.offer.price": 0.9}, horizon=52)``.

        Raises ``ScenarioError`` for a path that is not there and for bad values, all at once.
        """
        content = self.model_dump(mode="json", exclude_unset=True)
        full = self.model_dump(mode="json")
        faults: list[Fault] = []
        for path, value in {**(changes or {}), **fields}.items():
            strange: list[Fault] = []
            try:
                _put(content, full, str(path).split("."), plain(value, strange))
            except _NoWay as error:
                faults.append(Fault(path=str(path), message=str(error)))
            faults += [Fault(path=str(path), message=fault.message) for fault in strange]
        try:
            changed = checked(type(self), content)
        except ScenarioError as error:
            faults += error.faults
        if faults:
            raise ScenarioError(faults)
        return changed


class _NoWay(LookupError):
    """A path leads nowhere."""


def _put(content: Any, full: Any, steps: list[str], value: object) -> None:
    """Write ``value`` at the path ``steps`` of ``content``, filling in defaults from ``full`` on the way."""
    step = steps[0]
    if isinstance(full, list):
        places = {label(member) or str(place): place for place, member in enumerate(full)}
        place = places.get(step, int(step) if step.isdecimal() and int(step) < len(full) else None)
        if place is None:
            raise _NoWay(unknown("member", step, places))
        if len(steps) == 1:
            content[place] = value
        else:
            _put(content[place], full[place], steps[1:], value)
        return
    if not isinstance(full, Mapping):
        what = "nothing is given here" if full is None else f"{full!r} is a plain value"
        raise _NoWay(f"{what}, so there is no {step!r} in it; give the whole of it")
    if len(steps) == 1:
        content[step] = value
        return
    if step not in full:
        raise _NoWay(unknown("key", step, full))
    if step not in content:
        content[step] = full[step]
    _put(content[step], full[step], steps[1:], value)
