"""How many people bought how often."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.purchase_counts import buying, people_in_market
from sim.metrics._shared.windows import firms_column, ratio, require_purchases, window
from sim.registry import register
from sim.results.results import Results, Run


@register("metric", "purchase_histogram")
def purchase_histogram(
    results: Results, since: float = 0.0, until: float | None = None, *, repeats: bool = False, most: int = 7
) -> pd.DataFrame:
    """How many people bought not at all, once, twice, ... from a firm in a window.

    Formula: n_x = number of people with x purchases, x = 0, 1, ..., ``most`` and more. Without exits and with gamma
    rates it is the negative binomial. With ``repeats`` the first purchase of each customer is left out, and the
    people are those who have become customers by the end of the window.
    Source: Ehrenberg (1959), The pattern of consumer purchases, Applied Statistics 8, 26-41; for repeats Fader,
    Hardie & Lee (2005), Counting your customers the easy way, Marketing Science 24, 275-284.

    Returns one row per replication, firm and number of purchases: times (the last stands for "and more"), label,
    people, part. Raises ``IncompleteLogError`` for a log without purchases, ``ValueError`` for an empty window or
    ``most`` below 1.
    """
    require_purchases(results, "purchase_histogram")
    start, end = window(results, since, until)
    if most < 1:
        raise ValueError(f"most={most}: the last bar gathers this many purchases and more; give 1 or more")
    firms = len(results.names.firms)
    counts = np.stack(
        [
            _repeats(run, firms, start, end, most) if repeats else _all(results, run, start, end, most)
            for run in results.runs
        ]
    )
    size, bars = len(results.runs), most + 1
    return pd.DataFrame(
        {
            "replication": np.repeat([run.replication for run in results.runs], firms * bars),
            "firm": firms_column(np.tile(np.repeat(np.arange(firms), bars), size), results),
            "times": np.tile(np.arange(bars), size * firms),
            "label": np.tile([*map(str, range(most)), f"{most}+"], size * firms),
            "people": counts.ravel(),
            "part": ratio(counts, counts.sum(axis=2, keepdims=True)).ravel(),
        }
    )


def _all(results: Results, run: Run, since: float, until: float, most: int) -> NDArray[np.int64]:
    firms = len(results.names.firms)
    found = buying(run, since, until)
    table = _tally(found.firm, found.purchases, firms, most)
    table[:, 0] = people_in_market(results, run, since, until) - table.sum(axis=1)
    return table


def _repeats(run: Run, firms: int, since: float, until: float, most: int) -> NDArray[np.int64]:
    customers = buying(run, 0.0, until, "acquisition")
    repeats = np.zeros(len(customers.person), dtype=np.int64)
    for event, sign in (("purchase", 1), ("acquisition", -1)):
        found = buying(run, since, until, event)
        places = np.searchsorted(customers.person << 8 | customers.firm, found.person << 8 | found.firm)
        repeats[places] += sign * found.purchases
    return _tally(customers.firm, repeats, firms, most)


def _tally(firm: NDArray[np.int64], times: NDArray[np.int64], firms: int, most: int) -> NDArray[np.int64]:
    bars = most + 1
    return np.bincount(firm * bars + np.minimum(times, most), minlength=firms * bars).reshape(firms, bars)
