"""How fast the firm loses customers."""

from __future__ import annotations

from typing import Literal

from sim.experiments.books import customers, exits
from sim.experiments.measure import Measure, part
from sim.metrics.reading import WEEKS_A_YEAR
from sim.registry import declare
from sim.results import Results


@declare("measure", "churn")
class Churn(Measure):
    """How many of a hundred customers leave the firm in a year.

    Formula: exits / customer-weeks × 52, customers counted at the end of each week.
    Source: Reichheld & Sasser (1990), Zero defections, Harvard Business Review 68(5), 105-111.
    """

    unit = "exits per 100 customers and year"
    says = "{one} loses {size} {more} of a hundred customers a year than {other}"
    more = ("more", "fewer")
    scale = 100.0
    better = "less"

    kind: Literal["churn"] = "churn"

    def value(self, results: Results, firm: str) -> float:
        """Exits per customer and year; not a number where the firm has no customers."""
        weeks = float(customers(results, firm, self.since, self.until).sum())
        return part(float(exits(results, firm, self.since, self.until).sum()), weeks) * WEEKS_A_YEAR
