"""Undo, rewind, branch: nothing is lost, and luck stays the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.game.errors import GameError
from sim.game.session.session import Session
from tests.game.games import begun, firmly


def both(session: Session, azure: dict[str, object], beryl: dict[str, object]) -> None:
    firmly(session, "Azure", azure)
    firmly(session, "Beryl", beryl)


def three(folder: Path) -> Session:
    session = begun(folder)
    both(session, {"price": 0.95}, {"price": 1.05})
    both(session, {"open": ["club"]}, {})
    both(session, {"communication": {"advertising": 20.0}}, {"staff": 3})
    return session


def test_the_old_line_stays_and_is_played_on(tmp_path: Path) -> None:
    session = three(tmp_path)
    before = session.results().runs[0].rows
    session.decide("Azure", {"price": 1.0})
    name = session.reopen(1)
    assert session.line() == name == "main again 2" and session.view("Azure").round == 1
    both(session, {"open": ["club"]}, {})
    both(session, {"communication": {"advertising": 20.0}}, {"staff": 3})
    assert np.array_equal(before, session.results().runs[0].rows), "the same decisions under the same luck"
    both(session, {"price": 0.8}, {})
    session.go_to("main")
    view = session.view("Azure")
    assert view.round == 3 and view.standing is not None and view.standing.price == 1.0
    assert np.array_equal(before, session.results().runs[0].rows)
    session.decide("Beryl", {})
    assert session.lines["main"].round == 4 and session.lines[name].round == 4
    session.close()
    with Session.open(tmp_path / "g.guanxi") as again:
        assert again.line() == "main" and {n: line.round for n, line in again.lines.items()} == {"main": 4, name: 4}


def test_a_year_earlier_under_the_same_luck(tmp_path: Path) -> None:
    session = three(tmp_path)
    session.reopen(0, name="club first")
    both(session, {"open": ["club"], "price": 0.95}, {"price": 1.05})
    both(session, {}, {})
    table = session.compare(["main", "club first"])
    assert len(table) == 3 * 3 + 2 * 3 and list(table["line"].unique()) == ["main", "club first"]
    main, other = table[table["line"] == "main"], table[table["line"] == "club first"]
    assert not main[["share_more", "profit_more"]].to_numpy().any()
    assert other["profit_more"].abs().sum() > 0
    expected = other["profit"].to_numpy() - main[main["round"] < 2]["profit"].to_numpy()
    assert np.allclose(other["profit_more"], expected)
    session.branch("as it was", 1, line="main")
    both(session, {"open": ["club"]}, {})
    same = session.compare(["main", "as it was"]).query("line == 'as it was'")
    assert not same[["customers_more", "share_more", "churn_more", "profit_more"]].to_numpy().any()


def test_what_if_only_this_had_been_different(tmp_path: Path) -> None:
    session = three(tmp_path)
    session.branch("the same", 0)
    session.carry_on("main")
    both_lines = [session.results(name).runs[0].rows for name in ("main", "the same")]
    assert np.array_equal(*both_lines)
    session.branch("club first", 0, line="main")
    session.decide("Azure", {"price": 0.95, "open": ["club"]})
    session.carry_on("main", by="teacher")
    line = session.lines["club first"]
    assert line.round == 3 and line.closed[0]["Azure"].entry.decided_by == "human"
    assert line.closed[0]["Beryl"].entry.reason == "as on main" and line.closed[0]["Beryl"].decision.price == 1.05
    again = line.closed[1]["Azure"]
    assert again.entry.reason == "as on main, but opens and launches nothing" and not again.decision.moved
    assert line.closed[2]["Azure"].decision == session.lines["main"].closed[2]["Azure"].decision
    assert len(session.compare(["main", "club first"])) == 18
    with pytest.raises(GameError, match="no further than club first"):
        session.carry_on("main")


def test_branches_of_branches_share_what_was_before(tmp_path: Path) -> None:
    session = three(tmp_path)
    session.branch("two", 2)
    both(session, {}, {})
    session.branch("three", 1)
    lines = session.lines
    assert lines["three"].closed == lines["main"].closed[:1] and lines["two"].closed[:2] == lines["main"].closed[:2]
    assert session.reopen(0, line="two") == "two again 2" and session.reopen(0, line="two") == "two again 3"


@pytest.mark.parametrize("number", [3, 9, -1, 1.5, True, "1", None])
def test_only_closed_rounds_are_reopened(number: object, tmp_path: Path) -> None:
    session = three(tmp_path)
    before = session.entries
    with pytest.raises(GameError, match=r"cannot be reopened|will not do"):
        session.reopen(number)  # type: ignore[arg-type]
    assert session.entries == before


@pytest.mark.parametrize("name", ["main", "", "   ", "x" * 61, "a\nb", 3])
def test_names_of_lines_that_will_not_do(name: object, tmp_path: Path) -> None:
    session = three(tmp_path)
    before = session.entries
    with pytest.raises(GameError, match=r"there is a line|cannot be the name"):
        session.branch(name)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="branch at that round or before"):
        session.branch("new", 4)
    with pytest.raises(GameError, match="did you mean 'main'"):
        session.go_to("mian")
    with pytest.raises(GameError, match="unknown line"):
        session.go_to(["main"])  # type: ignore[arg-type]
    assert session.entries == before


def test_more_lines_than_worlds_in_memory(tmp_path: Path) -> None:
    session = three(tmp_path)
    before = session.results().runs[0].rows
    for number in range(10):
        session.branch(f"line {number}", 1, line="main")
        assert session.view("Azure").round == 1
    assert np.array_equal(before, session.results("main").runs[0].rows)
