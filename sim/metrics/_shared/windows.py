"""What metrics share: a window of time, whether the log will do, frames with one row per firm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sim.errors import SentenceError
from sim.model.event_log import Names, decode_names
from sim.results.results import Results

WEEKS_A_YEAR = 52.0
"""A business year of four quarters of 13 weeks."""
JUST_AFTER = 1e-6
"""Weeks (0.6 seconds): curves are read off just after a date, so that what falls on it is counted despite rounding."""

Numbers: TypeAlias = NDArray[np.float64] | NDArray[np.int64]


class IncompleteLogError(SentenceError, ValueError):
    """The question needs single purchases, but the log was kept to joins and exits."""


def require_purchases(results: Results, question: str) -> None:
    """Refuse when single purchases were not kept. Raises :class:`IncompleteLogError`, which says what to do."""
    if results.log_level != "all":
        raise IncompleteLogError(
            f"{question} needs every single purchase, but this run kept only joins and exits "
            f"(log={results.log_level!r}); "
            "simulate again with log='all', or ask for sales, share, profit or churn, which need no purchases"
        )


def window(results: Results, since: float, until: float | None) -> tuple[float, float]:
    """The window asked for, in weeks; ``until`` left out means the horizon. Raises ``ValueError`` if it is empty."""
    horizon = results.scenario.horizon
    end = horizon if until is None else until
    if not 0 <= since < end <= horizon:
        raise ValueError(f"since={since:g}, until={end:g}: give 0 <= since < until <= {horizon:g}, the end of this run")
    return float(since), float(end)


def whole_weeks(results: Results, since: float, until: float | None) -> slice:
    """The window as whole weeks of the weekly books. Raises ``ValueError`` for parts of weeks."""
    start, end = window(results, since, until)
    last = end if end != results.scenario.horizon else float(np.ceil(end))
    if start % 1 or last % 1:
        raise ValueError(f"since={since:g}, until={end:g}: the books are kept by the week; give whole numbers of weeks")
    return slice(int(start), int(last))


def segment_of(customer: NDArray[np.int32], names: Names) -> NDArray[np.int64]:
    """Number of the segment in which each place lies."""
    return np.searchsorted(np.cumsum(names.sizes), customer, side="right").astype(np.int64)


def firms_column(codes: ArrayLike, results: Results) -> pd.Categorical[str]:
    """Firms by name, in the order of the scenario."""
    return decode_names(codes, results.names.firms)


def per_firm(results: Results, columns: Mapping[str, Numbers]) -> pd.DataFrame:
    """A tidy frame, one row per replication and firm, from columns of shape (replications, firms)."""
    runs, firms = len(results.runs), len(results.names.firms)
    return pd.DataFrame(
        {
            "replication": np.repeat([run.replication for run in results.runs], firms),
            "firm": firms_column(np.tile(np.arange(firms), runs), results),
            **{name: values.reshape(runs * firms) for name, values in columns.items()},
        }
    )


def ratio(part: Numbers, whole: Numbers) -> NDArray[np.float64]:
    """Part divided by whole, not a number where the whole is nothing."""
    above, below = np.broadcast_arrays(np.asarray(part, dtype=float), np.asarray(whole, dtype=float))
    return np.asarray(np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0))
