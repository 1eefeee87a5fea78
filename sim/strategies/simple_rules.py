"""Simple rules of a firm: undercut the others, win customers only, do as others do, or move levers at random."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision, Research
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.strategies.steps import budgeted, first_in_drawer, related, weekly_revenue


@register("policy", "price_cut")
class PriceCut(Policy):
    """Undercuts the cheapest rival, down to a margin below which it does not go."""

    source: ClassVar[str] = "Price wars: Heil & Helsen (2001, Int. J. Research in Marketing 18)"

    kind: Literal["price_cut"] = "price_cut"
    below: float = Field(default=0.03, ge=0, lt=1)
    """Part by which it is cheaper. Assumed .03."""
    margin: float = Field(default=0.1, ge=0, lt=1)
    """Least margin on the price. Assumed .1."""

    def decide(self, view: FirmView) -> Decision:
        """The cheapest price there is, less a little."""
        if not view.rivals:
            return Decision()
        cheapest = min(rival.price for rival in view.rivals)
        price = round(max(cheapest * (1 - self.below), view.unit_cost / (1 - self.margin)), 4)
        return Decision(price=price if price < (view.present.price or 1.0) else None)


@register("policy", "acquire_only")
class AcquireOnly(Policy):
    """Transaction marketing (交易营销): low price and loud advertising win customers, and nobody looks after them."""

    source: ClassVar[str] = "Grönroos (1994, Management Decision 32): transaction against relationship marketing"

    kind: Literal["acquire_only"] = "acquire_only"
    discount: float = Field(default=0.05, ge=0, lt=1)
    """Part by which the price is cut at the start. Assumed .05."""
    service_cut: float = Field(default=0.1, ge=0, le=1)
    """Part of service at a purchase that is saved. Assumed .1."""
    push: float = Field(default=0.05, ge=0, le=1)
    """Part of revenue that goes into advertising and promotions. Assumed .05."""

    def decide(self, view: FirmView) -> Decision:
        """Cheaper and with less service at once; then as much advertising as revenue allows."""
        first, stands = view.number == 0, view.present
        return Decision(
            price=round((stands.price or 1.0) * (1 - self.discount), 4) if first and self.discount else None,
            service=round((stands.service or 0.0) * (1 - self.service_cut), 4) if first and self.service_cut else None,
            degrees=related(view, "basic"),
            communication=budgeted(
                view, self.push * weekly_revenue(view), {"advertising": 0.5, "sales_promotion": 0.5}
            ),
        )


@register("policy", "imitate")
class Imitate(Policy):
    """Follows the cheapest rival's price, down to a margin, and opens what rivals run if it lies in the drawer."""

    source: ClassVar[str] = "Lieberman & Asaba (2006, Academy of Management Review 31): why firms imitate each other"

    kind: Literal["imitate"] = "imitate"
    margin: float = Field(default=0.3, ge=0, lt=1)
    """Margin below which it does not follow a price. Assumed .3."""

    def decide(self, view: FirmView) -> Decision:
        """The price and the programmes that can be seen at others."""
        price = min((rival.price for rival in view.rivals), default=1.0)
        price = round(max(price, view.unit_cost / (1 - self.margin)), 4)
        seen = [kind for rival in view.rivals for kind in rival.programmes]
        kinds = sorted(set(seen), key=lambda kind: (-seen.count(kind), kind))
        moves = view.rivals and abs(price - (view.present.price or 1.0)) > 1e-6
        return Decision(price=price if moves else None, open=first_in_drawer(view, kinds))


@register("policy", "random")
class Random(Policy):
    """Moves two levers that the firm has each round, at random and within ``reach`` of where they stand."""

    kind: Literal["random"] = "random"
    reach: float = Field(default=0.1, gt=0, le=0.5)
    """Most by which a number is moved, as a part of it. Assumed .1."""

    def decide(self, view: FirmView) -> Decision:
        """Two levers, drawn by the view's lots, and now and then a programme or a study."""
        chosen: dict[str, object] = {}
        numbers = [name for name in Decision.model_fields if _is_number(getattr(view.present, name))]
        for which, how in ((0, 1), (2, 3)):
            name = numbers[int(view.lots[which] * len(numbers))]
            stands = getattr(view.present, name)
            moved = stands * (1 + self.reach * (2 * view.lots[how] - 1))
            top = {"service": 1.0, "conduct": 1.0, "staff": view.room}.get(name, moved)
            moved = min(moved, top)
            chosen[name] = max(1, round(moved)) if isinstance(stands, int) else round(moved, 6)
        if view.drawer and view.lots[4] < 0.3:
            kinds = sorted(view.drawer)
            chosen["open"] = (kinds[int(view.lots[5] * len(kinds))],)
        if view.has("communication"):
            chosen["communication"] = {"advertising": round(100 * view.lots[6], 2)}
        if view.lots[7] < 0.4:
            chosen["research"] = (Research(study="satisfaction", people=20),)
        return Decision.model_validate(chosen)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
