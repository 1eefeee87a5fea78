"""Account managers: their visits to accounts, and what happens to accounts when managers leave."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import WEEKS_A_YEAR, per_firm, ratio, require_purchases
from sim.metrics.key_accounts.account_steps import steps_of
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import relation_key, select_events
from sim.results.results import Results, Run
from sim.scenario.firm.departments.relationship_managers import DOORS


@register("metric", "visits")
def visits(results: Results) -> pd.DataFrame:
    """How many visits relationship managers made, how many of them failed, and what opening a door took.

    Formula: failed_share = visits that neither revealed a need nor opened a door / visits; visits_a_door = visits /
    doors opened, a door being opened when an account's next ``door`` row names a later one.
    Source: a visit counts only if something is learned (the course, A7); on what calls bring: Zoltners & Sinha (2005),
    Sales territory design, Marketing Science 24, 313-331.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication and firm: visits, revealed, decided, failed, failed_share, cost (money, visits alone),
        doors_opened, visits_a_door.

    Raises:
        IncompleteLogError: Where the log was kept to exits.
    """
    require_purchases(results, "visits")
    firms, causes = len(results.names.firms), results.names.words
    outcomes = {word: causes.index(word) if word in causes else -2 for word in ("revealed", "decided", "failed")}
    count = {word: np.zeros((len(results.runs), firms), dtype=np.int64) for word in (*outcomes, "visits", "opened")}
    cost = np.zeros((len(results.runs), firms))
    for place, run in enumerate(results.runs):
        rows = select_events(run, ("visit",))
        count["visits"][place] = np.bincount(rows["firm"], minlength=firms)
        for word, code in outcomes.items():
            count[word][place] = np.bincount(rows["firm"][rows["cause"] == code], minlength=firms)
        cost[place] = run.weekly[:, :, RANK["visit"], 1].sum(axis=0) / 100
        steps = steps_of(results, run, DOORS)
        same = (steps.who[1:] == steps.who[:-1]) & (steps.firm[1:] == steps.firm[:-1]) & ~steps.left[:-1]
        opens = same & (steps.station[1:] > steps.station[:-1])
        count["opened"][place] = np.bincount(steps.firm[1:][opens], minlength=firms)
    return per_firm(
        results,
        {
            "visits": count["visits"],
            **{word: count[word] for word in outcomes},
            "failed_share": ratio(count["failed"], count["visits"]),
            "cost": cost,
            "doors_opened": count["opened"],
            "visits_a_door": ratio(count["visits"], count["opened"]),
        },
    )


@register("metric", "manager_turnover")
def manager_turnover(results: Results, within: float = 26.0) -> pd.DataFrame:
    """How often relationship managers leave, and how many accounts are lost after one has left, against all others.

    Formula: exits_after = exits of accounts / account-years, both in the ``within`` weeks after an account's manager
    left (or up to the next time one leaves it); exits_else = the same for all other weeks of accounts; lost_share =
    accounts lost in those weeks / accounts whose manager left.
    Source: Bendapudi & Leone (2002), Managing business-to-business customer relationships following key contact
    employee turnover, Journal of Marketing 66(2), 83-101; occurrence and exposure: Andersen & Gill (1982), Annals of
    Statistics 10, 1100-1120.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        within: Weeks after a manager has left in which exits of the accounts are counted.

    Returns:
        One row per replication and firm: left, hired (managers), hiring_cost (money), accounts_parted, lost,
        lost_share, exits_after, exits_else (a year).

    Raises:
        ValueError: For ``within`` of 0 or less.
    """
    if not within > 0:
        raise ValueError(f"within={within:g}: give the number of weeks to look at after a manager has left, above 0")
    firms = len(results.names.firms)
    found = np.array([_of_a_run(results, run, firms, within) for run in results.runs])
    left, hired, cents, parted, lost, weeks, others, other_weeks = (found[:, place, :] for place in range(8))
    return per_firm(
        results,
        {
            "left": left.astype(np.int64),
            "hired": hired.astype(np.int64),
            "hiring_cost": cents / 100,
            "accounts_parted": parted.astype(np.int64),
            "lost": lost.astype(np.int64),
            "lost_share": ratio(lost, parted),
            "exits_after": ratio(lost, weeks / WEEKS_A_YEAR),
            "exits_else": ratio(others, other_weeks / WEEKS_A_YEAR),
        },
    )


def _of_a_run(results: Results, run: Run, firms: int, within: float) -> NDArray[np.float64]:
    """Counts and exposures by firm, shape (8, firms)."""
    names = {word: results.names.words.index(word) for word in ("left", "hired") if word in results.names.words}
    rows = select_events(run, ("manager",))
    left, hired = rows["cause"] == names.get("left", -2), rows["cause"] == names.get("hired", -2)
    of_firm = rows["customer"] < 0
    parted = rows[left & ~of_firm]
    steps = steps_of(results, run, DOORS)

    def by_firm(firm: NDArray[np.integer], weights: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        return np.bincount(firm, weights, minlength=firms).astype(np.float64)

    key, span = _windows(parted, within)
    lost, weeks = np.zeros(len(key), dtype=bool), np.zeros(len(key))
    accounts = steps.who << 8 | steps.firm
    if len(key):
        first, last = np.searchsorted(accounts, key), np.searchsorted(accounts, key, side="right")
        for place, (start, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
            begins, ends = steps.since[start:end], steps.until[start:end]
            inside = np.minimum(ends, span[place, 1]) - np.maximum(begins, span[place, 0])
            weeks[place] = np.maximum(inside, 0.0).sum()
            gone = steps.left[start:end] & (ends > span[place, 0]) & (ends <= span[place, 1])
            lost[place] = gone.any()
    firm = key & 255
    all_weeks, exits = by_firm(steps.firm, steps.until - steps.since), by_firm(steps.firm[steps.left])
    lost_there, weeks_there = by_firm(firm[lost]), by_firm(firm, weeks)
    return np.array(
        [
            by_firm(rows["firm"][left & of_firm]),
            by_firm(rows["firm"][hired & of_firm]),
            by_firm(rows["firm"][hired & of_firm], rows["cents"][hired & of_firm].astype(np.float64)),
            by_firm(parted["firm"]),
            lost_there,
            weeks_there,
            exits - lost_there,
            all_weeks - weeks_there,
        ]
    )


def _windows(parted: NDArray[np.void], within: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """For each account and parting: the account, and the weeks that count as after it, shape (partings, 2)."""
    key = relation_key(parted)
    order = np.lexsort((parted["time"], key))
    key, since = key[order], parted["time"][order].astype(np.float64)
    until = since + within
    if len(key):
        again = key[1:] == key[:-1]
        until[:-1] = np.where(again, np.minimum(until[:-1], since[1:]), until[:-1])
    return key, np.column_stack([since, until])
