"""The five orientations of a company towards its market (A18): production, product, selling, marketing, societal."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision, Research
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.scenario.market.offers import Offer
from sim.scenario.weeks import WEEKS_A_QUARTER, WEEKS_A_YEAR
from sim.strategies.steps import afforded, budgeted, first_in_drawer, related, stepped, weekly_revenue


@register("policy", "production")
class Production(Policy):
    """Makes a plain product as cheaply as it can, and sells it at cost plus a thin margin wherever people are.

    Formula: price = unit cost / (1 - margin). Places of sale are not modelled; advertising stands for being everywhere.
    """

    source: ClassVar[str] = "Kotler & Keller, Marketing Management, ch. 1: company orientations"

    kind: Literal["production"] = "production"
    quality: float = Field(default=0.93, ge=0.5, le=2)
    """Quality of the plain product, as a part of what it was. Assumed .93."""
    margin: float = Field(default=0.35, gt=0, lt=1)
    """Margin on the price. Assumed .35."""
    advertising: float = Field(default=0.02, ge=0, le=1)
    """Part of last quarter's revenue that goes into advertising. Assumed .02."""

    def decide(self, view: FirmView) -> Decision:
        """The plain product at once; then the price that cost and margin give."""
        stands = view.present
        product = round((stands.product or 1.0) * self.quality, 6) if view.number == 0 else None
        factor = view.costs.factor(Offer(product=stands.product or 1.0), Offer(product=product)) if product else 1.0
        price = round(view.unit_cost * factor / (1 - self.margin), 4)
        return Decision(
            product=product,
            price=None if price == stands.price else price,
            communication=budgeted(view, self.advertising * weekly_revenue(view), {"advertising": 1.0}),
        )


@register("policy", "product")
class Product(Policy):
    """Betters the product round by round, whatever customers say; the price follows part of what it costs."""

    source: ClassVar[str] = "Levitt (1960, Harvard Business Review 38); Kotler & Keller, Marketing Management, ch. 1"

    kind: Literal["product"] = "product"
    step: float = Field(default=0.03, gt=0, le=1)
    """Part by which quality rises each round. Assumed .03."""
    most: float = Field(default=1.3, ge=0.5, le=2)
    """Quality at which it stops. Assumed 1.3."""
    passed_on: float = Field(default=0.5, ge=0, le=1)
    """Part of the rise in unit cost that is added to the price. Assumed one half."""

    def decide(self, view: FirmView) -> Decision:
        """One step up, and a dearer price."""
        product = stepped(view, "product", 1 + self.step, most=self.most)
        if product is None:
            return Decision()
        dearer = view.unit_cost * ((product / (view.present.product or 1.0)) ** view.costs.product - 1)
        return Decision(product=product, price=round((view.present.price or 1.0) + self.passed_on * dearer, 4))


@register("policy", "selling")
class Selling(Policy):
    """Pushes what it has: with sellers, advertising and promotions, as much as revenue allows, and with points."""

    source: ClassVar[str] = "Kotler & Keller, Marketing Management, ch. 1: the selling concept"

    kind: Literal["selling"] = "selling"
    push: float = Field(default=0.06, ge=0, le=1)
    """Part of last quarter's revenue that is spent on pushing. Assumed .06."""

    def decide(self, view: FirmView) -> Decision:
        """Points at once where they lie in the drawer; the push goes by last quarter's revenue."""
        parts = {"advertising": 0.3, "personal_selling": 0.4, "sales_promotion": 0.3}
        return Decision(
            open=first_in_drawer(view, ["frequency"]),
            communication=budgeted(view, self.push * weekly_revenue(view), parts),
        )


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
        yearly = max(1, round(WEEKS_A_YEAR / view.weeks))
        asks = view.number % yearly == 0
        wishes, changes = view.latest("wishes"), {}
        if wishes is not None and view.week - wishes.week <= 2 * WEEKS_A_QUARTER:
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


@register("policy", "societal")
class Societal(Policy):
    """Makes its conduct blameless step by step and says so, treats staff and customers well, and asks a fair price."""

    source: ClassVar[str] = "Kotler (1972, Harvard Business Review 50): what consumerism means for marketers"

    kind: Literal["societal"] = "societal"
    step: float = Field(default=0.05, gt=0, le=1)
    """Part by which conduct and service rise each round until they are as good as they are meant to be. Assumed .05."""
    service: float = Field(default=0.8, ge=0, le=1)
    """Service that it means to give. Assumed .8."""
    public_relations: float = Field(default=0.02, ge=0, le=1)
    """Part of revenue that goes into public relations. Assumed .02."""
    staff_money: float = Field(default=25.0, ge=0)
    """Money per employee and week for internal marketing. Assumed 25."""

    def decide(self, view: FirmView) -> Decision:
        """Better conduct and service until they are where they should be."""
        new = view.has("internal_marketing") and (view.present.internal_marketing or 0.0) < self.staff_money
        return Decision(
            conduct=stepped(view, "conduct", 1 + self.step, most=1.0),
            service=stepped(view, "service", 1 + self.step, most=self.service),
            degrees=related(view, "reactive"),
            internal_marketing=self.staff_money if new else None,
            communication=budgeted(view, self.public_relations * weekly_revenue(view), {"public_relations": 1.0}),
        )
