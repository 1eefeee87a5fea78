"""The nearer the reward, the sooner she buys: the goal gradient on a card of ten stamps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.experiments.stylised_facts.fact import REPLICATIONS, Evidence, Fact, Measured, Verdict, sure
from sim.metrics._shared.interval import ratio_of_means
from sim.number_text import decimal
from sim.registry import register
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.validation import checked
from sim.scenario.scenario import Scenario

STAMPS = 10
COMPLETION, LAST_TO_FIRST = 0.837, 0.80
"""24.6 days to complete the card against 29.4 at the first rate; the last gap 20% shorter than the first."""
WITHIN = {"completion": 0.03, "last to first": 0.05}
"""How near counts as the same: the tolerances proposed for validation."""


def cafe(pull: bool) -> Scenario:
    """A café with a ten-stamp card. All buy at one rate, so that faster cards are not those of faster people."""
    card: dict[str, object] = {"kind": "frequency", "launch": 0, "points_per_spend": 0, "points_per_visit": 1,
                               "threshold": STAMPS, "reward_worth": 3}  # fmt: skip
    if not pull:
        card["goal_pull"] = 0.0
    return checked(
        Scenario,
        {
            "name": "goal_gradient",
            "title": "A stamp card at a café",
            "teaches": "How cards fill faster towards their end.",
            "horizon": 104,
            "population": {"segments": [{"name": "drinkers", "size": 400, "purchase_rate": 7 / 3.267, "spend": 3}]},
            "behaviour": {"satisfaction_step": 0, "demand": "expandable", "trouble": 0.001},
            "firms": [{"name": "Cafe", "programmes": [card]}],
            "exits": {"preset": "none"},
        },
    )


def gaps(results: Results, replication: int) -> NDArray[np.float64]:
    """Weeks between purchases along each full card, shape (cards, 10): gap k leads from k stamps to k + 1.

    A stamp is given at each purchase after that at which she joined; the first card is left out.
    """
    rows = select_events(results.runs[replication], ("purchase",))
    who = customer_key(rows)
    order = np.lexsort((rows["time"], who))
    time, who = rows["time"][order].astype(float), who[order]
    first = np.flatnonzero(np.concatenate([[True], who[1:] != who[:-1]]))
    nth = np.arange(len(who)) - np.repeat(first, np.diff(np.append(first, len(who))))
    begins = np.flatnonzero((nth >= STAMPS) & (nth % STAMPS == 0))
    begins = begins[begins + STAMPS < len(who)]
    begins = begins[who[begins + STAMPS] == who[begins]]
    steps = begins[:, None] + np.arange(STAMPS + 1)
    found: NDArray[np.float64] = np.diff(time[steps], axis=1)
    return found


def look() -> Evidence:
    """Completion against the first rate and last against first gap, counted both ways; the slump; and without the pull.

    The study counted nine gaps, from the first stamp to the tenth. Here a card begins empty, so there are ten.
    """
    pulled, not_pulled = (_mean_gaps(pull) for pull in (True, False))
    published = (COMPLETION, LAST_TO_FIRST)
    slump = ratio_of_means(pulled[:, 0], pulled[:, -1])
    return (
        *_both(pulled[:, 1:], "from the first stamp", published),
        *_both(pulled, "from the empty card", published),
        Measured(what="gap after the reward against that before it", value=slump, unit="number"),
        *_both(not_pulled, "no pull", (1.0, 1.0)),
    )


def _mean_gaps(pull: bool) -> NDArray[np.float64]:
    results = simulate(cafe(pull), replications=REPLICATIONS)
    return np.array([gaps(results, r).mean(axis=0) for r in range(REPLICATIONS)])


def _both(mean: NDArray[np.float64], counted: str, expected: tuple[float, float]) -> Evidence:
    """Completion and last gap along these gaps, one row for each replication."""
    first = mean[:, 0]
    completion, last = ratio_of_means(mean.mean(axis=1), first), ratio_of_means(mean[:, -1], first)
    return (
        Measured(what=f"time to fill, {counted}", value=completion, unit="number", expected=expected[0]),
        Measured(what=f"last gap against first, {counted}", value=last, unit="number", expected=expected[1]),
    )


def judge(found: Evidence) -> Verdict:
    """Both published figures at once, counted as the study did; a slump after the reward; nothing without the pull."""
    completion, last, whole, whole_last, slump, no_completion, no_last = (one.value for one in found)
    if not (no_completion.low < 1 < no_completion.high and no_last.low < 1 < no_last.high and sure(slump, 1.0)):
        return Verdict(outcome="does not come out", sentence="cards speed up without a pull, or not with it")
    if _near(completion.mean, last.mean):
        return Verdict(
            outcome="comes out",
            sentence=f"from the first stamp on, cards are full in {decimal(completion.mean, 2)} of the time at "
            f"the first rate and the last gap is {decimal(last.mean, 2)} of the first",
        )
    if last.high < 1 and _near(whole.mean, whole_last.mean):
        return Verdict(
            outcome="comes out in part",
            sentence=f"cards speed up and slow down after the reward; both published figures are met from the empty "
            "card on "
            f"({decimal(whole.mean, 2)} and {decimal(whole_last.mean, 2)}), but not as the study counts, from "
            f"the first stamp ({decimal(completion.mean, 2)} and {decimal(last.mean, 2)})",
        )
    return Verdict(outcome="does not come out", sentence="neither published figure is met, however gaps are counted")


def _near(completion: float, last: float) -> bool:
    return abs(completion - COMPLETION) < WITHIN["completion"] and abs(last - LAST_TO_FIRST) < WITHIN["last to first"]


register("fact", "goal_gradient")(
    Fact(
        claim="People buy faster the nearer the reward: a ten-stamp card is full 16% sooner, its last gap 20% shorter.",
        source="Kivetz, Urminsky & Zheng (2006), Journal of Marketing Research 43(1), 39-58",
        runs=f"a café with one rate for all, 400 drinkers, two years, {REPLICATIONS} replications; with and without "
        "the pull of the goal",
        put_in="the two figures of the pull were chosen for the published ones, on ten gaps from an empty card; the "
        "slump is what is left when the card is empty again",
        run=look,
        evaluate=judge,
        course=("B1",),
        outcome="comes out in part",
    )
)
