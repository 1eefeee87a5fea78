"""A visit: what it finds out, which door it opens, what it does to bonds; or it has failed.

A visit counts only if it reveals something, or if something is decided on what was known (the course, A7): a door
opens. All numbers are assumed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.scenario.firm.departments.relationship_managers import DOORS
from sim.scenario.market.key_account import NEED_NAMES

if TYPE_CHECKING:
    from sim.model.firms.interface import CustomerIds, FirmActions, VisitedAccount
    from sim.scenario.firm.departments.relationship_managers import RelationshipManagers

REVEALS = np.array(
    [
        # stated, real, unstated, delight, secret: chance that a visit reveals this need where the social bond is full
        [0.90, 0.20, 0.00, 0.00, 0.00],  # outside
        [0.95, 0.50, 0.25, 0.15, 0.00],  # on speaking terms
        [1.00, 0.70, 0.45, 0.35, 0.15],  # gets help inside
        [1.00, 0.85, 0.65, 0.55, 0.40],  # the account calls
    ]
)
AT_FIRST_SIGHT = 0.5
"""Part of these chances that is there without any social bond."""
OPENS = np.array([1, 3, 4, len(NEED_NAMES) + 1])
"""Number of needs known from which on a visit opens the next door, one door a visit."""
WARMTH = np.array([0.03, 0.06, 0.09, 0.12])
"""Social bond gained by a visit at each door, as a part of what is missing."""
LUKEWARM = 0.5
"""Part of this that a failed visit still brings."""
BINDING = np.array([0.0, 0.01, 0.02, 0.04])
"""Structural bond gained by a visit that has not failed, at the door then reached, as a part of what is missing."""
LEARNING = 0.1
"""Part of what the firm does not know of her that each need revealed adds."""
DELIGHTED = 1.0
"""The experience of a delight need found and met."""
DELIGHT = NEED_NAMES.index("delight")


def visit(firm: FirmActions, asked: RelationshipManagers, met: NDArray[np.void]) -> NDArray[np.void]:
    """Visit these accounts now, and return them as they are afterwards.

    Needs change: one that was known is known no longer with chance 1 - exp(-needs_change × weeks since the last visit).
    A visit then reveals a need with chance REVEALS[door, need] × (½ + ½ × social bond). Luck: customer, need, and week.
    A key account that is steered decides instead whether she receives the visit (one that she does not has failed and
    leaves nothing behind), which needs she tells, and towards which door it leads; her needs do not change.
    """
    met = met.copy()
    who, before, knew = met["customer"], met["door"].copy(), met["known"].copy()
    stale = -np.expm1(-asked.needs_change * (firm.now - met["seen"]))
    met["known"] &= _lots(firm, met, "need changed") >= stale[:, None]
    openness = AT_FIRST_SIGHT + (1.0 - AT_FIRST_SIGHT) * firm.relation["social"][who]
    found = ~met["known"] & (_lots(firm, met, "need revealed") < REVEALS[before] * openness[:, None])
    steered = at_her_door(firm, who)
    for n, chair in steered.items():
        met["known"][n] = knew[n]
        found[n] = ~knew[n] & chair.disclosed_needs(firm.name) & chair.receives(firm.name)
    met["known"] |= found
    revealed, steps = found.any(axis=1), (met["known"].sum(axis=1) >= OPENS[before]).astype(np.int64)
    for n, chair in steered.items():
        steps[n] = chair.step(firm.name, int(before[n]), bool(steps[n])) if chair.receives(firm.name) else 0
    met["door"] += steps
    opens = steps > 0
    counts = revealed | opens
    for outcome, those in (("revealed", revealed), ("decided", counts & ~revealed), ("failed", ~counts)):
        if those.any():
            firm.market.write_for_customers("visit", who[those], firm=firm.name, money=asked.visit_cost, cause=outcome)
    log_doors(firm, met[met["door"] != before])
    let_in = np.ones(len(met), dtype=bool)
    for n, chair in steered.items():
        let_in[n] = chair.receives(firm.name)
        if not let_in[n]:
            chair.refused.append((firm.now, firm.name))
    firm.raise_social_bond(who, WARMTH[before] * np.where(counts, 1.0, LUKEWARM) * let_in, personal=True)
    firm.learn(who[revealed], -np.expm1(found[revealed].sum(axis=1) * np.log1p(-LEARNING)))
    firm.raise_structural_bond(who[counts], BINDING[met["door"][counts]])
    firm.update_satisfaction(who[found[:, DELIGHT]], DELIGHTED)
    met["seen"] = firm.now
    feedback = np.where(counts, asked.plan.follow_up, asked.plan.put_off)
    met["due"] = firm.now + met["every"] * feedback
    return met


def at_her_door(firm: FirmActions, who: CustomerIds) -> dict[int, VisitedAccount]:
    """Key accounts among these who decide for themselves, by their places."""
    chairs = firm.market.steered_accounts
    if not chairs:
        return {}
    there = {n: chairs[row] for n, row in enumerate(who.tolist()) if row in chairs}
    return {n: chair for n, chair in there.items() if chair.steered}


def log_doors(firm: FirmActions, accounts: NDArray[np.void]) -> None:
    """Log at which door each of these accounts now is."""
    for door, name in enumerate(DOORS):
        there = accounts["customer"][accounts["door"] == door]
        if len(there):
            firm.market.write_for_customers("door", there, firm=firm.name, money=0.0, cause=name)


def _lots(firm: FirmActions, met: NDArray[np.void], purpose: str) -> NDArray[np.float64]:
    """A draw for each account and need, shape (accounts, needs); the n-th week's is the same however often one came."""
    week = round(firm.now / firm.market.scenario.tick)
    drawn = [firm.luck(met["customer"], f"{purpose}/{need}", week) for need in NEED_NAMES]
    return np.stack(drawn, axis=1)
