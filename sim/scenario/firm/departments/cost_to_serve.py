"""What handling an order costs: less for a customer whom the firm knows, and who knows the firm."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.firm.department import Department

if TYPE_CHECKING:
    pass


@register("department", "cost_to_serve")
class CostToServe(Department):
    """The cost of handling an order falls from ``cost`` to ``cost × learned`` as she buys again in the same stay."""

    source: ClassVar[str] = "Reichheld & Sasser (1990, Harvard Business Review 68(5)): savings on old customers"

    kind: Literal["cost_to_serve"] = "cost_to_serve"
    cost: float = Field(ge=0)
    """Cost of handling an order of somebody who has never bought here, money."""
    learned: float = Field(default=0.6, ge=0, le=1)
    """Part of that cost that remains once she and the firm know how. Assumed 0.6."""
    over: float = Field(default=5.0, gt=0)
    """Purchases after which two thirds of the difference are learned. Assumed 5."""

    def at(self, purchases: float) -> float:
        """Cost of handling the order of a customer who has bought so often before, money.

        >>> [round(CostToServe(cost=10).at(n), 2) for n in (0, 5, 50)]
        [10.0, 7.47, 6.0]
        """
        return self.cost * (self.learned + (1.0 - self.learned) * math.exp(-purchases / self.over))
