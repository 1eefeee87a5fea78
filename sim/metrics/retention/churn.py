"""How fast a firm loses customers."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.interval import ONE_REPLICATION, jackknife_bounds
from sim.metrics._shared.windows import WEEKS_A_YEAR, Numbers, firms_column, ratio, segment_of, window
from sim.model.event_log import decode_names
from sim.model.events import RANK
from sim.registry import register, registered, unknown
from sim.results.event_filters import relation_key, select_events
from sim.results.results import Results, Run
from sim.results.spells import Spells, relationship_spells
from sim.scenario.firm.firm import kinds_with_members_by

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

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        period: ``year``, ``quarter``, ``week`` or a number of weeks; the last period ends with the window and may be
            shorter.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.
        by_segment: Whether each segment has rows of its own.

    Returns:
        One row per replication, firm (and segment) and period: start, end (weeks), exits, customer_weeks, churn,
        mean_lifetime_weeks.

    Raises:
        ValueError: For a bad period or an empty window.
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


def churn_interval(table: pd.DataFrame, by: list[str], level: float = 0.95) -> pd.DataFrame:
    """Churn a year of each firm, period, segment or tier, from a table of ``churn`` or ``churn_by_tier``.

    Formula: exits of all replications / their customer-weeks × 52, with the jackknife's bounds over replications.
    Returns one row per combination of ``by``: exits and customer_weeks (means over replications), churn, low, high,
    mean_lifetime_weeks; ``attrs["note"]`` says why bounds are missing.
    """
    group = table.groupby(by, observed=True, sort=False).ngroup().to_numpy()
    kept = table["replication"].unique()
    run = np.searchsorted(kept, table["replication"].to_numpy())
    shape = (len(kept), int(group.max(initial=-1)) + 1)
    sums = {name: np.zeros(shape) for name in ("exits", "customer_weeks")}
    for name, values in sums.items():
        np.add.at(values, (run, group), table[name].to_numpy(dtype=float))

    def pooled(some: NDArray[np.bool_]) -> NDArray[np.float64]:
        return churn_rate(sums["exits"][some].sum(axis=0), sums["customer_weeks"][some].sum(axis=0))

    found = table[by].iloc[np.unique(group, return_index=True)[1]].reset_index(drop=True)
    rate, low, high = jackknife_bounds(pooled, len(kept), level)
    found["exits"], found["customer_weeks"] = sums["exits"].mean(axis=0), sums["customer_weeks"].mean(axis=0)
    found["churn"], found["low"], found["high"] = rate, np.maximum(low, 0.0), high
    found["mean_lifetime_weeks"] = ratio(sums["customer_weeks"].sum(axis=0), sums["exits"].sum(axis=0))
    found.attrs["note"] = ONE_REPLICATION if len(kept) == 1 else ""
    return found


NO_CARD, FIRST = "no card", "tier 0"
OPENS, CLOSES = RANK["acquisition"], RANK["exit"]


@register("metric", "churn_by_tier")
def churn_by_tier(results: Results) -> pd.DataFrame:
    """How fast a firm loses customers without a card and those of each tier; step 1 of managing exits.

    Formula: churn per year = exits from the tier / customer-weeks lived in it × 52. Each week of a customer counts for
    the tier she was in during that week, so that reaching a tier is not mistaken for staying because of it.
    Source: a rate of events per exposure with a state that changes over time: Andersen & Gill (1982), Annals of
    Statistics 10(4), 1100-1120. Those of a higher tier may stay longer because they buy more, not because of the tier.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication, firm and tier (``no card``, ``tier 0``, ``tier 1``, ...): exits, customer_weeks, churn,
        mean_lifetime_weeks; not a number where nobody lived in the tier or nobody left it.
    """
    names, parts = results.names, []
    tiers = [NO_CARD, FIRST, *[cause for cause in names.words if cause.startswith("tier ") and cause != FIRST]]
    cards = _cards(results)
    for run in results.runs:
        found = _stretches(results, run, cards, tiers)
        shape = (len(names.firms), len(tiers))
        weeks, left = np.zeros(shape), np.zeros(shape, dtype=np.int64)
        np.add.at(weeks, (found.firm, found.tier), found.weeks)
        np.add.at(left, (found.firm, found.tier), found.left)
        parts.append(
            pd.DataFrame(
                {
                    "replication": run.replication,
                    "firm": firms_column(np.repeat(np.arange(shape[0]), shape[1]), results),
                    "tier": pd.Categorical(tiers * shape[0], categories=tiers),
                    "exits": left.ravel(),
                    "customer_weeks": weeks.ravel(),
                    "churn": churn_rate(left, weeks).ravel(),
                    "mean_lifetime_weeks": ratio(weeks, left).ravel(),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


class _Stretches(NamedTuple):
    """Stretches of stays spent in one tier: columns of equal length."""

    firm: NDArray[np.int64]
    tier: NDArray[np.int64]
    weeks: NDArray[np.float64]
    left: NDArray[np.int64]
    """1 where the stretch ended with an exit."""


def _cards(results: Results) -> NDArray[np.int64]:
    """Numbers of the programmes that give a card: by the terms of those in the scenario, and by tiers in the log."""
    given = kinds_with_members_by("points_open", results.scenario.firms)
    kinds = [kind for kind in registered("programme") if kind in given]
    tiered = [run.rows["programme"][run.rows["event"] == RANK["tier"]].astype(np.int64) for run in results.runs]
    return np.unique(np.concatenate([*tiered, np.array([results.names.programmes.index(k) for k in kinds], np.int64)]))


def _stretches(results: Results, run: Run, cards: NDArray[np.int64], tiers: list[str]) -> _Stretches:
    """Cut every stay where a card is taken or given up, and where a tier changes."""
    rows = select_events(run, ("acquisition", "join", "tier", "end of membership", "exit"))
    of_card = np.isin(rows["programme"], cards)
    rows = rows[of_card | np.isin(rows["event"], (OPENS, CLOSES))]
    whose = relation_key(rows)
    order = np.argsort(whose, kind="stable")
    rows, whose = rows[order], whose[order]
    at_exit = np.zeros(len(rows), dtype=bool)  # she keeps her tier to the end: the card goes because she leaves
    at_exit[:-1] = (rows["event"][1:] == CLOSES) & (whose[1:] == whose[:-1]) & (rows["time"][1:] == rows["time"][:-1])
    kept = ~(at_exit & (rows["event"] == RANK["end of membership"]))
    rows, whose = rows[kept], whose[kept]
    place = {tier: number for number, tier in enumerate(tiers)}
    by_cause = np.array([place.get(cause, 0) for cause in results.names.words], dtype=np.int64)
    tier = np.zeros(len(rows), dtype=np.int64)
    tier[rows["event"] == RANK["join"]] = place[FIRST]
    changes = rows["event"] == RANK["tier"]
    tier[changes] = by_cause[rows["cause"][changes]]
    follows = np.zeros(len(rows), dtype=bool)
    follows[:-1] = whose[1:] == whose[:-1]
    end = np.full(len(rows), float(results.scenario.horizon))
    end[:-1][follows[:-1]] = rows["time"][1:][follows[:-1]]
    left = np.zeros(len(rows), dtype=np.int64)
    left[:-1] = follows[:-1] & (rows["event"][1:] == CLOSES)
    lived = rows["event"] != CLOSES
    return _Stretches(rows["firm"][lived].astype(np.int64), tier[lived], (end - rows["time"])[lived], left[lived])
