"""Moves of price: by expected profit, by matching or undercutting, in retaliation, and back in a truce."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import PriceChange
from sim.strategies.reckoning.beliefs import PriceAnswer
from sim.strategies.reckoning.evidence import share_loss
from sim.strategies.reckoning.market_picture import MarketPicture
from sim.strategies.reckoning.valuation import Plan

SAME = 1e-6
"""Difference below which two prices are the same."""
ROUNDS_TO_ANSWER = 2
"""Rounds within which a rival's lower price counts as an answer to a cut."""


def own_price(picture: MarketPicture) -> float:
    """Own price as it is set now."""
    return float(picture.view.present.price or 1.0)


def answered_chance(picture: MarketPicture, rule: PriceAnswer) -> float:
    """Chance that a cut is answered, as the firm believes: (prior × weight + answers) / (weight + cuts watched)."""
    chance, weight = picture.beliefs.answered, rule.prior_weight
    if not rule.learns:
        return chance
    view, changes = picture.view, picture.view.price_changes
    cuts = [change for change in changes if change.firm == view.firm and change.price < change.before - SAME]
    watched, answers = 0, 0
    for cut in cuts:
        until = cut.week + ROUNDS_TO_ANSWER * view.weeks
        came = any(_lowers(change, view.firm) and cut.week < change.week <= until for change in changes)
        if came or view.week >= until:
            watched, answers = watched + 1, answers + came
    return (chance * weight + answers) / (weight + watched)


def _lowers(change: PriceChange, but: str) -> bool:
    return change.firm != but and change.price < change.before - SAME


def profitable_moves(picture: MarketPicture, rule: PriceAnswer) -> Iterator[Plan]:
    """Cuts by each step, and steps back towards the ordinary price, to be valued by profit."""
    view, stands = picture.view, own_price(picture)
    ordinary = picture.ordinary_price(view.firm)
    provoked = any(change.firm != view.firm for change in view.price_changes) or any(
        launch.firm != view.firm for launch in view.launches
    )
    if not (rule.initiative or provoked):
        return
    answered = answered_chance(picture, rule)
    floor = view.unit_cost / (1.0 - rule.least_margin)
    for part in rule.steps:
        down, up = round(stands * (1.0 - part), 6), round(min(ordinary, stands / (1.0 - part)), 6)
        if down >= floor - SAME:
            yield _move("price", down, stands, rule, answered)
        if up > stands + SAME and view.week >= _last_cut(picture) + ROUNDS_TO_ANSWER * view.weeks:
            yield _move("price back", up, stands, rule, answered)


def _move(option: str, price: float, stands: float, rule: PriceAnswer, answered: float) -> Plan:
    cut = option == "price"
    return Plan(
        option=option, decision=Decision(price=price), detail=f"price {price:.4g}",  # type: ignore[arg-type]
        price_factor=price / stands, answered=answered, share_counts=rule.share_counts,
        against="nothing" if rule.initiative or not cut else "before",
    )  # fmt: skip


def ruled_move(picture: MarketPicture, rule: PriceAnswer) -> tuple[str, float, float] | None:
    """The move that a rule of thumb asks for now: option, price, chance that share was lost; None for none."""
    view, stands = picture.view, own_price(picture)
    ordinary = picture.ordinary_price(view.firm)
    if not view.rivals:
        return None
    floor = view.unit_cost / (1.0 - rule.least_margin)
    cheapest = min(view.rivals, key=lambda rival: (rival.price, rival.firm))
    retaliation = _retaliation(picture, rule, stands, floor)
    if retaliation is not None:
        return retaliation
    undercut = round(max(cheapest.price * (1.0 - rule.below), min(stands, floor)), 6)
    if rule.rule == "undercut" and undercut < stands - SAME:
        level = not rule.truce and cheapest.price < ordinary - SAME
        if level or cheapest.price < stands - SAME:
            return "price", undercut, 1.0
    if cheapest.price < stands - SAME:
        target = round(max(cheapest.price, min(stands, floor)), 6)
        began = [change.week for change in view.price_changes if change.firm == cheapest.firm and _lowers(change, "")]
        lost = share_loss(picture, max(began, default=view.week)).chance
        acts = rule.rule == "match" and target < stands - SAME and lost >= rule.sureness
        acts = acts and not (rule.truce and _is_answer(picture, cheapest.firm))
        return ("price", target, lost) if acts else None
    watches = rule.rule == "profit" and view.week < _last_cut(picture) + ROUNDS_TO_ANSWER * view.weeks
    if rule.truce and stands < ordinary - SAME and not watches and not _still_retaliates(picture, rule):
        return "price back", round(min(ordinary, stands * (1.0 + rule.below)), 6), 0.0
    return None


def _retaliation(
    picture: MarketPicture, rule: PriceAnswer, stands: float, floor: float
) -> tuple[str, float, float] | None:
    """A cut in answer to a rival's programme, once for each, when the firm is sure of having lost share."""
    view = picture.view
    attacks = [launch for launch in view.launches if launch.firm != view.firm and launch.ended is None]
    if not rule.retaliates or not attacks:
        return None
    attack = attacks[-1]
    if any(change.firm == view.firm and change.week > attack.week for change in view.price_changes):
        return None
    lost = share_loss(picture, attack.week).chance
    price = round(max(stands * (1.0 - rule.retaliation_cut), floor), 6)
    return ("retaliation", price, lost) if lost >= rule.sureness and price < stands - SAME else None


def _still_retaliates(picture: MarketPicture, rule: PriceAnswer) -> bool:
    return rule.retaliates and picture.view.week < _last_cut(picture) + rule.retaliation_weeks


def _is_answer(picture: MarketPicture, firm: str) -> bool:
    """Whether a rival's latest cut only came down to a price that another firm had already: an answer, not an attack.

    One that still stands after the rounds in which answers are due counts as an attack.
    """
    view = picture.view
    cuts = [change for change in view.price_changes if change.firm == firm and change.price < change.before - SAME]
    if not cuts or view.week > cuts[-1].week + ROUNDS_TO_ANSWER * view.weeks:
        return False
    before = min(picture.price(other, cuts[-1].week - SAME) for other in picture.firms if other != firm)
    return cuts[-1].price >= before - SAME


def _last_cut(picture: MarketPicture) -> float:
    """Week of the latest cut of its own; minus infinity for none."""
    view = picture.view
    own = [change for change in view.price_changes if change.firm == view.firm and change.price < change.before - SAME]
    return own[-1].week if own else -math.inf
