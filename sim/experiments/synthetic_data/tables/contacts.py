"""How the firm got in touch with each customer."""

from __future__ import annotations

import pandas as pd

from sim.experiments.synthetic_data.observable_events import ObservableEvents
from sim.experiments.synthetic_data.table import StudyTable
from sim.model.events import EVENTS
from sim.registry import register


def _rows(record: ObservableEvents) -> pd.DataFrame:
    rows = record.of("contact", "visit", "win-back", "attendance")
    return pd.DataFrame(
        {
            "customer_id": record.who(rows),
            "datetime": record.when(rows["time"]),
            "kind": [EVENTS[event] for event in rows["event"]],
            "outcome": record.words(rows),
            "cost": rows["cents"] / 100,
        }
    )


register("study_table", "contacts")(
    StudyTable(
        file="contacts.csv",
        about="A time at which the firm got in touch with a customer, or she came to an event of its club.",
        columns={
            "customer_id": "number of the customer",
            "datetime": "date and time of day, to the second",
            "kind": "contact (by the plan), visit (of her relationship manager), win-back (an offer), attendance",
            "outcome": "what became of it, as noted by the firm; of a contact its degree or means",
            "cost": "what it cost the firm, in units of money",
        },
        of=_rows,
    )
)
