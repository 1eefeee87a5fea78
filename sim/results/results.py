"""What came out of a run, with all that is needed to make it again. It carries, and does nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.deprecated_names import renamed_attribute, with_old_keywords
from sim.model.events import Names
from sim.scenario.decisions.estimate import Estimate
from sim.scenario.scenario import Scenario

LogLevel: TypeAlias = Literal["all", "exits"]


@dataclass(frozen=True, kw_only=True)
class Run:
    """One replication."""

    replication: int
    rows: NDArray[np.void]
    """The event log, ordered; dtype :data:`sim.model.events.ROW`."""
    weekly: NDArray[np.int64]
    """Number and cents of events, shape (weeks, firms, events, 2), counted whatever the log keeps."""
    estimates: tuple[Estimate, ...] = ()
    """What firms worked out before they decided, in order; none where no strategy works anything out."""


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
