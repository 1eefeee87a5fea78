"""No programme: the control."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from sim.registry import register
from sim.scenario.firm.programme import Programme


@register("programme", "none")
class NoProgramme(Programme):
    """No programme: the firm sells and leaves it at that. The control in every comparison."""

    kind: Literal["none"] = "none"

    def terms(self) -> Mapping[str, float]:
        """Nothing that customers' clocks read."""
        return {}

    def copied(self, fidelity: float) -> Self:
        """There is nothing to copy."""
        return self
