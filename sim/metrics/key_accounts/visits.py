"""Whether visits were worth the journey."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import per_firm, ratio, require_purchases
from sim.metrics.key_accounts.account_steps import steps_of
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results
from sim.scenario.firm.departments.relationship_managers import DOORS


@register("metric", "visits")
def visits(results: Results) -> pd.DataFrame:
    """How many visits relationship managers made, how many of them failed, and what opening a door took.

    Formula: failed_share = visits that neither revealed a need nor opened a door / visits; visits_a_door = visits /
    doors opened, a door being opened when an account's next ``door`` row names a later one.
    Source: a visit counts only if something is learned (the course, A7); on what calls bring: Zoltners & Sinha (2005),
    Sales territory design, Marketing Science 24, 313-331.

    Returns one row per replication and firm: visits, revealed, decided, failed, failed_share, cost (money, visits
    alone), doors_opened, visits_a_door. Raises ``IncompleteLogError`` where the log was kept to exits.
    """
    require_purchases(results, "visits")
    firms, causes = len(results.names.firms), results.names.words
    outcomes = {word: causes.index(word) if word in causes else -2 for word in ("revealed", "decided", "failed")}
    count = {word: np.zeros((len(results.runs), firms), dtype=np.int64) for word in (*outcomes, "visits", "opened")}
    cost = np.zeros((len(results.runs), firms))
    for place, run in enumerate(results.runs):
        rows = select_events(run, ("visit",))
        count["visits"][place] = np.bincount(rows["firm"], minlength=firms)
        for word, code in outcomes.items():
            count[word][place] = np.bincount(rows["firm"][rows["cause"] == code], minlength=firms)
        cost[place] = run.weekly[:, :, RANK["visit"], 1].sum(axis=0) / 100
        steps = steps_of(results, run, DOORS)
        same = (steps.who[1:] == steps.who[:-1]) & (steps.firm[1:] == steps.firm[:-1]) & ~steps.left[:-1]
        opens = same & (steps.station[1:] > steps.station[:-1])
        count["opened"][place] = np.bincount(steps.firm[1:][opens], minlength=firms)
    return per_firm(
        results,
        {
            "visits": count["visits"],
            **{word: count[word] for word in outcomes},
            "failed_share": ratio(count["failed"], count["visits"]),
            "cost": cost,
            "doors_opened": count["opened"],
            "visits_a_door": ratio(count["visits"], count["opened"]),
        },
    )
