"""What claims read off the results of a world: one value for each replication."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from sim.experiments.claims.claim import Floats, Reading
from sim.metrics.exits.exits import exits
from sim.metrics.purchasing.share import share
from sim.metrics.value.profit import profit
from sim.model.events import RANK
from sim.results.results import Results, Run
from sim.results.tables import weekly


def column(
    metric: Callable[..., pd.DataFrame], firm: str, name: str, *arguments: object,
    where: Mapping[str, object] | None = None,
) -> Reading:  # fmt: skip
    """A column of a metric's table for a firm, added up over the rows of each replication.

    ``arguments`` go to the metric after the results; ``where`` chooses rows by other columns. A replication in which a
    value is missing, or which has no row, gives not a number, never 0: the figure of the claim is then not a number
    either, and says how many values are missing.
    """

    def read(results: Results) -> Floats:
        table = metric(results, *arguments)
        chosen = table["firm"] == firm
        for key, wanted in (where or {}).items():
            chosen &= table[key] == wanted
        found = table[chosen].groupby("replication", observed=True)[name].agg(lambda values: values.sum(skipna=False))
        return np.asarray(found.reindex([run.replication for run in results.runs]), dtype=float)

    return read


def profit_of(firm: str, since: int = 0, until: int | None = None, line: str = "profit") -> Reading:
    """Profit of a firm from one week to another, money, or another line of its books."""
    return column(profit, firm, line, since, until)


def exits_of(firm: str, cause: str | None = None, since: float = 0.0, until: float | None = None) -> Reading:
    """Customers whom a firm lost from one week to another, for one cause or for all."""
    return column(exits, firm, "exits", since, until, where=None if cause is None else {"cause": cause})


def share_of(firm: str, since: int = 0, until: int | None = None) -> Reading:
    """Share of purchases of a firm from one week to another."""
    return column(share, firm, "share_of_purchases", since, until)


def customers_of(firm: str, week: int) -> Reading:
    """Customers of a firm at the end of a week."""

    def read(results: Results) -> Floats:
        books = weekly(results)
        return np.asarray(books[(books["firm"] == firm) & (books["week"] == week)]["customers"], dtype=float)

    return read


def ahead(one: Reading, other: Reading, times: float = 1.0) -> Reading:
    """One reading of a world less ``times`` another of the same world."""
    return lambda results: np.asarray(one(results), dtype=float) - times * np.asarray(other(results), dtype=float)


def part(one: Reading, whole: Reading) -> Reading:
    """One reading of a world divided by another of the same world."""
    return lambda results: np.asarray(one(results), dtype=float) / np.asarray(whole(results), dtype=float)


def by_run(read: Callable[[Run, Results], float]) -> Reading:
    """A reading that looks at each replication by itself."""
    return lambda results: np.array([read(run, results) for run in results.runs], dtype=float)


def counted(firm: str, event: str, cause: str | None = None, since: float = 0.0, until: float = np.inf) -> Reading:
    """How often an event is in the log of a firm from one week to another, with one cause or with any."""

    def read(run: Run, results: Results) -> float:
        rows = run.rows
        those = (rows["event"] == RANK[event]) & (rows["firm"] == results.names.firms.index(firm))
        those &= (rows["time"] >= since) & (rows["time"] < until)
        if cause is not None:
            those &= rows["cause"] == results.names.words.index(cause)
        return float(those.sum())

    return by_run(read)


def booked(firm: str, event: str, since: int = 0) -> Reading:
    """How often an event is counted in the weekly books of a firm from a week on."""

    def read(run: Run, results: Results) -> float:
        return float(run.weekly[since:, results.names.firms.index(firm), RANK[event], 0].sum())

    return by_run(read)
