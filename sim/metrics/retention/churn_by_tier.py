"""How fast a firm loses customers of each tier."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import firms_column, ratio
from sim.metrics.retention.churn import churn_rate
from sim.model.events import RANK
from sim.registry import register, registered
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results, Run

NO_CARD, FIRST = "no card", "tier 0"
OPENS, CLOSES = RANK["acquisition"], RANK["exit"]


@register("metric", "churn_by_tier")
def churn_by_tier(results: Results) -> pd.DataFrame:
    """How fast a firm loses customers without a card and those of each tier; step 1 of managing exits.

    Formula: churn per year = exits from the tier / customer-weeks lived in it × 52. Each week of a customer counts for
    the tier she was in during that week, so that reaching a tier is not mistaken for staying because of it.
    Source: a rate of events per exposure with a state that changes over time: Andersen & Gill (1982), Annals of
    Statistics 10(4), 1100-1120. Those of a higher tier may stay longer because they buy more, not because of the tier.

    Returns one row per replication, firm and tier (``no card``, ``tier 0``, ``tier 1``, ...): exits, customer_weeks,
    churn, mean_lifetime_weeks; not a number where nobody lived in the tier or nobody left it.
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
    given = {p.kind for firm in results.scenario.firms for p in firm.programmes if p.terms().get("points_open")}
    kinds = [kind for kind in registered("programme") if kind in given]
    tiered = [run.rows["programme"][run.rows["event"] == RANK["tier"]].astype(np.int64) for run in results.runs]
    return np.unique(np.concatenate([*tiered, np.array([results.names.programmes.index(k) for k in kinds], np.int64)]))


def _stretches(results: Results, run: Run, cards: NDArray[np.int64], tiers: list[str]) -> _Stretches:
    """Cut every stay where a card is taken or given up, and where a tier changes."""
    rows = select_events(run, ("acquisition", "join", "tier", "end of membership", "exit"))
    of_card = np.isin(rows["programme"], cards)
    rows = rows[of_card | np.isin(rows["event"], (OPENS, CLOSES))]
    whose = customer_key(rows) << 8 | rows["firm"].astype(np.int64)
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
