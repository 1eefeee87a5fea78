"""How often the intervals of comparisons hold the truth: ``python -m docs.coverage`` writes the table of compare.md.

Drawn values, whose mean is known, and differences of shipped scenarios, whose mean over 1,000 replications stands for
the truth (samples are drawn from them). Nothing here is chosen after looking: all seeds are 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import sim
from docs.page_parts import write
from sim.experiments.measures import Churn
from sim.metrics._shared.interval import mean_bounds

SIZES = (5, 10, 20, 40)
TRIES = 20_000
POOL = 1000
"""Replications of a scenario that stand for all that there could be."""
JOINT = 3
"""Intervals that are to hold together, as those of three strategies laid side by side."""

Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator, tuple[int, ...]], Floats]


@dataclass(frozen=True, kw_only=True)
class Case:
    """Differences whose mean is known."""

    name: str
    draw: Draw
    mean: float


def half_zero(luck: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """One-sided: half of the differences are exactly zero, the others exponential."""
    return np.where(luck.random(shape) < 0.5, 0.0, luck.exponential(size=shape))


DRAWN = (
    Case(name="normal", draw=lambda luck, shape: luck.normal(size=shape), mean=0.0),
    Case(name="uniform", draw=lambda luck, shape: luck.random(shape), mean=0.5),
    Case(name="Student t with 3 degrees", draw=lambda luck, shape: luck.standard_t(3, shape), mean=0.0),
    Case(name="exponential", draw=lambda luck, shape: luck.exponential(size=shape), mean=1.0),
    Case(name="half zero, half exponential", draw=half_zero, mean=0.5),
    Case(name="lognormal, σ = 1", draw=lambda luck, shape: luck.lognormal(size=shape), mean=float(np.exp(0.5))),
    Case(
        name="independent lognormals, one less the other",
        draw=lambda luck, shape: luck.lognormal(size=shape) - luck.lognormal(size=shape), mean=0.0,
    ),
)  # fmt: skip

POINTS: dict[str, object] = {"firms.Azure.programmes": []}
REAL: Mapping[str, tuple[str, int, Mapping[str, object], str]] = {
    "`first_look`, profit, with points and without": ("first_look", 80, POINTS, "profit"),
    "`first_look`, churn, with points and without": ("first_look", 80, POINTS, "churn"),
    "`first_look`, exits for the service, served and not": (
        "first_look", 80, {"firms.Azure.offer.service": 0.3}, "exits for the service"),
    "`imitation_race`, cost of the programme, with and without": ("imitation_race", 60, POINTS, "programme_cost"),
}  # fmt: skip
"""Scenario, customers, what the other strategy changes, measure."""


def exits_for_service(results: sim.Results) -> float:
    """Customers whom Azure lost for its service."""
    table = sim.exits(results)
    lost = table[(table["firm"] == "Azure") & (table["cause"] == "service")]
    return float(lost["exits"].sum())


def pool(scenario: str, customers: int, other: Mapping[str, object], measure: str, replications: int = POOL) -> Floats:
    """Differences under the same luck, one per replication."""
    market = sim.load(scenario)
    segment = market.population.segments[0].name
    market = market.but({f"population.segments.{segment}.size": customers}, horizon=78.0)
    asked = {"churn": Churn(), "exits for the service": exits_for_service}.get(measure, measure)
    found = sim.compare(
        market.but(seed=1), {"as it is": {}, "other": other}, measure=asked, replications=replications,
        where=sim.Execution(workers=1, quiet=True),
    )  # fmt: skip
    return np.asarray(found.values[:, 0] - found.values[:, 1])


def cases(real: bool = True) -> tuple[Case, ...]:
    """All cases; without those of scenarios where a moment has to suffice."""
    if not real:
        return DRAWN
    pools = {name: pool(*asked) for name, asked in REAL.items()}
    return DRAWN + tuple(
        Case(name=name, draw=lambda luck, shape, of=values: luck.choice(of, shape), mean=float(values.mean()))
        for name, values in pools.items()
    )


def coverage(case: Case, size: int, tries: int, seed: int = 1) -> tuple[float, float, float]:
    """Parts of tries in which 95% intervals of this many replications hold the mean: single, joint, plain Student.

    Joint: of three independent differences each at 98.33% (Bonferroni), all hold their mean.
    """
    from scipy.special import stdtrit

    luck = np.random.default_rng(seed)
    single = case.draw(luck, (size, tries))
    joint = case.draw(luck, (size, JOINT * tries))
    mean, low, high = mean_bounds(single, 0.95)
    _, least, most = mean_bounds(joint, 1 - 0.05 / JOINT)
    inside = ((least <= case.mean) & (case.mean <= most)).reshape(JOINT, tries).all(axis=0)
    half = stdtrit(size - 1, 0.975) * single.std(axis=0, ddof=1) / np.sqrt(size)
    held = (low <= case.mean) & (case.mean <= high)
    return float(held.mean()), float(inside.mean()), float((np.abs(mean - case.mean) <= half).mean())


def table(known: tuple[Case, ...], tries: int) -> list[str]:
    """The lines of the table, in per cent."""
    found = {(case.name, size): coverage(case, size, tries) for case in known for size in SIZES}
    lines = [
        "| differences | " + " | ".join(f"n = {size}" for size in SIZES) + " |", "|---|" + "---|" * len(SIZES)
    ]  # fmt: skip
    for case in known:
        cells = [found[case.name, size] for size in SIZES]
        told = [f"{100 * one:.1f} ({100 * all_of_them:.1f}; {100 * t:.1f})" for one, all_of_them, t in cells]
        lines.append(f"| {case.name} | {' | '.join(told)} |")
    return lines


if __name__ == "__main__":
    lines = table(cases(), TRIES)
    write("compare", "coverage", lines)
    print("\n".join(lines))
