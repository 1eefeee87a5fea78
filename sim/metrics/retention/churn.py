"""How fast a firm loses customers."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import WEEKS_A_YEAR, Numbers, firms_column, ratio, segment_of, window
from sim.model.event_log import decode_names
from sim.registry import register, unknown
from sim.results.results import Results, Run
from sim.results.spells import Spells, relationship_spells

Period: TypeAlias = Literal["year", "quarter", "week"] | float
WEEKS: dict[str, float] = {"year": WEEKS_A_YEAR, "quarter": WEEKS_A_YEAR / 4, "week": 1.0}


@register("metric", "churn")
def churn(
    results: Results,
    period: Period = "year",
    since: float = 0.0,
    until: float | None = None,
    *,
    by_segment: bool = False,
) -> pd.DataFrame:
    """How fast a firm loses customers, in each year, quarter or week; step 1 of managing exits.

    Formula: churn per period = exits / customer-weeks at risk × weeks of the period; mean lifetime = 1 / churn, which
    is true of the base as a whole only while it neither grows nor shrinks.
    Source: Reichheld & Sasser (1990), Zero defections, Harvard Business Review 68(5), 105-111; a rate of events per
    exposure, as in Aalen (1978), Annals of Statistics 6, 701-726.

    ``period``: year, quarter, week, or a number of weeks; the last one ends with the window and may be shorter, its
    rate is for a full one. Returns one row per replication, firm (and segment) and period: start, end (weeks),
    exits, customer_weeks, churn, mean_lifetime_weeks. Raises ``ValueError`` for a bad period or an empty window.
    """
    edges = periods(results, period, since, until)
    weeks = WEEKS[period] if isinstance(period, str) else float(period)
    segments = list(results.names.segments)
    parts = []
    for run in results.runs:
        found = relationship_spells(run, results.scenario.horizon)
        segment = segment_of(found.start_event["customer"], results.names)
        for firm in range(len(results.names.firms)):
            for group in range(len(segments)) if by_segment else [-1]:
                here = (found.firm == firm) & ((segment == group) | (group < 0))
                exits, exposed = exits_and_weeks(found, here, edges)
                columns: dict[str, object] = {
                    "replication": run.replication,
                    "firm": firms_column(np.full(len(exits), firm), results),
                }
                if by_segment:
                    columns["segment"] = decode_names([group] * len(exits), segments)
                columns |= {
                    "start": edges[:-1],
                    "end": edges[1:],
                    "exits": exits,
                    "customer_weeks": exposed,
                    "churn": churn_rate(exits, exposed, weeks),
                    "mean_lifetime_weeks": ratio(exposed, exits),
                }
                parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def churn_rate(exits: Numbers, customer_weeks: Numbers, weeks: float = WEEKS_A_YEAR) -> NDArray[np.float64]:
    """Exits per customer and year (or so many weeks); not a number where there were no customers.

    Formula: exits / customer-weeks × weeks. The one definition of churn: every page, table and measure that shows
    churn calls it with the customer-weeks that were lived, to the instant, as :func:`exits_and_weeks` counts them.
    """
    return ratio(exits, customer_weeks) * weeks


def exits_and_weeks(
    found: Spells, here: NDArray[np.bool_], edges: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Exits that ended some stays in each period, and the customer-weeks of these stays lived in it.

    ``here`` marks the stays that count; ``edges`` (weeks) are where periods begin and end, each from its beginning up
    to but without its end. Both are of shape (periods,).
    """
    exits = np.diff(np.searchsorted(np.sort(found.end[here & found.ended]), edges))
    return exits, np.diff(exposure(found, here, edges))


def exits_and_weeks_by_firm(
    run: Run, firms: int, edges: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The same for each firm of a run, of shape (periods, firms)."""
    found = relationship_spells(run, float(edges[-1]))
    each = [exits_and_weeks(found, found.firm == firm, edges) for firm in range(firms)]
    return np.stack([exits for exits, _ in each], axis=1), np.stack([weeks for _, weeks in each], axis=1)


def periods(results: Results, period: Period, since: float, until: float | None) -> NDArray[np.float64]:
    """The weeks at which periods begin and end, from ``since`` to ``until``; the last one may be shorter."""
    start, end = window(results, since, until)
    if isinstance(period, str) and period not in WEEKS:
        raise ValueError(f"{unknown('period', period, WEEKS)}, or a number of weeks")
    weeks = WEEKS[period] if isinstance(period, str) else float(period)
    if not weeks > 0:
        raise ValueError(f"period={weeks:g}: a period lasts longer than 0 weeks; give year, quarter, week or a number")
    edges = np.arange(start, end, weeks)
    return np.append(edges, end)


def exposure(found: Spells, here: NDArray[np.bool_], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Customer-weeks lived by these stays up to each of the times."""
    return _lived(found.start[here], times) - _lived(found.end[here], times)


def _lived(since: NDArray[np.float64], times: NDArray[np.float64]) -> NDArray[np.float64]:
    since = np.sort(since)
    begun = np.searchsorted(since, times)
    return np.asarray(begun * times - np.concatenate([[0.0], np.cumsum(since)])[begun])
