"""What those said who were asked why they left and answered."""

from __future__ import annotations

import pandas as pd

from sim.experiments.synthetic_data.observable_events import ObservableEvents
from sim.experiments.synthetic_data.table import StudyTable
from sim.registry import register


def _rows(record: ObservableEvents) -> pd.DataFrame:
    said = record.stated
    return pd.DataFrame(
        {
            "customer_id": record.ids(said["person"].to_numpy()),
            "datetime": record.when(said["week"].to_numpy(dtype=float)),
            "stated_cause": said["cause"].to_numpy(),
        }
    )


register("study_table", "exit_interviews")(
    StudyTable(
        file="exit_interviews.csv",
        about=(
            "An exit interview that was answered. Most who leave do not answer, and of those who do not nothing is "
            "here; who answers does not always give the true reason."
        ),
        columns={
            "customer_id": "number of the customer",
            "datetime": "when she left, as she says",
            "stated_cause": "the reason she gave",
        },
        of=_rows,
    )
)
