"""A district changes: people move away from it, or within the market to another; newcomers come, or stay away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.registry import register, unknown
from sim.scenario.market.population import Name
from sim.scenario.market.shock import Shock

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


@register("shock", "district_change")
class DistrictChange(Shock):
    """A district empties, ages or grows, for good or for a time."""

    kind: Literal["district_change"]
    district: Name
    """The district that changes."""
    moving_away: float = Field(default=1.0, ge=0, le=1000)
    """Its rate of moving away, out of the market, is multiplied by this."""
    newcomers: float = Field(default=1.0, ge=0, le=1000)
    """Its part among newcomers is multiplied by this."""
    flows: Mapping[Name, Annotated[float, Field(ge=0, le=100)]] = Field(default={})
    """Rate per week at which each of its people moves to another district, by district."""
    lasts: float | None = Field(default=None, gt=0)
    """Weeks until it is as before; leave out for good."""

    def district_faults(self, scenario: Scenario) -> list[str]:
        """Districts that are not there, each fault beginning with its field."""
        names = [district.name for district in scenario.districts]
        faults = [] if self.district in names else [f"district: {unknown('district', self.district, names)}"]
        others = [name for name in names if name != self.district]
        return faults + [
            f"flows: {unknown('other district', name, others)}" for name in self.flows if name not in others
        ]
