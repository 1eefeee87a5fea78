"""The firm's part of all sales."""

from __future__ import annotations

from typing import Literal

from sim.experiments.measures.measure import Measure, part
from sim.experiments.measures.weekly_figures import place, sold
from sim.registry import register
from sim.results.results import Results


@register("measure", "share")
class Share(Measure):
    """The firm's part of all that is spent in the market in the window.

    Formula: revenue / Σ revenue of all firms.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 2: market share.
    """

    unit = "points of share"
    says = "{one} has a share {size} points {more} than {other}"
    more = ("higher", "lower")
    scale = 100.0

    kind: Literal["share"] = "share"

    def value(self, results: Results, firm: str) -> float:
        """A part of one; not a number where nobody bought."""
        paid = sold(results, self.since, self.until)
        return part(float(paid[place(results, firm)]), float(paid.sum()))
