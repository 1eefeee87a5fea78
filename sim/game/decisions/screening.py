"""Screening: what looks like a slip is asked again before it counts. Nothing is changed in silence.

What cannot be is refused elsewhere, by :mod:`sim.scenario.decisions.apply_decision`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.game.words import listed, option_word, word
from sim.language.messages import _, translate
from sim.number_text import percent
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.account_view import AccountView
from sim.scenario.decisions.apply_decision import merge_decisions
from sim.scenario.decisions.decision import LEVERS, Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.market.offers import OUTSIDE

LEAP = {"price": 2.0, "product": 1.6, "technology": 1.6}
"""A move to so many times where the lever stands or more, or to one part in as many or less, is asked again. The
levers' whole ranges are hardly wider than ten times the ordinary level, so these are lower. Assumed."""
OTHERWISE = 10.0
"""The same for every other lever that is a number: a slip of the decimal point."""
YEAR = 52.0


def slips(decision: Decision, view: FirmView, beside: Decision | None = None) -> tuple[str, ...]:
    """Questions about what may be a slip, from what the firm itself can know; none where all looks meant.

    ``beside`` is what others who steer the firm too have decided: all spend from one purse.
    """
    return (*_leaps(decision, view), *_below_cost(decision, view), *_beyond_means(decision, view, beside or Decision()))


def outlay(decision: Decision, view: FirmView) -> float:
    """What a decision commits a firm to in the coming year beyond what it spends already, money.

    Communication beyond where it stands, studies, and programmes to be built and run; wages and rewards are left out,
    as the firm cannot tell them from its view.
    """
    stands = dict(view.present.communication or {})
    more = sum(spend - stands.get(channel, 0.0) for channel, spend in (decision.communication or {}).items())
    total = max(0.0, more) * YEAR
    total += sum(view.costs.study(study.people) for study in decision.research or ())
    for kind in decision.open or ():
        terms = view.drawer.get(kind, {})
        total += terms.get("build_cost", 0.0) + YEAR * terms.get("running_cost", 0.0)
    return total + sum(part.build_cost + YEAR * part.running_cost for part in decision.launch or ())


def _leaps(decision: Decision, view: FirmView) -> Iterator[str]:
    for name, lever in LEVERS.items():
        old, new = getattr(view.present, name), getattr(decision, name)
        if not isinstance(old, int | float) or not isinstance(new, int | float) or old <= 0:
            continue
        times, most = round(new / old, 9), LEAP.get(name, OTHERWISE)
        if times >= most or times <= round(1 / most, 9):
            changed = _("{lever}: {new} is {times} times {old}, where it stands ({unit}). Is it meant?")
            nothing = _("{lever}: {new} is nothing, from {old}, where it stands ({unit}). Is it meant?")
            said = changed if new else nothing
            yield said.format(lever=word(name), new=f"{new:g}", times=f"{times:.3g}", old=f"{old:g}",
                              unit=translate(lever.unit))  # fmt: skip


def _below_cost(decision: Decision, view: FirmView) -> Iterator[str]:
    if decision.price is not None and decision.price < view.unit_cost:
        said = _("price: {price} is below what the goods cost ({cost}), so every sale loses money. Is it meant?")
        yield said.format(price=f"{decision.price:g}", cost=f"{view.unit_cost:.3g}")


def _beyond_means(decision: Decision, view: FirmView, beside: Decision) -> Iterator[str]:
    weeks = min(YEAR, float(len(view.books["revenue"])))
    if weeks <= 0:
        return
    flow = (view.total("revenue", weeks) + view.total("fees", weeks) - view.total("goods_cost", weeks)) / weeks * YEAR
    wanted, with_others = outlay(decision, view), outlay(merge_decisions([beside, decision]), view)
    if wanted > 0 and with_others > max(0.0, flow):
        alone = _(
            "spending: this commits the firm to {spend} in a year, more than the {left} that its sales leave after the "
            "goods. Is it meant?"
        )
        together = _(
            "spending: this, with what others at the firm have decided, commits the firm to {spend} in a year, more "
            "than the {left} that its sales leave after the goods. Is it meant?"
        )
        said = alone if wanted == with_others else together
        yield said.format(spend=f"{with_others:,.0f}", left=f"{flow:,.0f}")


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
        names = listed(f"{option_word(name)} {percent(part)}" for name, part in decision.wallet.items() if part)
        yield _("wallet: all that you buy moves to others at once, to {names}. Is it meant?").format(names=names)


def _doors_of_all(decision: AccountDecision, view: AccountView) -> Iterator[str]:
    """Shutting out the one from whom she buys everything, unless she takes the wallet away in the same breath."""
    wallet = _wallet(view) if decision.wallet is None else dict(decision.wallet)
    for firm, part in wallet.items():
        if firm == OUTSIDE or part < MOST:
            continue
        if (decision.door or {}).get(firm) == 0 and (view.present.door or {}).get(firm) != 0:
            said = _("door.{firm}: it is closed to the firm from which you buy {part}. Is it meant?")
            yield said.format(firm=firm, part=percent(part))
        if (decision.receive or {}).get(firm) is False and (view.present.receive or {}).get(firm) is not False:
            said = _("receive.{firm}: the firm from which you buy {part} is let in no more. Is it meant?")
            yield said.format(firm=firm, part=percent(part))
    for firm in decision.close or {}:
        part = _wallet(view).get(firm, 0.0)
        if part >= MOST:
            said = _("close.{firm}: you leave the firm from which you buy {part}. Is it meant?")
            yield said.format(firm=firm, part=percent(part))


def _nobody_left(decision: AccountDecision, view: AccountView) -> Iterator[str]:
    closed, back = set(decision.close or {}), decision.reopen or ()
    open_still = [firm for firm, how in view.status.items() if firm not in closed and (how != "left" or firm in back)]
    if closed and not open_still:
        there = _("close: then no firm is left with which you deal; all goes outside. Is it meant?")
        nowhere = _("close: then no firm is left with which you deal, and you know no offer outside. Is it meant?")
        yield there if view.outside else nowhere
