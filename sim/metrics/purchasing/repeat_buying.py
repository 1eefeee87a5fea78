"""Repeat purchases: their share, their sum week by week, and how many people bought how often."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import (
    counted,
    per_cell,
    per_firm,
    ratio,
    require_purchases,
    whole_weeks,
    window,
)
from sim.metrics.purchasing.buyers import buying, people_in_market
from sim.registry import register
from sim.results.results import Results, Run
from sim.results.tables import COUNTED, count


@register("metric", "repeat_share")
def repeat_share(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """Part of a firm's purchases that are repeat purchases, made by people who are customers already.

    Formula: (purchases − acquisitions) / purchases; an acquisition is the first purchase since she came, or came back.
    Source: Ehrenberg (1988), Repeat-Buying; Reichheld & Sasser (1990), Zero defections, Harvard Business Review 68(5).

    Needs no single purchases.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm: purchases, repeats, repeat_share.

    Raises:
        ValueError: For an empty window.
    """
    weeks = whole_weeks(results, since, until)
    purchases = counted(results, "purchases", weeks)
    won = counted(results, "acquisitions", weeks)
    repeats = purchases - won
    return per_firm(results, {"purchases": purchases, "repeats": repeats, "repeat_share": ratio(repeats, purchases)})


@register("metric", "cumulative_repeats")
def cumulative_repeats(results: Results) -> pd.DataFrame:
    """Cumulative repeat purchases week by week: the curve by which models of a cohort are judged.

    Formula: R(w) = Σ_{v <= w} (purchases(v) − acquisitions(v)); the first purchase of a customer is no repeat.
    Source: Fader, Hardie & Lee (2005), Counting your customers the easy way, Marketing Science 24, 275-284, fig. 5.

    Needs no single purchases.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication, week and firm: repeats in the week, cumulative_repeats at its end (week 0 ends one week
        after the start).
    """
    repeats = np.stack([count(run, COUNTED["purchases"]) - count(run, COUNTED["acquisitions"]) for run in results.runs])
    levels = {"week": range(repeats.shape[1]), "firm": results.names.firms}
    return per_cell(results, levels, {"repeats": repeats, "cumulative_repeats": np.cumsum(repeats, axis=1)})


@register("metric", "purchase_histogram")
def purchase_histogram(
    results: Results, since: float = 0.0, until: float | None = None, *, repeats: bool = False, most: int = 7
) -> pd.DataFrame:
    """How many people bought never, once, twice, ... from a firm in a window.

    Formula: n_x = number of people with x purchases, x = 0, 1, ..., ``most`` and more. Without exits and with gamma
    rates it is the negative binomial. With ``repeats`` the first purchase of each customer is left out, and the
    people are those who have become customers by the end of the window.
    Source: Ehrenberg (1959), The pattern of consumer purchases, Applied Statistics 8, 26-41; for repeats Fader,
    Hardie & Lee (2005), Counting your customers the easy way, Marketing Science 24, 275-284.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.
        repeats: Whether the first purchase of each customer is left out.
        most: Number of purchases that stands for itself and more.

    Returns:
        One row per replication, firm and number of purchases: times (the last stands for "and more"), label, people,
        part.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: For an empty window or ``most`` below 1.
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
    part = ratio(counts, counts.sum(axis=2, keepdims=True))
    table = per_cell(results, {"firm": results.names.firms, "times": range(most + 1)}, {"people": counts, "part": part})
    table.insert(3, "label", np.where(table["times"] < most, table["times"].astype(str), f"{most}+"))
    return table


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
