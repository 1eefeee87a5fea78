"""What a key account has lived through with one firm between two weeks, read off the log."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.customers.purchase import amount_spent
from sim.model.events import RANK
from sim.model.firms.key_accounts.account_gain import quality, worth_of_goods
from sim.model.state.columns import CUSTOMER, LEFT
from sim.scenario.firm.opening_hours import HOURS_IN_A_WEEK

if TYPE_CHECKING:
    from sim.model.firms.market_process import MarketProcess

WORD = {CUSTOMER: "customer", LEFT: "left"}
"""What the status of a relation is called; any other is a prospect's."""


@dataclass(frozen=True, kw_only=True)
class AccountHistory:
    """What happened. Money in full units."""

    purchases: int
    quantity: float
    paid: float
    goods_worth: float
    visits: int
    complaints: int
    answered: int
    failed: int
    wait_hours: float | None


def account_history(market: MarketProcess, row: int, k: int, value: float, since: float) -> AccountHistory:
    """What she lived through with firm ``k`` from week ``since`` until now.

    What she paid: goods and fees, less what was paid back where goods were not to be had, which then count for
    nothing. The worth of goods holds rewards and benefits. Fit is as it stands now.
    """
    rows = market.remembered.events_of(row)
    buys = rows[rows["event"] == RANK["purchase"]]
    inside = (buys["firm"] == k) & (buys["time"] >= since)
    mine = rows[rows["firm"] == k]
    now = mine[mine["time"] >= since]
    kept = _kept(buys[inside], now[now["event"] == RANK["shortage"]])
    quantities = [amount_spent(market.columns, row, int(n)) for n in np.flatnonzero(inside)[kept]]
    bought = buys[inside][kept]
    seen = [seen_quality(market, row, k, float(week)) for week in bought["time"]]
    worth = sum(worth_of_goods(q, s, value) for q, s in zip(quantities, seen, strict=True))
    fees = now[np.isin(now["event"], (RANK["join"], RANK["renewal"]))]["cents"].sum()
    causes = [market.names.words[code] for code in now[now["event"] == RANK["answer"]]["cause"]]
    waits = [wait for week, wait in _waits(mine, market.names.words.index("given up")) if week >= since]
    return AccountHistory(
        purchases=int(inside.sum()),
        quantity=float(sum(quantities)),
        paid=float((bought["cents"].sum() + fees) / 100),
        goods_worth=float(worth + _given(market, k, now)),
        visits=int((now["event"] == RANK["visit"]).sum()),
        complaints=int((now["event"] == RANK["need"]).sum()),
        answered=sum(cause in ("answered", "recovered") for cause in causes),
        failed=sum(cause in ("failed", "given up") for cause in causes),
        wait_hours=float(np.mean(waits)) * HOURS_IN_A_WEEK if waits else None,
    )


def seen_quality(market: MarketProcess, row: int, k: int, week: float) -> float:
    """The product of firm ``k`` as she saw it in that week."""
    person, relation, terms = market.columns.person[row], market.columns.relation[row, k], market.columns.terms[k]
    level = next(level for since, level in reversed(market.products[market.names.firms[k]]) if since <= week)
    tailored = relation.tailored == 1 and terms.tailored_open > 0.0
    return quality(level, float(person.idiosyncrasy), float(terms.reach * relation.knowledge) if tailored else 0.0)


def _kept(buys: NDArray[np.void], shortages: NDArray[np.void]) -> NDArray[np.bool_]:
    """Which of these purchases she got: a shortage takes the last one before it."""
    kept = np.ones(len(buys), dtype=bool)
    for week in shortages["time"]:
        before = np.flatnonzero(kept & (buys["time"] <= week))
        kept[before[-1:]] = False
    return kept


def _given(market: MarketProcess, k: int, rows: NDArray[np.void]) -> float:
    """Worth to her of rewards and benefits that she got."""
    terms: np.record = market.columns.terms[k]
    worth = 0.0
    for event, cost, each in (
        ("reward", terms.reward_cost, terms.reward_worth), ("benefit", terms.benefit_cost, terms.benefit_worth),
    ):  # fmt: skip
        if cost > 0.0:
            worth += float(rows[rows["event"] == RANK[event]]["cents"].sum() / 100 * each / cost)
    return worth


def _waits(rows: NDArray[np.void], given_up: int) -> list[tuple[float, float]]:
    """When someone turned to a need of hers, and how many weeks it had waited; the first come is the first served."""
    in_line: deque[float] = deque()
    waits = []
    for row in rows:
        if row["event"] == RANK["need"]:
            in_line.append(float(row["time"]))
        elif in_line and row["event"] == RANK["answer begins"]:
            waits.append((float(row["time"]), float(row["time"]) - in_line.popleft()))
        elif in_line and row["event"] == RANK["answer"] and row["cause"] == given_up:
            in_line.popleft()
    return waits
