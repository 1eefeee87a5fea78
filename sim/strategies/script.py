"""A script: decisions written down beforehand, such as those of a game that was played."""

from __future__ import annotations

from typing import Literal

from sim.registry import register
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy


@register("policy", "script")
class Script(Policy):
    """Decides what is written, round by round, and nothing after the last one."""

    kind: Literal["script"] = "script"
    rounds: tuple[Decision, ...] = ()
    """The decision of each round, from round 0 on; an empty one leaves everything as it is."""

    def decide(self, view: FirmView) -> Decision:
        """The decision of this round."""
        return self.rounds[view.number] if view.number < len(self.rounds) else Decision()
