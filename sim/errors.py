"""Errors that say something: whatever a person is told of an error, it is never blank."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

WITHOUT_REASON = "what was given cannot be used here, and nothing was changed; compare it with what is asked for"
"""What an error says that was made without a sentence."""
MAX_REASON_CHARACTERS = 300
"""Characters of another error that are repeated in a sentence."""


class SentenceError(Exception):
    """An error that a person is told of; ``str(error)`` is never blank, in whatever way a subclass puts it together."""

    def __init_subclass__(cls, **rest: Any) -> None:
        """Guard the subclass's own way of saying what is wrong."""
        super().__init_subclass__(**rest)
        own = cls.__dict__.get("__str__")
        if own is not None:
            cls.__str__ = _never_blank(own)  # type: ignore[method-assign]

    def __str__(self) -> str:
        """The sentence."""
        said = super().__str__()
        return said if said.strip() else WITHOUT_REASON


def _never_blank(say: Callable[[Any], str]) -> Callable[[Any], str]:
    @wraps(say)
    def said(self: Any) -> str:
        found = say(self)
        return found if found.strip() else WITHOUT_REASON

    return said


def reason_of(error: BaseException) -> str:
    """What an error says, in one line; its name where it says nothing, so that no sentence ends in a blank.

    >>> reason_of(AssertionError()), reason_of(ValueError("no such seat")), reason_of(KeyError("price"))
    ('AssertionError', 'no such seat', "'price' is missing")
    """
    if type(error) is KeyError and error.args:
        return f"{error.args[0]!r} is missing"
    said = " ".join((getattr(error, "strerror", None) or str(error)).split())
    said = said if len(said) <= MAX_REASON_CHARACTERS else said[: MAX_REASON_CHARACTERS - 3] + "..."
    return said or type(error).__name__
