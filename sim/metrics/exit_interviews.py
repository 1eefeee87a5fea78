"""What those who left said in their exit interviews."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.log import Names, labels, named
from sim.metrics.reading import firms_column, segment_of, window
from sim.registry import declare
from sim.results import Results, Run
from sim.rows import person, rows_of

MANY = 50_000
"""Interviews from which compiling the loop over them takes less time than it saves."""


@declare("metric", "exit_interviews")
def exit_interviews(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """Who left, why in truth, whether she answered the exit interview, and which cause she stated.

    Formula: she answers with chance ``interviews.response`` and then names cause s with the chance that the row of her
    true cause in ``interviews.stated`` gives it. One who would name a cause that this market does not have says the
    true one. Her luck is her own (seed, replication, customer, firm, spell): a further cause, firm or customer changes
    nobody else's answer.
    Source: Nisbett & Wilson (1977), Telling more than we can know, Psychological Review 84(3), 231-259, for people not
    reporting why they did something; the default table is assumed.

    Returns one row per exit: replication, customer_id, segment, firm, week, cause, answered, stated (missing where she
    did not answer). Raises ``ValueError`` for an empty window.
    """
    start, end = window(results, since, until)
    end = np.inf if until is None else end
    parts = []
    for run in results.runs:
        rows, stated = interviewed(results, run)
        inside = (rows["time"] >= start) & (rows["time"] < end)
        rows, stated = rows[inside], stated[inside]
        parts.append(
            pd.DataFrame(
                {
                    "replication": np.full(len(rows), run.replication),
                    "customer_id": np.asarray(labels(rows, results.names), dtype=object),
                    "segment": named(segment_of(rows["customer"], results.names), results.names.segments),
                    "firm": firms_column(rows["firm"].astype(np.int64), results),
                    "week": rows["time"].astype(np.float64),
                    "cause": named(rows["cause"].astype(np.int64), results.names.causes),
                    "answered": stated >= 0,
                    "stated": named(stated, results.names.causes),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def interviewed(results: Results, run: Run) -> tuple[NDArray[np.void], NDArray[np.int64]]:
    """The exits of one replication and, for each, the number of the cause stated, -1 where she did not answer."""
    rows, names, interviews = rows_of(run, ("exit",)), results.names, results.scenario.interviews
    lots = _lots((results.seed, run.replication), rows, names)
    here = {cause.name for cause in results.scenario.exits.causes}
    true = rows["cause"].astype(np.int64)
    stated = true.copy()
    for code in np.unique(true):
        row = interviews.answers(names.causes[code])
        said = np.array([names.causes.index(cause) if cause in here else code for cause in row], dtype=np.int64)
        whose = true == code
        place = np.searchsorted(np.cumsum(list(row.values())), lots[whose, 1], side="right")
        stated[whose] = said[np.minimum(place, len(said) - 1)]
    stated[lots[:, 0] >= interviews.response] = -1
    return rows, stated


def _lots(luck: tuple[int, int], rows: NDArray[np.void], names: Names) -> NDArray[np.float64]:
    """Two uniform draws for each exit, shape (exits, 2): whether she answers, and what she says."""
    from sim.draws import digest, hand, life_of

    whose = person(rows) << 8 | rows["firm"].astype(np.int64)
    order = np.argsort(whose, kind="stable")
    begins = np.searchsorted(whose[order], whose[order])
    spell = np.zeros(len(rows), dtype=np.int64)
    spell[order] = np.arange(len(rows)) - begins
    purpose = np.array([digest(f"exit interview/{firm}") for firm in names.firms])[rows["firm"]]
    who, life = addresses(rows["customer"], names), rows["generation"].astype(np.int64) * life_of(1, 0) + spell

    def draw(
        who: NDArray[np.int64], purpose: NDArray[np.int64], life: NDArray[np.int64], lots: NDArray[np.float64]
    ) -> None:
        for n in range(len(who)):
            answers, says, _, _ = hand(luck, who[n], purpose[n], life[n], 0)
            lots[n, 0] = answers
            lots[n, 1] = says

    lots = np.zeros((len(rows), 2))
    drawn: Any = draw
    if len(rows) >= MANY:
        from numba import njit

        drawn = njit(draw)
    drawn(who, purpose, life, lots)
    return lots


def addresses(customer: NDArray[np.int32], names: Names) -> NDArray[np.int64]:
    """How luck finds each customer: the digest of her segment, and her number within it."""
    from sim.draws import digests

    base = np.array(digests(names.segments, bits=31), dtype=np.int64)
    segment = segment_of(customer, names)
    first = np.cumsum(names.sizes) - np.asarray(names.sizes)
    return np.asarray((base[segment] << 32) + customer - first[segment], dtype=np.int64)
