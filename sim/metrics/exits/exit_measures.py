"""What to do about each cause of exits, the most worthwhile first."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.metrics._shared.windows import require_purchases
from sim.metrics.exits.exit_break_even import weighed
from sim.metrics.exits.profit_lost_by_cause import could_be_stopped, profit_lost_by_cause
from sim.registry import register
from sim.results.results import Results
from sim.scenario.market.exit_causes import Cause

MEASURES: dict[str, str] = {
    "price": "reward those who buy often (points, gifts, tiers), and give them what is not in the price: friends at "
    "the firm, a service of their own; no price war",
    "product": "ask for the need behind the complaint; better the product, or make it to each customer's measure",
    "service": "train and heed the staff, have enough of them, repair what went wrong, serve the best in tiers",
    "technology": "research and renew in time; tie in by systems and services made for her",
    "conduct": "mend the conduct itself (pollution, the public good), then say so by public relations",
}
"""Measures by the attribute that a cause compares, in the words of the course."""
BY_BOND: dict[str, str] = {
    "financial": "rewards and points",
    "social": "personal contact, a club",
    "structural": "a product and a service made for her",
}
NOBODY = "no one can stop it: part well, be recommended, win the next to come"


@register("metric", "exit_measures")
def exit_measures(
    results: Results, lowering: float = 0.1, discount: float = 0.1, costs: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """What to do about each cause of exits, the most worthwhile first, and what no one can stop; step 5.

    Formula: causes ordered by their break-even spend a year (see ``exit_break_even``); those that nothing a firm does
    can change come last: causes that end all relations, and those that compare nothing and that no bond shields.
    Source: the measures are the course's, by the attribute that a cause compares; Stauss & Friege (1999), Regaining
    service customers, Journal of Service Research 1(4), 347-361, for telling those who were pulled away from those
    who moved away.

    Returns one row per firm and cause: stoppable, exits_per_year, profit_lost (over the run), break_even (money a
    year), measures. Raises as ``exit_break_even`` does.
    """
    require_purchases(results, "exit_measures")
    lost = profit_lost_by_cause(results, discount)
    return advised(results, lost, weighed(lost, lowering, costs))


def advised(results: Results, lost: pd.DataFrame, worth: pd.DataFrame) -> pd.DataFrame:
    """Measures for the rows of ``profit_lost_by_cause`` and ``exit_break_even``; columns of :func:`exit_measures`."""
    table = worth.assign(profit_lost=lost["profit_lost"])
    words = {cause.name: measures(cause) for cause in results.scenario.exits.causes}
    table["measures"] = [words[str(cause)] for cause in table["cause"]]
    table = table.sort_values(
        ["firm", "stoppable", "break_even", "profit_lost"], ascending=[True, False, False, False], kind="stable"
    )
    wanted = ["firm", "cause", "stoppable", "exits_per_year", "profit_lost", "break_even", "measures"]
    return table[wanted].reset_index(drop=True)


def measures(cause: Cause) -> str:
    """What a firm can do about a cause, in the words of the course; for an added cause, what its row lets it do."""
    if not could_be_stopped(cause):
        return NOBODY
    bonds = sorted(((value, bond) for bond, value in cause.shields if value > 0), reverse=True)
    tie = f"bind by {BY_BOND[bonds[0][1]]}" if bonds else ""
    if cause.attribute in MEASURES:
        return MEASURES[cause.attribute]
    better = f"offer more {cause.attribute}" if cause.attribute and cause.slope > 0 else ""
    return "; ".join(part for part in (better, tie) if part)
