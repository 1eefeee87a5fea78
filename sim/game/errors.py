"""What cannot be done in a game, said in a sentence."""

from __future__ import annotations

from sim.errors import SentenceError
from sim.errors import reason_of as reason_of


class GameError(SentenceError, ValueError):
    """What was asked cannot be done; the message says what was given, what is allowed and what to do.

    Nothing has changed. A refusal without a sentence cannot be made.
    """

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the sentence, without the way through the code."""
        return [str(self)]
