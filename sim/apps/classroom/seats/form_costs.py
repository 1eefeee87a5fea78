"""What the choices of a form cost in the open round, as far as it is settled when they are made.

Wages, goods sold and rewards depend on what customers do, so they are not among them.
"""

from __future__ import annotations

from typing import Any

from sim.scenario.decisions.firm_view import FirmView


def costs_of(firm: FirmView | None) -> dict[str, dict[str, Any]]:
    """Costs by path of the field, in money of the open round.

    Args:
        firm: What the firm can know; None for a seat that steers none.

    Returns:
        For each field that has a settled cost: ``each`` for a unit of what is given, ``fixed`` where anything is
        given, or ``options``, the cost of each option that is ticked.
    """
    if firm is None:
        return {}
    found: dict[str, dict[str, Any]] = {}
    for channel in firm.present.communication or {}:
        found[f"communication.{channel}"] = {"each": firm.weeks}
    for study in ("shares", "satisfaction", "wishes"):
        found[f"research.{study}"] = {"each": firm.costs.research_each, "fixed": firm.costs.research_fixed}
    if firm.drawer:
        found["open"] = {"options": {kind: _to_open(terms, firm.weeks) for kind, terms in firm.drawer.items()}}
    for kind, terms in firm.copies.items():
        found[f"imitate.{kind}"] = {"fixed": terms.get("build_cost", 0.0)}
    return found


def _to_open(terms: Any, weeks: float) -> float:
    """To build a programme and to run it for a round."""
    return float(terms.get("build_cost", 0.0) + weeks * terms.get("running_cost", 0.0))
