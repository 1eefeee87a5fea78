"""An offer changes: a price war, a scandal, a new technology."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field, model_validator

from sim.language.messages import _
from sim.registry import register, unknown
from sim.scenario.market.offers import AT_MOST_ONE
from sim.scenario.market.population import Name
from sim.scenario.market.shock import Shock


@register("shock", "offer")
class OfferChange(Shock):
    """Firms (or the outside alternative) change their level on one attribute, for good or for a time.

    A price war cuts ``price``; a scandal lowers ``conduct``; a new technology raises ``technology``, often
    outside; a strike lowers ``service``.
    """

    kind: Literal["offer"]
    firms: tuple[Name, ...] = ()
    """Firms concerned, or ``outside``; leave out for all firms."""
    attribute: Name
    """Attribute that changes."""
    factor: float = Field(gt=0)
    """The level is multiplied by this."""
    lasts: float | None = Field(default=None, gt=0)
    """Weeks until the old level is back; leave out for a lasting change."""

    @model_validator(mode="after")
    def _within_bounds(self) -> OfferChange:
        if self.attribute in AT_MOST_ONE and self.factor > 1:
            raise ValueError(
                _("{attribute} cannot rise above 1; give a factor of at most 1, not {factor}").format(
                    attribute=self.attribute, factor=f"{self.factor:g}"
                )
            )
        return self

    def faults(self, firms: Sequence[str], attributes: Sequence[str]) -> list[str]:
        """Names of firms and of an attribute that are not there."""
        found = [f"firms: {unknown('firm', firm, firms)}" for firm in self.firms if firm not in firms]
        if self.attribute not in attributes:
            found.append(f"attribute: {unknown('attribute', self.attribute, attributes)}")
        return found
