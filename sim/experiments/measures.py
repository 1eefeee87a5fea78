"""The measures that strategies are judged by, each one figure of one firm in one run."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field

from sim.experiments.errors import ExperimentError
from sim.experiments.measure import Measure, part
from sim.language.messages import _, mark
from sim.metrics._shared.windows import WEEKS_A_YEAR, whole_weeks, window
from sim.metrics.retention.churn import churn_rate, exits_and_weeks_by_firm
from sim.metrics.value.lifetime_value import accounts
from sim.registry import register, registered, unknown
from sim.results.results import Results
from sim.results.tables import INCOME, customer_base, money, profit_cents


def place(results: Results, firm: str) -> int:
    """The number of a firm."""
    return results.names.firms.index(firm)


def earned(results: Results, firm: str, since: int, until: int | None) -> float:
    """What a firm earns in a window, in full units of money."""
    cents = profit_cents(results.runs[0])[whole_weeks(results, since, until), place(results, firm)]
    return float(cents.sum() / 100)


def sold(results: Results, since: int, until: int | None) -> NDArray[np.float64]:
    """What customers pay each firm in a window, in full units of money."""
    cents = money(results.runs[0], INCOME["revenue"])[whole_weeks(results, since, until)]
    return np.asarray(cents.sum(axis=0) / 100)


def customers(results: Results, firm: str, since: int, until: int | None) -> NDArray[np.int64]:
    """Customers of a firm at the end of each week of a window."""
    run = results.runs[0]
    standing = customer_base(run)
    found: NDArray[np.int64] = standing[whole_weeks(results, since, until), place(results, firm)]
    return found


@register("measure", "profit")
class Profit(Measure):
    """What the firm earns in the window.

    Formula: Σ over weeks of income less all cost, as :func:`sim.profit`.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 3: contribution.
    """

    unit = mark("money")
    says = mark("{one} earns {size} {more} than {other}")

    kind: Literal["profit"] = "profit"

    def value(self, results: Results, firm: str) -> float:
        """Profit in full units of money."""
        return earned(results, firm, self.since, self.until)


@register("measure", "profit_per_customer_year")
class ProfitPerCustomerYear(Measure):
    """What the firm earns per customer and year in the window.

    Formula: profit / customer-weeks × 52, customers counted at the end of each week. A strategy that wins many small
    customers can lower it while profit rises: look at ``profit`` too.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 5: customer profit.
    """

    unit = mark("money per customer and year")
    says = mark("{one} earns {size} {more} per customer and year than {other}")

    kind: Literal["profit_per_customer_year"] = "profit_per_customer_year"

    def value(self, results: Results, firm: str) -> float:
        """Not a number where the firm has no customers."""
        weeks = float(customers(results, firm, self.since, self.until).sum())
        return part(earned(results, firm, self.since, self.until), weeks) * WEEKS_A_YEAR


@register("measure", "revenue")
class Revenue(Measure):
    """What customers pay the firm for their purchases in the window.

    Formula: Σ purchases, fees not counted.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 2.
    """

    unit = mark("money")
    says = mark("{one} sells for {size} {more} than {other}")

    kind: Literal["revenue"] = "revenue"

    def value(self, results: Results, firm: str) -> float:
        """Revenue in full units of money."""
        return float(sold(results, self.since, self.until)[place(results, firm)])


@register("measure", "share")
class Share(Measure):
    """The firm's part of all that is spent in the market in the window.

    Formula: revenue / Σ revenue of all firms.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 2: market share.
    """

    unit = mark("points of share")
    says = mark("{one} has a share {size} points {more} than {other}")
    more = (mark("higher"), mark("lower"))
    scale = 100.0

    kind: Literal["share"] = "share"

    def value(self, results: Results, firm: str) -> float:
        """A part of one; not a number where nobody bought."""
        paid = sold(results, self.since, self.until)
        return part(float(paid[place(results, firm)]), float(paid.sum()))


@register("measure", "customers")
class Customers(Measure):
    """How many customers the firm has at the end of the window.

    Formula: those who came less those who left.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 5: customer counts.
    """

    unit = mark("customers")
    says = mark("{one} has {size} {more} customers in the end than {other}")
    more = (mark("more"), mark("fewer"))

    kind: Literal["customers"] = "customers"

    def value(self, results: Results, firm: str) -> float:
        """A number of people."""
        return float(customers(results, firm, self.since, self.until)[-1])


@register("measure", "churn")
class Churn(Measure):
    """How many of a hundred customers leave the firm in a year.

    Formula: exits / customer-weeks × 52, as in :func:`sim.metrics.retention.churn.churn_rate`.
    Source: Reichheld & Sasser (1990), Zero defections, Harvard Business Review 68(5), 105-111.
    """

    unit = mark("exits per 100 customers and year")
    says = mark("{one} loses {size} {more} of a hundred customers a year than {other}")
    more = (mark("more"), mark("fewer"))
    scale = 100.0
    better = "less"

    kind: Literal["churn"] = "churn"

    def value(self, results: Results, firm: str) -> float:
        """Exits per customer and year; not a number where the firm has no customers."""
        start, end = window(results, self.since, self.until)
        lived = exits_and_weeks_by_firm(results.runs[0], len(results.names.firms), np.array([0.0, start, end]))
        exits, weeks = (np.asarray(figures)[1, place(results, firm)] for figures in lived)
        return float(churn_rate(exits, weeks))


@register("measure", "lifetime_value")
class LifetimeValue(Measure):
    """What those who did business with the firm have been worth to it on average by the end of the run.

    Formula: mean over customers of what they brought less goods, rewards, benefits and events, discounted to their
    first business with the firm, as :func:`sim.lifetime_value`. Realised over the whole run, so it has no window.
    Source: Berger & Nasr (1998), Customer lifetime value, Journal of Interactive Marketing 12(1), 17-30.
    """

    unit = mark("money per customer")
    says = mark("a customer of {one} has been worth {size} {more} than one of {other}")
    log = "all"

    kind: Literal["lifetime_value"] = "lifetime_value"
    discount: float = Field(default=0.1, ge=0)
    """Yearly discount rate; 0.10 assumed."""

    def value(self, results: Results, firm: str) -> float:
        """Not a number where nobody did business with the firm."""
        if self.since or self.until is not None:
            raise ExperimentError(_("lifetime_value looks at the whole run; leave since and until out"))
        found = accounts(results.runs[0], self.discount)
        own = found.value[found.opening["firm"] == place(results, firm)]
        return float(own.mean()) if len(own) else math.nan


EVENTS = ("launch", "running cost", "reward", "benefit", "attendance", "refund")


@register("measure", "programme_cost")
class ProgrammeCost(Measure):
    """What the firm's programmes cost it in the window: building and running them, rewards, benefits and events.

    Formula: Σ of these over the weeks; what tailored goods cost more is a cost of goods and left out.
    Source: Leenheer, van Heerde, Bijmolt & Smidts (2007), Int. Journal of Research in Marketing 24(1), 31-47: the cost
    side of loyalty programmes.
    """

    unit = mark("money")
    says = mark("{one} spends {size} {more} on its programmes than {other}")
    better = "less"

    kind: Literal["programme_cost"] = "programme_cost"

    def value(self, results: Results, firm: str) -> float:
        """Money in full units."""
        spent = money(results.runs[0], EVENTS)[whole_weeks(results, self.since, self.until), place(results, firm)]
        return float(spent.sum() / 100)


@register("measure", "metric")
class MetricValue(Measure):
    """One value of the table that a metric gives: a column of the row, or the mean or sum over the rows, chosen.

    Formula: mean, or sum where ``summed`` is true, of the column over the rows of the firm for which ``where`` holds.
    Source: that of the metric, see its docstring.
    """

    unit = mark("as the metric has it")
    says = mark("{one} has {size} {more} than {other}")
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
    summed: bool = False
    """Whether the rows are added up, such as units left over in each week, instead of averaged."""
    missing: float | None = None
    """The value where no row is chosen, such as 0 where nobody left for that cause; left out, that is an error."""

    def value(self, results: Results, firm: str) -> float:
        """The value of one run. Raises ``ExperimentError`` for a metric, column or row that is not there."""
        if self.since or self.until is not None:
            raise ExperimentError(
                _("the measure 'metric' has no window of its own; leave since and until out, use options")
            )
        metrics = registered("metric")
        if self.metric not in metrics:
            raise ExperimentError(unknown("metric", self.metric, metrics))
        metric: Callable[..., Any] = metrics[self.metric]  # type: ignore[assignment]
        table = metric(results, **self.options)
        if not isinstance(table, pd.DataFrame):
            raise ExperimentError(_("the metric '{metric}' gives no table; choose another").format(metric=self.metric))
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
            said = _("the metric '{metric}' has no row with {rows}; give `missing`, or other rows")
            raise ExperimentError(said.format(metric=self.metric, rows=told))
        if table.empty:
            return float(self.missing or 0.0)
        return float(table[self.column].sum() if self.summed else table[self.column].mean())
