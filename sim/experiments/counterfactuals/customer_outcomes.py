"""What became of each customer of a firm in either world: saved, lost, kept, gone all the same, won, or never won."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.experiments.counterfactuals.counterfactual_pair import CounterfactualPair
from sim.metrics._shared.windows import require_purchases, segment_of
from sim.metrics.value.lifetime_value import accounts
from sim.model.event_log import decode_names, labels
from sim.results.event_filters import customer_key
from sim.results.results import Results, Run
from sim.results.spells import relationship_spells

OUTCOMES = ("saved", "lost", "kept in both", "gone in both", "won", "not won")
"""What the second world made of a customer, seen from the first. ``saved``: she left the firm in the first world and is
with it at the end of the second; ``lost``: the other way round; ``won``: only in the second she ever was its customer;
``not won``: only in the first."""
NEVER, STAYS, LEFT = 0, 1, 2
_OUTCOME = np.array([[-1, 4, 4], [5, 2, 1], [5, 0, 3]])  # by fate in the first world and in the second


class _Fate(NamedTuple):
    """What became of customers in one world: columns of equal length, one entry per customer in ascending order."""

    who: NDArray[np.int64]
    opening: NDArray[np.void]
    fate: NDArray[np.int64]
    cause: NDArray[np.int64]
    week: NDArray[np.float64]
    value: NDArray[np.float64]


def customer_outcomes(worlds: CounterfactualPair, discount: float = 0.1) -> pd.DataFrame:
    """What became of each customer of the firm in either world, and what she was worth to it.

    Her fate is that at the end of the run: still a customer, or left, with the cause and week of her last exit.
    Lifetime value as in the metric of that name, realised by the end. Returns one row per replication and customer
    of the firm in at least one world: customer_id, segment, outcome (one of :data:`OUTCOMES`), and for each world
    ``cause_first``/``cause_second`` (none where she did not leave), ``left_first``/``left_second`` (week),
    ``value_first``/``value_second``; ``value_more`` is second less first. Raises ``IncompleteLogError`` without
    purchases.
    """
    for results in (worlds.first, worlds.second):
        require_purchases(results, "who was saved and who was lost")
    tables = [
        _side_by_side(worlds, one, other, discount)
        for one, other in zip(worlds.first.runs, worlds.second.runs, strict=True)
    ]
    return worlds.stamp.on(pd.concat(tables, ignore_index=True))


def _side_by_side(worlds: CounterfactualPair, one: Run, other: Run, discount: float) -> pd.DataFrame:
    first, second = _fate(worlds.first, one, worlds.firm, discount), _fate(worlds.second, other, worlds.firm, discount)
    who = np.union1d(first.who, second.who)
    opening = np.zeros(len(who), first.opening.dtype)
    columns: dict[str, NDArray[np.float64] | NDArray[np.int64]] = {}
    for world, found in (("first", first), ("second", second)):
        at = np.searchsorted(who, found.who)
        opening[at] = found.opening
        for name, blank in (("fate", NEVER), ("cause", -1), ("week", np.nan), ("value", 0.0)):
            column = np.full(len(who), blank)
            column[at] = getattr(found, name)
            columns[f"{name}_{world}"] = column
    names = worlds.first.names
    outcome = _OUTCOME[columns["fate_first"].astype(int), columns["fate_second"].astype(int)]
    return pd.DataFrame(
        {
            "replication": np.full(len(who), one.replication),
            "customer_id": np.asarray(labels(opening, names), dtype=object),
            "segment": decode_names(segment_of(opening["customer"], names), names.segments),
            "outcome": decode_names(outcome, OUTCOMES),
            "cause_first": decode_names(columns["cause_first"], names.causes),
            "cause_second": decode_names(columns["cause_second"], worlds.second.names.causes),
            "left_first": columns["week_first"],
            "left_second": columns["week_second"],
            "value_first": columns["value_first"],
            "value_second": columns["value_second"],
            "value_more": columns["value_second"] - columns["value_first"],
        }
    )


def _fate(results: Results, run: Run, firm: str, discount: float) -> _Fate:
    """The last stay of each customer of the firm, and all that she brought."""
    k = results.names.firms.index(firm)
    found, books = relationship_spells(run, results.scenario.horizon), accounts(results, run, discount)
    here = found.firm == k
    opening, ended = found.start_event[here], found.ended[here]
    whose = customer_key(opening)
    who, back = np.unique(whose[::-1], return_index=True)
    last = len(whose) - 1 - back
    hers = books.opening["firm"] == k
    value = dict(zip(customer_key(books.opening[hers]).tolist(), books.value[hers].tolist(), strict=True))
    return _Fate(
        who=who,
        opening=opening[last],
        fate=np.where(ended[last], LEFT, STAYS),
        cause=found.cause[here][last],
        week=np.where(ended[last], found.end[here][last], np.nan),
        value=np.array([value.get(one, 0.0) for one in who.tolist()]),
    )
