"""Heavy buyers take most rewards, and are moved least."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.experiments.stylised_facts.fact import Evidence, Fact, Measured, Verdict, sure
from sim.experiments.stylised_facts.markets import CARD, LAUNCH, YEAR, race
from sim.metrics._shared.interval import interval, ratio_of_means
from sim.registry import register
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results
from sim.results.simulate import simulate

REPLICATIONS = 10
FIFTHS = 5
UNTIL = float(LAUNCH + 2 * YEAR)
PUBLISHED_SHARE = 0.8
"""Hartmann & Viard's frequent customers took over 80% of the rewards, with over two thirds of the purchases."""


def look() -> Evidence:
    """Rewards, and the change in purchases at Azure, by fifth of all purchases of a person after the launch."""
    with_card, without = (
        simulate(race(cards, size=2500, weeks=UNTIL), replications=REPLICATIONS) for cards in ({"Azure": CARD}, {})
    )
    rewards, before, after = np.zeros((3, REPLICATIONS, FIFTHS))
    for r in range(REPLICATIONS):
        people, fifth = fifths(without, r)
        rewards[r] = _counts(with_card, r, "reward", people, fifth)
        before[r] = _counts(without, r, "purchase", people, fifth)
        after[r] = _counts(with_card, r, "purchase", people, fifth)
    light, heavy = (after[:, place] / before[:, place] - 1 for place in (0, FIFTHS - 1))
    return (
        Measured(what="part of the rewards that the heaviest fifth takes", expected=PUBLISHED_SHARE,
                 value=ratio_of_means(rewards[:, -1], rewards.sum(axis=1))),
        Measured(what="change in purchases at Azure, heaviest fifth", value=interval(heavy)),
        Measured(what="change in purchases at Azure, lightest fifth", value=interval(light)),
        Measured(what="change, middle fifth", value=interval(after[:, 2] / before[:, 2] - 1)),
        Measured(what="heaviest less lightest", value=interval(heavy - light), unit="points"),
    )  # fmt: skip


def fifths(results: Results, replication: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Everybody who bought at any firm after the launch, by key, and the fifth (0 to 4) of each by purchases."""
    rows = select_events(results.runs[replication], ("purchase",), LAUNCH, UNTIL)
    people, bought = np.unique(customer_key(rows), return_counts=True)
    rank = np.empty(len(people), dtype=np.int64)
    rank[np.argsort(bought, kind="stable")] = np.arange(len(people))
    return people, rank * FIFTHS // len(people)


def _counts(
    results: Results, replication: int, event: str, people: NDArray[np.int64], fifth: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Events of one kind at Azure after the launch, by fifth."""
    rows = select_events(results.runs[replication], (event,), LAUNCH, UNTIL)
    key = customer_key(rows[rows["firm"] == 0])
    key = key[np.isin(key, people)]
    return np.bincount(fifth[np.searchsorted(people, key)], minlength=FIFTHS)


def judge(found: Evidence) -> Verdict:
    """Most rewards go to the heaviest fifth, and their purchases change less than those of all others."""
    share, heavy, light, middle, gap = (one.value for one in found)
    if not sure(share, 0.5):
        return Verdict(outcome="does not come out", sentence="the heaviest fifth does not take most of the rewards")
    said = (
        f"the heaviest fifth takes {100 * share.mean:.0f}% of the rewards; its purchases change by "
        f"{100 * heavy.mean:+.1f}%, those of the middle fifth by {100 * middle.mean:+.1f}%, of the lightest by "
        f"{100 * light.mean:+.1f}%"
    )
    if gap.high < 0 and heavy.high < middle.low:
        return Verdict(outcome="comes out", sentence=said)
    return Verdict(outcome="comes out in part", sentence=f"{said}: the heavy are not moved least")


register("fact", "heavy_buyers")(
    Fact(
        claim="Heavy buyers take most of the rewards and are moved least by them.",
        source=(
            "Hartmann & Viard (2008), Quantitative Marketing and Economics 6(2), 109-137: frequent customers take over "
            "80% of the rewards, their incentive hardly depends on the points they hold; Liu (2007), Journal of "
            "Marketing 71(4), 19-35: heavy buyers claim most and change least"
        ),
        runs="imitation race, 2,500 customers, Azure alone with a card; two years from its launch; the same customers "
        "with the same luck without it, classed by all their purchases; 10 replications",
        put_in="a bother that the rewards of a light buyer do not outweigh, so that light buyers do not join; a pull "
        "of a near reward that is the same for all; nobody is at a ceiling",
        run=look,
        evaluate=judge,
        course=("B1",),
        outcome="comes out in part",
    )
)
