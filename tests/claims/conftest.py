"""Claims at other luck: with ``CLAIMS_SEED=3`` every market of these tests is run with that seed instead of its own."""

from __future__ import annotations

import os
from typing import Any

import sim
import sim.results.simulate

ASKED = os.environ.get("CLAIMS_SEED")

if ASKED:
    as_it_is = sim.results.simulate.simulate

    def simulate(scenario: sim.Scenario, **asked: Any) -> sim.Results:
        """The market with the seed asked for; all else as the test has it."""
        return as_it_is(scenario, **{**asked, "seed": int(ASKED or 0)})

    sim.results.simulate.simulate = sim.simulate = simulate
