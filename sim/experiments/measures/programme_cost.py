"""What the firm's programmes cost it."""

from __future__ import annotations

from typing import Literal

from sim.experiments.measures.measure import Measure
from sim.experiments.measures.weekly_figures import place
from sim.metrics._shared.windows import whole_weeks
from sim.registry import register
from sim.results.results import Results
from sim.results.tables import money

EVENTS = ("launch", "running cost", "reward", "benefit", "attendance", "refund")


@register("measure", "programme_cost")
class ProgrammeCost(Measure):
    """What the firm's programmes cost it in the window: building and running them, rewards, benefits and events.

    Formula: Σ of these over the weeks; what tailored goods cost more is a cost of goods and left out.
    Source: Leenheer, van Heerde, Bijmolt & Smidts (2007), Int. Journal of Research in Marketing 24(1), 31-47: the cost
    side of loyalty programmes.
    """

    unit = "money"
    says = "{one} spends {size} {more} on its programmes than {other}"
    better = "less"

    kind: Literal["programme_cost"] = "programme_cost"

    def value(self, results: Results, firm: str) -> float:
        """Money in full units."""
        spent = money(results.runs[0], EVENTS)[whole_weeks(results, self.since, self.until), place(results, firm)]
        return float(spent.sum() / 100)
