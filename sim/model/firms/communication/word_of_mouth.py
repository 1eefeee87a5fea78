"""Word of mouth: referrals by the delighted, complaints by the unhappy and by those who left over the service."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.model.firms.interface import CustomerIds, Process
from sim.model.state.columns import HERE
from sim.registry import register
from sim.scenario.market.behaviour import TOLD, WordOfMouth
from sim.scenario.weeks import WEEKS_A_YEAR

if TYPE_CHECKING:
    from sim.model.firms.firm_process import FirmProcess

SMALL = 0.01
"""A change in what is said of a firm that is too small to be noticed: 1% of a choice weight. Assumed."""


@register("process", "word of mouth")
def word_of_mouth(firms: Sequence[FirmProcess]) -> Iterable[Process]:
    """At every firm, customers talk of it, where the scenario lets them."""
    market = firms[0].market
    asked = market.scenario.behaviour.word_of_mouth
    if asked is not None:
        over_service = [n for n, cause in enumerate(market.scenario.exits.causes) if cause.attribute == "service"]
        for firm in firms:
            yield _talk(firm, asked, over_service)


def _talk(firm: FirmProcess, asked: WordOfMouth, over_service: Sequence[int]) -> Process:
    """Round by round: who talks, how many hear it, and how far it draws people.

    The stories a person remembers are Poisson among all who are in the market, good and bad ones apart: those told
    since the last round, and what is not yet forgotten of earlier ones. The pull is that of the part of people who
    remember a good one, less that of those who remember a bad one.
    """
    good, bad, published, since = 0.0, 0.0, 0.0, firm.now
    while True:
        yield firm.wait(asked.every)
        weeks, people = firm.now - since, int((firm.person["presence"] == HERE).sum())
        praise, blame = told(firm, asked, firm.customers(), weeks)
        left = firm.lost(since)
        left = left[np.isin(firm.left_for(left), over_service)]
        blame += asked.acquaintances * asked.tells_on_leaving * float(firm.sociability(left).sum())
        since = firm.now
        for word, number in zip(TOLD, (praise, blame), strict=True):
            if number > 0:
                firm.market.write("told", firm=firm.name, cause=word, money=number)
        kept = math.exp(-weeks / asked.memory)
        good, bad = kept * good + praise / max(1, people), kept * bad + blame / max(1, people)
        strength = reputation(asked, good, bad)
        if abs(strength - published) > SMALL:
            published = strength
            firm.appeal("word of mouth", strength)


def told(firm: FirmProcess, asked: WordOfMouth, customers: CustomerIds, weeks: float) -> tuple[float, float]:
    """How many people these customers tell in so many weeks: good things, and bad ones."""
    satisfaction, talks = firm.relation["satisfaction"][customers], firm.sociability(customers)
    each = asked.acquaintances * weeks / WEEKS_A_YEAR
    praise = each * asked.tells_when_delighted * float(talks[satisfaction >= asked.delighted].sum())
    blame = each * asked.tells_when_unhappy * float(talks[satisfaction <= asked.unhappy].sum())
    return praise, blame


def reputation(asked: WordOfMouth, good: float, bad: float) -> float:
    """What word of mouth adds to the inclination of people who remember so many stories each, on average.

    pull × ((1 - exp(-good)) - weight of bad × (1 - exp(-bad))).

    >>> round(reputation(WordOfMouth(pull=1.0), 0.5, 0.0), 3), round(reputation(WordOfMouth(pull=1.0), 0.5, 0.5), 3)
    (0.393, 0.0)
    """
    return asked.pull * (asked.weight_of_bad * math.expm1(-bad) - math.expm1(-good))
