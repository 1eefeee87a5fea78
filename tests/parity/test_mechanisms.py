"""Reference and kernel write the same log, mechanism by mechanism."""

from __future__ import annotations

import pytest

from sim.model.events import EVENTS
from tests.parity.comparing import both_schedulers
from tests.parity.mechanisms import MECHANISMS

QUICK = {
    "a further attribute", "arrival over weeks, residence from arrival", "bad moments", "club that recruits",
    "customised with late orders", "inventions that firms take up, one upon the other", "news four times a week",
    "newcomers", "nothing but buying", "one firm", "outside alternative", "points by spend, tiers and expiry",
    "prize draws", "shocks", "six causes", "stamps, gifts and a near reward in an expandable market",
    "ticks that no binary fraction hits", "win-back", "win-back by what is offered",
}  # fmt: skip
"""Those that take a second or so; the slow tests try the others."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name not in QUICK)) for name in MECHANISMS]
)
def test_mechanism(name: str) -> None:
    """Row for row, and the mechanism was at work."""
    scenario, shows = MECHANISMS[name]
    results = both_schedulers(scenario)
    seen = {EVENTS[number] for number in set(results.runs[0].rows["event"].tolist())}
    assert shows <= seen, f"not seen: {shows - seen}"
