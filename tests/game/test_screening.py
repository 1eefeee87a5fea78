"""Slips are asked about, what is meant passes, and nothing is changed in silence."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.game.decisions.screening import outlay, slips
from sim.game.errors import GameError
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from tests.game.games import begun


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> FirmView:
    session = begun(tmp_path_factory.mktemp("screening"))
    for seat in ("Azure", "Beryl"):
        session.decide(seat, {"communication": {"advertising": 5.0}})
    found = session.view("Azure").firm
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"price": 3.0}, ["price: 3 is 3 times 1"]),
        ({"price": 0.5}, ["price: 0.5 is 0.5 times 1", "below what the goods cost"]),
        ({"price": 0.59}, ["below what the goods cost (0.6)"]),
        ({"product": 1.9}, ["product: 1.9 is 1.9 times 1"]),
        ({"service": 0.07}, ["service: 0.07 is 0.1 times 0.7"]),
        ({"service": 0.0}, ["service: 0 is nothing, from 0.7"]),
        ({"staff": 30}, ["staff: 30 is 15 times 2"]),
        ({"budget": 500.0}, ["budget: 500 is 10 times 50"]),
        ({"internal_marketing": 150.0}, ["internal marketing: 150 is 10 times 15"]),
        ({"communication": {"advertising": 50_000.0}}, ["commits the firm to 2,599,740"]),
        ({"launch": [{"kind": "club", "build_cost": 1e6}]}, ["commits the firm to 1,000,000"]),
        ({"price": 1.9, "staff": 4, "service": 0.5}, []),
        ({"communication": {"advertising": 6.0}, "open": ["club"], "win_back": 20.0}, []),
        ({"research": [{"study": "shares", "people": 20}]}, []),
        ({}, []),
    ],
)
def test_slips_and_what_is_none(content: dict[str, Any], words: list[str], view: FirmView) -> None:
    decision = Decision.model_validate(content)
    found = slips(decision, view)
    assert len(found) == len(words), found
    assert all(
        word in question and question.endswith("Is it meant?") for word, question in zip(words, found, strict=True)
    )
    assert decision == Decision.model_validate(content)


def test_what_a_decision_costs_in_a_year(view: FirmView) -> None:
    decision = Decision.model_validate({
        "communication": {"advertising": 10.0}, "research": [{"study": "shares", "people": 100}], "open": ["club"],
        "launch": [{"kind": "frequency", "build_cost": 50.0, "running_cost": 2.0}],
    })  # fmt: skip
    club = view.drawer["club"]
    expected = (10.0 - 5.0) * 52 + (200 + 2 * 100) + club["build_cost"] + 52 * club["running_cost"] + 50 + 104
    assert outlay(decision, view) == pytest.approx(expected)
    assert outlay(Decision.model_validate({"communication": {"advertising": 1.0}}), view) == 0.0


def test_before_anything_was_sold_nobody_is_asked_about_means(view: FirmView) -> None:
    empty = {name: np.zeros(0) for name in view.books}
    decision = Decision.model_validate({"communication": {"advertising": 50_000.0}})
    assert slips(decision, view) and not slips(decision, dataclasses.replace(view, books=empty))


def test_what_cannot_be_is_refused_and_not_asked_about(tmp_path: Path) -> None:
    from sim.game.errors import GameError

    session = begun(tmp_path)
    with pytest.raises(GameError, match=r"no 'club' runs"):
        session.decide("Azure", {"price": 4.0, "revise": {"club.quantity": 2}})


def test_a_programme_of_ones_own_is_not_for_players_unless_the_game_says_so(tmp_path: Path) -> None:
    club = {"launch": [{"kind": "club", "build_cost": 0.0}]}
    session = begun(tmp_path)
    with pytest.raises(GameError, match=r"costs of one's own; open one that lies in the drawer \(open\)"):
        session.decide("Azure", club)
    assert "Azure" not in session.playing.line_of("Azure").standing
    session.close()
