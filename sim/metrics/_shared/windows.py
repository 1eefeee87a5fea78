"""What metrics share: a window of time, whether the log will do, frames with one row per firm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sim.errors import SentenceError
from sim.model.event_log import Names, decode_names, labels
from sim.results.results import Results, Run
from sim.results.spells import Spells, Whose, relationship_spells
from sim.results.tables import COUNTED, count, money, profit_cents
from sim.scenario.weeks import WEEKS_A_YEAR as WEEKS_A_YEAR

JUST_AFTER = 1e-6
"""Weeks (0.6 seconds): curves are read off just after a date, so that what falls on it is counted despite rounding."""

Numbers: TypeAlias = NDArray[np.float64] | NDArray[np.int64]


def curve_weeks(results: Results, step: float) -> NDArray[np.float64]:
    """Weeks at which a curve over the tenure is read off, from 0 to the horizon. Raises ``ValueError``."""
    if not step > 0:
        raise ValueError(f"step={step:g}: the curve is read off at equal steps; give a number of weeks above 0")
    return np.arange(0.0, results.scenario.horizon + step / 2, step)


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


def row_window(results: Results, since: float, until: float | None) -> tuple[float, float]:
    """The window for rows of the log: without ``until`` it has no end, so that rows at the horizon itself count."""
    start, end = window(results, since, until)
    return start, np.inf if until is None else end


def whole_weeks(results: Results, since: float, until: float | None) -> slice:
    """The window as whole weeks of the weekly books. Raises ``ValueError`` for parts of weeks."""
    start, end = window(results, since, until)
    last = end if end != results.scenario.horizon else float(np.ceil(end))
    if start % 1 or last % 1:
        raise ValueError(f"since={since:g}, until={end:g}: the books are kept by the week; give whole numbers of weeks")
    return slice(int(start), int(last))


WHOLE_RUN = slice(None)


def counted(results: Results, what: str, weeks: slice = WHOLE_RUN) -> NDArray[np.int64]:
    """Purchases, acquisitions, exits, ... in these weeks, shape (replications, firms); see ``sim.results.tables``."""
    return np.stack([count(run, COUNTED[what])[weeks].sum(axis=0) for run in results.runs])


def cents(results: Results, events: tuple[str, ...], weeks: slice = WHOLE_RUN) -> NDArray[np.int64]:
    """Money of these events in these weeks, in cents, shape (replications, firms)."""
    return np.stack([money(run, events)[weeks].sum(axis=0) for run in results.runs])


def earned_cents(results: Results, weeks: slice = WHOLE_RUN) -> NDArray[np.int64]:
    """Profit in these weeks, in cents, shape (replications, firms)."""
    return np.stack([profit_cents(run)[weeks].sum(axis=0) for run in results.runs])


def segment_of(customer: NDArray[np.int32], names: Names) -> NDArray[np.int64]:
    """Number of the segment in which each place lies."""
    return np.searchsorted(np.cumsum(names.sizes), customer, side="right").astype(np.int64)


def firms_column(codes: ArrayLike, results: Results) -> pd.Categorical[str]:
    """Firms by name, in the order of the scenario."""
    return decode_names(codes, results.names.firms)


def per_cell(
    results: Results, levels: Mapping[str, Sequence[object]], columns: Mapping[str, ArrayLike]
) -> pd.DataFrame:
    """A row for each replication and each combination of levels, from columns of shape (replications, *levels).

    Levels are named by their column, the slowest to change first; texts become categories in the order given.
    """
    places = np.indices((len(results.runs), *map(len, levels.values()))).reshape(1 + len(levels), -1)
    table: dict[str, object] = {"replication": np.array([run.replication for run in results.runs])[places[0]]}
    for (name, values), place in zip(levels.items(), places[1:], strict=True):
        texts = [value for value in values if isinstance(value, str)]
        table[name] = decode_names(place, texts) if len(texts) == len(values) else np.asarray(values)[place]
    return pd.DataFrame(table | {name: np.ravel(values) for name, values in columns.items()})


def per_firm(results: Results, columns: Mapping[str, ArrayLike]) -> pd.DataFrame:
    """A row for each replication and firm, from columns of shape (replications, firms)."""
    return per_cell(results, {"firm": results.names.firms}, columns)


def firm_rows(results: Results, run: Run, firm: int, columns: Mapping[str, object]) -> pd.DataFrame:
    """Rows about one firm in one replication, which stand before these columns of equal length."""
    length = len(np.asarray(next(iter(columns.values()))))
    names = decode_names(np.full(length, firm), results.names.firms)
    return pd.DataFrame({"replication": np.full(length, run.replication), "firm": names, **columns})


def customer_columns(results: Results, run: Run, rows: NDArray[np.void]) -> dict[str, object]:
    """Replication, customer_id, segment and firm of these rows of the log."""
    names = results.names
    return {
        "replication": np.full(len(rows), run.replication),
        "customer_id": np.asarray(labels(rows, names), dtype=object),
        "segment": decode_names(segment_of(rows["customer"], names), names.segments),
        "firm": firms_column(rows["firm"], results),
    }


def stays_by_firm(results: Results, of: Whose = "customers") -> Iterator[tuple[Run, int, Spells]]:
    """The stays of customers, or of members, with each firm in each replication."""
    for run in results.runs:
        found = relationship_spells(run, results.scenario.horizon, of)
        for firm in range(len(results.names.firms)):
            yield run, firm, Spells(*(column[found.firm == firm] for column in found))


def ratio(part: ArrayLike, whole: ArrayLike, otherwise: float = np.nan) -> NDArray[np.float64]:
    """Part divided by whole; ``otherwise``, not a number unless given, where the whole is nothing."""
    above, below = np.broadcast_arrays(np.asarray(part, dtype=float), np.asarray(whole, dtype=float))
    return np.asarray(np.divide(above, below, out=np.full(above.shape, otherwise), where=below != 0))


def require_common_random_numbers(results: Results, without: Results) -> None:
    """Refuse runs that do not share luck, firms and length. Raises ``ValueError``, which says what differs."""
    for what, one, other in (
        ("seed", results.seed, without.seed),
        ("replications", [run.replication for run in results.runs], [run.replication for run in without.runs]),
        ("firms", results.names.firms, without.names.firms),
        ("weeks", results.runs[0].weekly.shape[0], without.runs[0].weekly.shape[0]),
    ):
        if one != other:
            raise ValueError(
                f"two worlds of the same luck must share their {what}, but one has {one} and the other {other}; "
                "simulate scenario.but(...) with the same seed and number of replications, and the same firms"
            )
