"""A script: an account's decisions written down beforehand, such as those of a game that was played."""

from __future__ import annotations

from typing import Literal

from sim.registry import register
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.account_view import AccountView
from sim.scenario.firm.account_policy import AccountPolicy


@register("account_policy", "script")
class AccountScript(AccountPolicy):
    """Decides what is written, round by round, and nothing after the last one."""

    kind: Literal["script"] = "script"
    rounds: tuple[AccountDecision, ...] = ()
    """The decision of each round, from round 0 on; an empty one leaves everything as it stands."""

    def decide(self, view: AccountView) -> AccountDecision:
        """The decision of this round."""
        return self.rounds[view.number] if view.number < len(self.rounds) else AccountDecision()
