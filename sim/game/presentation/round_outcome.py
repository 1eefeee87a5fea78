"""What a round brought each firm, and each key account."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

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
    churn = churn_rate(*exits_and_weeks_by_firm(run, len(firms), edges))
    return tuple(
        RoundOutcome(
            round=number,
            firm=name,
            customers=int(customers[ends[number + 1] - 1, k]),
            share=float(revenue[number, k] / revenue[number].sum()) if revenue[number].sum() else float("nan"),
            churn=float(churn[number, k]),
            revenue=float(revenue[number, k] / 100),
            profit=float(profit[number, k] / 100),
        )
        for number in range(rounds)
        for k, name in enumerate(firms)
    )


def _by_round(weekly: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sums over rounds, shape (rounds, firms), of figures by week."""
    return np.stack([weekly[start:end].sum(axis=0) for start, end in pairwise(ends)])
