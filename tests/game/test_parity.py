"""One truth: played live, replayed from the log, and run as a script, a game is the same to the last bit."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.game.load_game import load_game, shipped_games
from sim.game.session.session import Session
from sim.results.results import Results
from sim.results.simulate import simulate
from tests.conftest import ROOT
from tests.game.games import begun, firmly, game, scenario
from tests.parity.comparing import same

SHOCK = {"kind": "offer", "attribute": "price", "factor": 0.8, "firms": ["Cedar"], "lasts": 5.0}
MOVES: list[dict[str, dict[str, object]]] = [
    {"Azure": {"price": 0.95, "open": ["frequency"]}, "Beryl": {"staff": 3}},
    {"Azure": {"communication": {"advertising": 12.5}}, "Beryl": {"open": ["club"], "price": 1.02}},
    {"Azure": {"research": [{"study": "satisfaction", "people": 20}], "win_back": 12.0}, "Beryl": {}},
    {"Azure": {"revise": {"frequency.reward_worth": 14.0}}, "Beryl": {"degrees": {"people": "reactive"}}},
]


def seen(results: Results) -> str:
    run = results.runs[0]
    columns = [run.rows[name] for name in run.rows.dtype.names or ()]
    return hashlib.sha256(b"".join(column.tobytes() for column in [*columns, run.weekly])).hexdigest()


def played(folder: Path, *, look: bool = False, shocks: bool = False) -> Session:
    session = begun(folder, advance="instructor")
    for number, moves in enumerate(MOVES):
        if shocks and number == 2:
            session.shock(SHOCK, by="teacher")
        for seat, decision in moves.items():
            firmly(session, seat, decision)
            if look:
                session.view(seat)
                session.view("teacher")
        session.close_round(by="teacher")
    return session


@pytest.mark.parametrize("shocks", [False, True])
def test_live_replayed_and_scripted_are_the_same(tmp_path: Path, shocks: bool) -> None:
    session = played(tmp_path, shocks=shocks)
    live, script = session.results(), session.scripted()
    session.close()
    assert script.horizon == 16.0 and len(live.runs[0].rows) > 200
    assert (live.runs[0].rows["event"].size, bool(script.shocks)) == (len(live.runs[0].rows), shocks)
    same(live, simulate(script))
    with Session.open(tmp_path / "g.guanxi") as again:
        same(live, again.results())
        again.close_round()
        assert again.lines["main"].round == 5


@pytest.mark.slow
def test_a_fresh_process_brings_the_same(tmp_path: Path) -> None:
    session = played(tmp_path)
    live = seen(session.results())
    session.close()
    code = (
        "import sys; from sim.game.session.session import Session; from tests.game.test_parity import seen\n"
        "print(seen(Session.open(sys.argv[1]).results()))"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "g.guanxi")]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == live


def test_looking_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = played(tmp_path / "a"), played(tmp_path / "b", look=True)
    same(one.results(), other.results())


def test_a_shock_leaves_what_was_before_it_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    calm, struck = (played(tmp_path / n, shocks=s).results().runs[0].rows for n, s in (("a", False), ("b", True)))
    early = calm[calm["time"] < 8.0]
    assert len(early) > 100 and np.array_equal(early, struck[struck["time"] < 8.0])
    assert len(calm) != len(struck) or not np.array_equal(calm, struck)


def test_an_all_bot_game_is_the_batch_run(tmp_path: Path) -> None:
    session = begun(tmp_path)
    for seat in ("Azure", "Beryl"):
        session.seat_bot(seat)
    for _ in range(5):
        session.close_round()
    assert session.view("Azure").over
    same(session.results(), simulate(session.scenario, seed=7))
    assert {entry.decided_by for entry in session.entries if entry.act == "decided"} == {"bot"}


@pytest.mark.parametrize("name", shipped_games())
def test_shipped_games_played_by_bots_are_the_batch_run(name: str, tmp_path: Path) -> None:
    asked, world = load_game(name)
    quick = {"population.segments." + part.name + ".size": 80 for part in world.population.segments}
    smaller = asked.but(rounds=3)
    world = world.but(quick)
    with Session.create(tmp_path / "g.guanxi", smaller.but(changes={}), scenario=world, seed=2) as session:
        for seat in session.game.deciding:
            session.seat_bot(seat.name)
        for _ in range(3):
            session.close_round()
        same(session.results(), simulate(session.scenario, seed=2))


def test_the_view_at_the_end_covers_all_weeks(tmp_path: Path) -> None:
    session = begun(tmp_path, rounds=2)
    for _ in range(2):
        for seat in ("Azure", "Beryl"):
            session.decide(seat, {})
    view = session.view("Azure")
    assert view.over and view.firm is not None and len(view.firm.books["revenue"]) == 8
    books = simulate(game(rounds=2).on(scenario()).but({"firms.Azure.policy": {"kind": "hold"},
                                                       "firms.Beryl.policy": {"kind": "hold"}}), seed=7)  # fmt: skip
    revenue = session.outcomes()[0].revenue + session.outcomes()[3].revenue
    assert view.firm.total("revenue", 8) == pytest.approx(revenue)
    assert len(books.runs[0].rows) == len(session.results().runs[0].rows)
