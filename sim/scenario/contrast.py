"""A named alternative of a scenario: the same market with some values changed."""

from __future__ import annotations

from pydantic import Field, JsonValue

from sim.scenario.declaration import Declaration


class Contrast(Declaration):
    """What is different in the alternative, by path, as in ``scenario.but``; all runs share their random numbers."""

    label: str = Field(min_length=1, max_length=80)
    """The alternative in a few words, such as "with eight production lines"."""
    set: dict[str, JsonValue]
    """New values by path, such as ``firms.Harley.programmes: []``."""
