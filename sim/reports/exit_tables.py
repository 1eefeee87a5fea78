"""The tables of exit management for the firm in focus, written as they shall be read."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from sim.glossary.labels import cause_name
from sim.language.messages import _, mark, translate
from sim.metrics.exits.exit_management import ExitManagement
from sim.metrics.retention.churn import NO_CARD, churn_interval
from sim.number_text import MISSING, bounds, decimal, money, percent

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 10
_BY: dict[str, str] = {"": mark("weeks"), "segment": mark("segment"), "tier": mark("tier")}
"""Heading of the first column, by the column that a table is made by."""


def churn_table(found: ExitManagement, table: pd.DataFrame, by: str = "") -> pd.DataFrame:
    """Exits, customer-weeks, yearly churn and mean lifetime by period, or by the column named; mean of replications."""
    import pandas as pd

    keys = [by] if by else ["start", "end"]
    mine = table[table["firm"] == found.focal].astype({by: object} if by else {})
    pooled = churn_interval(mine, keys)
    pooled = pooled[pooled["customer_weeks"] > 0]
    if by:
        times = [_group(by, str(name)) for name in pooled[by]]
    else:
        times = [bounds(start, end, lambda at: f"{at:g}") for start, end in pooled[keys].to_numpy()]
    told = pd.DataFrame(
        {
            translate(_BY[by]): times,
            _("exits"): [decimal(exits) for exits in pooled["exits"]],
            _("customer-weeks"): [decimal(lived) for lived in pooled["customer_weeks"]],
            _("churn per year"): [percent(rate, 1) for rate in pooled["churn"]],
        }
    )
    if pooled["low"].notna().any():
        ends = zip(pooled["low"], pooled["high"], strict=True)
        told[_("95% interval")] = [bounds(low, high, partial(percent, places=1)) for low, high in ends]
    told[_("mean lifetime, weeks")] = [
        decimal(weeks) if weeks > 0 else MISSING for weeks in pooled["mean_lifetime_weeks"]
    ]
    return told


def _group(by: str, name: str) -> str:
    """What a segment or tier is called; a segment keeps its name, a tier is told in the language in use."""
    if by != "tier":
        return name
    return _("no card") if name == NO_CARD else _("tier {number}").format(number=name.rpartition(" ")[2])


def answer_table(found: ExitManagement) -> pd.DataFrame:
    """Interviews by true cause (rows) and stated cause (columns), replications together."""
    mine = found.answers[found.answers["firm"] == found.focal].drop(columns="firm")
    table = mine.rename(columns={c: _("said {cause}").format(cause=cause_name(c)) for c in mine.columns[1:]})
    table["cause"] = [cause_name(str(cause)) for cause in table["cause"]]
    table = table.rename(columns={"cause": _("true cause")})
    return table.astype(object)


def customer_table(found: ExitManagement) -> pd.DataFrame:
    """The customers of the first replication whose loss costs the firm most."""
    import pandas as pd

    lost = found.lost_customers
    first = lost["replication"].min() if len(lost) else 0
    mine = lost[(lost["firm"] == found.focal) & (lost["replication"] == first)]
    mine = mine.sort_values("profit_lost", ascending=False, kind="stable").head(SHOWN)
    return pd.DataFrame(
        {
            _("customer"): mine["customer_id"],
            _("segment"): mine["segment"].astype(object),
            _("cause"): [cause_name(str(cause)) for cause in mine["cause"]],
            _("left in week"): [decimal(week) for week in mine["week"]],
            _("margin a week"): [decimal(margin, 2) for margin in mine["margin_per_week"]],
            _("profit lost"): [decimal(amount) for amount in mine["profit_lost"]],
        }
    )


def worth_table(found: ExitManagement) -> pd.DataFrame:
    """Exits a year, how many would be kept, the break-even and, where a cost was given, whether it pays."""
    import pandas as pd

    mine = found.break_even[found.break_even["firm"] == found.focal]
    table = pd.DataFrame(
        {
            _("cause"): [cause_name(str(cause)) for cause in mine["cause"]],
            _("exits a year"): [decimal(number, 1) for number in mine["exits_per_year"]],
            _("kept a year"): [decimal(number, 1) for number in mine["kept_per_year"]],
            _("break-even"): [_amount(*row) for row in zip(mine["break_even"], mine["stoppable"], strict=True)],
        }
    )
    if mine["cost"].notna().any():
        table[_("cost")] = [decimal(cost) for cost in mine["cost"]]
        table[_("pays")] = ["–" if math.isnan(net) else _("yes") if net > 0 else _("no") for net in mine["net"]]
    return table


def value_table(found: ExitManagement) -> pd.DataFrame:
    """Causes with exits, profit lost and break-even, the most worthwhile first."""
    import pandas as pd

    mine = found.measures[found.measures["firm"] == found.focal]
    table = pd.DataFrame(
        {
            _("cause"): [cause_name(str(cause)) for cause in mine["cause"]],
            _("exits a year"): [decimal(number, 1) for number in mine["exits_per_year"]],
            _("profit lost"): [money(amount) for amount in mine["profit_lost"]],
            _("break-even a year"): [_amount(*row) for row in zip(mine["break_even"], mine["stoppable"], strict=True)],
        }
    )
    lost = found.profit_lost[found.profit_lost["firm"] == found.focal].set_index("cause").loc[list(mine["cause"])]
    if lost["low"].notna().any():
        intervals = [bounds(low, high, money) for low, high in zip(lost["low"], lost["high"], strict=True)]
        table.insert(3, _("95% interval"), intervals)
    return table


def measure_lines(found: ExitManagement) -> list[str]:
    """What to do about each cause, the most worthwhile first."""
    mine = found.measures[found.measures["firm"] == found.focal]
    return [
        _("{cause}: {measures}").format(cause=cause_name(str(cause)), measures=words)
        for cause, words in zip(mine["cause"], mine["measures"], strict=True)
    ]


def _amount(break_even: float, stoppable: bool) -> str:
    return decimal(break_even) if stoppable else MISSING
