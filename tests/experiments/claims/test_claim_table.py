"""The table of claims: its rows, what judges them, and whether they can be denied."""

from __future__ import annotations

import math

import pytest

import sim
from sim.experiments.claims.bound import (
    Bound,
    above,
    below,
    between,
    exactly,
    holds,
    mean_between,
    not_above,
)
from sim.experiments.claims.claim import Claim, Figure, change, less, more, pooled
from sim.experiments.claims.claims import claim_table, claims, claims_in, claims_of
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import profit_of
from sim.experiments.claims.robustness import assumed_values, claim_robustness
from sim.experiments.stylised_facts.fact import facts
from sim.metrics._shared.interval import Interval
from sim.registry import register, temporary
from sim.scenario.files.load import shipped_scenarios
from tests.apps.cli.test_cli import guanxi

QUICK = "the_ledger_splits_value"
SMALL = ClaimMarket(
    scenario="imitation_race", horizon=60.0, replications=3, everywhere={"population.segments.consumers.size": 60},
    worlds={"card": {}, "no card": {"firms.Azure.programmes": []}},
)  # fmt: skip


def interval_of(low: float, high: float) -> Interval:
    return Interval((low + high) / 2, low, high, 0.95, 8)


def made_up(*figures: Figure) -> Claim:
    return Claim(claim="A card earns.", source="made up", course=("B1",), market=SMALL, figures=figures)


def test_every_claim_says_what_who_and_where() -> None:
    rows = claims()
    assert len(rows) >= 60 and set(facts()) <= set(rows)
    for name, claim in rows.items():
        assert claim.claim.endswith(".") and claim.source and claim.runs and claim.course, name
        if isinstance(claim, Claim):
            assert claim.scenario in shipped_scenarios(), name
            assert claim.figures and any(figure.expected != Bound() for figure in claim.figures), name
            assert len({figure.what for figure in claim.figures}) == len(claim.figures), name


def test_claims_are_found_by_idea_and_by_scenario() -> None:
    assert QUICK in claims_of("A10") and QUICK in claims_in("five_channels")
    assert not claims_of("Z9") and not claims_in("no_such_scenario")


@pytest.mark.parametrize(
    ("bound", "inside", "outside"),
    [
        (above(0), (0.1, 1), (-0.1, 1)),
        (below(0), (-1, -0.1), (-1, 0.1)),
        (between(4, 6), (4.5, 5), (3.9, 5)),
        (holds(0), (-1, 1), (0.1, 1)),
        (not_above(0), (-1, 1), (0.1, 1)),
        (mean_between(0, 1), (-1, 2), (1, 2)),
        (exactly(1), (1, 1), (0.9, 1)),
    ],
)
def test_a_bound_can_be_met_and_missed(bound: Bound, inside: tuple[float, float], outside: tuple[float, float]) -> None:
    assert bound.met(interval_of(*inside)) and bound.slack(interval_of(*inside)) > 0
    assert not bound.met(interval_of(*outside)) and bound.slack(interval_of(*outside)) <= 0
    assert not bound.met(interval_of(math.nan, math.nan))


def test_a_claim_may_come_out_in_part_or_not_at_all() -> None:
    rises, falls = (kind("profit, card less no card", profit_of("Azure"), "card", "no card") for kind in (more, less))
    found = made_up(rises, falls).run()
    assert made_up(rises, falls).evaluate(found).outcome == "comes out in part"
    wrong = rises if found[0].value.high < 0 else falls
    verdict = made_up(wrong).evaluate(found[:1])
    assert verdict.outcome == "does not come out" and "profit, card less no card" in verdict.sentence


def test_a_look_is_paired_by_replication() -> None:
    worlds = Worlds(SMALL)
    values = change(profit_of("Azure"), "card", "no card")(worlds)
    card, none = (profit_of("Azure")(worlds[name]) for name in ("card", "no card"))
    assert list(values) == [one - other for one, other in zip(card, none, strict=True)]  # type: ignore[call-overload, arg-type]
    assert not worlds["no card"].scenario.firms[0].programmes
    assert pooled(3).mean == 3 and math.isnan(pooled(3).low)


@pytest.mark.slow
def test_a_claim_is_run_at_another_seed_and_with_other_values() -> None:
    usual, seeded = sim.run_claim(QUICK), sim.run_claim(QUICK, seed=5)
    dearer = sim.run_claim(QUICK, but={"behaviour.satisfaction_step": 0.5})
    assert len({one.evidence[0].value.mean for one in (usual, seeded, dearer)}) == 3
    assert usual.verdict.outcome == seeded.verdict.outcome == "comes out"
    table = claim_table([usual])
    assert table["claim"].tolist() == [QUICK, QUICK] and table["expected"][0] == "clearly above 0"
    assert set(usual.stamp.worlds) == {"as shipped"}


def test_an_unknown_claim_and_changes_of_a_fact_are_refused() -> None:
    with pytest.raises(sim.ExperimentError, match=f"did you mean '{QUICK}'"):
        sim.run_claim("the_ledger_split_value")
    with pytest.raises(sim.ExperimentError, match="leave out seed and but"):
        sim.run_claim("large_firms", seed=3)
    with pytest.raises(sim.ExperimentError, match="unknown claim 'large_firms'"):
        claim_robustness(["large_firms"])


def test_a_value_counts_as_assumed_where_its_docstring_says_so() -> None:
    values = {one.path: one.value for one in assumed_values(sim.load("imitation_race"))}
    assert values["behaviour.social_fade"] == 0.01 and values["exits.rows.price.slope"] == 5.0
    assert "firms.Azure.programmes.frequency.reward_worth" not in values and 0 not in values.values()


def test_each_assumed_value_is_halved_and_doubled_and_a_claim_that_fails_is_told() -> None:
    cost = Figure(
        what="profit, card less no card", look=change(profit_of("Azure"), "card", "no card"), expected=below(0)
    )
    with temporary():
        register("claim", "a_card_costs")(made_up(cost))
        table = claim_robustness(["a_card_costs"], replications=2, parts=("firms",))
    assert table["side"].tolist() == ["as assumed", *["half", "double"] * ((len(table) - 1) // 2)] and len(table) > 1
    assert table["margin"][0] == 1.0 and (table["value"][1::2] * 4 == table["value"][2::2].to_numpy()).all()


def test_the_command_lists_claims_and_runs_those_of_an_idea(tmp_path: object) -> None:
    listed = guanxi("claims")
    assert listed.exit_code == 0 and QUICK in listed.stdout
    result = guanxi("claims", QUICK, "--out", f"{tmp_path}/claims")
    assert result.exit_code == 0, result.output
    for word in ("comes out", "Claim:", "Source: course, A10", "clearly above 0"):
        assert word in result.stdout
    wrong = guanxi("claims", "A99")
    assert wrong.exit_code == 2 and "unknown claim, idea of the course or scenario 'A99'" in wrong.stderr
