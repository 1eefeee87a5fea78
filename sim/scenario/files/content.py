"""Content as JSON has it: text, numbers, dates, lists and mappings, no deeper than a scenario can be."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from sim.files.regular_file import shortened
from sim.language.messages import _
from sim.scenario.files.validation_errors import Fault, Steps

DEEPEST = 40
"""Levels of nesting that are allowed; a scenario needs about ten."""
LARGEST_WHOLE = 10**400
"""What stands for every larger whole number: no field takes a number of hundreds of digits."""
HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""A surrogate that stands alone, which text in a file cannot hold."""


def plain(value: object, faults: list[Fault], steps: Steps = ()) -> Any:
    """The same content in values that JSON has; declarations as what was given of them.

    What JSON cannot hold is put among ``faults`` and left out, or replaced by ``None``: a key that is no text, a
    value of another type, half a character, deeper nesting than ``DEEPEST``.
    """
    if len(steps) > DEEPEST:
        return _left_out(
            faults,
            steps,
            _("nested more than {levels} levels deep; a scenario needs about ten").format(levels=DEEPEST),
        )
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_unset=True)
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                _left_out(
                    faults, steps, _("the key {key} is no text; put it in quotes").format(key=shortened(repr(key), 60))
                )
        return {key: plain(part, faults, (*steps, key)) for key, part in value.items() if isinstance(key, str)}
    if isinstance(value, list | tuple):
        return [plain(part, faults, (*steps, number)) for number, part in enumerate(value)]
    return _single_value(value, faults, steps)


def _single_value(value: object, faults: list[Fault], steps: Steps) -> Any:
    """A value that holds no others, as JSON has it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return max(-LARGEST_WHOLE, min(LARGEST_WHOLE, value))
    if isinstance(value, str) and HALF_CHARACTER.search(value):
        message = _("the text holds half of a character (U+D800 to U+DFFF), which is no text; write it anew")
        return _left_out(faults, steps, message)
    if value is None or isinstance(value, str | bool | float):
        return value
    kind = type(value).__name__
    message = _("a value of type {kind} was given; a scenario holds text, numbers, dates, lists and mappings").format(
        kind=kind
    )
    return _left_out(faults, steps, message)


def _left_out(faults: list[Fault], steps: Steps, message: str) -> None:
    """Record that a value cannot be kept; what stands for it is ``None``."""
    faults.append(Fault(message=message, steps=steps, path=shortened(".".join(map(str, steps)), 60)))
