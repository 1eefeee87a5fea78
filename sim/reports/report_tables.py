"""The tables of the report: figures written as they shall be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from sim.glossary.labels import cause_name
from sim.language.messages import _, mark, translate
from sim.metrics._shared.interval import Interval
from sim.metrics.exits.exits import exits
from sim.metrics.programmes.programme_cost import programme_cost
from sim.metrics.purchasing.share import sales, share
from sim.metrics.summary import summary
from sim.metrics.value.profit import incremental_profit, profit
from sim.number_text import MISSING, bounds, decimal, money, percent, with_bounds
from sim.results.results import Results

if TYPE_CHECKING:
    import pandas as pd


def summary_table(results: Results) -> pd.DataFrame:
    """How each firm fared: customers, share, churn, main reason to leave, profit."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                _("firm"): line.firm,
                _("customers at the end"): _bounded(line.customers, decimal),
                _("share of revenue"): _bounded(line.share, partial(percent, places=1)),
                _("churn a year"): _bounded(line.churn, partial(percent, places=1)),
                _("main cause of exits"): _("{cause} ({part})").format(
                    cause=cause_name(line.main_cause), part=percent(line.main_cause_share)
                )
                if line.main_cause
                else MISSING,
                _("profit"): _bounded(line.profit, money),
            }
            for line in summary(results)
        ]
    )


def several_firms(customers: float, people: int) -> list[str]:
    """A sentence that explains why the firms have more customers together than there are people; none otherwise.

    >>> several_firms(50.0, 60)
    []
    """
    if customers <= people:
        return []
    told = _(
        "The firms' customers add up to {customers}, more than the {people} people of this market: a person can be a "
        "customer of several firms at a time."
    )
    return [told.format(customers=decimal(customers), people=decimal(people))]


def exit_table(results: Results) -> pd.DataFrame:
    """Exits of each firm by cause: number, on average over replications, and part of the firm's exits."""
    import pandas as pd

    left = exits(results).groupby(["firm", "cause"], observed=False)["exits"].sum().unstack() / len(results.runs)
    total = left.sum(axis=1)
    rows = {_("firm"): list(left.index)}
    for cause in left.columns:
        rows[cause_name(str(cause))] = [
            f"{decimal(number)} ({percent(number / whole)})" if whole else "0"
            for number, whole in zip(left[cause], total, strict=True)
        ]
    rows[_("all exits")] = [decimal(whole) for whole in total]
    return pd.DataFrame(rows)


def cost_table(results: Results) -> pd.DataFrame:
    """What programmes cost each firm, line by line, on average over replications."""
    costs = programme_cost(results).drop(columns="replication").groupby("firm", observed=False).mean()
    costs = costs.loc[:, [column for column in costs if column in ("cost", "net") or costs[column].sum() > 0]]
    return _written(costs.rename(columns=lambda column: _column(str(column).removesuffix("_cost"))))


def incremental_table(results: Results, without: Results) -> pd.DataFrame:
    """What each firm earns more than in the world without the programme, with the paired 95% interval."""
    import pandas as pd

    found = incremental_profit(results, without)
    return pd.DataFrame(
        {
            _("firm"): found["firm"],
            _("profit"): [decimal(value) for value in found["profit"]],
            _("profit without"): [decimal(value) for value in found["profit_without"]],
            _("difference"): [decimal(value) for value in found["incremental_profit"]],
            _("95% interval"): [
                bounds(low, high, decimal) for low, high in zip(found["low"], found["high"], strict=True)
            ],
        }
    )


def sales_table(results: Results) -> pd.DataFrame:
    """Purchases, shares, revenue, costs that any firm had, and profit of each, on average over replications."""
    frames = [
        metric.drop(columns="replication").groupby("firm", observed=False).mean()
        for metric in (sales(results)[["replication", "firm", "purchases"]], share(results), profit(results))
    ]
    joined = frames[0].join(frames[1]).join(frames[2])
    joined = joined.drop(columns=[name for name in joined if str(name).endswith("_cost") and not joined[name].any()])
    for column in ("share_of_purchases", "share_of_revenue"):
        joined[column] = [percent(part, 1) for part in joined[column]]
    return _written(joined.rename(columns=lambda column: _column(str(column))))


def _written(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.map(lambda cell: cell if isinstance(cell, str) else decimal(float(cell))).reset_index(names=_("firm"))


_COLUMNS: dict[str, str] = {
    "build": mark("build"), "running": mark("running"), "reward": mark("reward"), "benefit": mark("benefit"),
    "event": mark("event"), "tailoring": mark("tailoring"), "cost": mark("cost"), "fees": mark("fees"),
    "net": mark("net"),
    "purchases": mark("purchases"), "share_of_purchases": mark("share of purchases"),
    "share_of_revenue": mark("share of revenue"), "revenue": mark("revenue"), "profit": mark("profit"),
    "goods_cost": mark("goods cost"), "programme_cost": mark("programme cost"), "desk_cost": mark("desk cost"),
    "win_back_cost": mark("win back cost"), "handling_cost": mark("handling cost"),
    "communication_cost": mark("communication cost"), "relations_cost": mark("relations cost"),
    "partners_cost": mark("partners cost"), "line_cost": mark("line cost"), "records_cost": mark("records cost"),
    "research_cost": mark("research cost"), "other_cost": mark("other cost"),
}  # fmt: skip


def _column(name: str) -> str:
    """The heading of a column of a metric's table."""
    return translate(_COLUMNS[name]) if name in _COLUMNS else name.replace("_", " ")


def _bounded(found: Interval, word: Callable[[float], str]) -> str:
    """A mean with its interval behind it, where there is one."""
    return with_bounds(found.mean, found.low, found.high, word)
