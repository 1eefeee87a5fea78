"""Claims about the firm's people: what is rewarded is done, at a price; a say pays with skill (A14, B6, G5, G6)."""

from __future__ import annotations

import numpy as np

from sim.experiments.claims.bound import Bound, above
from sim.experiments.claims.claim import Claim, Figure, Floats, change, less, more
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import column, exits_of, profit_of
from sim.metrics.key_accounts.workforce import workforce
from sim.registry import register

LANTERN = "Lantern"
OF = "firms.Lantern.departments.workforce."
NOTHING: dict[str, object] = {OF + "incentive.winning": 0.0}
KEEPING: dict[str, object] = {**NOTHING, OF + "incentive.keeping": 20.0, OF + "appraisal": 10.0}
TRAINED: dict[str, object] = {**KEEPING, OF + "training": 20.0}
SAY: dict[str, object] = {OF + "autonomy": 1.0}
MANY_LEAVE: dict[str, object] = {OF + "turnover": 0.1}
WORKSHOPS = ClaimMarket(
    scenario="what_is_rewarded",
    worlds={
        "winning": {}, "nothing": NOTHING, "unseen": {**NOTHING, OF + "incentive.keeping": 30.0}, "keeping": KEEPING,
        "trained": TRAINED, "say": {**KEEPING, **SAY}, "say and training": {**TRAINED, **SAY},
        "orders, many leave": {**KEEPING, **MANY_LEAVE}, "say, many leave": {**KEEPING, **SAY, **MANY_LEAVE},
        "say, many leave, colleague": {**KEEPING, **SAY, **MANY_LEAVE, OF + "accompanied": 6.0},
    },
    replications=16,
)  # fmt: skip
EARNED = profit_of(LANTERN)
LOST = exits_of(LANTERN, "service")
WON = column(workforce, LANTERN, "acquisitions")
SKILL = column(workforce, LANTERN, "skill")


def turnover_costs_more(worlds: Worlds) -> Floats:
    """What turnover costs where the staff have a say, less what it costs under orders."""
    say = change(EARNED, "say", "say, many leave")(worlds)
    return np.asarray(say - change(EARNED, "keeping", "orders, many leave")(worlds), dtype=float)


CLAIMS = {
    "what_is_rewarded_is_done_at_a_price": Claim(
        claim="People who are paid for winning win more customers and lose more for the service; the firm earns less "
        "than if it paid for neither.",
        source="course, G5: what is measured changes what is done; Holmström & Milgrom (1991)",
        course=("A14", "G5"),
        market=WORKSHOPS,
        figures=(
            more("customers won, paid for winning beyond no incentive", WON, "winning", "nothing"),
            more("customers lost for the service, beyond no incentive", LOST, "winning", "nothing"),
            less("profit beyond no incentive", EARNED, "winning", "nothing"),
        ),
        put_in="that time given to one task is missing for the other",
    ),
    "keeping_rewarded_earns_more_than_winning_rewarded": Claim(
        claim="Where keeping is paid for and appraised, the firm earns more than where winning is paid for. Whether it "
        "earns more than without any incentive is reported, not claimed.",
        source="course, G5: keeping rewarded above winning",
        course=("G5", "B6"),
        market=WORKSHOPS,
        figures=(
            more("profit, paid for keeping beyond paid for winning", EARNED, "keeping", "winning"),
            less("customers lost for the service, beyond no incentive", LOST, "keeping", "nothing"),
            Figure(what="profit beyond no incentive", expected=Bound(), look=change(EARNED, "keeping", "nothing")),
            Figure(what="profit, appraised beyond not appraised for the same money", expected=Bound(),
                   look=change(EARNED, "keeping", "unseen")),
        ),
    ),
    "a_say_pays_with_training": Claim(
        claim="A say pays where the staff are trained; under orders training is money lost. Whether a say pays without "
        "training too is reported, not claimed.",
        source="course, A14: orders take away the staff's initiative; Bowen & Lawler (1992)",
        course=("A14", "G6"),
        market=WORKSHOPS,
        figures=(
            more("profit, a say beyond orders, both trained", EARNED, "say and training", "trained"),
            less("profit under orders, trained beyond not trained", EARNED, "trained", "keeping"),
            Figure(what="profit, a say beyond orders, neither trained", expected=Bound(),
                   look=change(EARNED, "say", "keeping")),
        ),
        put_in="that under orders a contact is as good as the rule, and not as the employee; and that the firm's "
        "service level is worth less than a contact by its untrained people",
    ),
    "turnover_costs_more_where_skill_counts": Claim(
        claim="Where five times as many leave the firm earns less, and it loses more where the staff have a say than "
        "under orders: skill goes with those who leave.",
        source="course, B6: a rival with fine processes lost by the turnover of its staff",
        course=("B6", "G6"),
        market=WORKSHOPS,
        figures=(
            less("profit, many leave, a say, beyond few", EARNED, "say, many leave", "say"),
            Figure(what="cost of turnover with a say beyond that under orders", expected=above(0.0),
                   look=turnover_costs_more),
        ),
    ),
    "a_colleague_along_makes_newcomers_skilled": Claim(
        claim="Where newcomers go along with an experienced colleague, the staff are more skilled. Whether that pays "
        "is reported, not claimed.",
        source="course, G6: an experienced colleague along",
        course=("G6",),
        market=WORKSHOPS,
        figures=(
            more("mean skill, newcomers go along beyond not", SKILL, "say, many leave, colleague", "say, many leave",
                 unit="points"),
            Figure(what="profit, newcomers go along beyond not", expected=Bound(),
                   look=change(EARNED, "say, many leave, colleague", "say, many leave")),
        ),
        put_in="how much faster one learns beside a colleague",
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)
