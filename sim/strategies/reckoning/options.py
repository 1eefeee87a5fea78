"""Ways to answer a rival's programme: a copy, a better one, another programme, service, product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from sim.scenario.decisions.decision import Decision
from sim.scenario.market.offers import Offer
from sim.scenario.weeks import WEEKS_A_YEAR
from sim.strategies.reckoning.attraction import benefit_rate, depth_of, reward_rate
from sim.strategies.reckoning.market_picture import MarketPicture
from sim.strategies.reckoning.valuation import Plan

Instrument: TypeAlias = Literal["copy", "better copy", "another programme", "service", "product"]
BETTER = 1.2
"""What a better copy gives compared with the original. Assumed."""
SERVICE_STEP, PRODUCT_STEP = 0.1, 1.05
"""Steps by which service and product are raised. Assumed."""


def rewards_part(picture: MarketPicture, terms: Mapping[str, float], times: float = 1.0) -> float:
    """Part of own sales that a programme of these terms would cost, beside building and running it.

    Rewards and benefits (less fees) count for sales to members only; goods made for the customer cost more to make, and
    their premium is income.
    """
    spend = picture.spend
    found = times * reward_rate(terms, "reward_cost", spend[0])
    if "benefit_cost" in terms:
        period = terms.get("renewal_period") or WEEKS_A_YEAR
        fee = terms.get("fee", 0.0) * WEEKS_A_YEAR / period / spend[1] if spend[1] > 0 else 0.0
        found += times * (benefit_rate(terms, "benefit_cost", spend[1]) + fee) - fee
    if "unit_cost_rise" in terms:
        found += terms["unit_cost_rise"] * picture.view.unit_cost / picture.price(picture.view.firm, picture.view.week)
        found -= terms.get("premium", 0.0)
    return picture.beliefs.members_part * found


def generous(terms: Mapping[str, float], times: float) -> dict[str, float]:
    """The terms of a programme that gives so many times as much."""
    given = ("reward_worth", "benefit_worth")
    return {name: value * times if name in given else value for name, value in terms.items()}


def answers(picture: MarketPicture, instruments: tuple[Instrument, ...]) -> Iterator[tuple[str, Plan]]:
    """The plans by which a firm could answer programmes of rivals, each with the firm whose move it answers."""
    view = picture.view
    movers = {launch.programme: launch.firm for launch in reversed(view.launches) if launch.firm != view.firm}
    for kind, quote in view.copies.items():
        for option, times in (("copy", 1.0), ("better copy", BETTER)):
            if option in instruments and (times == 1.0 or generous(quote, times) != dict(quote)):
                yield movers[kind], _copy(picture, kind, quote, times)
    rivals = [
        launch for launch in view.launches if launch.firm != view.firm and not launch.is_copy and launch.ended is None
    ]
    if not rivals:
        return
    latest = rivals[-1].firm
    if "another programme" in instruments:
        for kind, terms in view.drawer.items():
            if kind not in {launch.programme for launch in rivals}:
                yield latest, _another(picture, kind, terms)
    levels: tuple[Literal["service", "product"], ...] = ("service", "product")
    for level in levels:
        if level in instruments:
            yield from ((latest, plan) for plan in _offer(picture, level))


def _copy(picture: MarketPicture, kind: str, quote: Mapping[str, float], times: float) -> Plan:
    places = [place for place, launch, _ in picture.programmes if launch.programme == kind and launch.ended is None]
    without = tuple(place for place in range(1, len(picture.firms)) if place not in places)
    return Plan(
        option="copy" if times == 1.0 else "better copy", decision=Decision(imitate={kind: times}), programme=kind,
        detail="" if times == 1.0 else f"gives {times:g} times as much", start=quote["weeks"],
        strength=picture.attraction_of(kind, generous(quote, times), is_copy=True),
        rewards=rewards_part(picture, quote, times), at_once=quote["build_cost"], running=quote["running_cost"],
        answered=picture.beliefs.follow if without else 0.0, others=without,
    )  # fmt: skip


def _another(picture: MarketPicture, kind: str, terms: Mapping[str, float]) -> Plan:
    return Plan(
        option="another programme", decision=Decision(open=(kind,)), programme=kind, detail=kind,
        strength=picture.attraction_of(kind, terms, is_copy=False), rewards=rewards_part(picture, terms),
        at_once=terms.get("build_cost", 0.0), running=terms.get("running_cost", 0.0), answered=picture.beliefs.follow,
    )  # fmt: skip


def _offer(picture: MarketPicture, option: Literal["service", "product"]) -> Iterator[Plan]:
    """A step of service or product, paid through the unit cost of goods."""
    view, beliefs = picture.view, picture.beliefs
    stands = float(getattr(view.present, option))
    raised = min(1.0, stands + SERVICE_STEP) if option == "service" else min(2.0, stands * PRODUCT_STEP)
    if raised <= stands:
        return
    before = Offer(service=view.level["service"], product=view.level["product"])
    quality = beliefs.service * (raised - stands)
    if option == "product":
        quality = beliefs.product_factor * picture.beta * (raised / stands - 1.0)
    raised = round(raised, 6)
    yield Plan(
        option=option, decision=Decision.model_validate({option: raised}), detail=f"{option} {raised:g}",
        quality=quality,
        unit_cost_factor=view.costs.factor(before, before.but({option: raised})), answered=beliefs.answered,
        against="before",
    )  # fmt: skip


def reviewed(picture: MarketPicture, kind: str, part: float, settlement: str) -> Iterator[Plan]:
    """What could be done with an own programme that costs ``part`` of sales: close it, give more, give less."""
    view = picture.view
    terms = view.running[kind]
    own = [launch for place, launch, _ in picture.programmes if place == 0 and launch.programme == kind]
    launch = own[-1]
    strength = picture.attraction_of(kind, terms, is_copy=launch.is_copy)
    owed = view.owed if terms.get("threshold") else 0.0
    yield Plan(
        option="closing", decision=Decision(close={kind: settlement}), programme=kind, detail=settlement,  # type: ignore[dict-item]
        strength=-strength, builds_up=False, rewards=-part, at_once=owed if settlement == "pay" else 0.0,
        running=-terms.get("running_cost", 0.0),
    )  # fmt: skip
    places = tuple(
        place for place, other, _ in picture.programmes if place and other.programme == kind and other.ended is None
    )
    for option, times in (("improve", 1.25), ("cut back", 0.75)):
        for name in ("reward_worth", "benefit_worth"):
            if terms.get(name):
                worth = round(terms[name] * times, 6)
                changed = picture.attraction_of(kind, generous(terms, times), is_copy=launch.is_copy) - strength
                yield Plan(
                    option=option, decision=Decision(revise={f"{kind}.{name}": worth}), programme=kind,  # type: ignore[arg-type]
                    detail=f"{name.replace('_', ' ')} {worth:g}", strength=changed, builds_up=False,
                    rewards=part * (times - 1.0), answered=picture.beliefs.follow if places else 0.0, others=places,
                    patient=False,
                )  # fmt: skip


def cost_part(picture: MarketPicture, kind: str) -> float:
    """Part of sales that an own programme costs by the firm's books, points counted when they are given.

    A club's benefits are spread over the period of a membership, by the members on file.
    """
    view, terms = picture.view, picture.view.running[kind]
    revenue = view.total("revenue", 13)
    if revenue <= 0:
        return 0.0
    if terms.get("threshold"):
        return float(view.accrued[-13:].sum()) / revenue
    if depth_of(kind) == "social":
        period = terms.get("renewal_period") or WEEKS_A_YEAR
        each = (terms.get("benefit_cost", 0.0) - terms.get("fee", 0.0)) * 13 / period
        return float(view.file.member.sum() * each + view.total("event_cost", 13)) / revenue
    return view.total("tailoring_cost", 13) / revenue
