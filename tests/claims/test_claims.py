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
        "acting_pays_only_below_what_it_saves", "churn_is_measured", "haier_members_and_associates_as_in_the_case",
        "hotel_points_burden_all", "hotel_points_pay_while_rivals_sleep", "moving_away_exits_answer_to_their_cause",
        "points_hold_no_one_against_a_lower_price", "price_war_hurts_all", "retaliation_hurts_all",
        "the_ledger_splits_value", "usual_beliefs_start_no_war",
    }
)  # fmt: skip
"""Claims that take a second at most; the slow tests try the others."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] * (name not in QUICK)) for name in ROWS],
)
def test_a_claim_comes_out_as_it_is_told(name: str) -> None:
    result = sim.run_claim(name)
    assert result.verdict.outcome == ROWS[name].outcome, result.verdict.sentence
