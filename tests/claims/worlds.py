"""The markets in which the course's claims are tried: the imitation race, and what is changed in it."""

from __future__ import annotations

from functools import lru_cache

from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load
from sim.scenario.scenario import Scenario

REPLICATIONS = 8
LAUNCH = 26

PROGRAMMES: dict[str, dict[str, object]] = {
    # One knob of each programme, found by trying, makes all three cost the firm the same money over the run.
    "none": {},
    "points": {"kind": "frequency", "launch": LAUNCH, "reward_worth": 20.0},
    "club": {"kind": "club", "launch": LAUNCH, "benefit_cost": 5.3},
    "customised": {"kind": "customised", "launch": LAUNCH, "unit_cost_rise": 0.085},
    "empty card": {"kind": "frequency", "launch": LAUNCH, "reward_worth": 0.0},
}

IN_THE_COURSES_WORLD = {"points": {"reward_worth": 20.6}, "customised": {"unit_cost_rise": 0.075}}
"""Copied sooner or later, more or fewer goods and rewards are given; the same money buys other terms."""


def same_for_all_depths(aware: float, decide: float, build: float, fidelity: float) -> dict[str, object]:
    """Habits of a rival who copies whatever there is equally fast and equally fully."""
    row = {"aware": aware, "decide": decide, "build": build, "fidelity": fidelity}
    return {"rows": {"financial": row, "social": row, "structural": row}}


RIVALS: dict[str, object] = {
    "asleep": "never",
    "quick": same_for_all_depths(2, 3, 7, 1.0),
    "after a year": same_for_all_depths(26, 13, 13, 1.0),
    "as in the course": "course",
}


def scenario(programme: str, rivals: str, horizon: float = 156.0) -> Scenario:
    """The imitation race with this programme in Azure's hands and these habits in its rivals'."""
    asked = load("imitation_race")
    terms = PROGRAMMES[programme]
    if rivals == "as in the course":
        terms = {**terms, **IN_THE_COURSES_WORLD.get(programme, {})}
    return asked.but(
        {
            "population.segments.consumers.size": 2000,
            "firms.Azure.programmes": [terms] if terms else [],
            "firms.Beryl.imitation": RIVALS[rivals],
            "firms.Cedar.imitation": RIVALS[rivals],
        },
        horizon=horizon,
    )


@lru_cache(maxsize=16)
def world(programme: str, rivals: str, horizon: float = 156.0) -> Results:
    """That market run, with the same luck in every world."""
    return simulate(scenario(programme, rivals, horizon), seed=11, replications=REPLICATIONS)
