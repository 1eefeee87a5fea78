"""Customised programme 定制营销: goods and treatment made for each customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field

from sim.language.messages import _
from sim.registry import register
from sim.scenario.firm.programme import Depth, Programme
from sim.scenario.market.distribution import Amount, Gamma

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario


@register("programme", "customised")
class Customised(Programme):
    """A product for each customer: the firm learns what she wants, and makes it so.

    Knowledge of a customer grows with her purchases and goes stale; the fit of the goods follows knowledge, the
    structural bond follows the fit. Formulas: fit = reach × knowledge; product as she sees it = ln quality -
    idiosyncrasy × (1 - fit). Each order has a production time; a late one spoils the experience.
    """

    depth: ClassVar[Depth] = "structural"
    source: ClassVar[str] = (
        "Pine, Peppers & Rogers (1995, Harvard Business Review 73); Franke, Keinz & Steger (2009, J. Marketing 73)"
    )
    decided: ClassVar[tuple[str, ...]] = ("premium", "promised")

    kind: Literal["customised"]
    reach: float = Field(default=0.8, ge=0, le=1)
    """Part of what a customer misses in the standard product that full knowledge of her removes. Assumed 0.8."""
    learning: float = Field(default=0.2, ge=0, le=1)
    """Knowledge gained at each purchase, as a part of what is still unknown. Assumed 0.2."""
    structural_gain: float = Field(default=0.15, ge=0, le=1)
    """Structural bond gained at each purchase, times the fit, as a part of what is missing. Assumed 0.15."""
    premium: float = Field(default=0.0, ge=0)
    """Price rise for tailored goods, as a part of the price."""
    unit_cost_rise: float = Field(default=0.05, ge=0)
    """Cost rise of tailored goods, as a part of unit cost. Assumed 0.05."""
    production_time: Amount = Gamma(family="gamma", shape=4.0, mean=1.5)
    """Weeks from order to delivery. Assumed gamma with mean 1.5."""
    promised: float = Field(default=2.0, gt=0)
    """Promised weeks from order to delivery."""
    late_experience: float = Field(default=0.3, ge=0, le=1)
    """How much a late order lowers the experience of the purchase. Assumed 0.3."""

    def terms(self) -> Mapping[str, float]:
        """Reach, learning, bond, price and cost, production time and promise."""
        family, first, second = self.production_time.code
        return {
            "tailored_open": 1.0,
            "reach": self.reach,
            "learning": self.learning,
            "structural_gain": self.structural_gain,
            "premium": self.premium,
            "unit_cost_rise": self.unit_cost_rise,
            "lead_family": float(family),
            "lead_first": first,
            "lead_second": second,
            "promised": self.promised,
            "late_experience": self.late_experience,
        }

    def remarks(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Tailored goods that are sold below what they cost."""
        price, cost = firm.offer.price * (1.0 + self.premium), firm.unit_cost * (1.0 + self.unit_cost_rise)
        if cost <= price:
            return []
        return [
            _(
                "tailored goods cost {cost} and are sold at {price}, so every one of them loses money; "
                "raise premium or lower unit_cost_rise, unless that is meant"
            ).format(cost=f"{cost:.2f}", price=f"{price:.2f}")
        ]

    def copied(self, fidelity: float) -> Self:
        """A copy has the machines; how well it knows and reaches each customer it catches in part."""
        return self.but(reach=self.reach * fidelity, structural_gain=self.structural_gain * fidelity)
