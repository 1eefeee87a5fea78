"""What cannot be done in a game, said in a sentence."""

from __future__ import annotations


class Refused(ValueError):
    """What was asked cannot be done; the message says what was given, what is allowed and what to do.

    Nothing has changed.
    """

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the sentence, without the way through the code."""
        return [str(self)]
