"""Strategies that keep customers: service first (D1), the exit manager (C7 to C11), and a CRM plan (A17)."""

from __future__ import annotations

import math
from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision, Research
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.scenario.market.exit_causes import COURSE_CAUSES
from sim.scenario.weeks import WEEKS_A_YEAR
from sim.strategies.steps import afforded, budgeted, first_in_drawer, related, staffed, stepped, weekly_revenue


@register("policy", "service_first")
class ServiceFirst(Policy):
    """Betters service at purchases, at the desk and by its staff until customers say that they are satisfied."""

    source: ClassVar[str] = "Heskett et al. (1994, Harvard Business Review 72): the service-profit chain"

    kind: Literal["service_first"] = "service_first"
    aim: float = Field(default=0.85, ge=0, le=1)
    """Mean satisfaction that it wants its customers to report. Assumed .85."""
    step: float = Field(default=0.05, gt=0, le=1)
    """Part by which service rises in a round. Assumed .05."""
    staff_money: float = Field(default=30.0, ge=0)
    """Money per employee and week for internal marketing. Assumed 30."""
    people: int = Field(default=100, ge=10)
    """Customers of each firm asked each round. Assumed 100."""

    def decide(self, view: FirmView) -> Decision:
        """Ask; more people and better service while customers are not satisfied enough."""
        told = view.latest("satisfaction")
        mean = dict(zip(told.names, told.estimates, strict=True))[view.firm] if told else float("nan")
        short, first = mean < self.aim, view.number == 0
        new = first and view.has("internal_marketing")
        return Decision(
            research=(Research(study="satisfaction", people=self.people),),
            service=stepped(view, "service", 1 + self.step, most=0.95) if short or first else None,
            staff=staffed(view, 1.25) if first else None,
            internal_marketing=self.staff_money if new else None,
            degrees=related(view, "reactive"),
            priority="tier" if first and view.has("priority") else None,
        )


LEVER_AGAINST = {cause.name: cause.attribute for cause in COURSE_CAUSES if cause.attribute}
"""The lever that answers a cause: the attribute that it compares; against moving away there is none."""


@register("policy", "exit_manager")
class ExitManager(Policy):
    """Counts exits by stated cause, works out what each loses, and moves the lever whose break-even exceeds its cost.

    Formula: a customer who leaves loses m / (μ + ln(1 + d) / 52), m the margin per customer and week, μ the churn; a
    step that lowers a cause by the part ``effect`` is worth effect · exits a year for it · that loss; it costs what a
    year's sales then earn less. All from its own books and interviews; ``effect`` is what it believes, not the truth.
    """

    source: ClassVar[str] = "Reichheld & Sasser (1990, Harvard Business Review 68); the course, C7 to C11"

    kind: Literal["exit_manager"] = "exit_manager"
    step: float = Field(default=0.03, gt=0, le=0.5)
    """Part by which a lever is moved in a round. Assumed .03."""
    effect: float = Field(default=0.15, gt=0, le=1)
    """Part of the exits for a cause that it believes a step prevents. Assumed .15."""
    discount: float = Field(default=0.1, gt=0)
    """Discount rate per year. Assumed .1."""
    every: int = Field(default=2, ge=1)
    """Rounds between two steps, so that the last one can show. Assumed two."""

    def decide(self, view: FirmView) -> Decision:
        """The step that gains most beyond what it costs; none where none pays."""
        if view.number == 0 or view.number % self.every:
            return Decision()
        worth = self.worth(view)
        for lever in sorted(worth, key=lambda lever: -worth[lever]):
            if worth[lever] <= 0:
                break
            level = stepped(view, lever, 1 - self.step if lever == "price" else 1 + self.step, 0.2, _most(lever))
            if level is not None:
                return Decision.model_validate({lever: level})
        return Decision()

    def worth(self, view: FirmView) -> dict[str, float]:
        """What a step on each lever is worth in a year, less what it costs in a year, money."""
        weeks = min(WEEKS_A_YEAR, float(len(view.books["profit"])))
        customers = view.books["customers"][-int(weeks) :].sum()
        exits, revenue, goods = (view.total(name, weeks) for name in ("exits", "revenue", "goods_cost"))
        counts = view.interviews.counts(view.week - weeks)
        answered = sum(counts.values())
        if not customers or not answered:
            return {}
        lost = (revenue - goods) / customers / (exits / customers + math.log1p(self.discount) / WEEKS_A_YEAR)
        yearly = WEEKS_A_YEAR / weeks
        worth: dict[str, float] = {}
        for cause, lever in LEVER_AGAINST.items():
            cost = revenue * self.step if lever == "price" else goods * self._dearer(view, lever)
            prevented = self.effect * exits * counts.get(cause, 0) / answered
            worth[lever] = yearly * (prevented * lost - cost)
        return worth

    def _dearer(self, view: FirmView, lever: str) -> float:
        """Part by which goods cost more after a step."""
        rate = float(getattr(view.costs, lever))
        if lever in ("product", "technology"):
            return float((1 + self.step) ** rate - 1)
        return rate * self.step * float(getattr(view.present, lever))


def _most(lever: str) -> float:
    return 1.0 if lever in ("service", "conduct") else 1.5


@register("policy", "crm_plan")
class CrmPlan(Policy):
    """Groups customers by what the file says they buy, talks to each group in its own way, asks for feedback, and acts.

    Groups that buy most get the higher degree of relationship, as far as the money for it goes; all are followed up by
    direct marketing and win-back. Its yearly scorecard: ``sim.crm_scorecard``.
    """

    source: ClassVar[str] = "Payne & Frow (2005, J. Marketing 69): a strategic framework for CRM"

    kind: Literal["crm_plan"] = "crm_plan"
    care: float = Field(default=0.08, ge=0, le=1)
    """Part of what sales leave after the goods that keeping in touch may cost. Assumed .08."""
    follow_up: float = Field(default=0.015, ge=0, le=1)
    """Part of revenue that goes into direct marketing to customers on file. Assumed .015."""
    people: int = Field(default=200, ge=10)
    """Customers of each firm asked each year. Assumed 200."""
    step: float = Field(default=0.04, gt=0, le=0.5)
    """Part by which it betters what customers complain of. Assumed .04."""
    win_back: float = Field(default=20.0, gt=0)
    """Worth of the offer to those who left, money. Assumed 20."""

    def decide(self, view: FirmView) -> Decision:
        """Round by round groups are looked at anew; once a year customers are asked, and a complaint acted on."""
        yearly = max(1, round(WEEKS_A_YEAR / view.weeks))
        asks = view.number % yearly == 0
        acts = asks and view.number > 0
        complaint = self._complaint(view) if acts else None
        return Decision(
            research=(Research(study="satisfaction", people=self.people),) if asks else None,
            degrees=afforded(view, self.care),
            communication=budgeted(view, self.follow_up * weekly_revenue(view), {"direct_marketing": 1.0}),
            win_back=self.win_back if view.number == 0 and view.has("win_back") else None,
            open=first_in_drawer(view, ["club", "customised", "frequency"]) if view.number == yearly else None,
            price=stepped(view, "price", 1 - self.step, least=1.25 * view.unit_cost) if complaint == "price" else None,
            product=stepped(view, "product", 1 + self.step, most=1.3) if complaint == "product" else None,
            service=stepped(view, "service", 1 + self.step, most=0.95) if complaint == "service" else None,
            conduct=stepped(view, "conduct", 1 + self.step, most=1.0) if complaint == "conduct" else None,
        )

    def _complaint(self, view: FirmView) -> str | None:
        """The lever to move: service where others satisfy better, else that against last year's most named cause."""
        told = view.latest("satisfaction")
        if told is not None:
            means = dict(zip(told.names, told.estimates, strict=True))
            others = [mean for firm, mean in means.items() if firm != view.firm and mean == mean]
            if others and means[view.firm] < max(others) - 0.02:
                return "service"
        counts = view.interviews.counts(view.week - WEEKS_A_YEAR)
        levers = [LEVER_AGAINST.get(cause) for cause in counts]
        return next((lever for lever in levers if lever in ("price", "product", "service", "conduct")), None)
