"""What it is worth to lower each cause of exits."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import require_purchases
from sim.metrics.exits.profit_lost_by_cause import profit_lost_by_cause
from sim.registry import register, unknown
from sim.results.results import Results


@register("metric", "exit_break_even")
def exit_break_even(
    results: Results, lowering: float = 0.1, discount: float = 0.1, costs: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """The yearly spend up to which it pays a firm to lower a cause of exits by a given part; step 4 of managing exits.

    Formula: break-even = part · exits per year for the cause · margin per week / (μ + ln(1 + d) / 52), μ the churn for
    *all* causes: whoever is kept today is at risk again tomorrow. It is the spend s per customer-week that leaves her
    value as it was: (m − s) / (μ − part · h + δ) = m / (μ + δ) gives s = part · h · m / (μ + δ), h the churn for the
    cause, δ = ln(1 + d) / 52. Suppositions as in ``profit_lost``; all exits of a cause are lowered alike.
    Source: the value of a constant flow, Gupta & Lehmann (2003), Journal of Interactive Marketing 17(1), 9-24, solved
    for the spend; the course's rule that lowering churn is worth it where it costs less than the profit lost.

    ``lowering``: by which part (0 to 1; 0.1 is assumed). ``costs``: what lowering a cause by that part costs a firm a
    year, by cause, if you know it. Returns one row per firm and cause, a mean over replications: exits_per_year,
    kept_per_year, margin_per_week, churn (for all causes, per week), discount_rate, break_even (money a year, 0 for
    what nobody can stop), stoppable, cost (not a number where none is given), net (a year), worth_it (missing where
    there is no cost). Raises ``IncompleteLogError`` for a log without purchases, ``ValueError`` for a part outside 0
    to 1, a negative cost or a cost for a cause that is not there.
    """
    require_purchases(results, "exit_break_even")
    return weighed(profit_lost_by_cause(results, discount), lowering, costs)


def weighed(table: pd.DataFrame, lowering: float, costs: Mapping[str, float] | None) -> pd.DataFrame:
    """Break-even and cost for the rows of ``profit_lost_by_cause``; columns of :func:`exit_break_even`."""
    if not 0 <= lowering <= 1:
        raise ValueError(f"lowering={lowering:g}: give the part of a cause's exits that is prevented, 0 to 1")
    given = dict(costs or {})
    names = list(dict.fromkeys(map(str, table["cause"])))
    for cause, amount in given.items():
        if cause not in names:
            raise ValueError(f"costs: {unknown('exit cause', cause, names)}")
        if not amount >= 0:
            raise ValueError(f"costs: {cause}: {amount:g}; a cost is 0 or more, money a year")
    prevented = table["exits_per_year"] * lowering * table["stoppable"]
    churn = table["churn"] + table["remaining_churn"]
    value = table["margin_per_week"].fillna(0.0) / (churn + table["discount_rate"])
    break_even = (prevented * value).clip(lower=0.0)
    cost = pd.Series([given.get(str(cause), np.nan) for cause in table["cause"]], dtype=float)
    return pd.DataFrame(
        {
            "firm": table["firm"],
            "cause": table["cause"],
            "exits_per_year": table["exits_per_year"],
            "kept_per_year": prevented,
            "margin_per_week": table["margin_per_week"],
            "churn": churn,
            "discount_rate": table["discount_rate"],
            "break_even": break_even,
            "stoppable": table["stoppable"],
            "cost": cost,
            "net": break_even - cost,
            "worth_it": (break_even > cost).astype("boolean").mask(cost.isna()),
        }
    )
