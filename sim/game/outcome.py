"""What a round brought each firm, and each key account."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.metrics.reading import WEEKS_A_YEAR
from sim.results import Run
from sim.scenario.account_view import AccountView
from sim.scenario.offers import OUTSIDE
from sim.tables import COUNTED, INCOME, count, money, profit_cents


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
    """Exits per customer and year: exits / customer-weeks × 52, customers counted at the end of each week; not a number
    without customers."""
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


def round_outcomes(run: Run, firms: tuple[str, ...], number: int, weeks: float) -> tuple[RoundOutcome, ...]:
    """The figures of each firm in a round, in order of the firms. Rounds begin every ``weeks``."""
    span = slice(round(number * weeks), round((number + 1) * weeks))
    customers = np.cumsum(count(run, COUNTED["acquisitions"]) - count(run, COUNTED["exits"]), axis=0)[span]
    lost = count(run, COUNTED["exits"])[span].sum(axis=0)
    revenue = money(run, INCOME["revenue"])[span].sum(axis=0)
    profit = profit_cents(run)[span].sum(axis=0)
    exposed = customers.sum(axis=0)
    return tuple(
        RoundOutcome(
            round=number,
            firm=name,
            customers=int(customers[-1, k]),
            share=float(revenue[k] / revenue.sum()) if revenue.sum() else float("nan"),
            churn=float(lost[k] / exposed[k] * WEEKS_A_YEAR) if exposed[k] else float("nan"),
            revenue=float(revenue[k] / 100),
            profit=float(profit[k] / 100),
        )
        for k, name in enumerate(firms)
    )
