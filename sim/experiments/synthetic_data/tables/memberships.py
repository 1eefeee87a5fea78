"""Memberships: who joined what, renewed, rose or fell in tier, and let it end."""

from __future__ import annotations

import pandas as pd

from sim.experiments.synthetic_data.observable_events import ObservableEvents
from sim.experiments.synthetic_data.table import StudyTable
from sim.model.events import EVENTS
from sim.registry import register

STEPS = {
    "join": "joined", "renewal": "renewed", "tier": "tier reviewed", "end of membership": "ended",
    "expiry": "points expired", "reward": "rewarded",
}  # fmt: skip


def _rows(record: ObservableEvents) -> pd.DataFrame:
    rows = record.of(*STEPS)
    return pd.DataFrame(
        {
            "customer_id": record.who(rows),
            "datetime": record.when(rows["time"]),
            "programme": record.programme(rows),
            "step": [STEPS[EVENTS[event]] for event in rows["event"]],
            "tier": record.words(rows),
            "amount": rows["cents"] / 100,
        }
    )


register("study_table", "memberships")(
    StudyTable(
        file="memberships.csv",
        about=(
            "A step in a membership: joined, renewed, tier reviewed, ended, points expired, rewarded. An end that is "
            "only an exit in disguise is left out: a firm does not see a card go into a drawer."
        ),
        columns={
            "customer_id": "number of the customer",
            "datetime": "date and time of day, to the second",
            "programme": "kind of programme",
            "step": "what happened",
            "tier": "the new tier, where one was reviewed",
            "amount": "units of money: the fee of joining or renewing, the worth of points, the cost of a reward",
        },
        of=_rows,
    )
)
