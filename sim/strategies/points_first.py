"""Points first: what is quickest to build comes first (B1)."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.registry import register
from sim.strategies.programmes_in_order import ProgrammesInOrder


@register("policy", "points_first")
class PointsFirst(ProgrammesInOrder):
    """Opens a frequency programme from the drawer at once, then club and customised while profit does not suffer."""

    order: ClassVar[tuple[str, ...]] = ("frequency", "club", "customised")

    kind: Literal["points_first"] = "points_first"
