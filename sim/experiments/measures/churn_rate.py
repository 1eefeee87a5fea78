"""How fast the firm loses customers."""

from __future__ import annotations

from typing import Literal

import numpy as np

from sim.experiments.measures.measure import Measure
from sim.experiments.measures.weekly_figures import place
from sim.metrics._shared.windows import window
from sim.metrics.retention.churn import churn_rate, exits_and_weeks_by_firm
from sim.registry import register
from sim.results.results import Results


@register("measure", "churn")
class Churn(Measure):
    """How many of a hundred customers leave the firm in a year.

    Formula: exits / customer-weeks × 52, as in :func:`sim.metrics.retention.churn.churn_rate`.
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
        start, end = window(results, self.since, self.until)
        lived = exits_and_weeks_by_firm(results.runs[0], len(results.names.firms), np.array([0.0, start, end]))
        exits, weeks = (np.asarray(figures)[1, place(results, firm)] for figures in lived)
        return float(churn_rate(exits, weeks))
