"""Screening of key accounts: what looks like a slip of hers is asked again before it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.number_text import percent
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.account_view import AccountView
from sim.scenario.market.offers import OUTSIDE

MOST = 0.95
"""A firm that has this part of her purchases or more has all of them, as good as. Assumed."""
ALL = 0.99
"""A wallet of which this part or more moves to others is moved altogether. Assumed."""


def account_slips(decision: AccountDecision, view: AccountView) -> tuple[str, ...]:
    """Questions about what may be a slip, from what the account herself can know; none where all looks meant."""
    return (*_moved_whole(decision, view), *_doors_of_all(decision, view), *_nobody_left(decision, view))


def moved(before: Mapping[str, float], after: Mapping[str, float]) -> float:
    """The part of a wallet that goes to others: half the sum of |after − before| over all firms and outside.

    >>> moved({"Azure": 0.7, "Beryl": 0.3}, {"Beryl": 1.0})
    0.7
    """
    return round(sum(abs(after.get(name, 0.0) - before.get(name, 0.0)) for name in {**before, **after}) / 2, 9)


def _wallet(view: AccountView) -> dict[str, float]:
    return dict(view.present.wallet or {})


def _moved_whole(decision: AccountDecision, view: AccountView) -> Iterator[str]:
    before = _wallet(view)
    if decision.wallet and before and moved(before, decision.wallet) >= ALL:
        names = ", ".join(f"{name} {percent(part)}" for name, part in decision.wallet.items() if part)
        yield f"wallet: all that you buy moves to others at once, to {names}. Is it meant?"


def _doors_of_all(decision: AccountDecision, view: AccountView) -> Iterator[str]:
    """Shutting out the one from whom she buys everything, unless she takes the wallet away in the same breath."""
    wallet = _wallet(view) if decision.wallet is None else dict(decision.wallet)
    for firm, part in wallet.items():
        if firm == OUTSIDE or part < MOST:
            continue
        if (decision.door or {}).get(firm) == 0 and (view.present.door or {}).get(firm) != 0:
            yield f"door.{firm}: it is closed to the firm from which you buy {percent(part)}. Is it meant?"
        if (decision.receive or {}).get(firm) is False and (view.present.receive or {}).get(firm) is not False:
            yield f"receive.{firm}: the firm from which you buy {percent(part)} is let in no more. Is it meant?"
    for firm in decision.close or {}:
        part = _wallet(view).get(firm, 0.0)
        if part >= MOST:
            yield f"close.{firm}: you leave the firm from which you buy {percent(part)}. Is it meant?"


def _nobody_left(decision: AccountDecision, view: AccountView) -> Iterator[str]:
    closed, back = set(decision.close or {}), decision.reopen or ()
    open_still = [firm for firm, how in view.status.items() if firm not in closed and (how != "left" or firm in back)]
    if closed and not open_still:
        where = "; all goes outside" if view.outside else ", and you know no offer outside"
        yield f"close: then no firm is left with which you deal{where}. Is it meant?"
