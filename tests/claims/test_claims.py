"""Every claim of the table comes out as it is told, at the seed of its scenario.

The stylised facts are rows of the same table; they are run and asserted with their figures in
``tests/experiments/stylised_facts``.
"""

from __future__ import annotations

import pytest

import sim
from sim.experiments.claims.claim import Claim
from sim.experiments.claims.claims import claims

ROWS = {name: claim for name, claim in claims().items() if isinstance(claim, Claim)}
QUICK = frozenset(
    {
        "cdnow_cohort", "first_look", "five_channels", "haier_club", "hotel_points", "price_war", "price_war_calendar",
        "price_war_retaliation", "sell_or_stay",
    }
)  # fmt: skip
"""Scenarios whose claims take a few seconds in all; those of the others are tried by the slow tests."""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.slow] if claim.slow or claim.scenario not in QUICK else [])
        for name, claim in ROWS.items()
    ],
)
def test_a_claim_comes_out_as_it_is_told(name: str) -> None:
    result = sim.run_claim(name)
    assert result.verdict.outcome == ROWS[name].outcome, result.verdict.sentence
