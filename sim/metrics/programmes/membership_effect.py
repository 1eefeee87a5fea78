"""Whether members stay because they are members, or were the staying sort."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import firms_column, ratio, require_common_random_numbers, window
from sim.metrics.programmes.gain import number_of
from sim.registry import register
from sim.results.event_filters import customer_key
from sim.results.results import Results, Run
from sim.results.spells import relationship_spells


@register("metric", "membership_effect")
def membership_effect(
    results: Results, without: Results, firm: str | None = None, at: float = 52.0, until: float | None = None
) -> pd.DataFrame:
    """Retention of members against other customers, split into who they are and what the programme does.

    Formula: seen = kept(members) − kept(others), both customers at week ``at``, kept until week ``until``; selection =
    the same difference between the same people in the world without the programme; effect = seen − selection.
    Source: Leenheer, van Heerde, Bijmolt & Smidts (2007), Do loyalty programs really enhance behavioral loyalty?,
    International Journal of Research in Marketing 24(1), 31-47: the naive effect was seven times the true one.

    Only people who are customers of the firm at week ``at`` in both worlds count.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        without: The same market with the same luck and without the programme.
        firm: Name of the firm; the one in focus if left out.
        at: Week at which members and others are told apart.
        until: Week at which is seen who was kept; the end of the run if left out.

    Returns:
        One row per replication: firm, members, others, kept_members, kept_others, seen, selection, effect; not a number
        where there are no members or no others.

    Raises:
        LookupError: For an unknown firm.
        ValueError: For an empty window and unless both worlds share seed and replications.
    """
    require_common_random_numbers(results, without)
    mine = number_of(results, firm)
    since, end = window(results, at, until)
    rows = []
    for run, other in zip(results.runs, without.runs, strict=True):
        standing, kept = _kept(results, run, mine, since, end)
        standing_there, kept_there = _kept(without, other, mine, since, end)
        both = np.intersect1d(standing, standing_there)
        belongs = np.isin(both, _members(results, run, mine, since))
        stayed, stayed_there = np.isin(both, kept), np.isin(both, kept_there)
        parts = [_part(here, who) for here in (stayed, stayed_there) for who in (belongs, ~belongs)]
        rows.append((int(belongs.sum()), int((~belongs).sum()), parts[0], parts[1], parts[2] - parts[3]))
    members, others, kept_members, kept_others, selection = (np.array(column) for column in zip(*rows, strict=True))
    return pd.DataFrame(
        {
            "replication": [run.replication for run in results.runs],
            "firm": firms_column(np.full(len(rows), mine), results),
            "members": members,
            "others": others,
            "kept_members": kept_members,
            "kept_others": kept_others,
            "seen": kept_members - kept_others,
            "selection": selection,
            "effect": kept_members - kept_others - selection,
        }
    )


def _part(stayed: NDArray[np.bool_], who: NDArray[np.bool_]) -> float:
    return float(ratio(np.array([(stayed & who).sum()]), np.array([who.sum()]))[0])


def _kept(
    results: Results, run: Run, firm: int, since: float, until: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keys of the firm's customers at one week, and of those of them who have not left up to another."""
    found = relationship_spells(run, results.scenario.horizon)
    there = (found.firm == firm) & (found.start < since) & (~found.ended | (found.end >= since))
    stays = there & (~found.ended | (found.end >= until))
    key = customer_key(found.start_event)
    return np.unique(key[there]), np.unique(key[stays])


def _members(results: Results, run: Run, firm: int, week: float) -> NDArray[np.int64]:
    """Keys of those who are members of any programme of the firm at that week."""
    found = relationship_spells(run, results.scenario.horizon, "members")
    there = (found.firm == firm) & (found.start < week) & (~found.ended | (found.end >= week))
    return np.unique(customer_key(found.start_event)[there])
