"""A CRM plan: bring the data together, group, talk to each group in its own way, follow up, ask and act (A17)."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision, Research
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.strategies.steps import YEAR, afforded, budgeted, first_in_drawer, stepped, weekly_revenue


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
        yearly = max(1, round(YEAR / view.weeks))
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
            conduct=stepped(view, "conduct", 1 + self.step, most=1.0) if complaint == "political" else None,
        )

    def _complaint(self, view: FirmView) -> str | None:
        """Service where others satisfy better; else what those who left last year named most, if it can be acted on."""
        told = view.latest("satisfaction")
        if told is not None:
            means = dict(zip(told.names, told.estimates, strict=True))
            others = [mean for firm, mean in means.items() if firm != view.firm and mean == mean]
            if others and means[view.firm] < max(others) - 0.02:
                return "service"
        counts = view.interviews.counts(view.week - YEAR)
        return next((c for c in counts if c in ("price", "product", "service", "political")), None)
