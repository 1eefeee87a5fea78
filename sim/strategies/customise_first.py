"""Customise first: what rivals copy least comes first (B3)."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.registry import register
from sim.strategies.programmes_in_order import ProgrammesInOrder


@register("policy", "customise_first")
class CustomiseFirst(ProgrammesInOrder):
    """Opens a customised programme from the drawer at once, then club and frequency while profit does not suffer."""

    order: ClassVar[tuple[str, ...]] = ("customised", "club", "frequency")

    kind: Literal["customise_first"] = "customise_first"
