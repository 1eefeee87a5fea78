"""What loyalty programmes cost, and what firms still owe to members."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import cents, firms_column, per_firm, ratio, whole_weeks
from sim.registry import register
from sim.results.event_filters import relation_key, select_events
from sim.results.results import Results, Run
from sim.results.tables import COST, INCOME, money

LINES = ("build_cost", "running_cost", "reward_cost", "benefit_cost", "event_cost", "tailoring_cost")


@register("metric", "programme_cost")
def programme_cost(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """What a firm's programmes cost it in a window, line by line, and what they brought in fees.

    Formula: cost = build + running + rewards + benefits + events + tailoring; net = cost − fees. Rewards count when
    they are given, not when points are earned.
    Source: Berger & Nasr (1998), Customer lifetime value, Journal of Interactive Marketing 12(1), 17-30: retention
    cost apart from cost of sales; course A10.

    Tailoring is what goods made for a customer cost beyond ordinary ones.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm: build_cost, running_cost, reward_cost, benefit_cost, event_cost,
        tailoring_cost, cost, fees, net, in money.

    Raises:
        ValueError: For an empty window.
    """
    weeks = whole_weeks(results, since, until)
    columns = {line: cents(results, COST[line], weeks) / 100 for line in LINES}
    cost = np.sum(list(columns.values()), axis=0)
    fees = cents(results, INCOME["fees"], weeks) / 100
    return per_firm(results, {**columns, "cost": cost, "fees": fees, "net": cost - fees})


@register("metric", "programme_liability")
def programme_liability(results: Results) -> pd.DataFrame:
    """What a firm owes its customers in points, and how many of the points given will never be redeemed.

    Formula: liability(w) = Σ up to w (earned − used − expired + revaluation), each at the points' expected cost to the
    firm, points × chance × cost of a reward / threshold. Breakage = expired / earned, of the points given so far;
    settled breakage = expired / (expired + used), of the points whose fate is known.
    Source: IFRS 15 (2014), B39-B47, at cost; Dowling & Uncles (1997), Sloan Management Review 38(4), 71-82, for what
    lapses.

    Points expire by date, or are forfeited by leaving; those forfeited are told apart. Where a reward is won by chance,
    rewards paid differ from points used by luck alone. Filled whatever the log keeps.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication, week and firm: earned, used, expired, forfeited (the part of expired that leaving cost
        her), revaluation, rewards_paid, liability (at the end of the week), in full units of money, breakage and
        settled_breakage (parts, from week 0 on; not a number where there is nothing to divide by).
    """
    return pd.concat([_books(results, run) for run in results.runs], ignore_index=True)


def _books(results: Results, run: Run) -> pd.DataFrame:
    earned, used, expired = (money(run, (event,)) for event in ("points earned", "points used", "expiry"))
    revaluation = money(run, ("revaluation",))
    weeks, firms = earned.shape
    gone = expired.cumsum(axis=0)
    columns = {
        "earned": earned,
        "used": used,
        "expired": expired,
        "forfeited": forfeited(run),
        "revaluation": revaluation,
        "rewards_paid": money(run, ("reward",)),
        "liability": np.cumsum(earned - used - expired + revaluation, axis=0),
    }
    return pd.DataFrame(
        {
            "replication": run.replication,
            "week": np.repeat(np.arange(weeks), firms),
            "firm": firms_column(np.tile(np.arange(firms), weeks), results),
            **{name: cents.ravel() / 100 for name, cents in columns.items()},
            "breakage": ratio(gone, earned.cumsum(axis=0)).ravel(),
            "settled_breakage": ratio(gone, gone + used.cumsum(axis=0)).ravel(),
        }
    )


def forfeited(run: Run) -> NDArray[np.int64]:
    """Points that lapsed because she left at that instant, at their cost in cents, shape (weeks, firms)."""
    rows, left = select_events(run, ("expiry",)), select_events(run, ("exit",))
    exits = set(zip(relation_key(left).tolist(), left["time"].tolist(), strict=True))
    at_exit = [pair in exits for pair in zip(relation_key(rows).tolist(), rows["time"].tolist(), strict=True)]
    rows = rows[np.array(at_exit, dtype=bool)]
    cents = np.zeros(run.weekly.shape[:2], dtype=np.int64)
    week = np.minimum(rows["time"].astype(np.int64), len(cents) - 1)
    np.add.at(cents, (week, rows["firm"].astype(np.int64)), rows["cents"])
    return cents
