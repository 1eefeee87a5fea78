"""Lenovo's key accounts (B6): the scenario has the course's numbers; its lessons are claims of the table."""

from __future__ import annotations

from sim.scenario.files.load import load


def test_the_scenario_keeps_the_courses_numbers_at_one_to_four() -> None:
    whole = load("lenovo_key_accounts")
    pillar = whole.firms[0].model_dump()
    by_kind = {part["kind"]: part for part in pillar["departments"]}
    assert whole.population.segments[0].size == 20_000 / 4
    assert by_kind["relationship_managers"]["managers"] == 300 / 4
    assert by_kind["channel_partners"]["partners"] == 1000 / 4
    assert by_kind["channel_partners"]["contract"] == 52.0
    assert by_kind["channel_partners"]["orders_taken"] == 0.0
