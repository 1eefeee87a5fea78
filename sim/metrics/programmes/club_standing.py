"""What membership of a club says of a person, week by week."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import firms_column
from sim.metrics.programmes.members_over_time import members_over_time
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results, Run
from sim.scenario.firm.programmes.club import Club


@register("metric", "club_standing")
def club_standing(results: Results) -> pd.DataFrame:
    """Standing of each club's membership, from 1 (the club is rare) towards 0 (everybody is in one).

    Formula: standing = 1 / (1 + (own full members + r × full members of other clubs) / (people × commonness)); people
    and r: those present and ``rival_members`` for a club with an anatomy, else all who may ever arrive and 0.
    Source: Drèze & Nunes (2009), Feeling superior, Journal of Consumer Research 35(6), 890-905: elites dilute status as
    they grow; the form is assumed.

    With the settings of the scenario, whatever was decided in mid-run; a rival's copy has those of the club it copies,
    and a club that no firm of the scenario declares has the usual ones.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication, firm and week: full, elsewhere (full members of other firms' clubs), people, standing;
        firms whose club nobody joined have no rows.

    Raises:
        IncompleteLogError: Where a club has associates and single purchases were not kept.
    """
    table = members_over_time(results)
    table = table[table["programme"] == "club"].reset_index(drop=True)
    full = table["full"].to_numpy(dtype=float)
    total = table.groupby(["replication", "week"], observed=True)["full"].transform("sum").to_numpy(dtype=float)
    here = {run.replication: _present(run) for run in results.runs}
    people, standing = np.zeros(len(table)), np.zeros(len(table))
    for row, (replication, week, firm) in enumerate(
        zip(table["replication"], table["week"], table["firm"].astype(str), strict=True)
    ):
        club = _club(results, firm)
        rivals = club.anatomy.rival_members if club.anatomy else 0.0
        people[row] = max(1, here[replication][int(week)] if club.anatomy else results.scenario.population.size)
        counted = full[row] + rivals * (total[row] - full[row])
        standing[row] = 1 / (1 + counted / people[row] / club.commonness)
    return pd.DataFrame(
        {
            "replication": table["replication"],
            "firm": firms_column(
                np.array([results.names.firms.index(str(firm)) for firm in table["firm"]], dtype=np.int64), results
            ),
            "week": table["week"],
            "full": full.astype(np.int64),
            "elsewhere": (total - full).astype(np.int64),
            "people": people.astype(np.int64),
            "standing": standing,
        }
    )


def _club(results: Results, firm: str) -> Club:
    """The club of a firm as the scenario declares it, or the one that it has copied, or one with usual settings."""
    firms = sorted(results.scenario.firms, key=lambda other: other.name != firm)
    clubs = (part for other in firms for part in other.programmes if isinstance(part, Club))
    return next(clubs, Club(kind="club"))


def _present(run: Run) -> NDArray[np.int64]:
    """People in the market at the end of each week."""
    weeks = run.weekly.shape[0]
    counts = [
        np.bincount(np.minimum(select_events(run, (event,))["time"].astype(np.int64), weeks - 1), minlength=weeks)
        for event in ("arrival", "moving away")
    ]
    present: NDArray[np.int64] = np.cumsum(counts[0] - counts[1])
    return present
