"""Parts of a decision, where several steer one firm and each has levers of her own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sim.scenario.decisions.decision import Decision


def restrict_to_levers(decision: Decision, levers: Collection[str] | None) -> Decision:
    """What a decision does with these levers; all of it where none are named.

    >>> restrict_to_levers(Decision(price=0.95, staff=3), ["staff"]).moved
    ('staff',)
    """
    if levers is None:
        return decision
    return Decision.model_construct(**{name: getattr(decision, name) for name in decision.moved if name in levers})


def merge_decisions(parts: Iterable[Decision]) -> Decision:
    """The decision that moves all that these move; where two move the same lever, the later one counts.

    >>> merge_decisions([Decision(price=0.95), Decision(staff=3)]).moved
    ('price', 'staff')
    """
    moves: dict[str, Any] = {}
    for part in parts:
        moves |= {name: getattr(part, name) for name in part.moved}
    return Decision.model_construct(**moves)
