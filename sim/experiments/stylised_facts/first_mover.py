"""Being first is worth the more, the longer rivals take to copy."""

from __future__ import annotations

from itertools import pairwise

from sim.experiments.stylised_facts.fact import REPLICATIONS, Evidence, Fact, Measured, Verdict, sure
from sim.experiments.stylised_facts.markets import CARD, LAUNCH, YEAR, race
from sim.metrics._shared.interval import interval
from sim.metrics.programmes.gain import first_mover_advantage
from sim.number_text import decimal
from sim.registry import register
from sim.results.simulate import simulate

DELAYS = (4, 13, 26, 52)
"""Weeks from the launch to rivals' copies, which are perfect."""
WEEKS = float(LAUNCH + 2 * YEAR)


def copying(weeks: float) -> dict[str, object]:
    """Habits of a rival who copies a points card perfectly after so many weeks."""
    return {"rows": {"financial": {"aware": 0, "decide": 0, "build": weeks, "fidelity": 1.0}}}


def look() -> Evidence:
    """Share-weeks gained in two years from the launch, by the rivals' delay; and each delay against the one before."""
    without = simulate(race(weeks=WEEKS), replications=REPLICATIONS)
    gained = {}
    for delay in (*DELAYS, None):
        habits = {} if delay is None else {f"firms.{rival}.imitation": copying(delay) for rival in ("Beryl", "Cedar")}
        results = simulate(race({"Azure": CARD}, weeks=WEEKS, but=habits), replications=REPLICATIONS)
        gained[delay] = first_mover_advantage(results, without)["advantage"].to_numpy(dtype=float)
    found = [
        Measured(
            what="share-weeks, never copied" if delay is None else f"share-weeks, copied after {delay} weeks",
            value=interval(values), unit="number",
        )
        for delay, values in gained.items()
    ]  # fmt: skip
    steps = [
        Measured(
            what=f"never less {one} weeks" if other is None else f"{other} less {one} weeks",
            value=interval(gained[other] - gained[one]), unit="number",
        )
        for one, other in pairwise(gained)
    ]  # fmt: skip
    return (*found, *steps)


def judge(found: Evidence) -> Verdict:
    """Every further delay is worth something, beyond chance."""
    levels, steps = found[: len(DELAYS) + 1], found[len(DELAYS) + 1 :]
    rising = [sure(step.value) for step in steps]
    first, last = levels[0].value, levels[-1].value
    if all(rising):
        return Verdict(
            outcome="comes out",
            sentence=f"from {decimal(first.mean, 2)} share-weeks where rivals copy within a month to "
            f"{decimal(last.mean, 2)} where "
            "they never do, rising with every delay",
        )
    if last.mean > first.mean and sum(rising):
        return Verdict(outcome="comes out in part", sentence="it rises on the whole, but not with every delay")
    return Verdict(outcome="does not come out", sentence="the rivals' delay makes no difference")


register("fact", "first_mover")(
    Fact(
        claim="A programme pays its first mover, and the more so the slower rivals react.",
        source="course, B1; Lieberman & Montgomery (1988), Strategic Management Journal 9, 41-58",
        runs="imitation race, 1,500 customers; both rivals copy perfectly after 4, 13, 26 or 52 weeks, or never; "
        f"two years from the launch; {REPLICATIONS} replications of the same luck",
        put_in="that a copy is as good as the original, and when it comes",
        run=look,
        evaluate=judge,
        course=("B1", "A2"),
    )
)
