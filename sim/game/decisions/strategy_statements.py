"""Strategies that a seat may state, and what is at odds with each.

A strategy is read off the frames in which the course names levers (A15): a firm that lives by its service does not let
a lever of reaction (4R) sink. What is at odds is accepted all the same, and remarked upon.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from sim.game.words import option_word, path_word, strategy_word, word
from sim.language.messages import _, mark
from sim.scenario.decisions.decision import Decision, Degree, of
from sim.scenario.decisions.firm_view import FirmView

Element = tuple[str, str]
"""A frame and a word in it: ``("4R", "reaction")``."""
GIVES = ("points_per_spend", "points_per_visit", "reward_worth", "benefit_worth", "tier_bonus")
"""Settings of a programme by which members get more."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One lever, or one member of one, that a decision moves up or down."""

    lever: str
    path: str
    """``communication.advertising``."""
    before: str
    after: str
    up: bool


@dataclass(frozen=True, kw_only=True)
class Strategy:
    """What a firm says it lives by."""

    name: str
    meaning: str
    """In a sentence."""
    lifts: tuple[Element, ...] = ()
    """Levers of these elements do not go down with it."""
    spares: tuple[Element, ...] = ()
    """Levers of these elements do not go up with it."""
    keeps: tuple[str, ...] = ()
    """Levers, by path, that do not go down with it."""
    shuns: tuple[str, ...] = ()
    """Levers, by path, that do not go up with it."""
    opens: str | None = None
    """The kind of programme that it stands on: others are at odds with it."""
    no_programmes: bool = False
    """Whether any programme is at odds with it."""
    cheapest: bool = False
    """Whether a price above that of the cheapest rival is at odds with it."""


STRATEGIES: dict[str, Strategy] = {
    strategy.name: strategy
    for strategy in (
        Strategy(
            name="lowest price",
            meaning=mark("Nobody sells cheaper; whatever makes the goods dear is spared."),
            spares=(("4P", "price"), ("4R", "relativity")),
            shuns=("managers", "degrees"),
            no_programmes=True,
            cheapest=True,
        ),
        Strategy(
            name="best product",
            meaning=mark("Better goods than anyone's, in quality and in technology."),
            lifts=(("4R", "relativity"),),
        ),
        Strategy(
            name="service",
            meaning=mark("A customer in trouble is helped at once; the employees who help are looked after."),
            lifts=(("4R", "reaction"),),
        ),
        Strategy(
            name="points",
            meaning=mark("Those who buy often or much are rewarded."),
            opens="frequency",
        ),
        Strategy(
            name="club",
            meaning=mark("Customers belong to something that not everybody belongs to."),
            opens="club",
            shuns=("communication.sales_promotion",),
        ),
        Strategy(
            name="made to measure",
            meaning=mark("Goods and treatment made for each single customer."),
            lifts=(("4C", "customer's needs"),),
            opens="customised",
        ),
        Strategy(
            name="few close accounts",
            meaning=mark("Few customers, known well, by people who have time for them."),
            lifts=(("4R", "relation"),),
            shuns=("communication.advertising", "communication.sales_promotion"),
        ),
        Strategy(
            name="hunt new customers",
            meaning=mark("Those who do not buy here yet are won, again and again."),
            spares=(("4P", "price"),),
            keeps=("communication.advertising", "communication.sales_promotion"),
            shuns=("win_back", "degrees", "managers"),
        ),
    )
}
"""Those there are, by name. What is at odds with each is assumed."""


def remarks(strategy: Strategy, decision: Decision, view: FirmView, stated_by: str) -> tuple[str, ...]:
    """Sentences on what of a decision is at odds with a strategy, from what the firm itself can know."""
    found = []
    for step in steps(decision, view):
        if _at_odds(strategy, step):
            above, below = (
                _("{lever}: {after} is above {before}, where it stands"),
                _("{lever}: {after} is below {before}, where it stands"),
            )
            said = above if step.up else below
            found.append(said.format(lever=path_word(step.path), after=step.after, before=step.before))
    found += _of_programmes(strategy, decision, view)
    found += _of_rivals(strategy, decision, view)
    whole = _("{remark}; {seat} has stated the strategy '{strategy}'.")
    return tuple(whole.format(remark=remark, seat=stated_by, strategy=strategy_word(strategy.name)) for remark in found)


def steps(decision: Decision, view: FirmView) -> Iterator[Step]:
    """Each lever that a decision moves up or down, in the order of the levers; what has no up and down is left out."""
    for lever in decision.moved:
        old, new = getattr(view.present, lever), getattr(decision, lever)
        members = isinstance(new, Mapping) and lever != "revise"
        pairs = {f"{lever}.{name}": (dict(old or {}).get(name), new[name]) for name in new} if members else {}
        for path, (before, after) in (pairs or {lever: (old, new)}).items():
            was, will = _height(before), _height(after)
            if was is not None and will is not None and was != will:
                yield Step(lever=lever, path=path, before=_said(before), after=_said(after), up=will > was)


def _height(value: object) -> float | None:
    """How high a lever stands: numbers as they are, degrees of relationship by their place; None for others."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return float(get_args(Degree).index(value)) if value in get_args(Degree) else None


def _said(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else option_word(str(value))


def _at_odds(strategy: Strategy, step: Step) -> bool:
    elements = strategy.spares if step.up else strategy.lifts
    paths = strategy.shuns if step.up else strategy.keeps
    at_odds = any(of(step.lever, frame) == word for frame, word in elements)
    named = step.path in paths or step.lever in paths
    welcome = step.path in (strategy.keeps if step.up else strategy.shuns)
    return (at_odds or named) and not welcome


def _of_programmes(strategy: Strategy, decision: Decision, view: FirmView) -> Iterator[str]:
    opened = [*(decision.open or ()), *(part.kind for part in decision.launch or ())]
    for kind in opened:
        if strategy.no_programmes:
            yield _("open: the {programme} costs money that the price has to bring in").format(programme=word(kind))
        elif strategy.opens is not None and kind != strategy.opens:
            said = _("open: the {programme} is not the {wanted}")
            yield said.format(programme=word(kind), wanted=word(strategy.opens))
    for path, value in (decision.revise or {}).items():
        kind, _dot, setting = path.partition(".")
        before, after = view.running.get(kind, {}).get(setting), _height(value)
        if kind == strategy.opens and setting in GIVES and before is not None and after is not None and after < before:
            said = _("{lever}: {after} is below {before}, where it stands")
            yield said.format(lever=path_word(f"revise.{path}"), after=f"{after:g}", before=f"{before:g}")


def _of_rivals(strategy: Strategy, decision: Decision, view: FirmView) -> Iterator[str]:
    if strategy.cheapest and decision.price is not None and view.rivals:
        least = min(view.rivals, key=lambda rival: rival.price)
        if decision.price > least.price:
            said = _("price: {price} is above the {least} of {rival}")
            yield said.format(price=f"{decision.price:g}", least=f"{least.price:g}", rival=least.firm)
