"""Regression to the mean looks like a programme's effect."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.experiments.stylised_facts.fact import REPLICATIONS, Evidence, Fact, Measured, Verdict, agrees, sure
from sim.metrics._shared.interval import interval, ratio_of_means
from sim.number_text import percent
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.validation import checked
from sim.scenario.scenario import Scenario

SHAPE, MEAN = 2.0, 8.0
"""Shape of the rates and purchases a period: a convenience shop, assumed as in the published comparison."""
CUTS = (5, 10)
"""Light buyers bought 1 to 5 times in the first period, moderate 6 to 10, heavy more often: thirds of the buyers."""
CLASSES = ("light", "moderate", "heavy")
PERIOD = 26.0


def shop() -> Scenario:
    """A shop whose card, opened at the start of the second period, is worth nothing: nobody joins, nothing changes."""
    return checked(
        Scenario,
        {
            "name": "regression_to_mean",
            "title": "A programme without any effect",
            "teaches": "Who bought little buys more next time, and who bought much less, by chance alone.",
            "horizon": 2 * PERIOD,
            "population": {"segments": [{"name": "shoppers", "size": 3000,
                                         "purchase_rate": {"family": "gamma", "shape": SHAPE, "mean": MEAN / PERIOD}}]},
            "behaviour": {"satisfaction_step": 0},
            "firms": [{"name": "Shop", "programmes": [{"kind": "frequency", "launch": PERIOD, "reward_worth": 0}]}],
            "exits": {"preset": "none"},
        },
    )  # fmt: skip


def expected(low: int, high: int | None) -> float:
    """Change that chance alone brings to those with ``low`` to ``high`` purchases in the first period.

    Formula: E[X2 | X1 = x] = (r + x) m / (r + m), x weighed by the negative binomial distribution.
    Source: Morrison & Schmittlein (1988), Journal of Business & Economic Statistics 6(2), 145-159: conditional
    expectations.
    """
    from scipy.stats import nbinom

    x = np.arange(low, (high or 400) + 1)
    weight = nbinom.pmf(x, SHAPE, SHAPE / (SHAPE + MEAN))
    return float((weight * (SHAPE + x) * MEAN / (SHAPE + MEAN)).sum() / (weight * x).sum() - 1)


def look() -> Evidence:
    """Change from the first to the second period of light, moderate and heavy buyers, and of all together."""
    results = simulate(shop(), replications=REPLICATIONS)
    before, after = (_bought(results, start) for start in (0.0, PERIOD))
    edges = ((1, CUTS[0]), (CUTS[0] + 1, CUTS[1]), (CUTS[1] + 1, None))
    found = []
    for name, (low, high) in zip(CLASSES, edges, strict=True):
        mine = (before >= low) & (before <= (high or before.max()))
        first, second = ((period * mine).sum(axis=1) for period in (before, after))
        change = ratio_of_means(second - first, first)
        found.append(Measured(what=f"{name} buyers, second period", value=change, expected=expected(low, high)))
    everybody = interval(after.sum(axis=1) / before.sum(axis=1) - 1)
    return (*found, Measured(what="everybody, second period", value=everybody, expected=0.0))


def _bought(results: Results, since: float) -> NDArray[np.float64]:
    """Purchases of each person in a period, shape (replications, people)."""
    size = results.scenario.population.size
    return np.stack(
        [
            np.bincount(select_events(run, ("purchase",), since, since + PERIOD)["customer"], minlength=size).astype(
                float
            )
            for run in results.runs
        ]
    )


def judge(found: Evidence) -> Verdict:
    """Light buyers up, heavy buyers down, beyond chance and as the closed form says, while all together stand still."""
    light, _, heavy, everybody = (one.value for one in found)
    seen = sure(light) and heavy.high < 0
    still = everybody.low < 0 < everybody.high
    if seen and still and all(agrees(one, 0.02) for one in found):
        return Verdict(
            outcome="comes out",
            sentence=f"a card worth nothing seems to raise light buyers by {percent(light.mean)} and to cost "
            f"{percent(-heavy.mean)} of heavy ones",
        )
    if seen:
        return Verdict(outcome="comes out in part", sentence="the classes move, but not as the closed form says")
    return Verdict(outcome="does not come out", sentence="the classes do not move apart beyond chance")


register("fact", "regression_to_mean")(
    Fact(
        claim="Classed by what they bought before, light buyers rise and heavy ones fall without any effect.",
        source=(
            "Liu (2007), Journal of Marketing 71(4), 19-35, saw light and moderate buyers rise; Sharp & Sharp and the "
            "Ehrenberg-Bass Institute answered that this is misclassification. Closed form: Morrison & Schmittlein "
            "(1988)"
        ),
        runs="3,000 shoppers, gamma rates (shape 2, 8 purchases in 26 weeks), two periods, "
        f"{REPLICATIONS} replications",
        put_in="steady rates that differ between people; no effect of the card at all",
        run=look,
        evaluate=judge,
        course=("B1",),
    )
)
