"""Hold: leave everything as it is."""

from __future__ import annotations

from typing import Literal

from sim.registry import register
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy


@register("policy", "hold")
class Hold(Policy):
    """Leaves every lever where it stands: the firm that nobody steers, as a control."""

    kind: Literal["hold"] = "hold"

    def decide(self, view: FirmView) -> Decision:
        """Nothing."""
        return Decision()
