"""What the firm earns per customer and year."""

from __future__ import annotations

from typing import Literal

from sim.experiments.measures.measure import Measure, part
from sim.experiments.measures.weekly_figures import customers, earned
from sim.metrics._shared.windows import WEEKS_A_YEAR
from sim.registry import register
from sim.results.results import Results


@register("measure", "profit_per_customer_year")
class ProfitPerCustomerYear(Measure):
    """What the firm earns per customer and year in the window.

    Formula: profit / customer-weeks × 52, customers counted at the end of each week. A strategy that wins many small
    customers can lower it while profit rises: look at ``profit`` too.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 5: customer profit.
    """

    unit = "money per customer and year"
    says = "{one} earns {size} {more} per customer and year than {other}"

    kind: Literal["profit_per_customer_year"] = "profit_per_customer_year"

    def value(self, results: Results, firm: str) -> float:
        """Not a number where the firm has no customers."""
        weeks = float(customers(results, firm, self.since, self.until).sum())
        return part(earned(results, firm, self.since, self.until), weeks) * WEEKS_A_YEAR
