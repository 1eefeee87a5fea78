"""The exit manager: spends on the cause of exits where break-even says it pays (C7 to C11)."""

from __future__ import annotations

import math
from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.strategies.steps import YEAR, stepped

LEVER_AGAINST = {
    "price": "price", "product": "product", "service": "service", "technology": "technology", "political": "conduct",
}  # fmt: skip
"""The lever that answers a cause; against moving away there is none."""


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
        weeks = min(YEAR, float(len(view.books["profit"])))
        customers = view.books["customers"][-int(weeks) :].sum()
        exits, revenue, goods = (view.total(name, weeks) for name in ("exits", "revenue", "goods_cost"))
        counts = view.interviews.counts(view.week - weeks)
        answered = sum(counts.values())
        if not customers or not answered:
            return {}
        lost = (revenue - goods) / customers / (exits / customers + math.log1p(self.discount) / YEAR)
        yearly = YEAR / weeks
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
