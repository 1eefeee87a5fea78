"""A loyal partner, who opens up step by step to firms that act on what they hear, and one who decides nothing."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.account_decision import LAST_DOOR, AccountDecision
from sim.scenario.decisions.account_view import AccountRound, AccountView
from sim.scenario.firm.policy import AccountPolicy
from sim.scenario.market.key_account import NEED_NAMES, NeedName
from sim.scenario.market.offers import OUTSIDE


@register("account_policy", "as_customers_do")
class AsCustomersDo(AccountPolicy):
    """Decides nothing. An account of whom nobody ever decided anything buys, complains and leaves as others do, but for
    moving away; one that was steered before goes on as it was last decided."""

    kind: Literal["as_customers_do"] = "as_customers_do"

    def decide(self, view: AccountView) -> AccountDecision:
        """Nothing."""
        return AccountDecision()


@register("account_policy", "loyal_partner")
class LoyalPartner(AccountPolicy):
    """Tells a firm one need more than it meets, lets it in as far as it has earned, and gives more of her wallet to
    firms that meet needs. Price does not move her; she leaves only whom she has been unhappy with for long."""

    source: ClassVar[str] = "Morgan & Hunt (1994, Journal of Marketing 58, 20-38): commitment and trust"

    kind: Literal["loyal_partner"] = "loyal_partner"
    grows: float = Field(default=0.25, ge=0, le=10)
    """By what part a firm's part of her wallet grows in a round for each need it meets, before all are made to sum to
    1 again. Assumed a quarter."""
    least_satisfaction: float = Field(default=0.4, ge=0, le=1)
    """Satisfaction below which she is unhappy. Assumed .4."""
    patience: int = Field(default=3, ge=1, le=50)
    """Rounds in a row that she bears it. Assumed three."""

    def decide(self, view: AccountView) -> AccountDecision:
        """Leave whom she has been unhappy with for long; reward who acts on what it hears."""
        close = {firm: self._cause(view) for firm in view.status if self._unhappy(view, firm)}
        last = {row.firm: row for row in view.last if row.firm not in (OUTSIDE, *close) and row.status != "left"}
        return AccountDecision(
            wallet=self._wallet(view, last, list(close)),
            tell={firm: self._tells(view, row) for firm, row in last.items()},
            door={firm: min(LAST_DOOR, 1 + len(row.needs_met)) for firm, row in last.items() if row.visits},
            complain={firm: 1 for firm, row in last.items() if row.status == "customer" and row.failed > row.answered},
            close=close,
        )

    def _wallet(self, view: AccountView, last: dict[str, AccountRound], closed: list[str]) -> dict[str, float]:
        present = {firm: part for firm, part in (view.present.wallet or {}).items() if firm not in closed}
        weights = {
            firm: part * (1.0 + self.grows * len(last[firm].needs_met)) if firm in last else part
            for firm, part in present.items()
        }
        total = sum(weights.values())
        return {firm: weight / total for firm, weight in weights.items()} if total else {OUTSIDE: 1.0}

    def _tells(self, view: AccountView, row: AccountRound) -> tuple[NeedName, ...]:
        hers = [need for need in NEED_NAMES if need in view.needs]
        return tuple(hers[: 1 + len(row.needs_met)])

    def _unhappy(self, view: AccountView, firm: str) -> bool:
        mine = [row for row in view.rounds if row.firm == firm][-self.patience :]
        bad = [(row.satisfaction or 0.0) < self.least_satisfaction and row.status == "customer" for row in mine]
        return bool(view.causes) and view.status[firm] == "customer" and len(bad) == self.patience and all(bad)

    def _cause(self, view: AccountView) -> str:
        return "service" if "service" in view.causes else view.causes[0]
