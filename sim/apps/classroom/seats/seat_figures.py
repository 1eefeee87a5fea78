"""The figures of a seat's charts: its own rounds, prices of all firms, why customers left, and all firms at the end.

Nothing is told that the seat cannot know. A firm's share is that of the trade's published purchases while the game goes
on; shares and profits of all firms are told when it is over.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.game.presentation.round_outcome import RoundOutcome, account_outcomes, game_totals
from sim.game.presentation.seat_view import SeatView, outcomes
from sim.game.session.session import Session
from sim.glossary.labels import cause_name
from sim.scenario.decisions.firm_view import FirmView

Row = list[float | None]


def figures_of(session: Session, view: SeatView) -> dict[str, Any] | None:
    """The figures of a seat that plays, in plain JSON; None where no round is closed, and for those who watch."""
    if not view.round or (view.firm is None and view.account is None):
        return None
    found: dict[str, Any] = {"rounds": view.round, "firms": [offer.firm for offer in view.market]}
    if view.firm is not None:
        found |= {"firm": view.firm.firm, "own": _own(view.firm), "prices": _prices(view, view.firm),
                  "causes": _causes(view.firm)}  # fmt: skip
    if view.account is not None:
        rows = account_outcomes(view.account)
        found["account"] = {name: [_known(getattr(row, name)) for row in rows] for name in ("gain", "paid", "met")}
    if view.over:
        found["all"] = _of_all(outcomes(session.playing, session.playing.line(view.line)))
    return found


def _own(firm: FirmView) -> dict[str, Row]:
    """The firm's books by round: sums over its weeks, customers at its end."""
    span, books = round(firm.weeks), firm.books
    found = {name: _by_round(books[name], span) for name in ("profit", "revenue", "acquisitions", "exits")}
    found["customers"] = _known_all(books["customers"][span - 1 :: span])
    if firm.market is not None and len(firm.market) >= span:
        purchases, market = _by_round(books["purchases"], span), _by_round(firm.market, span)
        shares: Row = [_ratio(own, whole) for own, whole in zip(purchases, market, strict=False)]
        found["share"] = shares + [None] * (len(purchases) - len(shares))
    return found


def _by_round(weekly: NDArray[np.float64], span: int) -> Row:
    whole = len(weekly) // span
    return _known_all(np.asarray(weekly[: whole * span], dtype=float).reshape(whole, span).sum(axis=1))


def _prices(view: SeatView, firm: FirmView) -> dict[str, Row]:
    """The price of each firm at the end of each round, from the changes that all can see."""
    span, found = round(firm.weeks), dict[str, Row]()
    for offer in view.market:
        changes = [change for change in firm.price_changes if change.firm == offer.firm]
        first = changes[0].before if changes else offer.price
        found[offer.firm] = [
            next((change.price for change in reversed(changes) if change.week < (number + 1) * span), first)
            for number in range(view.round)
        ]
    return found


def _causes(firm: FirmView) -> list[dict[str, Any]]:
    """Causes that customers who left have stated: in the last round, and so far."""
    last, ever = firm.interviews.counts(firm.week - firm.weeks), firm.interviews.counts()
    return [
        {"cause": cause, "label": cause_name(cause), "last": last.get(cause, 0), "ever": count}
        for cause, count in ever.items()
    ]


def _of_all(rows: Sequence[RoundOutcome]) -> dict[str, Any]:
    """Shares and profits of all firms in all rounds, and the final standing."""
    firms = list(dict.fromkeys(row.firm for row in rows))
    by_firm = {firm: [row for row in rows if row.firm == firm] for firm in firms}
    return {
        "share": {firm: [_known(row.share) for row in mine] for firm, mine in by_firm.items()},
        "profit": {firm: [_known(row.profit) for row in mine] for firm, mine in by_firm.items()},
        "standing": [
            {"firm": one.firm, "profit": _known(one.profit), "share": _known(one.share), "churn": _known(one.churn),
             "customers": one.customers}
            for one in sorted(game_totals(rows), key=lambda one: -one.profit)
        ],
    }  # fmt: skip


def _ratio(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _known_all(values: NDArray[np.float64]) -> Row:
    return [_known(float(value)) for value in values]


def _known(value: float) -> float | None:
    return round(value, 6) if math.isfinite(value) else None
