"""Until precise: how narrow intervals must be, and where to stop in any case."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.experiments.errors import ExperimentError
from sim.results.simulate import whole_number


@dataclass(frozen=True, kw_only=True)
class StoppingRule:
    """Replications in a row until every interval is narrow enough: ``replications=StoppingRule(half_width=0.5)``."""

    half_width: float
    """An interval is at most so wide on either side, in the unit in which the measure is said."""
    first: int = 20
    """Replications before the first look; with few of them the deviation is known badly."""
    at_most: int = 1000
    """Replications after which it ends in any case."""

    def __post_init__(self) -> None:
        """Refuse what is no target."""
        if not (isinstance(self.half_width, int | float) and self.half_width > 0 and math.isfinite(self.half_width)):
            raise ExperimentError(f"half_width={self.half_width!r}: give a number above 0, in the unit of the measure")
        whole_number("first", self.first, 2)
        whole_number("at_most", self.at_most, 2)


def first_and_most(replications: int | StoppingRule) -> tuple[int, int]:
    """With how many replications to begin, and to end at the latest."""
    if isinstance(replications, StoppingRule):
        return min(replications.first, replications.at_most), replications.at_most
    first = whole_number("replications", replications, 1)
    if first == 1:
        raise ExperimentError(
            "replications=1: one run of each says nothing of chance; give 2 or more (20 is usual), "
            "or StoppingRule(half_width=...)"
        )
    return first, first
