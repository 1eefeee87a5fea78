"""Measures of what becomes of a firm's customers: retention, exits and their causes, membership, waiting."""

from __future__ import annotations

import math
from typing import Literal

import pandas as pd
from pydantic import Field

from sim.experiments.errors import ExperimentError
from sim.experiments.measure import Measure, part
from sim.language.messages import _, mark
from sim.metrics._shared.windows import WEEKS_A_YEAR
from sim.metrics.exits.exits import exits
from sim.metrics.programmes.members_over_time import members_over_time
from sim.metrics.purchasing.orders import orders
from sim.metrics.purchasing.waits import waits
from sim.metrics.retention.retention import retention
from sim.registry import register, unknown
from sim.results.results import Results


def of_firm(table: pd.DataFrame, firm: str) -> pd.DataFrame:
    """The rows of a metric's table that are about this firm."""
    return table[table["firm"] == firm]


@register("measure", "retention")
class Retention(Measure):
    """The part of the firm's customers that it keeps from year to year.

    Formula: Σ kept / Σ standing over the whole periods of the window, as in
    :func:`sim.metrics.retention.retention.retention`; who leaves and comes back within a period is not kept. A window
    that is shorter than a period is one period. A market that opens with a first purchase has no customers at week 0,
    so its first year counts nobody.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 5: the retention rate.
    """

    unit = mark("points of retention a year")
    says = mark("{one} keeps {size} {more} of a hundred customers from year to year than {other}")
    more = (mark("more"), mark("fewer"))
    scale = 100.0

    kind: Literal["retention"] = "retention"
    period: float = Field(default=WEEKS_A_YEAR, gt=0)
    """Weeks from which to which customers are kept; a year of 52 when left out."""

    def value(self, results: Results, firm: str) -> float:
        """A part of one; not a number where the firm has no customers at the beginning of a period."""
        table = of_firm(retention(results, self.period, float(self.since), self.until), firm)
        whole = table[table["end"] - table["start"] >= self.period]
        found = whole if len(whole) else table
        return part(float(found["kept"].sum()), float(found["standing"].sum()))


@register("measure", "members")
class Members(Measure):
    """How many members the firm's programmes have at the end of the window.

    Formula: joins − ends of membership up to then, as in
    :func:`sim.metrics.programmes.members_over_time.members_over_time`; 0 where nobody joined. A customer who is in two
    programmes counts in each.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 5: customer counts.
    """

    unit = mark("members")
    says = mark("{one} has {size} {more} members in the end than {other}")
    more = (mark("more"), mark("fewer"))
    log = "all"

    kind: Literal["members"] = "members"
    level: Literal["full", "associates", "both"] = "full"
    """Who counts: full members, associates of a club, or both."""
    programme: str | None = None
    """Kind of the programme, such as ``club``; all of them when left out."""

    def value(self, results: Results, firm: str) -> float:
        """A number of people."""
        table = of_firm(members_over_time(results), firm)
        if self.programme is not None:
            table = table[table["programme"] == self.programme]
        weeks = results.runs[0].weekly.shape[0]
        last = table[table["week"] == min(self.until or weeks, weeks) - 1]
        columns = ["full", "associates"] if self.level == "both" else [self.level]
        return float(last[columns].to_numpy(dtype=float).sum())


class _ExitMeasure(Measure):
    """What counts exits, all of them or those for one cause."""

    def _counts(self, results: Results, firm: str) -> pd.Series[int]:
        """Exits of the firm in the window by cause."""
        table = of_firm(exits(results, float(self.since), self.until), firm)
        return table.set_index(table["cause"].astype(str))["exits"]

    def _count(self, results: Results, firm: str, cause: str) -> float:
        counts = self._counts(results, firm)
        if cause not in counts.index:
            raise ExperimentError(unknown("cause", cause, map(str, counts.index)))
        return float(counts[cause])


@register("measure", "exits")
class Exits(_ExitMeasure):
    """How many customers leave the firm in the window, or how many for one cause.

    Formula: Σ exits, as in :func:`sim.metrics.exits.exits.exits`; causes are the true ones.
    Source: Keaveney (1995), Customer switching behavior in service industries, Journal of Marketing 59(2), 71-82.
    """

    unit = mark("exits")
    says = mark("{one} loses {size} {more} customers than {other}")
    more = (mark("more"), mark("fewer"))
    better = "less"

    kind: Literal["exits"] = "exits"
    cause: str | None = None
    """The cause that counts, such as ``price``; all of them when left out."""

    def value(self, results: Results, firm: str) -> float:
        """A number of exits. Raises ``ExperimentError`` for a cause that the market does not have."""
        return (
            float(self._counts(results, firm).sum()) if self.cause is None else self._count(results, firm, self.cause)
        )


@register("measure", "exit_share")
class ExitShare(_ExitMeasure):
    """The part of all who leave the firm in the window that leaves for one cause.

    Formula: exits for the cause / all exits, as in :func:`sim.metrics.exits.exits.exits`; 0 where nobody left.
    Source: Keaveney (1995), Customer switching behavior in service industries, Journal of Marketing 59(2), 71-82.
    """

    unit = mark("points of all exits")
    says = mark("of the exits from {one}, {size} points {more} are for this cause than of those from {other}")
    more = (mark("more"), mark("fewer"))
    scale = 100.0
    better = "less"

    kind: Literal["exit_share"] = "exit_share"
    cause: str = "price"
    """The cause that counts."""

    def value(self, results: Results, firm: str) -> float:
        """A part of one. Raises ``ExperimentError`` for a cause that the market does not have."""
        whole = float(self._counts(results, firm).sum())
        return self._count(results, firm, self.cause) / whole if whole else 0.0


@register("measure", "service_wait")
class ServiceWait(Measure):
    """How long customers wait at the firm's service desk, on average over the run.

    Formula: mean hours from a need to the beginning of its answer, or to giving up, as in
    :func:`sim.metrics.purchasing.waits.waits`; 0 where nobody turned to a desk.
    Source: Erlang (1917); Palm (1957) for customers who give up.
    """

    unit = mark("hours")
    says = mark("customers of {one} wait {size} hours {more} than those of {other}")
    more = (mark("longer"), mark("less"))
    better = "less"
    log = "all"

    kind: Literal["service_wait"] = "service_wait"

    def value(self, results: Results, firm: str) -> float:
        """Hours. Raises ``ExperimentError`` for a window, which this measure does not have."""
        if self.since or self.until is not None:
            raise ExperimentError(_("service_wait looks at the whole run; leave since and until out"))
        return _zero_for_none(of_firm(waits(results), firm)["mean_wait_hours"].iloc[0])


@register("measure", "lead_time")
class LeadTime(Measure):
    """How long customers wait for what they ordered at the firm's production line in the window, on average.

    Formula: mean weeks from an order to its delivery, as in :func:`sim.metrics.purchasing.orders.orders`; orders that
    are lost or still waiting are left out; 0 where nothing was delivered.
    Source: Little (1961), Operations Research 9, 383-387.
    """

    unit = mark("weeks")
    says = mark("customers of {one} wait {size} weeks {more} for an order than those of {other}")
    more = (mark("longer"), mark("less"))
    better = "less"
    log = "all"

    kind: Literal["lead_time"] = "lead_time"

    def value(self, results: Results, firm: str) -> float:
        """Weeks."""
        return _zero_for_none(of_firm(orders(results, float(self.since), self.until), firm)["mean_lead_weeks"].iloc[0])


@register("measure", "lost_orders")
class LostOrders(Measure):
    """How many orders given to the firm's production line in the window are met by nothing.

    Formula: Σ lost, as in :func:`sim.metrics.purchasing.orders.orders`; 0 without a line.
    Source: Anderson, Fitzsimons & Simester (2006), Measuring and mitigating the costs of stockouts, Management Science
    52(11), 1751-1763.
    """

    unit = mark("orders")
    says = mark("{one} loses {size} {more} orders than {other}")
    more = (mark("more"), mark("fewer"))
    better = "less"
    log = "all"

    kind: Literal["lost_orders"] = "lost_orders"

    def value(self, results: Results, firm: str) -> float:
        """A number of orders."""
        return float(of_firm(orders(results, float(self.since), self.until), firm)["lost"].iloc[0])


def _zero_for_none(value: float) -> float:
    return 0.0 if math.isnan(value) else float(value)
