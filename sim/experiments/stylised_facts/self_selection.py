"""Members would have bought more anyhow: self-selection inflates what a programme seems to do."""

from __future__ import annotations

import numpy as np

from sim.experiments.stylised_facts.fact import REPLICATIONS, Evidence, Fact, Measured, Verdict, sure
from sim.experiments.stylised_facts.markets import CARD, LAUNCH, YEAR, each_one, race
from sim.metrics._shared.interval import interval, ratio_of_means
from sim.number_text import decimal
from sim.registry import register
from sim.results.event_filters import customer_key, select_events
from sim.results.simulate import simulate

SEVERAL = 2.0
"""What 'several times' is taken to mean at least."""


def look() -> Evidence:
    """Share of wallet at Azure a year on: members against others, and members against themselves without the card."""
    since, until = float(LAUNCH + YEAR // 2), float(LAUNCH + YEAR // 2 + YEAR)
    with_card, without = (
        simulate(race(cards, size=2500, weeks=until), replications=REPLICATIONS) for cards in ({"Azure": CARD}, {})
    )
    naive, true = np.zeros((2, REPLICATIONS))
    for r in range(REPLICATIONS):
        joined = select_events(with_card.runs[r], ("join",), 0.0, since)
        members = set(customer_key(joined).tolist())
        here, there = (each_one(world, r, since, until) for world in (with_card, without))
        wallet = {who: bought[0] / bought.sum() for who, bought in here.items()}
        other = {who: bought[0] / bought.sum() for who, bought in there.items()}
        mine = [who for who in wallet if who in members]
        rest = [who for who in wallet if who not in members]
        naive[r] = np.mean([wallet[who] for who in mine]) - np.mean([wallet[who] for who in rest])
        true[r] = np.mean([wallet[who] - other[who] for who in mine if who in other])
    return (
        Measured(what="share of wallet, members less others", value=interval(naive), unit="points"),
        Measured(what="share of wallet, members with less without the card", value=interval(true), unit="points"),
        Measured(what="seeming effect, as a multiple of the true one", value=ratio_of_means(naive, true), unit="times",
                 expected=7.0),
    )  # fmt: skip


def judge(found: Evidence) -> Verdict:
    """A true effect above 0 that the comparison of members with others makes several times as large."""
    _, true, times = (one.value for one in found)
    if sure(true) and sure(times, SEVERAL):
        return Verdict(
            outcome="comes out",
            sentence=f"comparing members with others makes the effect {decimal(times.mean, 1)} times what it is "
            f"({decimal(times.low, 1)} to {decimal(times.high, 1)}); the literature's case was 7",
        )
    if sure(times, 1.0):
        return Verdict(outcome="comes out in part", sentence=f"inflated, but only {decimal(times.mean, 1)} times")
    return Verdict(outcome="does not come out", sentence="comparing members with others does not inflate the effect")


register("fact", "self_selection")(
    Fact(
        claim="Comparing members with non-members makes a programme seem several times as strong as it is.",
        source=(
            "Leenheer, van Heerde, Bijmolt & Smidts (2007), International Journal of Research in Marketing 24(1), "
            "31-47: share of wallet, the naive effect seven times the true one"
        ),
        runs="imitation race, 2,500 customers, Azure alone with a card; the year from half a year after its launch; "
        f"the same customers with the same luck without it; {REPLICATIONS} replications",
        put_in="tastes that differ between people, and a bother that only those whom the card pays enough overcome",
        run=look,
        evaluate=judge,
        course=("B1",),
    )
)
