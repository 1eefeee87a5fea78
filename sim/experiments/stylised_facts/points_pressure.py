"""Purchases pile up before a reward, and most of the pile is not the reward's doing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.experiments.stylised_facts.fact import Evidence, Fact, Measured, Verdict, sure
from sim.experiments.stylised_facts.markets import CARD, LAUNCH, YEAR, race
from sim.metrics._shared.interval import interval, ratio_of_means
from sim.registry import register
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Run
from sim.results.simulate import simulate

LARGEST_EXACT = 2**52
"""Up to here whole numbers of eight bytes leave room for parts of a week."""
REPLICATIONS = 10
SPAN = 4.0
"""Weeks before a reward that are looked at, the day of the reward included."""
UNTIL = float(LAUNCH + 2 * YEAR)


def look() -> Evidence:
    """Purchases at Azure in the weeks before each reward beyond the member's average, in both worlds."""
    with_card, without = (
        simulate(race(cards, size=2500, weeks=UNTIL), replications=REPLICATIONS) for cards in ({"Azure": CARD}, {})
    )
    naive, same, usual = np.zeros((3, REPLICATIONS))
    for r in range(REPLICATIONS):
        member, joined, rewarded, whose = _rewards(with_card.runs[r])
        for world, spike in ((with_card, naive), (without, same)):
            buyer, bought = _purchases(world.runs[r])
            weeks = (UNTIL - joined)[whose]
            average = _between(buyer, bought, member, joined, np.full(len(member), UNTIL))[whose] * SPAN / weeks
            there = _between(buyer, bought, member[whose], rewarded - SPAN, rewarded)
            spike[r] = there.mean() - average.mean()
            if world is with_card:
                usual[r] = average.mean()
    return (
        Measured(what="purchases in the four weeks before a reward, beyond the average",
                 value=ratio_of_means(naive, usual)),
        Measured(what="the same people and weeks without the card", value=ratio_of_means(same, usual)),
        Measured(what="caused by the card", value=interval((naive - same) / usual.mean())),
        Measured(what="part of the spike that is not caused", value=ratio_of_means(same, naive)),
    )  # fmt: skip


def _rewards(
    run: Run,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Members and when they first joined; rewards at least so many weeks after joining, and whose they are."""
    joins = select_events(run, ("join",))
    joins = joins[joins["firm"] == 0]
    member, first = np.unique(customer_key(joins), return_index=True)
    joined = joins["time"][first].astype(float)
    rewards = select_events(run, ("reward",))
    rewards = rewards[rewards["firm"] == 0]
    whose = np.searchsorted(member, customer_key(rewards))
    early = rewards["time"] - SPAN < joined[whose]
    return member, joined, rewards["time"][~early].astype(float), whose[~early]


def _purchases(run: Run) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Buyer and week of every purchase at Azure, by buyer and week."""
    rows = select_events(run, ("purchase",))
    rows = rows[rows["firm"] == 0]
    key = customer_key(rows)
    order = np.lexsort((rows["time"], key))
    return key[order], rows["time"][order].astype(float)


def _between(
    buyer: NDArray[np.int64], week: NDArray[np.float64], who: NDArray[np.int64], since: NDArray[np.float64],
    until: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """How many purchases each of these made after ``since`` and up to ``until``."""
    people, place = np.unique(np.concatenate([buyer, who]), return_inverse=True)
    wide = 2.0 * UNTIL
    at = place[: len(buyer)] * wide + week
    whose = place[len(buyer) :] * wide
    if len(people) * wide >= LARGEST_EXACT:
        raise ValueError(f"{len(people):,} people over {wide:,.0f} weeks are too many for exact places in time")
    upto, before = (np.searchsorted(at, whose + edge, side="right") for edge in (until + 1e-9, since))
    return (upto - before).astype(float)


def judge(found: Evidence) -> Verdict:
    """A spike in the log of which more than half is there in the world without the card, too."""
    naive, _, caused, part = (one.value for one in found)
    if not sure(naive):
        return Verdict(outcome="does not come out", sentence="purchases do not pile up before a reward")
    said = (
        f"purchases in the four weeks before a reward are {100 * naive.mean:.0f}% above the member's average; "
        f"{100 * part.mean:.0f}% of that ({100 * part.low:.0f} to {100 * part.high:.0f}) is there without the card"
    )
    if sure(part, 0.5):
        share = "; some of it the card causes" if sure(caused) else "; the card causes no clear part of it"
        return Verdict(outcome="comes out", sentence=said + share)
    return Verdict(outcome="does not come out", sentence=said)


register("fact", "points_pressure")(
    Fact(
        claim="Most of the spike in purchases before a reward is not caused by the reward.",
        source=(
            "Nastasoiu, Bendle, Bagga, Vandenbosch & Navarro (2021), Journal of the Academy of Marketing Science 49, "
            "Separating customer heterogeneity, points pressure and rewarded behavior to assess a retail loyalty "
            "program"
        ),
        runs="imitation race, 2,500 customers, Azure alone with a card; two years from its launch; the same customers "
        "in the same weeks with the same luck without it; 10 replications",
        put_in="the pull of a near reward after Kivetz, Urminsky & Zheng (2006), in a market where it moves purchases "
        "between firms and makes nobody buy more; a reward is given at a purchase, so that one always falls before it",
        run=look,
        evaluate=judge,
        course=("B1",),
    )
)
