"""Runs that the pictures are drawn from: real ones, small, made once."""

from __future__ import annotations

import pytest

from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load
from sim.scenario.scenario import Scenario


def small_race() -> Scenario:
    """Azure's points card, copied by both rivals; small enough for tests."""
    return load("first_look").but(
        {
            "population.segments.consumers.size": 400,
            "firms.Azure.programmes.frequency.launch": 13,
            "firms.Crimson.imitation": "course",
            "firms.Jade.imitation": "course",
        },
        horizon=60,
    )


@pytest.fixture(scope="session")
def one() -> Results:
    """One replication."""
    return simulate(small_race(), replications=1)


@pytest.fixture(scope="session")
def race() -> Results:
    """Three replications, so that there are intervals."""
    return simulate(small_race(), replications=3)


@pytest.fixture(scope="session")
def without() -> Results:
    """The same three, without the programme."""
    return simulate(small_race().but({"firms.Azure.programmes": ()}), replications=3)


@pytest.fixture(scope="session")
def alone() -> Results:
    """One firm, no rival, no programme."""
    firm = {"name": "Azure"}
    return simulate(small_race().but({"firms": [firm], "horizon": 45}), replications=2)
