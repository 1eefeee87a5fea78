"""How long until half of a gain is gone."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def half_life(gains: ArrayLike, at: int) -> float:
    """Weeks from the date of copying until a gain has fallen to half of what it was then.

    Formula: min { w − at : gain(w) <= gain(at) / 2, w > at }, with a straight line between weeks.
    Source: the half-life of decay (Rutherford 1900), applied to the advantage of Lieberman & Montgomery (1988),
    First-mover advantages, Strategic Management Journal 9, 41-58.

    ``gains`` by the week, shape (weeks,); ``at`` is the last week before the copy. Not a number where there was no
    gain to lose or it does not fall that far while we look. Raises ``IndexError`` for a week outside the curve.

    >>> half_life([0.0, 0.8, 0.8, 0.6, 0.5, 0.1], at=2)
    2.25
    """
    curve = np.asarray(gains, dtype=float)
    if not 0 <= at < len(curve):
        raise IndexError(f"at={at}: the curve has the weeks 0 to {len(curve) - 1}")
    half = curve[at] / 2
    fallen = np.flatnonzero(curve[at + 1 :] <= half)
    if not curve[at] > 0 or len(fallen) == 0:
        return float("nan")
    place = at + 1 + int(fallen[0])
    before, after = curve[place - 1], curve[place]
    return float(place - 1 - at + (before - half) / (before - after))
