"""Screening: what looks like a slip is asked again before it counts. Nothing is changed in silence.

What cannot be is refused elsewhere, by :mod:`sim.scenario.decisions.apply_decision`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.decisions.apply_decision import merge_decisions
from sim.scenario.decisions.decision import LEVERS, Decision
from sim.scenario.decisions.firm_view import FirmView

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
            change = f"{times:.3g} times" if new else "nothing, from"
            yield f"{name.replace('_', ' ')}: {new:g} is {change} {old:g}, where it stands ({lever.unit}). Is it meant?"


def _below_cost(decision: Decision, view: FirmView) -> Iterator[str]:
    if decision.price is not None and decision.price < view.unit_cost:
        yield (
            f"price: {decision.price:g} is below what the goods cost ({view.unit_cost:.3g}), so every sale loses "
            "money. Is it meant?"
        )


def _beyond_means(decision: Decision, view: FirmView, beside: Decision) -> Iterator[str]:
    weeks = min(YEAR, float(len(view.books["revenue"])))
    if weeks <= 0:
        return
    flow = (view.total("revenue", weeks) + view.total("fees", weeks) - view.total("goods_cost", weeks)) / weeks * YEAR
    wanted, with_others = outlay(decision, view), outlay(merge_decisions([beside, decision]), view)
    if wanted > 0 and with_others > max(0.0, flow):
        others = "" if wanted == with_others else ", with what others at the firm have decided,"
        yield (
            f"spending: this{others} commits the firm to {with_others:,.0f} in a year, more than the {flow:,.0f} that "
            "its sales leave after the goods. Is it meant?"
        )
