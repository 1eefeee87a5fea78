"""Everything in one log, in the columns that process-mining tools read."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.experiments.synthetic_data.observable_events import SEEN, ObservableEvents
from sim.experiments.synthetic_data.table import StudyTable
from sim.model.events import EVENTS
from sim.registry import register


def _rows(record: ObservableEvents) -> pd.DataFrame:
    rows = record.of(*SEEN)
    return pd.DataFrame(
        {
            "case:concept:name": record.who(rows),
            "concept:name": np.array(EVENTS)[rows["event"]],
            "time:timestamp": [f"{one.replace(' ', 'T')}Z" for one in record.when(rows["time"]).tolist()],
            "org:group": np.full(len(rows), record.firm),
            "detail": np.where(record.words(rows) != "", record.words(rows), record.programme(rows)),
            "amount": rows["cents"] / 100,
        }
    )


register("study_table", "event_log")(
    StudyTable(
        file="event_log.csv",
        about=(
            "Something that happened to a customer, all kinds together: a case is a customer. Columns are named as in "
            "the XES standard (IEEE 1849), as pm4py has them; rows of one instant stand in the order in which they "
            "happened."
        ),
        columns={
            "case:concept:name": "case: number of the customer",
            "concept:name": "activity: purchase, join, need, answer, contact, ...",
            "time:timestamp": "ISO 8601, to the second, in UTC",
            "org:group": "the firm",
            "detail": "tier, outcome or programme, where there is one",
            "amount": "units of money: price, fee, cost",
        },
        of=_rows,
    )
)
