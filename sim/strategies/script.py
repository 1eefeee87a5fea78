"""Hold, which leaves everything as it is, and scripts: decisions written down beforehand, such as those of a game."""

from __future__ import annotations

from typing import Literal

from sim.registry import register
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.account_view import AccountView
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import AccountPolicy, Policy


@register("policy", "hold")
class Hold(Policy):
    """Leaves every lever where it stands: the firm that nobody steers, as a control."""

    kind: Literal["hold"] = "hold"

    def decide(self, view: FirmView) -> Decision:
        """Nothing."""
        return Decision()


@register("policy", "script")
class Script(Policy):
    """Decides what is written, round by round, and nothing after the last one."""

    kind: Literal["script"] = "script"
    rounds: tuple[Decision, ...] = ()
    """The decision of each round, from round 0 on; an empty one leaves everything as it is."""

    def decide(self, view: FirmView) -> Decision:
        """The decision of this round."""
        return self.rounds[view.number] if view.number < len(self.rounds) else Decision()


@register("account_policy", "script")
class AccountScript(AccountPolicy):
    """Decides what is written, round by round, and nothing after the last one."""

    kind: Literal["script"] = "script"
    rounds: tuple[AccountDecision, ...] = ()
    """The decision of each round, from round 0 on; an empty one leaves everything as it stands."""

    def decide(self, view: AccountView) -> AccountDecision:
        """The decision of this round."""
        return self.rounds[view.number] if view.number < len(self.rounds) else AccountDecision()
