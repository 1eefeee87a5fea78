"""Profile analysis of a base: who its customers are by worth, risk of having left, and habits."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.customer_database_view import Of, at_week, firm_at, on_file
from sim.metrics._shared.purchase_habits import Habits, cards
from sim.metrics._shared.windows import ratio, require_purchases
from sim.model.event_log import decode_names
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results, Run

LEVELS = ("high", "middle", "low")
HIGH, MIDDLE = 0.2, 0.5
"""The best fifth of customers is of high worth, the next 30% of middle worth: the fifth of the course's A11."""
RISKS = ("low", "middle", "high", "unknown")
DOUBTFUL, ALARMING = 0.8, 0.95
"""Of customers who have not left, one in five is taken to be at middle risk or more, and one in twenty at high risk."""


@register("metric", "profile_analysis")
def profile_analysis(
    results: Results, firm: str | None = None, week: float | None = None, of: Of = "records"
) -> pd.DataFrame:
    """Who a firm's customers are: how much each is worth, how likely it is that she is gone, and what her habits are.

    Formula: weekly_sales = purchases a week × spend a purchase; level by rank of it: the best fifth, the next 30%, the
    rest; risk = 1 − (tenure / (tenure + weeks silent)) ^ repeats, the chance that she would have been seen since if she
    went on buying as before, at random.
    Source: the course's profile analysis (A17: level, risk, habits); purchases at random: Ehrenberg (1959), Applied
    Statistics 8(1), 26-41; the next gap, given those before: Lawless (1982), Statistical Models for Lifetime Data.

    ``of="records"`` uses what the firm has on file, ``of="truth"`` the whole log; ``week`` left out is the end of the
    run, ``firm`` the one in focus. For a customer who has not left the risk is uniform between 0 and 1; hence the
    bounds of risk_level, 0.8 and 0.95. Of somebody seen once it is unknown. Returns one row per replication and
    customer seen: card, segment, weekly_sales, level, risk, risk_level, gap_weeks, spend, spend_spread (standard
    deviation / mean), needs (per purchase). Raises ``IncompleteLogError`` for a log without purchases.
    """
    require_purchases(results, "profile_analysis")
    number, at = firm_at(results, firm), at_week(results, week)
    return pd.concat([_profile(results, run, number, at, of) for run in results.runs], ignore_index=True)


def _profile(results: Results, run: Run, firm: int, week: float, of: Of) -> pd.DataFrame:
    known = on_file(results, run, firm, week, of)
    habits, count = Habits(known), len(known.customer)
    needs = select_events(run, ("need",), until=week)
    whose = known.of(needs[needs["firm"] == firm])
    asked = np.bincount(whose[whose >= 0], minlength=count)
    sales = known.purchase_rate * habits.spend
    risk = habits.risk(week)
    table = pd.DataFrame(
        {
            "replication": np.full(count, run.replication),
            "card": cards(results, known),
            "segment": decode_names(known.segment, results.names.segments),
            "weekly_sales": sales,
            "level": levels(sales),
            "risk": risk,
            "risk_level": decode_names(np.where(np.isnan(risk), 3, np.digitize(risk, (DOUBTFUL, ALARMING))), RISKS),
            "gap_weeks": habits.gap,
            "spend": habits.spend,
            "spend_spread": habits.spread,
            "needs": ratio(asked, habits.purchases),
        }
    )
    return table[habits.purchases > 0].reset_index(drop=True)


def levels(worth: NDArray[np.float64]) -> pd.Categorical[str]:
    """High, middle or low by rank; missing where the worth is."""
    order = np.argsort(np.argsort(-np.nan_to_num(worth, nan=-np.inf), kind="stable"), kind="stable")
    count = int(np.count_nonzero(~np.isnan(worth)))
    bounds = [np.ceil(round(HIGH * count, 9)), np.ceil(round(MIDDLE * count, 9))]
    return decode_names(np.where(np.isnan(worth), -1, np.digitize(order, bounds)), LEVELS)
