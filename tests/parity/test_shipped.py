"""Reference and kernel write the same log for every scenario that ships, made small."""

from __future__ import annotations

import pytest

from sim.scenario.files.load import load, shipped_scenarios
from sim.scenario.files.validation import checked
from sim.scenario.scenario import Scenario
from tests.parity.comparing import both_schedulers

WEEKS, PEOPLE = 40.0, 30


def made_small(scenario: Scenario) -> Scenario:
    """The scenario with at most 30 people a segment and 40 weeks, into which launches and shocks are pulled."""
    content = scenario.model_dump(mode="json", exclude_unset=True)
    shorter = min(1.0, WEEKS / scenario.horizon)
    content["horizon"] = scenario.horizon * shorter
    for segment in content["population"]["segments"]:
        segment["size"] = min(segment["size"], PEOPLE)
    for firm in content["firms"]:
        for programme in firm.get("programmes", ()):
            if programme.get("launch"):
                programme["launch"] *= shorter
    for shock in content.get("shocks", ()):
        shock["at"] *= shorter
    return checked(Scenario, content)


QUICK = {
    "department_store_without_files", "electronics_launch", "first_look", "leisure_airline", "new_technology",
    "toshiba_flexible_line",
}  # fmt: skip
"""Markets that take a second or less; the slow tests run the others. ``test_mechanisms`` tries mechanisms daily."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name not in QUICK)) for name in shipped_scenarios()]
)
def test_shipped_scenario(name: str) -> None:
    """Row for row, in two replications where that is quick."""
    results = both_schedulers(made_small(load(name)), replications=2)
    assert all(len(run.rows) > 100 for run in results.runs)
