"""Reference and kernel write the same log, mechanism by mechanism."""

from __future__ import annotations

import pytest

from sim.model.events import EVENTS
from tests.parity.comparing import both_schedulers
from tests.parity.mechanisms import MECHANISMS


@pytest.mark.parametrize("name", MECHANISMS)
def test_mechanism(name: str) -> None:
    """Row for row, and the mechanism was at work."""
    scenario, shows = MECHANISMS[name]
    results = both_schedulers(scenario)
    seen = {EVENTS[number] for number in set(results.runs[0].rows["event"].tolist())}
    assert shows <= seen, f"not seen: {shows - seen}"
