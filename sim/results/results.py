"""What came out of a run, with all that is needed to make it again. It carries, and does nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.deprecated_names import renamed_attribute, with_old_keywords
from sim.model.event_log import Names
from sim.model.events import LogLevel as LogLevel
from sim.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Run:
    """One replication."""

    replication: int
    rows: NDArray[np.void]
    """The event log, ordered; dtype :data:`sim.model.event_log.ROW`."""
    weekly: NDArray[np.int64]
    """Number and cents of events, shape (weeks, firms, events, 2), counted whatever the log keeps."""


@with_old_keywords(kept="log_level")
@dataclass(frozen=True, kw_only=True)
class Results:
    """Scenario, seed and version, and the log and weekly series of each replication."""

    scenario: Scenario
    seed: int
    version: str
    scheduler: Literal["kernel", "reference"]
    log_level: LogLevel
    """``all`` when the log is complete, ``exits`` when purchases and small events are left out of it."""
    names: Names
    runs: tuple[Run, ...]

    kept = renamed_attribute("kept", "log_level")
