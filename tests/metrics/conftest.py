"""Small results that the tests of metrics share."""

from __future__ import annotations

import pytest

from sim.results.results import Results
from tests.metrics.hand_made import STORY, results_of


@pytest.fixture
def small() -> Results:
    """The story of six customers and two firms, once."""
    return results_of(STORY)
