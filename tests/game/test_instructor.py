"""What an instructor does: shocks, subsidies, undo, rewind, branch; nothing is lost, and luck stays the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.game.errors import GameError
from sim.game.session.session import Session
from sim.game.shocks import NAMED_SHOCKS
from sim.results.simulate import simulate
from sim.scenario.scenario import Scenario
from tests.game.games import TEAM, begun, firmly, game, scenario
from tests.parity.comparing import same


def outside() -> Scenario:
    return scenario(outside={"price": 1.1})


def struck(session: Session) -> list[dict[str, Any]]:
    return [shock.model_dump(exclude_unset=True) for _, shock in session.lines[session.line()].shocks]


def test_shocks_by_one_word(tmp_path: Path) -> None:
    session = begun(tmp_path, advance="instructor", world=outside())
    session.close_round()
    for name in NAMED_SHOCKS:
        session.shock(name, by="teacher")
    session.shock("scandal", firms=["Beryl"])
    assert struck(session) == [
        {"kind": "offer", "at": 4.0, "attribute": "price", "factor": 0.83, "lasts": 26.0},
        {"kind": "offer", "at": 4.0, "attribute": "conduct", "factor": 0.67, "lasts": 52.0, "firms": ("Azure",)},
        {"kind": "offer", "at": 4.0, "attribute": "technology", "factor": 1.25, "firms": ("outside",)},
        {"kind": "relocation", "at": 4.0, "factor": 4.0, "lasts": 13.0},
        {"kind": "offer", "at": 4.0, "attribute": "conduct", "factor": 0.67, "lasts": 52.0, "firms": ("Beryl",)},
    ]
    assert [offer.price for offer in session.view("eye").market[:2]] == pytest.approx([0.83, 0.83])
    session.close_round()
    live = session.results()
    session.close()
    with Session.open(tmp_path / "g.guanxi") as again:
        same(live, again.results())
        same(live, simulate(again.scripted()))


def test_a_new_technology_without_an_outside(tmp_path: Path) -> None:
    session = begun(tmp_path, advance="instructor")
    session.shock("new_technology")
    assert struck(session)[0]["firms"] == ("Cedar",)
    seats = [{"name": name, "role": "firm"} for name in ("Azure", "Beryl", "Cedar")]
    other = begun(tmp_path, "h", asked=game(seats=seats, advance="instructor"))
    with pytest.raises(GameError, match="every firm has a seat; say whose it is"):
        other.shock("new_technology")
    with pytest.raises(GameError, match="it affects people"):
        other.shock("relocation_wave", firms=["Azure"])
    with pytest.raises(GameError, match="names its firms itself"):
        other.shock({"kind": "offer", "attribute": "price", "factor": 0.9}, firms=["Azure"])
    with pytest.raises(GameError, match="unknown firm 'Dune'"):
        other.shock("scandal", firms=["Dune"])
    with pytest.raises(GameError, match="did you mean 'price_war'"):
        other.shock("pricewar")


@pytest.mark.parametrize("spread", [{}, {"weeks": 3}, {"rounds": 1}, {"rounds": 5}])
def test_a_subsidy_is_in_the_books_and_nowhere_else(spread: dict[str, int], tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    results = []
    for folder, given in (("a", False), ("b", True)):
        session = begun(tmp_path / folder, advance="instructor", rounds=3)
        session.close_round()
        if given:
            session.subsidise("Azure", 1000.01, **spread, by="teacher")
        for _ in range(2):
            session.close_round()
        results.append(session.results())
    without, with_it = (sim.weekly(found).set_index(["firm", "week"]) for found in results)
    more = (with_it["profit"] - without["profit"]).loc["Azure"]
    weeks = spread.get("weeks") or 4 * spread.get("rounds", 0) or 1
    paid = 1000.01 if weeks <= 8 else 1000.01 * 8 / weeks
    assert more.sum() == pytest.approx(paid, abs=0.01) and (more[:4] == 0).all()
    assert (more[4 : 4 + weeks] > 0).all() and (more[4 + weeks :] == 0).all()
    unchanged = [column for column in without if column not in ("profit", "other_cost")]
    assert without[unchanged].equals(with_it[unchanged])
    assert (with_it["profit"] - without["profit"]).loc[["Beryl", "Cedar"]].eq(0).all()
    ledger = sim.ledger(results[1]).set_index("firm")
    assert ledger.loc["Azure", "cash_profit"] == pytest.approx(with_it["profit"].loc["Azure"].sum())
    view = begun(tmp_path, rounds=1).view("Azure").firm
    assert view is not None


def test_a_subsidy_replays_exports_and_is_undone_by_a_branch(tmp_path: Path) -> None:
    session = begun(tmp_path, advance="instructor")
    session.close_round()
    session.subsidise("Beryl", 500.0, weeks=2)
    session.close_round()
    live = session.results()
    same(live, simulate(session.scripted()))
    view = session.view("Beryl").firm
    assert view is not None and view.books["other_cost"].tolist()[4:6] == [-250.0, -250.0]
    session.branch("without", 1)
    session.close_round()
    table = session.compare(["main", "without"]).set_index(["line", "round", "firm"])["profit_more"]
    assert table["without", 1, "Beryl"] == pytest.approx(-500.0) and table["without", 0, "Beryl"] == 0
    session.close()
    with Session.open(tmp_path / "g.guanxi") as again:
        assert np.array_equal(live.runs[0].rows, again.results("main").runs[0].rows)


@pytest.mark.parametrize(
    ("seat", "money", "words", "why"),
    [
        ("eye", 10.0, {}, "only firms are given money"),
        ("Azure", -1.0, {}, "money"),
        ("Azure", float("inf"), {}, "money"),
        ("Azure", 10.0, {"weeks": 0}, "lasts"),
        ("Azure", 10.0, {"weeks": 1.5}, "lasts"),
        ("Azure", 10.0, {"weeks": 1, "rounds": 1}, "not both"),
        ("Azure", 10.0, {"rounds": -1}, "round -1 will not do"),
        ("Azure", 10.0, {"by": "Beryl"}, "is no instructor"),
        ("Nobody", 10.0, {}, "unknown seat"),
    ],
)
def test_subsidies_that_cannot_be_are_refused(
    seat: str, money: float, words: dict[str, Any], why: str, tmp_path: Path
) -> None:
    session = begun(tmp_path)
    before = session.entries
    with pytest.raises(GameError, match=why):
        session.subsidise(seat, money, **words)
    assert session.entries == before


def test_each_team_at_its_own_pace_is_given_money_on_its_line(tmp_path: Path) -> None:
    seats = [*TEAM, {"name": "Beryl", "role": "rival"}, {"name": "teacher", "role": "instructor"}]
    session = begun(tmp_path, asked=game(seats=seats, advance="own_pace"))
    session.subsidise("desk", 100.0, by="teacher")
    assert [len(session.lines[name].shocks) for name in ("Azure", "Beryl")] == [1, 0]


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
