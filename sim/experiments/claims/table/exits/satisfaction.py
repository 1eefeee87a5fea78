"""Claims about satisfaction, delight and word of mouth (A12, A13)."""

from __future__ import annotations

import math

import numpy as np

from sim.experiments.claims.bound import mean_above, mean_below, mean_between
from sim.experiments.claims.claim import Claim, Figure, Floats, Look, Reading, less, more, pooled, value
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import ahead, by_run
from sim.metrics._shared.interval import Interval, interval
from sim.metrics.customer_base.told import told
from sim.metrics.retention.satisfaction_loyalty import loyalty_by_service, satisfaction_loyalty
from sim.model.events import RANK
from sim.registry import register
from sim.results.results import Results
from sim.scenario.files.load import load

SINCE = 26
YEAR = 52
BETTER = 0.92
"""Price of the offer elsewhere in flat_middle; 1 for an offer that is no better."""
MANY = {"population.segments.guests.size": 4000}
"""Twice as many guests as ship, so that rates are known well enough."""
CAFES = ClaimMarket(
    scenario="flat_middle", everywhere=MANY, replications=2,
    worlds={"better offer": {"outside.price": BETTER}, "no better": {"outside.price": 1.0}}
)  # fmt: skip
DELIGHT = ClaimMarket(
    scenario="flat_middle", everywhere={"population.segments.guests.size": 2000}, replications=None,
    worlds={"no delight": {}, "delight": {"behaviour.delight": {}}},
)  # fmt: skip
TALK = ClaimMarket(
    scenario="word_of_mouth", replications=6, worlds={"talk": {}, "no talk": {"behaviour.word_of_mouth": None}}
)


def left(results: Results, firm: str, cause: str) -> tuple[float, float]:
    """Logarithm of exits per customer-week over a cause and its standard error, Poisson."""
    table = loyalty_by_service(results, since=SINCE)
    row = table[table["firm"] == firm]
    rate, exits = (float(np.asarray(row[f"{cause}_{name}"])[0]) for name in ("rate", "exits"))
    return math.log(rate), 1 / math.sqrt(exits)


def step(results: Results, low: str, high: str) -> tuple[float, float]:
    """By how much exits over the service fall per tenth of service from one café to the next, and its error."""
    level = {firm.name: firm.offer.service for firm in load("flat_middle").firms}
    (a, error), (b, other) = left(results, low, "service"), left(results, high, "service")
    tenths = 10 * (level[high] - level[low])
    return (a - b) / tenths, math.hypot(error, other) / tenths


def steepness(low: str, high: str) -> Look:
    """Standard errors by which the fall between two cafés exceeds twice that of the flat middle."""

    def look(worlds: Worlds) -> Interval:
        end, flat = step(worlds["better offer"], low, high), step(worlds["better offer"], "Middling", "Decent")
        return pooled((end[0] - 2 * flat[0]) / math.hypot(end[1], 2 * flat[1]))

    return look


def flat_not_level(worlds: Worlds) -> Interval:
    """Standard errors by which exits fall in the flat middle."""
    fall, error = step(worlds["better offer"], "Middling", "Decent")
    return pooled(fall / error)


def offer_exits_alike(worlds: Worlds) -> Interval:
    """Standard errors between exits for the offer at the café that delights and at a passable one."""
    (one, error), (other, further) = (
        left(worlds["better offer"], firm, "offer") for firm in ("Delightful", "Passable")
    )
    return pooled((one - other) / math.hypot(error, further))


def offer_exits_against_the_rule(worlds: Worlds) -> Interval:
    """Standard errors between the effect of the better offer at the café that delights and that of the rule."""
    (better, error), (alike, other) = (
        left(worlds[name], "Delightful", "offer") for name in ("better offer", "no better")
    )
    return pooled((better - alike - 6 * -math.log(BETTER)) / math.hypot(error, other))


def service_less_offer(results: Results) -> Interval:
    """At the café that delights, the logarithm of the rate of exits for the service less that for the offer."""
    return pooled(left(results, "Delightful", "service")[0] - left(results, "Delightful", "offer")[0])


def off_the_curve(results: Results) -> Interval:
    """Largest part by which exits for the service differ from the curve of the rules, four cafés."""
    curve = satisfaction_loyalty(results, 100).query("firm == 'Passable'")
    table = loyalty_by_service(results, since=SINCE).set_index("firm").loc[["Middling", "Passable", "Decent", "Good"]]
    expected = np.interp(table["service"], curve["satisfaction"], curve["service"])
    return pooled(np.abs(np.asarray(table["service_rate"]) / expected - 1).max())


def kept_by_delight(cause: str) -> Look:
    """Standard errors by which exits at the café that delights fall where delight makes a bond."""

    def look(worlds: Worlds) -> Interval:
        (without, error), (with_it, other) = (
            left(worlds[name], "Delightful", cause) for name in ("no delight", "delight")
        )
        return pooled((without - with_it) / math.hypot(error, other))

    return look


def merely_satisfied(firm: str) -> Look:
    """Change of the logarithm of exits for the offer at a café that does not delight."""
    return lambda worlds: pooled(
        left(worlds["delight"], firm, "offer")[0] - left(worlds["no delight"], firm, "offer")[0]
    )


def never_told(results: Results) -> Floats:
    """Part of 250 acquaintances who are never told, the least of all firms."""
    return np.asarray(told(results).groupby("replication", observed=True)["never_told"].min(), dtype=float)


def won(place: int) -> Reading:
    """Patients won from the second year on by the dentist at this place: 0 the best, 2 the worst."""
    return by_run(lambda run, _: float(run.weekly[YEAR:, place, RANK["acquisition"], 0].sum()))


def lead_without_talk(worlds: Worlds) -> Interval:
    """The best dentist's lead without talk over that with talk."""
    lead = {name: interval(ahead(won(0), won(2))(worlds[name])).mean for name in ("talk", "no talk")}
    return pooled(lead["no talk"] / lead["talk"])


CLAIMS = {
    "the_middle_is_flat": Claim(
        claim="Between poor and delightful service the curve of loyalty is flat, and steep at both ends.",
        source="course, A13",
        course=("A13",),
        market=CAFES,
        put_in="the curve; that it shows in a run is what is found",
        figures=(
            Figure(what="standard errors by which the low end is more than twice as steep",
                   look=steepness("Dreadful", "Poor"), expected=mean_above(4)),
            Figure(what="the same, high end", look=steepness("Good", "Delightful"), expected=mean_above(4)),
            Figure(what="standard errors by which the middle is not level",
                   look=flat_not_level, expected=mean_above(4)),
            Figure(what="largest difference from the curve of the rules", look=value(off_the_curve, "better offer"),
                   expected=mean_below(0.12), unit="percent"),
        ),
    ),
    "the_satisfied_leave_for_a_better_offer": Claim(
        claim="Satisfied customers leave for a better offer like all others.",
        source="course, A13",
        course=("A13",),
        market=CAFES,
        figures=(
            Figure(what="standard errors between exits for the offer, delighted and passably served",
                   look=offer_exits_alike, expected=mean_between(-4, 4)),
            Figure(what="standard errors between the effect of a better offer and that of the rule",
                   look=offer_exits_against_the_rule, expected=mean_between(-4, 4)),
            Figure(what="logarithm of exits of the delighted, for the service over for the offer",
                   look=value(service_less_offer, "better offer"), expected=mean_below(0)),
        ),
    ),
    "delight_makes_a_bond": Claim(
        claim="Delighted customers leave less, even for a better offer; the merely satisfied leave as before.",
        source="course, A13",
        course=("A13",),
        market=DELIGHT,
        put_in="that delight makes a bond, where the scenario sets it",
        figures=(
            *(Figure(what=f"standard errors by which exits for the {cause} fall at the café that delights",
                     look=kept_by_delight(cause), expected=mean_above(4)) for cause in ("offer", "service")),
            *(Figure(what=f"change of the logarithm of exits for the offer at {firm}", look=merely_satisfied(firm),
                     expected=mean_between(-0.05, 0.05)) for firm in ("Passable", "Decent", "Good")),
        ),
    ),
    "good_service_wins_where_people_talk": Claim(
        claim="Good service wins new patients only where people talk.",
        source="course, A12: each customer talks to about 250 people",
        course=("A12", "B5"),
        market=TALK,
        figures=(
            more("patients won from year 2 on, best less worst dentist", ahead(won(0), won(2)), "talk"),
            Figure(what="the same without talk, over that with talk", look=lead_without_talk, expected=mean_below(0.25),
                   unit="times"),
            more("patients won by the best, talk less no talk", won(0), "talk", "no talk"),
            less("patients won by the worst, talk less no talk", won(2), "talk", "no talk"),
        ),
    ),
    "most_acquaintances_are_never_told": Claim(
        claim="Most of 250 acquaintances are never told anything.",
        source="course, A12",
        course=("A12",),
        market=TALK,
        put_in="the part of acquaintances who are told",
        figures=(
            Figure(what="part never told, least of all firms", look=value(never_told, "talk"),
                   expected=mean_above(0.95), unit="percent"),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)
