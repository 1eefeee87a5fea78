"""What the firm earns in all."""

from __future__ import annotations

from typing import Literal

from sim.experiments.measures.measure import Measure
from sim.experiments.measures.weekly_figures import earned
from sim.registry import register
from sim.results.results import Results


@register("measure", "profit")
class Profit(Measure):
    """What the firm earns in the window.

    Formula: Σ over weeks of income less all cost, as :func:`sim.profit`.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 3: contribution.
    """

    unit = "money"
    says = "{one} earns {size} {more} than {other}"

    kind: Literal["profit"] = "profit"

    def value(self, results: Results, firm: str) -> float:
        """Profit in full units of money."""
        return earned(results, firm, self.since, self.until)
