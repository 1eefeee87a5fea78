"""Whether accounts trust the person or the firm."""

from __future__ import annotations

import pandas as pd

from sim.metrics.key_accounts.account_steps import by_week
from sim.registry import register
from sim.results.results import Results
from sim.scenario.firm.departments.relationship_managers import TRUST


@register("metric", "path_of_trust")
def path_of_trust(results: Results) -> pd.DataFrame:
    """Accounts of each firm by where they are on the path from stranger to trust in the organisation, week by week.

    Formula: stranger where the social bond is below .1, familiar below .3; beyond, trust in the person where more than
    half of the bond is the manager's, else in the organisation. Looked at when an account is opened, each quarter, and
    when its manager leaves.
    Source: the path of trust (the course, A8); Doney & Cannon (1997), An examination of the nature of trust in
    buyer-seller relationships, Journal of Marketing 61(2), 35-51. The thresholds are assumed.

    Returns one row per replication, week, firm and ``trust``: ``accounts`` at the end of the week, 0 where a firm has
    no relationship managers.
    """
    return by_week(results, TRUST, "trust")
