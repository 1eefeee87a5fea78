"""The small markets in which facts are looked for: the imitation race, with fewer customers and other rivals."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results
from sim.scenario.files.load import load
from sim.scenario.scenario import Scenario

CARD: dict[str, object] = {"kind": "frequency", "launch": 26, "threshold": 300, "reward_worth": 20}
"""The points card of the imitation race, without its fixed costs: about 6.7% of what members spend comes back."""
LAUNCH = 26
YEAR = 52


def race(
    programmes: Mapping[str, object] | None = None, *, size: int = 1500, weeks: float = 104,
    but: Mapping[str, object] | None = None,
) -> Scenario:  # fmt: skip
    """Three firms, nobody copying; ``programmes`` gives each firm named its card, ``but`` changes other things."""
    asked = load("imitation_race").but(
        {
            "population.segments.consumers.size": size,
            "firms.Azure.programmes": [],
            "firms.Beryl.imitation": "never",
            "firms.Cedar.imitation": "never",
        },
        horizon=weeks,
    )
    cards = {f"firms.{firm}.programmes": [card] for firm, card in (programmes or {}).items()}
    return asked.but({**cards, **(but or {})})


def purchases(results: Results, since: float, until: float) -> NDArray[np.float64]:
    """Purchases at each firm in a window, shape (replications, firms)."""
    firms = len(results.names.firms)
    counts = [
        np.bincount(select_events(run, ("purchase",), since, until)["firm"].astype(np.int64), minlength=firms)
        for run in results.runs
    ]
    return np.stack(counts).astype(float)


def each_one(results: Results, replication: int, since: float, until: float) -> dict[int, NDArray[np.float64]]:
    """Purchases of each person at each firm in a window, for those who bought at all."""
    rows = select_events(results.runs[replication], ("purchase",), since, until)
    firms = len(results.names.firms)
    people, place = np.unique(customer_key(rows), return_inverse=True)
    table = np.zeros((len(people), firms))
    np.add.at(table, (place, rows["firm"].astype(np.int64)), 1.0)
    return dict(zip(people.tolist(), table, strict=True))
