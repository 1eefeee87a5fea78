"""As customers do: decide nothing, and leave it to one's clocks."""

from __future__ import annotations

from typing import Literal

from sim.registry import register
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.account_view import AccountView
from sim.scenario.firm.account_policy import AccountPolicy


@register("account_policy", "as_customers_do")
class AsCustomersDo(AccountPolicy):
    """Decides nothing. An account of whom nobody ever decided anything buys, complains and leaves as anybody, but for
    moving away; one that was steered before goes on as it was last decided."""

    kind: Literal["as_customers_do"] = "as_customers_do"

    def decide(self, view: AccountView) -> AccountDecision:
        """Nothing."""
        return AccountDecision()
