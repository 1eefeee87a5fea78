"""What a round brought each firm, and each key account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

import numpy as np
from numpy.typing import NDArray

from sim.metrics.retention.churn import churn_rate, exits_and_weeks_by_firm
from sim.results.results import Run
from sim.results.tables import COUNTED, INCOME, count, money, profit_cents
from sim.scenario.decisions.account_view import AccountView
from sim.scenario.market.offers import OUTSIDE


@dataclass(frozen=True, kw_only=True)
class RoundOutcome:
    """One firm's figures of one round."""

    round: int
    firm: str
    customers: int
    """At the end of the round."""
    share: float
    """Part of the money spent in the market; not a number where nobody bought."""
    churn: float
    """Exits per customer and year (:func:`sim.metrics.retention.churn.churn_rate`); not a number without customers."""
    revenue: float
    profit: float
    exits: int
    """Customers who left in the round."""
    customer_weeks: float
    """Weeks that customers were customers in it, added up over all of them."""


@dataclass(frozen=True, kw_only=True)
class GameTotals:
    """One firm's figures of several rounds together, as every page shows them."""

    firm: str
    rounds: int
    """How many rounds are added up."""
    customers: int
    """At the end of the last of them."""
    share: float
    """Part of the money spent in the market in the last of them; not a number where nobody bought."""
    churn: float
    """Exits per customer and year over all of them (:func:`sim.metrics.retention.churn.churn_rate`)."""
    revenue: float
    """Of all of them, money."""
    profit: float
    """Of all of them, money."""


def game_totals(outcomes: Iterable[RoundOutcome]) -> tuple[GameTotals, ...]:
    """The figures of all these rounds, one value for each firm, in the order in which firms first occur.

    Churn is exits / customer-weeks of all rounds together, so that a round with few customers counts little; it is
    not the mean of the rounds' figures.
    """
    by_firm: dict[str, list[RoundOutcome]] = {}
    for outcome in outcomes:
        by_firm.setdefault(outcome.firm, []).append(outcome)
    return tuple(_total(sorted(rows, key=lambda row: row.round)) for rows in by_firm.values())


def _total(rows: Sequence[RoundOutcome]) -> GameTotals:
    exits, weeks = sum(row.exits for row in rows), fsum(row.customer_weeks for row in rows)
    return GameTotals(
        firm=rows[-1].firm,
        rounds=len(rows),
        customers=rows[-1].customers,
        share=rows[-1].share,
        churn=float(churn_rate(np.array([exits]), np.array([weeks]))[0]),
        revenue=fsum(row.revenue for row in rows),
        profit=fsum(row.profit for row in rows),
    )


@dataclass(frozen=True, kw_only=True)
class AccountOutcome:
    """One key account's figures of one round. Money in full units."""

    round: int
    account: str
    purchases: int
    """From firms."""
    paid: float
    """To firms and outside."""
    visits: int
    """That she received."""
    complaints: int
    """Times she turned to a firm's desk."""
    met: int
    """Needs that some firm met."""
    gain: float
    """What goods and needs met were worth to her, less what she paid and what visits cost her."""


def account_outcomes(view: AccountView) -> tuple[AccountOutcome, ...]:
    """The figures of a key account in each closed round."""
    found = []
    for number in sorted({row.number for row in view.rounds}):
        rows = [row for row in view.rounds if row.number == number]
        found.append(
            AccountOutcome(
                round=number,
                account=view.account,
                purchases=sum(row.purchases for row in rows if row.firm != OUTSIDE),
                paid=sum(row.paid for row in rows),
                visits=sum(row.visits for row in rows),
                complaints=sum(row.complaints for row in rows),
                met=len({need for row in rows for need in row.needs_met}),
                gain=sum(row.gain for row in rows),
            )
        )
    return tuple(found)


def round_outcomes(run: Run, firms: tuple[str, ...], rounds: int, weeks: float) -> tuple[RoundOutcome, ...]:
    """The figures of each firm in the first rounds of a run, by round and in order of the firms.

    Rounds begin every ``weeks``.
    """
    edges = np.arange(rounds + 1, dtype=np.float64) * weeks
    ends = np.rint(edges).astype(int)
    customers = np.cumsum(count(run, COUNTED["acquisitions"]) - count(run, COUNTED["exits"]), axis=0)
    revenue, profit = (_by_round(cents, ends) for cents in (money(run, INCOME["revenue"]), profit_cents(run)))
    exits, weeks_lived = exits_and_weeks_by_firm(run, len(firms), edges)
    churn = churn_rate(exits, weeks_lived)
    return tuple(
        RoundOutcome(
            round=number,
            firm=name,
            customers=int(customers[ends[number + 1] - 1, k]),
            share=float(revenue[number, k] / revenue[number].sum()) if revenue[number].sum() else float("nan"),
            churn=float(churn[number, k]),
            revenue=float(revenue[number, k] / 100),
            profit=float(profit[number, k] / 100),
            exits=int(exits[number, k]),
            customer_weeks=float(weeks_lived[number, k]),
        )
        for number in range(rounds)
        for k, name in enumerate(firms)
    )


def _by_round(weekly: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sums over rounds, shape (rounds, firms), of figures by week."""
    return np.stack([weekly[start:end].sum(axis=0) for start, end in pairwise(ends)])
