"""What service feels like."""

from __future__ import annotations

from numba.extending import register_jitable


@register_jitable(forceinline=True)
def perceived_service(satisfaction: float) -> float:
    """What service feels like, g: steep for the unhappy, flat in the middle, rising again for the delighted.

    The shape after Heskett et al. (1994) and Oliver (1999); the cubic and its weights are assumed.
    """
    x = 2.0 * satisfaction - 1.0
    return 0.8 * x * x * x + 0.2 * x
