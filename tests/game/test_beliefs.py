"""What seats believe of those who left, and whether they know how sure they can be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.game.decisions.prediction import Score, calibration
from sim.game.errors import GameError
from sim.game.session.session import Session
from tests.game.games import begun


def test_beliefs_are_about_the_last_closed_round(tmp_path: Path) -> None:
    session = begun(tmp_path, advance="instructor", rounds=3)
    with pytest.raises(GameError, match="no round is closed yet"):
        session.believe("Azure", {"price": 1.0})
    session.close_round()
    session.believe("Azure", {"price": 0.5, "service": 0.5}, client="b")
    said = session.believe("Azure", {"price": 0.25, "service": 0.75})
    assert said.entry.content == {"causes": {"price": 0.25, "service": 0.75}, "about": 0}
    assert session.view("Azure").believed == {"price": 0.25, "service": 0.75}
    session.close_round()
    again = session.believe("Azure", {"price": 0.5, "service": 0.5}, client="b")
    assert again.again and session.view("Azure").believed is None
    session.close_round()
    session.believe("Azure", {"price": 1.0})
    session.close()
    with Session.open(tmp_path / "g.guanxi") as reopened:
        assert set(reopened.lines["main"].beliefs) == {(0, "Azure"), (2, "Azure")}
        reopened.reopen(1, name="other")
        assert set(reopened.lines["other"].beliefs) == set()
        reopened.reopen(2, name="third", line="main")
        assert set(reopened.lines["third"].beliefs) == {(0, "Azure")}


@pytest.mark.parametrize(
    ("causes", "why"),
    [
        ({}, "give a part for each cause"),
        ([1], "give a part for each cause"),
        ({"prise": 1.0}, "did you mean 'price'"),
        ({"price": 0.5}, "the parts sum to 0.5; they must sum to 1"),
        ({"price": 1.5, "service": -0.5}, "from 0 to 1"),
        ({"price": "1"}, "'1' was given"),
        ({"price": True}, "True was given"),
        ({"price": float("nan"), "service": 1.0}, "nan was given"),
    ],
)
def test_beliefs_that_cannot_be_are_refused(causes: Any, why: str, tmp_path: Path) -> None:
    session = begun(tmp_path, advance="instructor")
    session.close_round()
    before = session.entries
    with pytest.raises(GameError, match=why):
        session.believe("Azure", causes)
    assert session.entries == before


def scores(inside: int, outside: int, figure: str = "profit") -> list[Score]:
    return [
        Score(round=n, figure=figure, expected=0.0, within=1.0, came=0.5 if n < inside else 3.0,
              error=0.5 if n < inside else 3.0, inside=n < inside, penalty=2.0 if n < inside else 22.0)
        for n in range(inside + outside)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([], "has expected nothing yet"),
        (scores(3, 0), "3 of 3 times; 8 in 10 was the aim. These are too few to judge."),
        (scores(8, 2), "8 of 10 times; 8 in 10 was the aim. That is as it should be."),
        (scores(2, 8), "too narrow: it was too sure"),
        (scores(20, 0), "it could have been surer"),
    ],
)
def test_calibration_in_a_sentence(found: list[Score], words: str) -> None:
    assert words in calibration("Azure", found).sentence


def test_calibration_by_figure() -> None:
    bare = Score(round=9, figure="share", expected=0.3, within=None, came=0.4, error=0.1, inside=None, penalty=None)
    told = calibration("Azure", [*scores(3, 1), bare])
    by_figure = {one.figure: one for one in told.figures}
    assert (told.stated, told.margins, told.inside, told.part_inside) == (5, 4, 3, 0.75)
    assert by_figure["profit"].penalty == pytest.approx((3 * 2 + 22) / 4) and by_figure["share"].penalty is None
    assert by_figure["profit"].error == pytest.approx((3 * 0.5 + 3) / 4)
    assert "no margins" in calibration("Azure", [bare]).sentence


def test_a_seat_sees_its_own_calibration(tmp_path: Path) -> None:
    session = begun(tmp_path, advance="instructor", rounds=2)
    for _ in range(2):
        session.predict("Azure", {"share": 0.4, "share_within": 0.5, "profit": 0.0, "profit_within": 0.01})
        before = session.view("Azure").calibration
        session.close_round()
    assert before is not None and {one.figure for one in before.figures} == {"profit"}
    told = session.view("Azure").calibration
    assert told is not None and (told.margins, told.inside) == (4, 2)
    assert session.view("eye").calibration is None
    assert [one.seat for one in session.calibration()] == ["Azure", "Beryl"]
    with pytest.raises(GameError, match="is no instructor"):
        session.calibration(by="Azure")
