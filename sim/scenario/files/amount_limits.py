"""No number of a scenario may be so large that cents could no longer be counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sim.scenario.files.validation_messages import given

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

MAX_AMOUNT = 1e12
"""The largest number that is accepted: books are kept in whole cents, which a run adds up in 64 bits."""


def too_large(scenario: Scenario) -> list[str]:
    """A fault for each number beyond ``MOST``."""
    return [
        f"{path}: {given(value)} was given, which is more than books in whole cents can hold; "
        f"give {MAX_AMOUNT:,.0f} at most"
        for path, value in _numbers("", scenario.model_dump(exclude={"seed"}))
        if abs(value) > MAX_AMOUNT
    ]


def _numbers(path: str, value: object) -> Iterator[tuple[str, float]]:
    """Every number with the way to it as a person would write it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inside in value.items():
            yield from _numbers(f"{path}.{key}" if path else str(key), inside)
    elif isinstance(value, list | tuple):
        for number, inside in enumerate(value):
            called = (inside.get("name") or inside.get("kind")) if isinstance(inside, Mapping) else None
            yield from _numbers(f"{path}.{called or number}", inside)
