"""How many customers the firm has in the end."""

from __future__ import annotations

from typing import Literal

from sim.experiments.measures.measure import Measure
from sim.experiments.measures.weekly_figures import customers
from sim.registry import register
from sim.results.results import Results


@register("measure", "customers")
class Customers(Measure):
    """How many customers the firm has at the end of the window.

    Formula: those who came less those who left.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 5: customer counts.
    """

    unit = "customers"
    says = "{one} has {size} {more} customers in the end than {other}"
    more = ("more", "fewer")

    kind: Literal["customers"] = "customers"

    def value(self, results: Results, firm: str) -> float:
        """A number of people."""
        return float(customers(results, firm, self.since, self.until)[-1])
