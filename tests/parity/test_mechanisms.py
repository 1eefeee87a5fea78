"""Reference and kernel write the same log, mechanism by mechanism."""

from __future__ import annotations

import pytest

from sim.model.events import EVENTS
from tests.parity.comparing import both_schedulers
from tests.parity.mechanisms import MECHANISMS

LONG = {
    "a budget that cuts the desk", "districts, flows between them, and branches", "even purchases in a season",
    "forgetting and coming back", "imitation", "invitations, leaving and coming back", "service desks, always open",
    "ties",
}  # fmt: skip
"""Those that take two seconds or more: with the slow tests."""


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * (name in LONG)) for name in MECHANISMS])
def test_mechanism(name: str) -> None:
    """Row for row, and the mechanism was at work."""
    scenario, shows = MECHANISMS[name]
    results = both_schedulers(scenario)
    seen = {EVENTS[number] for number in set(results.runs[0].rows["event"].tolist())}
    assert shows <= seen, f"not seen: {shows - seen}"
