"""Who buys from a firm, how many and how often: penetration, frequency, double jeopardy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import per_firm, ratio, require_purchases, window
from sim.registry import register
from sim.results.event_filters import customer_key, relation_key, select_events
from sim.results.results import Results, Run
from sim.scenario.market.population import AtStart


class Buying(NamedTuple):
    """Purchases counted by customer and firm: one entry for each pair that occurs in the window."""

    person: NDArray[np.int64]
    firm: NDArray[np.int64]
    purchases: NDArray[np.int64]

    def buyers(self, firms: int) -> NDArray[np.int64]:
        """Number of different buyers of each firm, shape (firms,)."""
        return np.bincount(self.firm, minlength=firms)

    def bought(self, firms: int) -> NDArray[np.int64]:
        """Number of purchases at each firm, shape (firms,)."""
        return np.bincount(self.firm, weights=self.purchases, minlength=firms).astype(np.int64)


def buying(run: Run, since: float, until: float, event: str = "purchase") -> Buying:
    """Count the purchases (or another event) of each customer at each firm with since <= time < until."""
    rows = select_events(run, (event,), since, until)
    pair, times = np.unique(relation_key(rows), return_counts=True)
    return Buying(pair >> 8, pair & 255, times)


def people_in_market(results: Results, run: Run, since: float, until: float) -> int:
    """How many people were in the market at some time of the window: come before its end, not gone before it began."""
    names, segments = results.names, results.scenario.population.segments
    first = np.concatenate([[0], np.cumsum(names.sizes)])
    there = [
        np.arange(first[number], first[number + 1], dtype=np.int64) << 16
        for number, segment in enumerate(segments)
        if isinstance(segment.arrival, AtStart)
    ]
    came = np.unique(np.concatenate([*there, customer_key(select_events(run, ("arrival",), 0.0, until))]))
    gone = customer_key(select_events(run, ("moving away",), 0.0, since))
    return len(came) - int(np.isin(np.unique(gone), came).sum())


@register("metric", "penetration")
def penetration(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """Part of the people in the market who buy from a firm at least once in a window.

    Formula: b_k = (different buyers of k in the window) / (people in the market at some time of the window).
    Source: Ehrenberg (1988), Repeat-Buying; Goodhardt, Ehrenberg & Chatfield (1984), The Dirichlet, Journal of
    the Royal Statistical Society A 147, 621-655.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm: buyers, people, penetration.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: For an empty window.
    """
    require_purchases(results, "penetration")
    start, end = window(results, since, until)
    firms = len(results.names.firms)
    buyers = np.stack([buying(run, start, end).buyers(firms) for run in results.runs])
    people = np.array([[people_in_market(results, run, start, end)] for run in results.runs])
    people = np.broadcast_to(people, buyers.shape)
    return per_firm(results, {"buyers": buyers, "people": people, "penetration": ratio(buyers, people)})


@register("metric", "purchase_frequency")
def purchase_frequency(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """How often those who buy from a firm in a window do so: purchases per buyer.

    Formula: w_k = (purchases at k in the window) / (different buyers of k in the window).
    Source: Ehrenberg (1988), Repeat-Buying: the average purchase frequency per buyer, w.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm: purchases, buyers, frequency.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: For an empty window.
    """
    require_purchases(results, "purchase_frequency")
    start, end = window(results, since, until)
    firms = len(results.names.firms)
    counted = [buying(run, start, end) for run in results.runs]
    purchases = np.stack([found.bought(firms) for found in counted])
    buyers = np.stack([found.buyers(firms) for found in counted])
    return per_firm(results, {"purchases": purchases, "buyers": buyers, "frequency": ratio(purchases, buyers)})


@register("metric", "double_jeopardy")
def double_jeopardy(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """Share, penetration and purchase frequency side by side: small firms have fewer buyers, who also buy less often.

    Formula: b = buyers / people; w = purchases / buyers; w (1 − b) is nearly the same for all firms where the law
    holds; again = part of the buyers who bought more than once.
    Source: McPhee (1963), Formal Theories of Mass Behavior; Ehrenberg, Goodhardt & Barwise (1990), Double jeopardy
    revisited, Journal of Marketing 54(3), 82-91.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm: share, penetration, frequency, frequency_x_not_reached, bought_again.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: For an empty window.
    """
    require_purchases(results, "double_jeopardy")
    start, end = window(results, since, until)
    firms = len(results.names.firms)
    counted = [buying(run, start, end) for run in results.runs]
    purchases = np.stack([found.bought(firms) for found in counted])
    buyers = np.stack([found.buyers(firms) for found in counted])
    again = np.stack([np.bincount(found.firm[found.purchases > 1], minlength=firms) for found in counted])
    people = np.array([[people_in_market(results, run, start, end)] for run in results.runs])
    reached, frequency = ratio(buyers, people), ratio(purchases, buyers)
    return per_firm(
        results,
        {
            "share": ratio(purchases, purchases.sum(axis=1, keepdims=True)),
            "penetration": reached,
            "frequency": frequency,
            "frequency_x_not_reached": frequency * (1 - reached),
            "bought_again": ratio(again, buyers),
        },
    )
