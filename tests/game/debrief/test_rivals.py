"""Rivals that reckon in a game, and people who copy and close: what the debrief says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.game.debrief.moves import said
from sim.game.forms.form import decision_of, fields
from sim.reports.debrief.debrief_page import text
from tests.game.games import begun, firmly, scenario

CUTTER = {
    "kind": "reckoning", "beliefs": {"price_elasticity": 6.0, "answered": 0.0},
    "price": {"rule": "profit", "initiative": True},
}  # fmt: skip


@pytest.mark.slow
def test_the_debrief_says_what_a_rival_saw_expected_and_chose_and_what_came(tmp_path: Path) -> None:
    with begun(tmp_path, world=scenario().but({"firms.Cedar.policy": CUTTER}), rounds=3) as session:
        for _ in range(3):
            firmly(session, "Azure", {})
            firmly(session, "Beryl", {})
        found = session.debrief(by="teacher")
    assert [one.firm for one in found.outcomes_of_estimates][:1] == ["Cedar"]
    assert found.outcomes_of_estimates[0].words.startswith("price 0.9")
    page = text(found)
    assert "What rivals saw, expected and chose" in page and "price 0.9" in page


def test_a_game_without_such_rivals_has_no_such_section(tmp_path: Path) -> None:
    with begun(tmp_path, rounds=1) as session:
        firmly(session, "Azure", {})
        firmly(session, "Beryl", {})
        found = session.debrief(by="teacher")
    assert found.outcomes_of_estimates == () and "What rivals saw" not in text(found)


def test_people_close_a_programme_by_the_form(tmp_path: Path) -> None:
    with begun(tmp_path, rounds=3) as session:
        firmly(session, "Azure", {"open": ["frequency"]})
        firmly(session, "Beryl", {})
        known = fields(session, "Azure")
        (closing,) = (each for each in known if each.path == "close.frequency")
        assert closing.options == ("runs on", "pay", "forfeit", "run_off") and closing.present == "runs on"
        decision = decision_of(known, {"close.frequency": "pay"})
        assert decision == {"close": {"frequency": "pay"}}
        firmly(session, "Azure", decision)
        firmly(session, "Beryl", {})
        view = session.view("Azure").firm
        assert view is not None and "frequency" not in view.running and "frequency" in view.drawer
        found = session.debrief(by="teacher")
    words = [move.words for move in found.moves if move.lever == "close"]
    assert words == [said("close", None, {"frequency": "pay"})] == ["closes the frequency (points are paid)"]
