"""The marketing orientation: find the need, and answer it (A18)."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision, Research
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.strategies.steps import QUARTER, YEAR, afforded, budgeted, first_in_drawer, stepped, weekly_revenue

CHEAPER = ("price",)
ANSWERS = ("price", "product", "service", "technology")


@register("policy", "marketing")
class Marketing(Policy):
    """Asks what people want, and betters what counts with them where a study says a step is worth what it costs.

    A step on an attribute is worth its importance in choices (the conjoint study) and costs margin; the firm takes the
    step with the best ratio, if that is above ``worthwhile``. It keeps in touch, and opens the programme at hand that
    works by knowing customers. Source of the rule: importance against cost, as in quality function deployment.
    """

    source: ClassVar[str] = "Kohli & Jaworski (1990, J. Marketing 54); Narver & Slater (1990, J. Marketing 54)"

    kind: Literal["marketing"] = "marketing"
    step: float = Field(default=0.03, gt=0, le=0.5)
    """Part by which the attribute chosen is bettered. Assumed .03."""
    people: int = Field(default=300, ge=10)
    """People asked each year. Assumed 300."""
    worthwhile: float = Field(default=0.5, ge=0)
    """Least importance (parts of 1) per part of the price that a step must bring for its cost. Assumed one half."""
    care: float = Field(default=0.05, ge=0, le=1)
    """Part of what sales leave after the goods that keeping in touch may cost. Assumed .05."""
    advertising: float = Field(default=0.02, ge=0, le=1)
    """Part of revenue that goes into direct marketing and advertising. Assumed .02."""

    def decide(self, view: FirmView) -> Decision:
        """Ask once a year; answer in the rounds after."""
        yearly = max(1, round(YEAR / view.weeks))
        asks = view.number % yearly == 0
        wishes, changes = view.latest("wishes"), {}
        if wishes is not None and view.week - wishes.week <= 2 * QUARTER:
            changes = self._answer(view, dict(zip(wishes.names, wishes.estimates, strict=True)))
        budget = budgeted(view, self.advertising * weekly_revenue(view), {"direct_marketing": 0.5, "advertising": 0.5})
        return Decision(
            research=(Research(study="wishes", people=self.people),) if asks else None,
            open=first_in_drawer(view, ["customised", "club"]) if view.number == yearly else None,
            degrees=afforded(view, self.care),
            communication=budget,
            price=changes.get("price"),
            product=changes.get("product"),
            service=changes.get("service"),
            technology=changes.get("technology"),
        )

    def _answer(self, view: FirmView, importance: dict[str, float]) -> dict[str, float]:
        """The step that brings most for what it costs, as the new level of one attribute."""
        price = view.present.price or 1.0
        cost = {
            "price": price,
            "product": view.unit_cost * view.costs.product,
            "service": view.unit_cost * view.costs.service * (view.present.service or 0.0),
            "technology": view.unit_cost * view.costs.technology,
        }
        ratio = {name: importance.get(name, 0.0) * price / max(cost[name], 1e-9) for name in ANSWERS}
        for name in sorted(ANSWERS, key=lambda name: -ratio[name]):
            if ratio[name] < self.worthwhile or (name == "price" and price * (1 - self.step) < 1.4 * view.unit_cost):
                continue
            most = 1.0 if name == "service" else 1.3
            level = stepped(view, name, 1 - self.step if name in CHEAPER else 1 + self.step, least=0.2, most=most)
            if level is not None:
                return {name: level}
        return {}
