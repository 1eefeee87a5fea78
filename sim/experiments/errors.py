"""What is wrong with an experiment, said in a sentence."""

from __future__ import annotations

from sim.errors import SentenceError


class ExperimentError(SentenceError, ValueError):
    """An experiment cannot be made, or its runs cannot be judged; the message says what to do."""
