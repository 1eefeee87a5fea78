"""One value of any metric as a measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import pandas as pd

from sim.experiments.errors import ExperimentError
from sim.experiments.measures.measure import Measure
from sim.registry import register, registered, unknown
from sim.results.results import Results


@register("measure", "metric")
class MetricValue(Measure):
    """One value of the table that a metric gives: a column of the row (or the mean over the rows) that is chosen.

    Formula: mean of the column over the rows of the firm for which ``where`` holds.
    Source: that of the metric, see its docstring.
    """

    unit = "as the metric has it"
    says = "{one} has {size} {more} than {other}"
    log = "all"

    kind: Literal["metric"] = "metric"
    metric: str = "share"
    """Name of the metric, such as ``waits``."""
    column: str = "share_of_revenue"
    """Column of its table."""
    where: Mapping[str, str | float] = {}
    """Which rows count: the value that each of these columns has; the firm is chosen already."""
    options: Mapping[str, Any] = {}
    """Further arguments of the metric."""
    missing: float | None = None
    """The value where no row is chosen, such as 0 where nobody left for that cause; left out, that is an error."""

    def value(self, results: Results, firm: str) -> float:
        """The value of one run. Raises ``ExperimentError`` for a metric, column or row that is not there."""
        if self.since or self.until is not None:
            raise ExperimentError(
                "the measure 'metric' has no window of its own; leave since and until out, use options"
            )
        metrics = registered("metric")
        if self.metric not in metrics:
            raise ExperimentError(unknown("metric", self.metric, metrics))
        metric: Callable[..., Any] = metrics[self.metric]  # type: ignore[assignment]
        table = metric(results, **self.options)
        if not isinstance(table, pd.DataFrame):
            raise ExperimentError(f"the metric {self.metric!r} gives no table; choose another")
        return self._read(table, firm)

    def _read(self, table: pd.DataFrame, firm: str) -> float:
        chosen = {**({"firm": firm} if "firm" in table else {}), **self.where}
        for column in (*chosen, self.column):
            if column not in table:
                raise ExperimentError(unknown(f"column of the metric {self.metric!r}", column, map(str, table.columns)))
        for column, wanted in chosen.items():
            table = table[table[column] == wanted]
        if table.empty and self.missing is None:
            told = ", ".join(f"{column} {wanted!r}" for column, wanted in chosen.items())
            raise ExperimentError(f"the metric {self.metric!r} has no row with {told}; give `missing`, or other rows")
        return float(table[self.column].mean()) if len(table) else float(self.missing or 0.0)
