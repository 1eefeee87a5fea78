"""Needs at the service desk, from opening to end."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.experiments.synthetic_data.observable_events import ObservableEvents
from sim.experiments.synthetic_data.table import StudyTable
from sim.registry import register

GIVEN_UP = "given up"


def service_cases(record: ObservableEvents) -> pd.DataFrame:
    """One row per need: who, tier, weeks of opening, beginning and end (missing while open), outcome.

    The n-th need of a customer is taken to be the n-th that is begun or given up, which is wrong only where she has two
    at once and the later one is served first.
    """
    needs, begun, ends = (_numbered(record, event) for event in ("need", "answer begins", "answer"))
    given_up = ends["word"] == GIVEN_UP
    met = pd.concat([begun, ends[given_up].assign(time=np.nan, at=ends["time"][given_up])])
    met["at"] = met["at"].fillna(met["time"])
    met = met.sort_values(["who", "at"], kind="stable")
    met["number"] = met.groupby("who").cumcount()
    table = needs.merge(met[["who", "number", "time"]], on=["who", "number"], how="left", suffixes=("", "_begun"))
    ends = ends[["who", "number", "time", "word"]]
    table = table.merge(ends, on=["who", "number"], how="left", suffixes=("", "_end"))
    return table.sort_values("time", kind="stable").reset_index(drop=True)


def _numbered(record: ObservableEvents, event: str) -> pd.DataFrame:
    rows = record.of(event)
    table = pd.DataFrame({"who": record.who(rows), "time": rows["time"].astype(float), "word": record.words(rows)})
    return table.assign(number=table.groupby("who").cumcount(), at=np.nan)


def _rows(record: ObservableEvents) -> pd.DataFrame:
    cases = service_cases(record)
    moments = {
        name: np.where(cases[column].isna(), "", record.when(cases[column].fillna(0.0).to_numpy()))
        for name, column in {"opened": "time", "begun": "time_begun", "closed": "time_end"}.items()
    }
    return pd.DataFrame(
        {
            "case_id": [f"s{number:06d}" for number in range(1, len(cases) + 1)],
            "customer_id": cases["who"],
            "tier": cases["word"],
            **moments,
            "outcome": cases["word_end"].fillna("open"),
        }
    )


register("study_table", "service_log")(
    StudyTable(
        file="service_log.csv",
        about="A need that a customer brought to the service desk. Empty where the firm has no desk.",
        columns={
            "case_id": "number of the case",
            "customer_id": "number of the customer",
            "tier": "tier in which she is served",
            "opened": "when she came",
            "begun": "when somebody turned to her; empty if nobody did",
            "closed": "when it ended; empty if it is open",
            "outcome": "answered, recovered (wrong at first, then put right), failed, given up (lost patience), open",
        },
        of=_rows,
    )
)
