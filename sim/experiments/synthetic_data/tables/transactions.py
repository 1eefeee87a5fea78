"""Purchases, in the columns that models of customers read."""

from __future__ import annotations

import pandas as pd

from sim.experiments.synthetic_data.observable_events import ObservableEvents
from sim.experiments.synthetic_data.table import StudyTable
from sim.registry import register


def _rows(record: ObservableEvents) -> pd.DataFrame:
    rows = record.of("purchase")
    return pd.DataFrame(
        {"customer_id": record.who(rows), "datetime": record.when(rows["time"]), "monetary_value": rows["cents"] / 100}
    )


register("study_table", "transactions")(
    StudyTable(
        file="transactions.csv",
        about="A purchase. In the order of time; read by `rfm_summary` of pymc-marketing as it stands.",
        columns={
            "customer_id": "number of the customer; it tells nothing else",
            "datetime": "date and time of day, to the second",
            "monetary_value": "what she paid, in units of money",
        },
        of=_rows,
    )
)
