"""What a customer of the firm has been worth."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import Field

from sim.experiments.errors import ExperimentError
from sim.experiments.measures.measure import Measure
from sim.experiments.measures.weekly_figures import place
from sim.metrics.value.lifetime_value import accounts
from sim.registry import register
from sim.results.results import Results


@register("measure", "lifetime_value")
class LifetimeValue(Measure):
    """What those who did business with the firm have been worth to it on average by the end of the run.

    Formula: mean over customers of what they brought less goods, rewards, benefits and events, discounted to their
    first business with the firm, as :func:`sim.lifetime_value`. Realised over the whole run, so it has no window.
    Source: Berger & Nasr (1998), Customer lifetime value, Journal of Interactive Marketing 12(1), 17-30.
    """

    unit = "money per customer"
    says = "a customer of {one} has been worth {size} {more} than one of {other}"
    log = "all"

    kind: Literal["lifetime_value"] = "lifetime_value"
    discount: float = Field(default=0.1, ge=0)
    """Yearly discount rate; 0.10 assumed."""

    def value(self, results: Results, firm: str) -> float:
        """Not a number where nobody did business with the firm."""
        if self.since or self.until is not None:
            raise ExperimentError("lifetime_value looks at the whole run; leave since and until out")
        found = accounts(results, results.runs[0], self.discount)
        own = found.value[found.opening["firm"] == place(results, firm)]
        return float(own.mean()) if len(own) else math.nan
