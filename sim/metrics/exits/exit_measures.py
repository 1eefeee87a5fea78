"""What preventing exits is worth: the break-even spend for each cause, and measures in order of worth."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.language.messages import _, mark, translate
from sim.metrics._shared.windows import require_purchases
from sim.metrics.exits.profit_lost import could_be_stopped, profit_lost_by_cause
from sim.registry import register, unknown
from sim.results.results import Results
from sim.scenario.market.exit_causes import Cause


@register("metric", "exit_break_even")
def exit_break_even(
    results: Results, lowering: float = 0.1, discount: float = 0.1, costs: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """The yearly spend up to which it pays a firm to lower a cause of exits by a given part; step 4 of managing exits.

    Formula: break-even = part · exits per year for the cause · margin per week / (μ + ln(1 + d) / 52), μ the churn for
    *all* causes: a customer who is kept today is at risk again tomorrow. It is the spend s per customer-week that
    leaves her value as it was: (m − s) / (μ − part · h + δ) = m / (μ + δ) gives s = part · h · m / (μ + δ), h the
    churn for the cause, δ = ln(1 + d) / 52. Suppositions as in ``profit_lost``; all exits of a cause are lowered
    alike.
    Source: the value of a constant flow, Gupta & Lehmann (2003), Journal of Interactive Marketing 17(1), 9-24, solved
    for the spend; the course's rule that lowering churn is worth it where it costs less than the profit lost.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        lowering: Part of the exits of a cause that is prevented, 0 to 1; 0.1 is assumed.
        discount: Yearly discount rate, a part of one; 0.10 is assumed.
        costs: What lowering a cause by that part costs a firm a year, by cause, in money; without it no net figure.

    Returns:
        One row per firm and cause, a mean over replications: exits_per_year, kept_per_year, margin_per_week, churn (for
        all causes, per week), discount_rate, break_even (money a year, 0 for what nobody can stop), stoppable, cost
        (not a number where none is given), net (a year), worth_it (missing where there is no cost).

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: For a part outside 0 to 1, a negative cost or a cost for a cause that is not there.
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


MEASURES: dict[str, str] = {
    "price": mark(
        "reward those who buy often (points, gifts, tiers), and give them what is not in the price: friends at "
        "the firm, a service of their own; no price war"
    ),
    "product": mark("ask for the need behind the complaint; better the product, or make it to each customer's measure"),
    "service": mark("train and heed the staff, have enough of them, repair what went wrong, serve the best in tiers"),
    "technology": mark("research and renew in time; tie in by systems and services made for the customer"),
    "conduct": mark("mend the conduct itself (pollution, the public good), then tell people by public relations"),
}
"""Measures by the attribute that a cause compares, in the words of the course."""
BY_BOND: dict[str, str] = {
    "financial": mark("bind by rewards and points"),
    "social": mark("bind by personal contact, a club"),
    "structural": mark("bind by a product and a service made for the customer"),
}
NOBODY = mark("no one can stop it: part well, be recommended, win the next to come")
FOLLOW = mark("only a branch where they go keeps those who move within reach of it; part well with the others")
"""The measure against moving away where the market has districts."""


@register("metric", "exit_measures")
def exit_measures(
    results: Results, lowering: float = 0.1, discount: float = 0.1, costs: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """What to do about each cause of exits, the most profitable first, and what cannot be stopped; step 5.

    Formula: causes ordered by their break-even spend a year (see ``exit_break_even``); those that nothing a firm does
    can change come last: causes that end all relations, and those that compare nothing and that no bond shields.
    Source: the measures are the course's, by the attribute that a cause compares; Stauss & Friege (1999), Regaining
    service customers, Journal of Service Research 1(4), 347-361, for telling those who were pulled away from those
    who moved away.

    Raises as ``exit_break_even`` does.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        lowering: Part of the exits of a cause that is prevented, 0 to 1; 0.1 is assumed.
        discount: Yearly discount rate, a part of one; 0.10 is assumed.
        costs: What lowering a cause by that part costs a firm a year, by cause, in money; without it no net figure.

    Returns:
        One row per firm and cause: stoppable, exits_per_year, profit_lost (over the run), break_even (money a year),
        measures.
    """
    require_purchases(results, "exit_measures")
    lost = profit_lost_by_cause(results, discount)
    return advised(results, lost, weighed(lost, lowering, costs))


def advised(results: Results, lost: pd.DataFrame, worth: pd.DataFrame) -> pd.DataFrame:
    """Measures for the rows of ``profit_lost_by_cause`` and ``exit_break_even``; columns of :func:`exit_measures`."""
    table = worth.assign(profit_lost=lost["profit_lost"])
    words = {cause.name: measures(cause) for cause in results.scenario.exits.causes}
    if results.scenario.districts:
        words |= {
            cause.name: translate(FOLLOW) for cause in results.scenario.exits.causes if not could_be_stopped(cause)
        }
    table["measures"] = [words[str(cause)] for cause in table["cause"]]
    table = table.sort_values(
        ["firm", "stoppable", "break_even", "profit_lost"], ascending=[True, False, False, False], kind="stable"
    )
    wanted = ["firm", "cause", "stoppable", "exits_per_year", "profit_lost", "break_even", "measures"]
    return table[wanted].reset_index(drop=True)


def measures(cause: Cause) -> str:
    """What a firm can do about a cause, in the words of the course; for an added cause, what its row lets it do."""
    if not could_be_stopped(cause):
        return translate(NOBODY)
    bonds = sorted(((value, bond) for bond, value in cause.shields if value > 0), reverse=True)
    tie = translate(BY_BOND[bonds[0][1]]) if bonds else ""
    if cause.attribute in MEASURES:
        return translate(MEASURES[cause.attribute])
    better = ""
    if cause.attribute and cause.slope > 0:
        better = _("offer more {attribute}").format(attribute=cause.attribute)
    if better and tie:
        return _("{first}; {second}").format(first=better, second=tie)
    return better or tie
