"""What customers pay the firm."""

from __future__ import annotations

from typing import Literal

from sim.experiments.measures.measure import Measure
from sim.experiments.measures.weekly_figures import place, sold
from sim.registry import register
from sim.results.results import Results


@register("measure", "revenue")
class Revenue(Measure):
    """What customers pay the firm for their purchases in the window.

    Formula: Σ purchases, fees not counted.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 2.
    """

    unit = "money"
    says = "{one} sells for {size} {more} than {other}"

    kind: Literal["revenue"] = "revenue"

    def value(self, results: Results, firm: str) -> float:
        """Revenue in full units of money."""
        return float(sold(results, self.since, self.until)[place(results, firm)])
