"""Tiers: standing by what a customer spends, and in the order of which she may be served."""

from __future__ import annotations

from pydantic import Field, model_validator

from sim.language.messages import _
from sim.scenario.declaration import Declaration

TIERS = ("tier 0", "tier 1", "tier 2")
"""What the log calls the tiers in which customers are served; no exit cause may have such a name."""


class Tiers(Declaration):
    """Standing by spend: the more she spent in a qualifying period, the more points she gets in the next."""

    first_spend: float = Field(gt=0)
    """Money spent in a qualifying period that lifts to the first tier."""
    second_spend: float | None = Field(default=None, gt=0)
    """Money spent that lifts to the second tier; leave out for one tier."""
    period: float = Field(default=52.0, gt=0)
    """Weeks of a qualifying period."""
    bonus: float = Field(default=0.25, ge=0)
    """Further points per tier, as a part of the ordinary ones. Assumed 0.25."""

    @model_validator(mode="after")
    def _rising(self) -> Tiers:
        if self.second_spend is not None and self.second_spend <= self.first_spend:
            raise ValueError(
                _(
                    "contradictory tiers: second_spend ({second_spend}) must lie above first_spend "
                    "({first_spend}); give the second a larger spend, or leave it out"
                ).format(second_spend=f"{self.second_spend:g}", first_spend=f"{self.first_spend:g}")
            )
        return self
