"""What many tests start from: a market small enough to run in a moment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

import sim
from sim.scenario.contrasts import plain_market

os.environ["GUANXI_LANG"] = "en"
"""Commands speak English in tests, whatever the language of the system."""
ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = 100 if os.environ.get("CI") == "true" else 30
"""Examples of a property where its test states no number: fewer at one's desk than on the build server."""
settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True, max_examples=EXAMPLES)
collect_ignore = ["plugin_package"]
"""Imported here, it would declare its kinds in all tests; tests/test_plugin_package.py installs it elsewhere."""
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(scope="session")
def small() -> sim.Scenario:
    """The first-look market without its question: 80 customers, 30 weeks; Azure opens its points card in week 4."""
    changes = {"population.segments.consumers.size": 80, "firms.Azure.programmes.frequency.launch": 4}
    return plain_market(sim.load("first_look")).but(changes, horizon=30)


@pytest.fixture(scope="session")
def small_results(small: sim.Scenario) -> sim.Results:
    """Three replications of the small market."""
    return sim.simulate(small, seed=5, replications=3)
