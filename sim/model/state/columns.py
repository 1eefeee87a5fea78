"""The columns of the market: what is known of a customer, of her relation with a firm, of a clock, of a firm's terms.

A row is a record whose fields have names, so that a rule reads like a sentence in Python and compiled alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

WAITING, HERE, GONE = 0, 1, 2
"""Presence of a customer: not yet arrived, in the market, moved away for good."""
PROSPECT, CUSTOMER, LEFT = 0, 1, 2
"""Status of a relation."""
LAPSED, NOT_A_MEMBER, ASSOCIATE, FULL = -1, 0, 1, 2
"""Standing in a club. One who let her membership lapse does not come back to it in this spell."""

PERSON = np.dtype(
    [
        ("segment", "i4"),  # number of her segment
        ("decides", "i4"),  # 1 when she herself decides whom she buys from: tastes are then parts of her wallet
        ("address", "i8"),  # digest of her segment and her number within it: how luck finds her
        ("generation", "i4"),  # how many lived in her place before her
        ("presence", "i4"),  # WAITING, HERE or GONE
        ("purchases", "i4"),  # category purchases so far
        ("needs_tick_update", "i4"),  # 1 when a bond or knowledge of hers decays from tick to tick
        ("version", "i8"),  # number of the news she has read
        ("purchase_rate", "f8"),  # category purchases per week, λ
        ("spend", "f8"),  # mean spend per purchase at price 1, ν
        ("idiosyncrasy", "f8"),  # distance of her ideal from the standard product, e
        ("sociability", "f8"),  # κ
        ("norm", "f8"),  # the service she expects
        ("reluctance", "f8"),  # her chance of not renewing when nothing holds her
        ("needs", "f8"),  # service needs per week that come by themselves, at each firm with a desk
        ("joining_cost", "f8"),  # yearly worth below which she does not join a programme, money
        ("regularity", "f8"),  # how even her purchases are: her gaps are gamma of this shape, k
        ("home", "i4"),  # number of the district she lives in
        ("arrives", "f8"),  # date of arrival, where it is a date; -1 where it is a clock
        ("next_time", "f8"),  # when something happens to her next
        ("next_what", "i8"),  # and what: a clock, or a date after all clocks
    ],
    align=True,
)

RELATION = np.dtype(
    [
        ("status", "i1"),  # PROSPECT, CUSTOMER or LEFT
        ("collects", "i1"),  # 1 when she collects points
        ("tier", "i1"),  # tier reached
        ("club", "i1"),  # LAPSED, NOT_A_MEMBER, ASSOCIATE or FULL
        ("tailored", "i1"),  # 1 when goods are made for her
        ("left_for", "i2"),  # cause for which she left last, as a place in the scenario's table
        ("spell", "i4"),  # how often she has left this firm
        ("purchases", "i4"),  # purchases here in this spell
        ("renewals", "i4"),  # renewal dates met so far
        ("prizes", "i4"),  # cards filled so far
        ("invitations", "i4"),  # invitations to the club so far
        ("requests", "i4"),  # needs so far, here, that came by themselves
        ("taste", "f8"),  # her part of taste for this firm, π (not normalised)
        ("satisfaction", "f8"),
        ("social", "f8"),  # social bond
        ("personal", "f8"),  # the part of it that belongs to her relationship manager, not to the firm
        ("structural", "f8"),  # structural bond
        ("knowledge", "f8"),  # what the firm knows of her
        ("points", "f8"),
        ("opened", "f8"),  # week from which her points count towards expiry
        ("tier_spend", "f8"),  # money spent in this qualifying period
        ("tier_review", "f8"),  # date of the next tier review
        ("renewal", "f8"),  # date of the next renewal
        ("back", "f8"),  # date at which a firm she left may be chosen again
        ("joined", "f8"),  # week in which this spell, or the last, began
        ("left_at", "f8"),  # week in which she left last
        ("scar", "f8"),  # what her last exit adds to the logarithm of all rates of leaving, if she was won back
        ("satisfaction_factor", "f8"),  # part of her satisfaction that answers at the desk leave, felt at the next tick
        ("satisfaction_shift", "f8"),  # and what they add to it
        ("pending_social_gain", "f8"),  # social bond gained on the firm's side, felt at the next tick
        ("promise", "f8"),  # what she believes of the firm's promises, added to the service that she perceives
        ("propensity", "f8"),  # to buy here: her choice probability × the pull of a near reward
    ],
    align=True,
)

MEMBERSHIP = np.dtype(
    [
        ("invited", "i1"),  # 1 when she joined by invitation
        ("before", "i1"),  # the highest membership she has had here: NOT_A_MEMBER, ASSOCIATE or FULL
        ("attended", "i4"),  # club events attended in this period
        ("attended_before", "i4"),  # and in the last
        ("purchases", "i4"),  # purchases here in this spell when the period began
        ("belief", "f8"),  # what she takes a period's membership to be worth, money
        ("paid", "f8"),  # fee paid for this period
        ("paid_at", "f8"),  # week in which it was paid
        ("lapsed_at", "f8"),  # week in which she let a membership lapse last
    ],
    align=True,
)
"""What a member of a club with an anatomy has lived through; no column where no club of the market has one."""

CLOCK = np.dtype([("rate", "f8"), ("since", "f8"), ("left", "f8")])
"""Rate per week, week since which it holds, and the budget that was left then."""

TERM_MEANINGS: dict[str, str] = {
    "points_open": "1 when points are given",
    "points_per_spend": "points per unit of money spent",
    "points_per_visit": "points per purchase",
    "threshold": "points needed for a reward",
    "reward_worth": "worth of a reward to the customer, money",
    "reward_cost": "cost of a reward to the firm, money",
    "reward_chance": "chance that a full card wins (1 for a sure reward, less for a prize draw)",
    "points_expiry": "weeks after which points collected since the last reward are lost; 0 for never",
    "goal_pull": "by how much a reward close at hand speeds up buying",
    "goal_shape": "how early the pull is felt: pull × progress ^ shape",
    "tier_spend_1": "money spent in a qualifying period that lifts to the first tier; 0 for none",
    "tier_spend_2": "money spent in a qualifying period that lifts to the second tier; 0 for none",
    "tier_period": "weeks of a qualifying period; 0 for no tiers",
    "tier_bonus": "further points per tier, as a part of the ordinary ones",
    "club_open": "1 when the club takes members",
    "club_quantity": "purchases here that make a full member",
    "associate_quantity": "purchases here that make an associate member; 0 for no associates",
    "fee": "money per membership period",
    "first_period_free": "1 when the first period costs nothing",
    "renewal_period": "weeks of a membership period; 0 for a life membership",
    "renewal_shield": "by how much the social bond lowers the chance of not renewing: exp(-shield × bond)",
    "benefit_worth": "worth of a period's benefits to a full member, money",
    "benefit_cost": "cost of a period's benefits to the firm, money",
    "belonging_worth": "worth of a period's belonging to a person of sociability 1, money",
    "associate_part": "part of benefits and gains that an associate gets",
    "contact_gain": "social bond gained from the club at each purchase",
    "standing": "what membership says of a person, from 1 (rare) towards 0 (everybody has it)",
    "acquaintance": "part of a member's possible bond that members she knows make likely",
    "invitation": "rate per week at which people are asked to join",
    "anatomy": "1 when members of the club weigh what they live through",
    "forfeited_benefits": "worth of a period's benefits that leaving forfeits, money",
    "associate_forfeited": "the same for an associate member, money",
    "associate_benefits": "worth of a period's benefits to an associate member, money",
    "associate_benefit_cost": "cost of a period's benefits of an associate member to the firm, money",
    "club_structural_gain": "structural bond gained by a member at each purchase",
    "company_worth": "worth of a period among members she knows, to a person of sociability 1, money",
    "event_worth": "worth of a club event to a guest of sociability 1, money",
    "event_attendance": "chance that a member of sociability 1 wants to come to an event",
    "events_found": "events in a period × part of the wishes to come that found a place",
    "honour": "by how much more standing is worth to a member who was invited",
    "foresight": "how well people know before joining how sociable they will be",
    "usual_purchases": "purchases in a period from which benefits are fully used; 0 where use does not depend on them",
    "foreseen_use": "1 when people foresee at joining how much they will use the benefits",
    "devotion": "by how much membership is worth less to those who would leave the firm anyhow",
    "belief_step": "how far the belief about a period's worth moves towards the period that ends",
    "renewal_noise": "spread of what else counts on the day of renewal, money",
    "sunk_fee": "part of the fee paid for this period that counts as forfeited by leaving",
    "event_bond": "part of the bond gained at purchases that depends on events attended",
    "owners_only": "1 when only customers are invited",
    "return_after": "weeks after which one whose membership lapsed may join again; 0 for never",
    "tailored_open": "1 when goods are made to measure",
    "reach": "part of a customer's idiosyncrasy that full knowledge of her removes",
    "learning": "knowledge gained at each purchase, as a part of what is still unknown",
    "structural_gain": "structural bond gained at each purchase, times the fit of the goods",
    "premium": "price rise for tailored goods, as a part of the price",
    "unit_cost_rise": "cost rise of tailored goods, as a part of unit cost",
    "lead_family": "family of the production time",
    "lead_first": "first parameter of the production time, weeks",
    "lead_second": "second parameter of the production time",
    "promised": "promised production time, weeks",
    "late_experience": "how much a late order lowers the experience of the purchase",
    "points_ending": "1 when the points programme is closed to new members and will end",
    "club_ending": "1 when the club is closed to new members and renewals and will end",
    "tailored_ending": "1 when making goods to measure is closed to new customers and will end",
    "appeal": "what communication and word of mouth add to the inclination of people who are not customers here",
    "handling_cost": "cost of handling an order of someone who has never bought here, money",
    "handling_learned": "part of that cost that remains once she and the firm know how",
    "handling_over": "purchases after which two thirds of the difference are learned",
}
"""What customers' clocks can read of a firm's programmes; a new term is a change of the rules."""

TERMS = np.dtype([(term, "f8") for term in TERM_MEANINGS])

CAUSE = np.dtype(
    [
        ("attribute", "i8"),  # column of the offers, -1 for none
        ("compared", "i8"),  # NOTHING, BEST_RIVAL, NORM or BLAMELESS
        ("slope", "f8"),
        ("financial", "f8"),  # shields
        ("social", "f8"),
        ("structural", "f8"),
        ("from_purchase", "i8"),  # first purchase after which a bad moment may come, 0 for never
        ("ends_all", "i8"),  # 1 when she leaves the market
        ("number", "i8"),  # place of the cause in the scenario's table
    ]
)
NOTHING, BEST_RIVAL, NORM, BLAMELESS = 0, 1, 2, 3


class Membership(NamedTuple):
    """One way of belonging to a programme."""

    ends: str
    """The term by which the programme takes no more members."""
    column: str
    """Where the relation says so."""
    least: int
    """From which value of the column on."""


MEMBERSHIPS: dict[str, Membership] = {
    "points_open": Membership("points_ending", "collects", 1),
    "club_open": Membership("club_ending", "club", ASSOCIATE),
    "tailored_open": Membership("tailored_ending", "tailored", 1),
}
"""The terms by which a programme takes members: each is published as the programme's number, from 1, while it does."""


def is_member(relation: NDArray[np.void], by: Iterable[str] = MEMBERSHIPS) -> NDArray[np.bool_]:
    """Which of these relations (:data:`RELATION`) belong to a programme by any of these terms, in one of their ways."""
    belongs = np.zeros(len(relation), dtype=bool)
    for way in (MEMBERSHIPS[term] for term in by):
        belongs |= relation[way.column] >= way.least
    return belongs


SPREAD = np.dtype([("family", "i8"), ("first", "f8"), ("second", "f8")])
"""A spread as the rules read it: number of the family and two parameters."""

SEGMENT = np.dtype(
    [
        ("spend_shape", "f8"),  # shape of single spends, 0 when they are all equal
        ("outside_pull", "f8"),  # rate of arrival per week, with word_of_mouth; 0 where arrival is a date
        ("word_of_mouth", "f8"),
        ("from_arrival", "i8"),  # 1 when the clock of moving away starts at arrival
        ("on_arrival", "i8"),  # 1 when the first purchase is made on arrival
        ("newcomers", "i8"),  # 1 when newcomers take the places of those who moved away
        ("size", "i8"),
        ("need_at_purchase", "f8"),
        ("season_parts", "i8"),  # equal parts of the year that have a factor of their own; 0 for no season
    ]
)
TRAITS = (
    "purchase rate", "spend", "idiosyncrasy", "sociability", "norm", "sensitivity", "renewal reluctance", "newcomer",
    "needs", "regularity",
)  # fmt: skip
"""Columns of the table of spreads by segment."""


def distribution_record(code: tuple[int, float, float]) -> NDArray[np.void]:
    """A spread's code as the array of one record that draws on the firms' side read."""
    return np.array([code], SPREAD).view(np.recarray)
