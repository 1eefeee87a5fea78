"""How far into its accounts a firm has come."""

from __future__ import annotations

import pandas as pd

from sim.metrics.key_accounts.account_steps import by_week
from sim.registry import register
from sim.results.results import Results
from sim.scenario.firm.departments.relationship_managers import DOORS


@register("metric", "account_doors")
def account_doors(results: Results) -> pd.DataFrame:
    """Accounts of each firm by the door at which its relationship managers stand, week by week.

    Formula: an account stands at the door that its last ``door`` row names (outside, on speaking terms, gets help
    inside, the account calls), from the screening that made it an account to its exit.
    Source: the four doors of an account (the course, A7); key accounts as stages: McDonald, Millman & Rogers (1997),
    Key account management, Journal of Marketing Management 13, 737-757.

    Returns one row per replication, week, firm and door: ``accounts`` at the end of the week, 0 where a firm has no
    relationship managers.
    """
    return by_week(results, DOORS, "door")
