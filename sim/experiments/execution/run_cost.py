"""What an experiment will take, said before it goes on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Runs that are still to be made."""

    seconds: float
    """What one run takes on one core."""
    runs: int
    """How many are to come at most."""
    hands: int | None
    """How many go on at a time; None where that is not known, as on a cluster."""

    @property
    def total(self) -> float:
        """Seconds in all."""
        return self.seconds * self.runs / (self.hands or 1)

    def __str__(self) -> str:
        """In a sentence."""
        if self.hands is None:
            return f"one run takes {spoken(self.seconds)} here; {self.runs:,} more go to the cluster"
        workers = f"{self.hands} workers" if self.hands > 1 else "one worker"
        more = f"{self.runs:,} more on {workers}: about {spoken(self.total)} at most"
        return f"one run takes {spoken(self.seconds)}; {more}"


def spoken(seconds: float) -> str:
    """A stretch of time as it is said.

    >>> spoken(0.07), spoken(45.0), spoken(600.0), spoken(9000.0)
    ('0.07 s', '45 s', '10 minutes', '2.5 hours')
    """
    if seconds < 90:
        return f"{seconds:.2g} s"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.2g} hours"
