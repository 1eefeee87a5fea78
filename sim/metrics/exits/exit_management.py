"""The management of exits from end to end: the five steps of the course, each with its tables and its arithmetic."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from sim.metrics._shared.windows import require_purchases
from sim.metrics._shared.worked_examples import Figure, line_of, number
from sim.metrics.exits.exit_measures import advised, weighed
from sim.metrics.exits.exits import exit_interviews, stated_exits
from sim.metrics.exits.profit_lost import profit_lost, summed
from sim.metrics.retention.churn import Period, churn, churn_by_tier, churn_interval
from sim.number_text import bounds
from sim.registry import register, unknown
from sim.results.results import Results


@dataclass(frozen=True, kw_only=True, eq=False)
class ExitManagement:
    """Why customers leave, what that costs and what it is worth to act: five steps, each a table or more."""

    title: str
    focal: str
    """The firm in focus, meant where no other is named."""
    lowering: float
    """The part of a cause's exits whose prevention is weighed."""
    churn_by_firm: pd.DataFrame
    """Step 1, over the whole run and all replications: firm, exits, customer_weeks, churn (a year) with its 95%
    interval from low to high, mean_lifetime_weeks."""
    churn_by_period: pd.DataFrame
    """Step 1, columns of ``churn``."""
    churn_by_segment: pd.DataFrame
    """Step 1, over the whole run, columns of ``churn``."""
    churn_by_tier: pd.DataFrame
    """Step 1, columns of ``churn_by_tier``."""
    causes: pd.DataFrame
    """Step 2, true beside stated, columns of ``stated_exits``."""
    answers: pd.DataFrame
    """Step 2, how many of those who left for a true cause stated which: firm, cause, then one column per stated cause,
    all replications together."""
    lost_customers: pd.DataFrame
    """Step 3, one row per exit, columns of ``profit_lost``."""
    profit_lost: pd.DataFrame
    """Step 3, columns of ``profit_lost_by_cause``."""
    break_even: pd.DataFrame
    """Step 4, columns of ``exit_break_even``."""
    measures: pd.DataFrame
    """Step 5, columns of ``exit_measures``."""

    def arithmetic(self, figure: Figure, cause: str | None = None, firm: str | None = None) -> str:
        """How a figure comes about, as a line that can be worked out again by hand.

        ``figure``: churn, share, stated share, profit lost, or break-even. ``cause`` may be left out for churn and
        profit lost (all causes), ``firm`` for the firm in focus. Raises ``ValueError`` for a figure, a cause or a firm
        that is not there, or a figure that needs a cause.
        """
        firms = [str(name) for name in self.profit_lost["firm"].unique()]
        causes = [str(name) for name in self.profit_lost["cause"].unique()]
        firm = self.focal if firm is None else firm
        if firm not in firms:
            raise ValueError(unknown("firm", firm, firms))
        if cause is not None and cause not in causes:
            raise ValueError(unknown("exit cause", cause, causes))
        return line_of(self, figure, cause, firm)

    def __str__(self) -> str:
        """The five steps for the firm in focus, in lines that a person can read."""
        mine = self.measures[self.measures["firm"] == self.focal]
        lines = [f"{self.title}: why customers leave {self.focal}, and what to do about it"]
        lines += ["1 churn", f"  {self.arithmetic('churn')} a year{self._churn_bounds()}"]
        lines.append("2 causes, true and as stated in exit interviews")
        for cause in mine["cause"]:
            lines.append(f"  {cause}: {self.arithmetic('share', cause)}; {self.arithmetic('stated share', cause)}")
        lines.append("3 profit lost")
        lines += [f"  {c}: {self.arithmetic('profit lost', c)}{self._bounds(c)}" for c in mine["cause"]]
        lines.append(f"4 yearly spend up to which it pays to prevent {100 * self.lowering:g}% of a cause's exits")
        lines += [f"  {c}: {self.arithmetic('break-even', c)}" for c in mine["cause"][mine["stoppable"]]]
        lines.append("5 measures, the most worthwhile first")
        lines += [f"  {cause}: {words}" for cause, words in zip(mine["cause"], mine["measures"], strict=True)]
        return "\n".join(lines)

    def _churn_bounds(self) -> str:
        row = self.churn_by_firm[self.churn_by_firm["firm"] == self.focal].iloc[0]
        return said(row["low"], row["high"])

    def _bounds(self, cause: str) -> str:
        table = self.profit_lost
        row = table[(table["firm"] == self.focal) & (table["cause"] == cause)].iloc[0]
        return said(row["low"], row["high"]) if row["exits"] else ""


def said(low: float, high: float) -> str:
    """An interval in words, or nothing where there is none.

    >>> said(1200.0, 1800.0)
    ' (95%: 1,200 to 1,800)'
    """
    return "" if math.isnan(low) or math.isnan(high) else f" (95%: {bounds(low, high, number)})"


@register("analysis", "exit_management")
def exit_management(
    results: Results,
    period: Period = "year",
    lowering: float = 0.1,
    discount: float = 0.1,
    costs: Mapping[str, float] | None = None,
) -> ExitManagement:
    """The five steps of managing exits: measure churn, find the causes, reckon the profit lost, weigh the cost, act.

    Formula: those of ``churn``, ``churn_by_tier``, ``stated_exits``, ``profit_lost``, ``profit_lost_by_cause``,
    ``exit_break_even`` and ``exit_measures``, whose tables it holds; ``arithmetic`` shows how a figure came about.
    Source: the course's five steps; Reichheld & Sasser (1990), Zero defections, Harvard Business Review 68(5),
    105-111. The discount of 0.10 a year and the part of 0.10 that is prevented are assumed.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        period: ``year``, ``quarter``, ``week`` or a number of weeks; the last period ends with the window and may be
            shorter.
        lowering: Part of the exits of a cause that is prevented, 0 to 1; 0.1 is assumed.
        discount: Yearly discount rate, a part of one; 0.10 is assumed.
        costs: What lowering a cause by that part costs a firm a year, by cause, in money; without it no net figure.

    Returns:
        A frozen :class:`ExitManagement`.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: As the metrics it walks do.
    """
    require_purchases(results, "exit_management")
    lost = profit_lost(results, discount)
    by_cause = summed(results, lost, discount)
    worth = weighed(by_cause, lowering, costs)
    by_segment = churn(results, results.scenario.horizon, by_segment=True)
    return ExitManagement(
        title=results.scenario.title,
        focal=results.scenario.focal_firm,
        lowering=lowering,
        churn_by_firm=churn_interval(by_segment, ["firm"]),
        churn_by_period=churn(results, period),
        churn_by_segment=by_segment,
        churn_by_tier=churn_by_tier(results),
        causes=stated_exits(results),
        answers=_answers(results),
        lost_customers=lost,
        profit_lost=by_cause,
        break_even=worth,
        measures=advised(results, by_cause, worth),
    )


def _answers(results: Results) -> pd.DataFrame:
    """Interviews by firm, true cause and stated cause, all replications together."""
    names = results.scenario.exits.cause_names
    heard = exit_interviews(results)
    heard = heard[heard["answered"]].astype({"cause": object, "stated": object, "firm": object})
    rows = pd.MultiIndex.from_product([results.names.firms, names], names=["firm", "cause"])
    counts = heard.groupby(["firm", "cause", "stated"]).size().unstack(fill_value=0)
    return counts.reindex(index=rows, columns=pd.Index(names), fill_value=0).rename_axis(columns=None).reset_index()
