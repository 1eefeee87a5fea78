"""Games as they are declared, those that come along, and their rehearsal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import sim
from sim.apps.cli.main import app
from sim.game.errors import GameError
from sim.game.game import Game
from sim.game.load_game import load_game, shipped_games
from sim.game.session.rehearse import FILE, rehearse
from sim.game.session.session import Session
from sim.registry import registered
from sim.results.simulate import simulate
from sim.scenario.decisions.decision import LEVERS
from sim.scenario.files.load import dump, from_text, load
from sim.scenario.files.validation import checked
from sim.scenario.files.validation_errors import ScenarioError
from tests.game.games import game, scenario
from tests.parity.comparing import same

BASE: dict[str, Any] = {
    "name": "g", "title": "G", "teaches": "T.", "scenario": "first_look", "rounds": 2,
    "seats": [{"name": "Azure", "role": "firm"}],
}  # fmt: skip


@pytest.mark.parametrize("name", shipped_games())
def test_shipped_games_are_sound(name: str) -> None:
    asked, world = load_game(name)
    assert asked.name == name and asked.course
    assert world.horizon == asked.rounds * world.round
    assert all(seat.brief for seat in asked.steering)
    assert from_text(Game, dump(asked)) == asked


def test_those_that_were_asked_for_are_there() -> None:
    assert {"head_of_the_firm", "imitation_race"} <= set(shipped_games())
    head, _ = load_game("head_of_the_firm")
    race, world = load_game("imitation_race")
    assert len(head.steering) == 1 and "D2" in head.course and world.round == 13
    assert 2 <= len(race.steering) <= 6


def test_the_key_account_game_is_as_the_course_has_it() -> None:
    """Ten people, two groups of five, thirty minutes (D4); each lever of Azure has one seat."""
    asked, world = load_game("key_account_game")
    assert len(asked.deciding) == 10 and len(asked.of_accounts) == 5 and len(asked.teams["Azure"]) == 5
    assert asked.rounds * (asked.seconds or 0) == 30 * 60 and asked.advance == "timer"
    azure = next(firm for firm in world.firms if firm.name == "Azure")
    parts = {None, *(part.kind for part in (*azure.departments, *azure.programmes))}
    levers = {name for name, lever in LEVERS.items() if lever.part in parts} - {"launch", "imitate", "close"}
    held = [lever for seat in asked.teams["Azure"] for lever in seat.levers or ()]
    assert len(held) == len(set(held)) and levers <= set(held)
    assert {seat.answers for seat in asked.of_accounts} == {account.name for account in world.key_accounts}
    assert any(seat.role == "instructor" for seat in asked.seats)


def test_the_case_and_the_three_shops_are_as_the_course_has_them() -> None:
    case, world = load_game("name_means_service")
    rival = next(firm for firm in world.firms if firm.name == "Thrift").policy
    assert len(case.steering) == 1 and "D1" in case.course and rival is not None and rival.kind == "price_cut"
    shops, street = load_game("three_shopkeepers")
    assert [seat.steers for seat in shops.steering] == list(street.firm_names) and shops.rounds * street.round == 260


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"seats": []}, "seats"),
        ({"seats": [{"name": "eye", "role": "observer"}]}, "no seat steers a firm"),
        ({"seats": [{"name": "A", "role": "firm", "firm": "Azure"}, {"name": "B", "role": "rival", "firm": "Azure"}]},
         "2 seats steer Azure"),
        ({"seats": BASE["seats"] * 2}, "named twice"),
        ({"seats": [*BASE["seats"], {"name": "eye", "role": "observer", "bot": {"kind": "hold"}}]}, "steers no firm"),
        ({"seats": [{"name": "Azure", "role": "boss"}]}, "role"),
        ({"seats": [{"name": "Azure", "role": "firm", "bot": {"kind": "holdd"}}]}, "did you mean 'hold'"),
        ({"advance": "timer"}, "give the time for a round"),
        ({"seconds": 5.0}, "give the time for a round"),
        ({"advance": "own_pace", "seats": [{"name": "main", "role": "firm", "firm": "Azure"}]}, "main is taken"),
        ({"rounds": 0}, "rounds"),
        ({"round": 3}, "unknown key"),
    ],
)  # fmt: skip
def test_faults_in_a_game_are_said(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(ScenarioError, match=fault):
        checked(Game, {**BASE, **change})
    assert checked(Game, BASE).steering[0].steers == "Azure"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"seats": [{"name": "Azur", "role": "firm"}]}, "did you mean 'Azure'"),
        ({"changes": {"firms.Azure.offer.prise": 1}}, "prise"),
        ({"rounds": 400}, "horizon"),
        ({"changes": {"round": 6.5}}, "a round lasts 6.5 weeks"),
        ({"changes": {"tick": 3}}, "a tick 3; give a whole number of both"),
    ],
)
def test_faults_of_a_game_in_its_scenario_are_said(change: dict[str, Any], fault: str) -> None:
    world = load("first_look").but(round=52.0)
    with pytest.raises(ScenarioError, match=fault):
        checked(Game, {**BASE, **change}).on(world)


def test_a_game_file_and_its_scenario_beside_it(tmp_path: Path) -> None:
    (tmp_path / "market.yaml").write_text(dump(scenario()), encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(dump(game(scenario="market.yaml")), encoding="utf-8")
    asked, world = load_game(tmp_path / "mine.yaml")
    assert asked.rounds == 5 and world.horizon == 20.0
    (tmp_path / "bad.yaml").write_text("name: g\nrounds: many\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"bad\.yaml:2:9: rounds"):
        load_game(tmp_path / "bad.yaml")
    with pytest.raises(ScenarioError, match="did you mean 'imitation_race'"):
        load_game("imitation_rase")


def test_a_rehearsal_is_the_batch_run_and_leaves_everything(tmp_path: Path) -> None:
    played = rehearse(game(), tmp_path / "out", scenario=scenario(), seed=3)
    batch = simulate(game().on(scenario()), seed=3)
    table = pd.read_csv(tmp_path / "out" / "rounds.csv")
    books = sim.weekly(batch)
    profit = books.assign(round=books["week"] // 4).groupby(["round", "firm"], observed=True)["profit"].sum()
    assert np.allclose(table.set_index(["round", "firm"])["profit"], profit.to_numpy())
    assert [outcome.profit for outcome in played.outcomes] == pytest.approx(table["profit"].tolist())
    assert played.bots == {"Azure": "random", "Beryl": "imitate"}
    same(simulate(load(tmp_path / "out" / "scenario.yaml")), batch)
    decisions = pd.read_csv(tmp_path / "out" / "decisions.csv")
    assert len(decisions) == 10 and (decisions["decided_by"] == "bot").all() and (decisions["counted"] == 1).all()
    views = pd.read_json(tmp_path / "out" / "views.jsonl", lines=True)
    assert set(decisions["view"]) <= set(views["view"])
    weekly, events = pd.read_csv(tmp_path / "out" / "weekly.csv"), pd.read_csv(tmp_path / "out" / "events.csv.gz")
    assert len(weekly) == len(books) and len(events) == len(batch.runs[0].rows)
    with Session.open(tmp_path / "out" / FILE) as session:
        same(session.results(), batch)
    with pytest.raises(GameError, match="is there already"):
        rehearse(game(), tmp_path / "out", scenario=scenario())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_what_was_exported_replays_the_line_that_was_played(tmp_path: Path) -> None:
    own = game(advance="instructor")
    seats = [seat.but(levers=tuple(LEVERS)) if seat.name == "Azure" else seat for seat in own.seats]
    with Session.create(tmp_path / "g.guanxi", own.but(seats=tuple(seats)), scenario=scenario()) as session:
        with pytest.raises(GameError, match="nothing to replay"):
            session.scripted()
        session.export(tmp_path / "empty")
        for seat in ("Azure", "Beryl"):
            session.join(seat, session.codes[seat])
        session.predict("Azure", {"profit": 100.0})
        session.decide(
            "Azure", {"launch": [{"kind": "club", "build_cost": 20.0}], "price": 0.95}, reason="=1+1, why not"
        )
        session.decide("Azure", {"launch": [{"kind": "club", "build_cost": 10.0}], "price": 0.9})
        session.close_round()
        session.shock({"kind": "relocation", "factor": 3.0, "lasts": 2.0})
        session.close_round()
        session.export(tmp_path / "out")
        same(session.results(), simulate(load(tmp_path / "out" / "scenario.yaml")))
        decisions = pd.read_csv(tmp_path / "out" / "decisions.csv")
        assert decisions["counted"].tolist() == [0, 1, 1, 1, 1]
        assert decisions["decided_by"].tolist() == ["human", "human", "default", "default", "default"]
        assert decisions["reason"][0] == "'=1+1, why not", "no spreadsheet computes what a player wrote"
        predictions = pd.read_csv(tmp_path / "out" / "predictions.csv")
        assert predictions["figure"].tolist() == ["profit"]
        assert predictions["came"][0] == pytest.approx(session.outcomes()[0].profit)
        assert len(pd.read_csv(tmp_path / "out" / "log.csv")) == len(session.entries)


@pytest.mark.slow
def test_the_command_line_rehearses(tmp_path: Path) -> None:
    (tmp_path / "market.yaml").write_text(dump(scenario()), encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(dump(game(scenario="market.yaml")), encoding="utf-8")
    run = CliRunner().invoke
    done = run(app, ["rehearse", str(tmp_path / "mine.yaml"), "--out", str(tmp_path / "out"), "--seed", "4"])
    assert done.exit_code == 0, done.output
    assert all(word in done.output for word in ("A small game, seed 4", "Azure", "of the scenario"))
    assert FILE in done.output and len([line for line in done.output.splitlines() if " | " in line]) == 6
    again = run(app, ["rehearse", str(tmp_path / "mine.yaml"), "--out", str(tmp_path / "out")])
    assert again.exit_code == 2 and "is there already" in again.stderr
    wrong = run(app, ["rehearse", "imitation_rase"])
    assert wrong.exit_code == 2 and "did you mean 'imitation_race'" in wrong.stderr
    listed = run(app, ["games"])
    assert listed.exit_code == 0 and "head_of_the_firm" in listed.output


@pytest.mark.slow
def test_every_bot_can_take_a_seat(tmp_path: Path) -> None:
    for kind in registered("policy"):
        bots = [{"name": "Azure", "role": "firm", "bot": {"kind": kind}}, {"name": "Beryl", "role": "firm"}]
        rehearse(game(seats=bots, rounds=2), tmp_path / kind, scenario=scenario())
        decisions = pd.read_csv(tmp_path / kind / "decisions.csv")
        assert decisions["reason"].tolist() == [kind, "hold"] * 2
