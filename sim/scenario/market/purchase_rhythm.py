"""What makes a sound regularity of purchases, and a sound season."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario.market.distribution import Spread

SEASONS = (12, 52)
"""Numbers of factors that a season may have: months or weeks of a year."""
ROUNDING = 1e-3
"""How far the mean of a season may be from 1, so that factors can be written with few digits."""


def regular_enough(given: Spread) -> Spread:
    """The same spread. Raises ``ValueError`` where customers would buy less regularly than at random.

    Single customers of a gamma spread may have a k below 1, as in the Pareto/GGG model; their mean may not.
    """
    least = getattr(given, "value", getattr(given, "low", given.average))
    if least < 1:
        raise ValueError(f"regularity k is 1 (purely random) or more, but {least:g} was given; use 1 or leave it out")
    return given


def whole_year(given: tuple[float, ...]) -> tuple[float, ...]:
    """The same factors. Raises ``ValueError`` unless they are 12 or 52 and their mean is 1."""
    if len(given) not in SEASONS:
        raise ValueError(f"a season has 12 factors (months) or 52 (weeks), but {len(given)} were given")
    mean = math.fsum(given) / len(given)
    if abs(mean - 1) > ROUNDING:
        raise ValueError(
            f"the mean of a season is 1, but that of these factors is {mean:.4g}; divide each by {mean:.4g}"
        )
    return given
