"""A clock: it strikes when its integrated rate has used up a unit-exponential budget.

Sources: Gibson & Bruck (2000) and Anderson (2007), the modified next-reaction method; sharing budgets between
two worlds is the common-reaction-path coupling of Rathinam, Sheppard & Khammash (2010).
"""

from __future__ import annotations

import math

import numpy as np

from sim.model.compiled_rule import inlined_rule


@inlined_rule
def restart_hazard_clock(clock: np.record, budget: float, now: float) -> None:
    """Begin anew with a budget; the rate is set by the next look at the offers."""
    clock.rate = 0.0
    clock.since = now
    clock.left = budget


@inlined_rule
def next_event_time(clock: np.record, rate: float, now: float) -> float:
    """Let the clock run at this rate from ``now`` on, and say when it will strike (week, or infinity).

    Rewritten only when the rate differs: settling the books changes no bit.
    """
    if rate != clock.rate:
        clock.left = max(0.0, clock.left - clock.rate * (now - clock.since))
        clock.since = now
        clock.rate = rate
    if rate <= 0.0:
        return math.inf
    return float(clock.since + clock.left / rate)
