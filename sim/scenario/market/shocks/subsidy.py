"""Money given to a firm from outside the market: a subsidy, a prize, a grant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from sim.registry import register, unknown
from sim.scenario.market.population import Name
from sim.scenario.market.shock import Shock


@register("shock", "subsidy")
class Subsidy(Shock):
    """A firm is given money, at once or spread evenly over some weeks.

    It comes from nobody in the market. In the books it counts against what else the firm spends (``other_cost`` goes
    down by it, below nothing if need be), so that profit rises by it and neither revenue, nor share, nor the worth of a
    customer does.
    """

    kind: Literal["subsidy"]
    firm: Name
    """Firm that gets it."""
    money: float = Field(gt=0, le=1e12)
    """What it gets in all."""
    lasts: int | None = Field(default=None, ge=1, le=5200)
    """Weeks over which it is paid, the same each week; leave out for all at once."""

    def faults(self, firms: Sequence[str], attributes: Sequence[str]) -> list[str]:
        """A firm that is not there."""
        return [] if self.firm in firms else [f"firm: {unknown('firm', self.firm, firms)}"]
