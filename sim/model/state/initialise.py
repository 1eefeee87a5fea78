"""Opening a market: from what a scenario asks to the arrays that the rules read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from sim.model.event_log import Names
from sim.model.random_numbers import StreamKey, digest
from sim.model.state.columns import (
    BEST_RIVAL,
    BLAMELESS,
    CAUSE,
    CLOCK,
    MEMBERSHIP,
    NORM,
    NOTHING,
    RELATION,
    SEGMENT,
    SPREAD,
    TERMS,
    TRAITS,
)
from sim.model.state.market import MOVING, Constants, Market, Purposes, perceived_service
from sim.model.state.purchase_timing import YEAR_OF_SEASONS
from sim.model.state.segment_columns import (
    arrival_weeks,
    people_of,
    season_weeks,
    seasons_of,
    segment_record,
    traits_of,
)
from sim.registry import registered
from sim.scenario.decisions.account_decision import ACCOUNT_WORDS
from sim.scenario.decisions.decision import LATER_LEVERS, LEVER_WORDS, NEWER_LEVERS, SETTLEMENTS
from sim.scenario.decisions.estimate import OPTION_WORDS
from sim.scenario.firm.department import Department
from sim.scenario.firm.firm import kinds_with_members_by
from sim.scenario.market.behaviour import TOLD
from sim.scenario.market.distribution import Constant, Spread
from sim.scenario.market.exit_causes import Cause
from sim.scenario.market.offers import Offer
from sim.scenario.market.story import stories_of
from sim.scenario.market.tiers import TIERS

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

STEPS = ("aware", "decided", "built", "launched", "improved")
"""Steps of a rival towards a copy, as causes of "imitation" rows."""
CLOSING_WORDS = tuple(word.replace("_", " ") for word in SETTLEMENTS)
"""How points are settled when a programme is closed, as causes of "closing" rows."""
_COMPARED = {"nothing": NOTHING, "best_rival": BEST_RIVAL, "norm": NORM, "blameless": BLAMELESS}


def names_of(scenario: Scenario) -> Names:
    """What the numbers in this scenario's log stand for."""
    causes = scenario.exits.cause_names
    departments = cast(dict[str, type[Department]], registered("department"))
    words = [word for department in departments.values() for word in department.event_labels]
    in_order = sorted(departments.values(), key=lambda department: department.labels_since)
    later = [word for department in in_order for word in department.later_event_labels]
    others = dict.fromkeys(
        (*TIERS, *STEPS, *registered("shock"), *words, *LEVER_WORDS, *TOLD, *ACCOUNT_WORDS, *LATER_LEVERS,
         *CLOSING_WORDS, *OPTION_WORDS, *(story.story_name for story in stories_of(scenario)),
         *(district.name for district in scenario.districts), *later, *NEWER_LEVERS)
    )  # fmt: skip
    further = [name for name in others if name not in causes]
    return Names(
        segments=scenario.population.segment_names,
        sizes=tuple(segment.size for segment in scenario.population.segments),
        firms=scenario.firm_names,
        causes=tuple(causes),
        details=tuple(further),
        programmes=tuple(registered("programme")),
        start=scenario.start.isoformat(),
    )


def members_of(scenario: Scenario) -> NDArray[np.int64]:
    """The rows of the population at which the key accounts stand, in their order."""
    segments = scenario.population.segment_names
    first = np.cumsum([0, *(segment.size for segment in scenario.population.segments)])
    rows = [int(first[segments.index(account.segment)]) + account.member for account in scenario.key_accounts]
    return np.array(rows, dtype=np.int64)


def active_causes(scenario: Scenario) -> list[tuple[int, Cause]]:
    """The causes that can ever strike, with their places in the table; those that end all relations come first."""

    def strikes(cause: Cause) -> bool:
        never = isinstance(cause.base, Constant) and cause.base.value == 0.0
        return not never or cause.at_purchase is not None

    table = [(number, cause) for number, cause in enumerate(scenario.exits.causes) if strikes(cause)]
    return [row for row in table if _moves(row[1])] + [row for row in table if not _moves(row[1])]


def _moves(cause: Cause) -> bool:
    return cause.ends == "all_relations"


def perceived_levels(offer: Offer, attributes: Sequence[str]) -> list[float]:
    """A published offer as customers perceive it: -ln price, ln product, ln technology, conduct - 1.

    Service is what it feels like; at a firm she deals with, her own experience takes its place. A further attribute
    enters by its logarithm.
    """
    levels = {
        "price": -math.log(offer.price),
        "product": math.log(offer.product),
        "service": perceived_service(offer.service),
        "technology": math.log(offer.technology),
        "conduct": offer.conduct - 1.0,
    }
    return [levels[attribute] if attribute in levels else math.log(offer.level(attribute)) for attribute in attributes]


def initialise_market(scenario: Scenario, luck: StreamKey) -> Market:
    """An empty market, ready for its population to settle. Shapes as in :class:`sim.model.state.market.Market`.

    Raises ``ValueError`` when two names have the same digest.
    """
    segments, firms, behaviour = scenario.population.segments, scenario.firms, scenario.behaviour
    causes, attributes, people = active_causes(scenario), scenario.attributes, scenario.population.size
    movers = sum(_moves(cause) for _, cause in causes)
    has_club = bool(kinds_with_members_by("club_open", firms))
    invites = int(has_club or any(firm.policy is not None for firm in firms))
    bad_moments = any(cause.at_purchase for _, cause in causes)
    heard = [{part.requests_handled() for part in firm.departments} for firm in firms]
    desks = np.array([int("needs" in by_firm) for by_firm in heard])
    wants = int(desks.any())
    clocks = MOVING + movers + len(firms) * (invites + wants + len(causes) - movers)
    outside = scenario.outside or Offer()
    stories, seasons = stories_of(scenario), seasons_of(segments)
    return Market(
        person=people_of(segments),
        relation=np.zeros((people, len(firms)), RELATION),
        membership=np.zeros((people, len(firms)) if has_club_anatomy(scenario) else (0, 0), MEMBERSHIP),
        clock=np.zeros((people, clocks), CLOCK),
        sensitivity=np.ones((people, len(attributes))),
        base=np.zeros((people, len(causes))),
        chance=np.zeros((people, len(causes)) if bad_moments else (0, 0)),
        offer=np.array([perceived_levels(offer, attributes) for offer in (*(f.offer for f in firms), outside)]),
        price=np.array([firm.offer.price for firm in firms]),
        service=np.array([firm.offer.service for firm in firms]),
        terms=np.zeros(len(firms), TERMS),
        lead=np.zeros(len(firms), SPREAD),
        moving=np.ones(len(causes)),
        arrived=np.zeros(len(segments)),
        touched=np.zeros((people, len(stories))),
        depth=np.zeros((len(stories), len(firms) + 1)),
        presence=np.ones((len(scenario.districts), len(firms))),
        home_share=np.cumsum([district.share for district in scenario.districts]),
        home_moving=np.array([district.moving_away for district in scenario.districts]),
        offer_version=np.ones(2, np.int64),
        has_outside=scenario.outside is not None,
        cause=_cause_table(causes, attributes),
        n_market_exits=movers,
        has_invitation_clock=invites,
        has_service_clock=wants,
        has_desk=desks,
        has_line=np.array([2 if "all orders" in by_firm else int("tailored orders" in by_firm) for by_firm in heard]),
        first_tier=names_of(scenario).words.index(TIERS[0]),
        unit_cost=np.array([firm.unit_cost for firm in firms]),
        weight=np.array([behaviour.choice_weights.get(attribute, 0.0) for attribute in attributes]),
        taste_shape=np.array([[(s.taste_concentration or 1.0) * part for part in scenario.shares] for s in segments]),
        tastes_vary=np.array([int(s.taste_concentration is not None) for s in segments]),
        segment=np.array([segment_record(s) for s in segments], SEGMENT),
        trait=np.array([[spread.code for spread in traits_of(s)] for s in segments], SPREAD),
        story_attribute=np.array([attributes.index(story.changes) for story in stories], dtype=np.int64),
        season=seasons,
        season_weeks=season_weeks(segments, seasons),
        season_phase=min(YEAR_OF_SEASONS, (scenario.start - scenario.start.replace(month=1, day=1)).days / 7),
        arrival_weeks=arrival_weeks(segments),
        base_spread=np.array([cause.base.code for _, cause in causes], SPREAD),
        chance_spread=np.array([_chance(cause).code for _, cause in causes], SPREAD),
        forgetting=np.array([(behaviour.forgetting or Constant(value=0.0)).code], SPREAD),
        purpose=_purposes(scenario, [cause.name for _, cause in causes]),
        constant=_constants(scenario),
        stream_key=luck,
    )


def has_club_anatomy(scenario: Scenario) -> bool:
    """Whether members of a club of this market weigh what they live through, so that it is kept."""
    return any(programme.terms().get("anatomy") for firm in scenario.firms for programme in firm.programmes)


def _cause_table(causes: Sequence[tuple[int, Cause]], attributes: Sequence[str]) -> NDArray[np.void]:
    return np.array(
        [
            (
                attributes.index(cause.attribute) if cause.attribute else -1,
                _COMPARED[cause.compared_with], cause.slope,
                cause.shields.financial, cause.shields.social, cause.shields.structural,
                cause.at_purchase.from_purchase if cause.at_purchase else 0, int(_moves(cause)), number,
            )
            for number, cause in causes
        ],
        CAUSE,
    )  # fmt: skip


def _chance(cause: Cause) -> Spread:
    return cause.at_purchase.chance if cause.at_purchase else Constant(value=0.0)


def _constants(scenario: Scenario) -> Constants:
    behaviour = scenario.behaviour
    anything = any(
        firm.programmes or firm.imitation != "never" or firm.departments or firm.policy is not None
        for firm in scenario.firms
    )
    return Constants(
        expandable=behaviour.demand == "expandable",
        reacts=behaviour.satisfaction_step > 0 or anything,
        step=behaviour.satisfaction_step,
        experience_spread=behaviour.experience_spread,
        delight_above=behaviour.delight.above if behaviour.delight else 1.0,
        delight_gain=behaviour.delight.gain if behaviour.delight else 0.0,
        fade_social=math.exp(-behaviour.social_fade * scenario.tick),
        fade_structural=math.exp(-behaviour.structural_fade * scenario.tick),
        fade_knowledge=math.exp(-behaviour.knowledge_fade * scenario.tick),
        pull_financial=behaviour.pulls.financial,
        pull_social=behaviour.pulls.social,
        pull_structural=behaviour.pulls.structural,
        joining_cost=behaviour.trouble,
        tick=float(scenario.tick),
        horizon=float(scenario.horizon),
        returns=behaviour.forgetting is not None,
    )


def _purposes(scenario: Scenario, causes: Sequence[str]) -> Purposes:
    firms = scenario.firm_names

    def by_firm(what: str) -> NDArray[np.int64]:
        return np.array([digest(f"{what}/{firm}") for firm in firms])

    def by_cause(what: str) -> NDArray[np.int64]:
        return np.array([digest(f"{what}/{cause}") for cause in causes], dtype=np.int64)

    def by_both(what: str) -> NDArray[np.int64]:
        table = [[digest(f"{what}/{firm}/{cause}") for cause in causes] for firm in firms]
        return np.array(table, dtype=np.int64).reshape(len(firms), len(causes))

    purposes = Purposes(
        gap=digest("purchase gap"), first_gap=digest("first purchase gap"), home=digest("home"),
        amount=digest("amount spent"), arrival=digest("arrival"),
        arrival_week=digest("arrival week"), joining_cost=digest("bother"),
        traits=np.array([digest(f"trait/{name}") for name in TRAITS]),
        sensitivity=np.array([digest(f"sensitivity/{attribute}") for attribute in scenario.attributes]),
        base=by_cause("base rate"), chance=by_cause("bad moment"), moving=by_cause("moving"),
        taste=by_firm("taste"), choice=by_firm("choice"),
        leaving=by_both("leaving"), moment=by_both("moment"),
        invitation=by_firm("invitation"), need=by_firm("need"), need_then=by_firm("need at purchase"),
        renewal=by_firm("renewal"), prize=by_firm("prize"),
        lead=by_firm("production"), back=by_firm("back"),
    )  # fmt: skip
    numbers = np.concatenate([np.ravel(np.asarray(field)) for field in purposes])
    if len(np.unique(numbers)) != len(numbers):
        raise ValueError("two purposes of luck have the same digest; rename a firm, a cause or an attribute")
    return purposes
