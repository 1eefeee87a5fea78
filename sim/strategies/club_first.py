"""Club first: belonging before rewards (B2)."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.registry import register
from sim.strategies.programmes_in_order import ProgrammesInOrder


@register("policy", "club_first")
class ClubFirst(ProgrammesInOrder):
    """Opens a club programme from the drawer at once, then customised and frequency while profit does not suffer."""

    order: ClassVar[tuple[str, ...]] = ("club", "customised", "frequency")

    kind: Literal["club_first"] = "club_first"
