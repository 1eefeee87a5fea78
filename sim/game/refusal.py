"""What cannot be done in a game, said in a sentence."""

from __future__ import annotations


class Refused(ValueError):
    """What was asked cannot be done; the message says what was given, what is allowed and what to do.

    Nothing has changed. A refusal without a sentence cannot be made.
    """

    def __init__(self, sentence: str) -> None:
        """Refuse with this sentence; where it is blank, with one that says what to do without knowing the reason."""
        super().__init__(sentence if sentence.strip() else WITHOUT_REASON)

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the sentence, without the way through the code."""
        return [str(self)]


WITHOUT_REASON = "what was given cannot be used here, and nothing was changed; compare it with what the form asks for"
"""The sentence of a refusal whose reason was given as a blank text."""


def reason_of(error: BaseException) -> str:
    """What an error says, in one line; its name where it says nothing, so that no sentence ends in a blank.

    >>> reason_of(AssertionError()), reason_of(ValueError("no such seat")), reason_of(KeyError("price"))
    ('AssertionError', 'no such seat', "'price' is missing")
    """
    if isinstance(error, KeyError) and type(error) is KeyError and error.args:
        return f"{error.args[0]!r} is missing"
    said = " ".join(str(error).split())
    said = said if len(said) <= MAX_REASON_CHARACTERS else said[: MAX_REASON_CHARACTERS - 3] + "..."
    return said or type(error).__name__


MAX_REASON_CHARACTERS = 300
"""Characters of another error that are repeated in a sentence."""
