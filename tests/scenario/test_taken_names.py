"""Names that mean something else already are refused, and more exit causes than the log can tell apart."""

from __future__ import annotations

from typing import Any

import pytest

import sim


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"firms": [{"name": "outside"}, {"name": "Azure"}]}, "firms.outside: 'outside' means the alternative outside"),
        ({"exits.rows": [{"name": "tier 1", "base": 0.001}]}, "'tier 1' means a tier of customers"),
        ({"exits.rows": [{"name": f"cause {n}"} for n in range(130)]}, "there are 136 exit causes; give at most 100"),
    ],
)
def test_it_is_refused(change: dict[str, Any], sentence: str, small: sim.Scenario) -> None:
    with pytest.raises(sim.ScenarioError, match=sentence):
        small.but(change)
