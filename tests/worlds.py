"""Worlds for tests: a scenario from the few things a test cares about, and its log by event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.model.event_log import event_table
from sim.model.events import RANK
from sim.results.results import Results
from sim.scenario.files.validation import checked
from sim.scenario.scenario import Scenario

NOBODY_LEAVES: dict[str, object] = {"preset": "none"}
FROZEN: dict[str, object] = {"satisfaction_step": 0.0}
"""Customers whom nothing that they live through changes."""


def world(
    people: int | Mapping[str, object] | Sequence[Mapping[str, object]],
    firms: Sequence[Mapping[str, object]] = ({"name": "Only"},),
    **rest: Any,
) -> Scenario:
    """A market of these people (a number, a segment or several) and firms; the rest is in ``rest``."""
    if isinstance(people, int):
        people = {"size": people}
    segments = [people] if isinstance(people, Mapping) else list(people)
    named = [{"name": f"people{number or ''}", **segment} for number, segment in enumerate(segments)]
    content = {
        "name": "world",
        "title": "A world for a test",
        "teaches": "whether the engine does what it says",
        "horizon": 40.0,
        "population": {"segments": named},
        "firms": [dict(firm) for firm in firms],
        **rest,
    }
    return checked(Scenario, content)


def happened(results: Results, event: str, replication: int = 0) -> NDArray[np.void]:
    """The rows of one kind of event."""
    rows = results.runs[replication].rows
    return rows[rows["event"] == RANK[event]]


def by_name(results: Results, replication: int = 0) -> pd.DataFrame:
    """The log with names for numbers, so that worlds with other firms, causes or kinds can be laid side by side."""
    table = event_table(results.runs[replication].rows, results.names)
    return table.astype({column: object for column in ("customer_id", "firm", "event", "cause", "detail", "programme")})


def of_customers(table: pd.DataFrame) -> pd.DataFrame:
    """What happened to customers, in an order that does not depend on what else is in the market."""
    told = table[table["customer_id"].notna()]
    return told.sort_values(["time", "customer_id", "event", "firm"]).reset_index(drop=True)


def bought(results: Results, until: float = np.inf, since: float = 0.0) -> NDArray[np.int64]:
    """Number of purchases of each customer at or after ``since`` and before ``until``."""
    rows = happened(results, "purchase")
    rows = rows[(rows["time"] >= since) & (rows["time"] < until)]
    return np.bincount(rows["customer"], minlength=results.scenario.population.size)
