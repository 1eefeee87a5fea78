"""Loyalty analysis of a base: how lasting each relation is, and how varying."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.customer_database_view import Of, at_week, firm_at, on_file
from sim.metrics._shared.purchase_habits import Habits, cards
from sim.metrics._shared.windows import ratio, require_purchases
from sim.metrics.customer_base.profile_analysis import ALARMING
from sim.model.event_log import decode_names
from sim.registry import register
from sim.results.results import Results, Run

LOYALTIES = ("steady", "varying", "new", "once", "silent")


@register("metric", "loyalty_analysis")
def loyalty_analysis(
    results: Results, firm: str | None = None, week: float | None = None, of: Of = "records"
) -> pd.DataFrame:
    """How lasting a firm's relation with each customer is and how varying: her tenure, her repeats, her gaps.

    Formula: tenure = weeks from the first purchase seen to the last; repeat_share = repeats / purchases; gap_variation
    = standard deviation of her gaps / their mean, from three purchases on (1: she buys at random, less: by habit).
    Source: the course's loyalty analysis (A17: how lasting, how varying); regularity of buying: Platzer & Reutterer
    (2016), Ticking away the moments, Marketing Science 35(5), 779-799.

    ``loyalty``: ``once`` (one purchase), else ``silent`` where hardly anybody who buys as she does would have been so
    long away (a risk above 0.95 in ``profile_analysis``), else ``new`` (two purchases), ``steady`` (gaps vary less than
    at random) or ``varying``. ``of="records"`` uses what the firm has on file, ``of="truth"`` the whole log. Returns
    one row per replication and customer seen: card, segment, tenure_weeks, silent_weeks, purchases, repeat_share,
    gap_weeks, gap_variation, loyalty. Raises ``IncompleteLogError`` for a log without purchases.
    """
    require_purchases(results, "loyalty_analysis")
    number, at = firm_at(results, firm), at_week(results, week)
    return pd.concat([_loyalty(results, run, number, at, of) for run in results.runs], ignore_index=True)


def _loyalty(results: Results, run: Run, firm: int, week: float, of: Of) -> pd.DataFrame:
    known = on_file(results, run, firm, week, of)
    habits = Habits(known)
    silence = week - habits.last
    gone = habits.risk(week) > ALARMING
    by_habit = np.select([gone, habits.purchases == 2, habits.gap_variation < 1.0], [4, 2, 0], 1)
    code = np.where(habits.purchases == 1, 3, by_habit)
    table = pd.DataFrame(
        {
            "replication": np.full(len(code), run.replication),
            "card": cards(results, known),
            "segment": decode_names(known.segment, results.names.segments),
            "tenure_weeks": habits.last - habits.first,
            "silent_weeks": silence,
            "purchases": habits.purchases,
            "repeat_share": ratio(habits.repeats, habits.purchases),
            "gap_weeks": habits.gap,
            "gap_variation": habits.gap_variation,
            "loyalty": decode_names(code, LOYALTIES),
        }
    )
    return table[habits.purchases > 0].reset_index(drop=True)
