"""Several seats steer one firm: each moves what is hers, together they decide for the firm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.game.errors import GameError
from sim.game.game import Game
from sim.game.session.session import Session
from sim.game.session.submissions import Accepted, ConfirmationNeeded
from sim.results.simulate import simulate
from sim.scenario.decisions.apply_decision import merge_decisions, restrict_to_levers
from sim.scenario.decisions.decision import Decision
from sim.scenario.files.load import load
from sim.scenario.files.validation import checked
from sim.scenario.files.validation_errors import ScenarioError
from sim.strategies.simple_rules import PriceCut
from tests.game.games import TEAM, begun, firmly, game
from tests.parity.comparing import same

OTHERS = ({"name": "Beryl", "role": "rival"}, {"name": "teacher", "role": "instructor"})


def team(folder: Path, name: str = "g", **rest: Any) -> Session:
    return begun(folder, name, asked=game(**{"seats": [*TEAM, *OTHERS], **rest}))


def test_what_each_decides_is_done_together(tmp_path: Path) -> None:
    session = team(tmp_path)
    session.decide("head", {"price": 0.97})
    session.decide("Beryl", {})
    assert session.view("desk").waiting_for == ("desk",) and session.view("desk").round == 0
    assert session.view("desk").beside == {"head": Decision(price=0.97)} and session.view("Beryl").beside == {}
    session.decide("desk", {"staff": 3})
    view, other = session.view("head"), session.view("desk")
    assert view.round == 1 and view.plain()["firm"] == other.plain()["firm"]
    assert view.firm is not None and (view.firm.present.price, view.firm.present.staff) == (0.97, 3)
    assert view.levers == ("price", "open", "revise") and session.view("Beryl").levers is None
    assert view.firm.decisions[-1][1].moved == ("price", "staff")


def test_whose_a_lever_is_is_said(tmp_path: Path) -> None:
    session = team(tmp_path)
    before = session.entries
    with pytest.raises(GameError, match="head: staff: it is desk who moves it; ask there"):
        session.decide("head", {"staff": 3, "price": 0.9})
    with pytest.raises(GameError, match="technology: no seat of this game moves it at Azure") as refused:
        session.decide("desk", {"technology": 1.1, "price": 0.9})
    assert "price: it is head who moves it" in str(refused.value) and session.entries == before


@pytest.mark.parametrize(
    ("seats", "fault"),
    [
        ([TEAM[0], {**TEAM[1], "levers": None}], "2 seats steer Azure; name the levers of each"),
        ([TEAM[0], {**TEAM[1], "levers": ["staff", "price"]}], "price is moved by head already"),
        ([{**TEAM[0], "levers": ["pryce"]}], "did you mean 'price'"),
        ([{**TEAM[0], "levers": ["price", "price"]}], "price is named twice"),
        ([{**TEAM[0], "levers": []}], "name what the seat moves"),
        ([*TEAM, {"name": "eye", "role": "observer", "levers": ["price"]}], "name what the seat moves"),
        ([*TEAM, {"name": "eye", "role": "observer", "account": "North"}], "is no key account"),
    ],
)
def test_faults_of_teams_are_said(seats: list[dict[str, Any]], fault: str) -> None:
    with pytest.raises(ScenarioError, match=fault):
        checked(Game, {"name": "g", "title": "G", "teaches": "T.", "scenario": "x", "rounds": 2, "seats": seats})


@pytest.mark.parametrize("absent", ["hold", "repeat", "bot"])
def test_who_is_late_in_a_team_follows_the_rule_for_her_part(absent: str, tmp_path: Path) -> None:
    session = team(tmp_path, absent=absent, advance="instructor")
    session.decide("head", {"price": 0.95})
    session.decide("desk", {"staff": 3})
    session.close_round()
    session.decide("desk", {"staff": 4})
    session.close_round()
    closed = session.lines["main"].closed[1]
    assert closed["desk"].entry.decided_by == "human" and closed["head"].entry.decided_by == "default"
    assert set(closed["head"].decision.moved) <= {"price", "open", "revise"}
    if absent == "repeat":
        assert closed["head"].decision.moved == ("price",)


def test_a_bot_at_one_seat_moves_what_is_hers(tmp_path: Path) -> None:
    session = team(tmp_path)
    session.seat_bot("head", PriceCut(below=0.1), by="teacher")
    session.decide("desk", {"staff": 3})
    session.decide("Beryl", {})
    said = session.lines["main"].closed[0]
    assert (said["head"].entry.decided_by, said["head"].decision.moved) == ("bot", ("price",))
    assert said["desk"].decision.moved == ("staff",)


def test_an_all_bot_team_is_the_batch_run(tmp_path: Path) -> None:
    session = team(tmp_path)
    for seat in ("head", "desk", "Beryl"):
        session.seat_bot(seat)
    for _ in range(5):
        session.close_round()
    assert session.scenario.firms[0].policy is not None and session.scenario.firms[0].policy.kind == "team"
    moved = {
        lever for round_ in session.lines["main"].closed for said in round_.values() for lever in said.decision.moved
    }
    assert len(moved) > 3
    same(session.results(), simulate(session.scenario, seed=7))


def test_a_team_game_replays_and_exports(tmp_path: Path) -> None:
    session = team(tmp_path, advance="instructor")
    for number in range(3):
        firmly(session, "head", {"price": 0.95 + number / 50, **({"open": ["club"]} if number == 1 else {})})
        firmly(session, "desk", {"staff": 2 + number, "communication": {"advertising": 5.0 + number}})
        session.close_round()
    live, script = session.results(), session.scripted()
    same(live, simulate(script))
    session.export(tmp_path / "out")
    same(live, simulate(load(tmp_path / "out" / "scenario.yaml")))
    session.export(tmp_path / "mine", seat="desk")
    assert "advertising" in (tmp_path / "mine" / "decisions.csv").read_text()
    session.close()
    with Session.open(tmp_path / "g.guanxi") as again:
        same(live, again.results())


def test_parts_that_do_not_go_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The later one is refused at once; where it cannot be helped when the round closes, it is left out and marked."""
    from sim.game.session.branch_run import BranchRun

    def at_odds(self: BranchRun, firm: str, decision: Decision) -> None:
        if (
            decision.price is not None
            and decision.staff is not None
            and decision.staff > 2 + 10 * (decision.price - 0.9)
        ):
            raise GameError(f"{firm}: {decision.staff} people cannot be paid at a price of {decision.price:g}")

    monkeypatch.setattr(BranchRun, "refuse_impossible", at_odds)
    session = team(tmp_path, advance="instructor")
    session.decide("head", {"price": 1.1})
    session.decide("desk", {"staff": 4})
    with pytest.raises(GameError, match="head: this does not go together with what desk decided: Azure: 4 people"):
        session.decide("head", {"price": 0.9})
    session.withdraw("head")
    session.withdraw("desk")
    session.decide("head", {"price": 0.9})
    with pytest.raises(GameError, match="desk: this does not go together with what head decided"):
        session.decide("desk", {"staff": 4})
    session.decide("desk", {"staff": 2})
    monkeypatch.undo()

    def stricter(self: BranchRun, firm: str, decision: Decision) -> None:
        if decision.price is not None and decision.staff is not None:
            raise GameError(f"{firm}: not both")

    monkeypatch.setattr(BranchRun, "refuse_impossible", stricter)
    session.close_round()
    said = session.lines["main"].closed[0]
    assert (said["head"].entry.decided_by, said["desk"].entry.decided_by) == ("human", "default")
    assert (
        said["desk"].entry.reason
        == "what was decided cannot be carried out (Azure: not both); absent: nothing is changed"
    )
    assert said["desk"].decision == Decision()


def test_all_spend_from_one_purse(tmp_path: Path) -> None:
    seats = [{**TEAM[0], "levers": ["price", "launch"]}, TEAM[1], *OTHERS]
    session = team(tmp_path, seats=seats, advance="instructor")
    for _ in range(2):
        session.close_round()
    club = {"launch": [{"kind": "club", "build_cost": 1.0, "running_cost": 0.0}]}
    said = session.decide("desk", {"communication": {"advertising": 50_000.0}})
    assert isinstance(said, ConfirmationNeeded) and "commits the firm to" in said.slips[0]
    assert isinstance(session.decide("head", club), Accepted)
    session.decide("desk", {"communication": {"advertising": 50_000.0}}, confirmed=said.token)
    asked = session.decide("head", club)
    assert isinstance(asked, ConfirmationNeeded) and "with what others at the firm have decided" in asked.slips[0]


def test_a_team_plays_at_its_own_pace(tmp_path: Path) -> None:
    session = team(tmp_path, advance="own_pace")
    session.decide("head", {"price": 0.9})
    assert session.view("head").round == 0
    session.decide("desk", {})
    session.decide("Beryl", {})
    session.decide("Beryl", {})
    assert (session.view("desk").round, session.view("head").round, session.view("Beryl").round) == (1, 1, 2)
    assert session.line("head") == session.line("desk") == "Azure" and session.line("Beryl") == "Beryl"


def test_parts_and_wholes() -> None:
    whole = Decision(price=0.9, staff=3, open=("club",))
    parts = [restrict_to_levers(whole, ["price"]), restrict_to_levers(whole, ["staff", "open"])]
    assert (
        merge_decisions(parts) == whole
        and restrict_to_levers(whole, None) == whole
        and merge_decisions([]) == Decision()
    )
