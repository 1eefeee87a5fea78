"""Best value: buy where there is most to gain, complain when served badly, leave who fails again and again."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.account_decision import LAST_DOOR, AccountDecision
from sim.scenario.decisions.account_view import AccountRound, AccountView
from sim.scenario.firm.policy import AccountPolicy
from sim.scenario.market.key_account import NEED_NAMES, NeedName
from sim.scenario.market.offers import OUTSIDE


@register("account_policy", "best_value")
class BestValue(AccountPolicy):
    """Reckons each round what a year with each firm would bring, and moves her wallet towards the best. She tells
    each visitor what she wants, and her best supplier everything."""

    source: ClassVar[str] = "Anderson & Narus (1998, Harvard Business Review 76): what a supplier is worth, in money"

    kind: Literal["best_value"] = "best_value"
    moves: float = Field(default=0.3, gt=0, le=1)
    """Part of her wallet that she moves in a round. Assumed .3."""
    patience_hours: float = Field(default=24.0, gt=0)
    """Mean wait beyond which she complains. Assumed a day."""
    complaints: int = Field(default=2, ge=0, le=10)
    """How often she then complains in the next round. Assumed twice."""
    strikes: int = Field(default=2, ge=1, le=20)
    """Rounds in a row in which a firm failed her at least as often as it served her, after which she leaves. Assumed
    two."""
    drops_below: float = Field(default=0.05, ge=0, lt=1)
    """Part of her wallet below which she leaves a firm for the better one. Assumed .05."""

    def decide(self, view: AccountView) -> AccountDecision:
        """Leave who failed her, move the wallet, complain, and tell."""
        worth = {firm: self._worth(view, firm) for firm in view.status}
        close = {firm: self._cause(view, "service") for firm in view.status if self._failed_her(view, firm)}
        stays = [firm for firm, status in view.status.items() if status != "left" and firm not in close]
        best = max((firm for firm in stays if worth[firm] > 0), key=worth.__getitem__, default=OUTSIDE)
        gains = worth.get(best, 0.0)
        if self._outside(view) > gains:
            best, gains = OUTSIDE, self._outside(view)
        back = tuple(firm for firm, status in view.status.items() if status == "left" and worth[firm] > gains)
        wallet = self._moved(view, best, [*stays, OUTSIDE])
        for firm in stays:
            if firm != best and wallet[firm] < self.drops_below:
                wallet[best] += wallet.pop(firm)
                if view.status[firm] == "customer" and view.causes:
                    close[firm] = self._cause(view, self._why(view, firm, best))
        return AccountDecision(
            wallet=wallet,
            tell={firm: self._tells(view, firm == best) for firm in stays},
            door={firm: LAST_DOOR if firm == best else 1 for firm in stays},
            complain={row.firm: self.complaints for row in view.last if row.firm not in close and self._waited(row)},
            close=close,
            reopen=back,
        )

    def _worth(self, view: AccountView, firm: str) -> float:
        """Gain of a year with this firm alone: goods at today's price, and the needs it met in the last round."""
        price = next(offer.price for offer in view.market if offer.firm == firm)
        met = next((row.needs_met for row in view.last if row.firm == firm), ())
        goods = view.purchases_a_year * view.spend * (view.value * view.quality[firm] - price)
        return goods + sum(view.needs[need].worth for need in met)

    def _outside(self, view: AccountView) -> float:
        if view.outside is None:
            return 0.0
        goods = view.value * view.quality[OUTSIDE] - view.outside.price
        return view.purchases_a_year * view.spend * goods

    def _failed_her(self, view: AccountView, firm: str) -> bool:
        mine = [row for row in view.rounds if row.firm == firm][-self.strikes :]
        bad = [row.failed > 0 and row.failed >= row.answered for row in mine]
        return bool(view.causes) and view.status[firm] == "customer" and len(bad) == self.strikes and all(bad)

    def _waited(self, row: AccountRound) -> bool:
        return row.status == "customer" and ((row.wait_hours or 0.0) > self.patience_hours or row.failed > 0)

    def _moved(self, view: AccountView, best: str, among: list[str]) -> dict[str, float]:
        present = view.present.wallet or {}
        parts = {firm: present.get(firm, 0.0) for firm in among}
        total = sum(parts.values())
        parts = {firm: (1.0 - self.moves) * part / total if total else 0.0 for firm, part in parts.items()}
        parts[best] += 1.0 - sum(parts.values())
        return parts

    def _tells(self, view: AccountView, is_best: bool) -> tuple[NeedName, ...]:
        told = NEED_NAMES if is_best else NEED_NAMES[:3]
        return tuple(need for need in told if need in view.needs)

    def _why(self, view: AccountView, firm: str, best: str) -> str:
        """Price where the better one is cheaper, else product."""
        price = {offer.firm: offer.price for offer in view.market}
        other = price.get(best, view.outside.price if view.outside else 0.0)
        return "price" if other < price[firm] else "product"

    def _cause(self, view: AccountView, cause: str) -> str:
        return cause if cause in view.causes else view.causes[0]
