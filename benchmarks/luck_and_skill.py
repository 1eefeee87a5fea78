"""Luck and skill apart: six teams' decisions of twelve rounds under 200 lucks, and what leaves time unused."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from benchmarks.game import FIRMS, ROUNDS, _decision, market
from benchmarks.measure import Line, at_most
from sim.game.debrief.luck_and_skill import luck_and_skill
from sim.game.debrief.replay import RecordedGame, recorded_game, replayed
from sim.game.session.session import Session
from sim.results.simulate import RunOptions, simulate
from sim.scenario.scenario import Scenario

SIZE = 2_000


def lines(quick: bool) -> list[Line]:
    """Seconds by the clock on the wall on all cores, and one replay against the same run as a batch run would do it."""
    lucks = 20 if quick else 200
    what, scripted = _game()
    replayed(what)
    start = time.perf_counter()
    luck_and_skill(what, lucks, quiet=True)
    whole = time.perf_counter() - start
    ratio, one = _against_batch(what, scripted)
    where = f"6 teams x {ROUNDS} rounds x {SIZE:,} customers"
    games = lucks * (len(FIRMS) + 1)
    return [
        at_most(f"luck and skill of {where}, {lucks} lucks", 120.0 * lucks / 200, whole, "s",
                f", {games:,} games on {os.cpu_count()} cores"),
        at_most(f"one replay of {where}", 0.17, one, "s", ", one thread, processor time"),
        at_most("a replay, nobody looking / the batch run", 0.9, ratio, "x"),
    ]  # fmt: skip


def _game() -> tuple[RecordedGame, Scenario]:
    """What six teams played, and the same as a scenario whose firms follow scripts."""
    game, scenario = market(SIZE, False)
    with (
        tempfile.TemporaryDirectory() as folder,
        Session.create(Path(folder) / "g.guanxi", game, scenario=scenario) as session,
    ):
        for seat, code in session.codes.items():
            session.join(seat, code)
        for number in range(ROUNDS):
            for place, seat_ in enumerate(game.steering):
                session.decide(seat_.name, _decision(number, place))
            session.close_round()
        return recorded_game(session.playing, session.lines["main"]), session.scripted("main")


def _against_batch(what: RecordedGame, scripted: Scenario) -> tuple[float, float]:
    """Processor time of a replay over that of the batch run (median of neighbouring turns), and its own in seconds."""
    ratios, own = [], []
    for turn in range(8):
        start = time.process_time()
        replayed(what)
        middle = time.process_time()
        simulate(scripted, log="exits", watch=RunOptions(threads=1))
        own.append(middle - start)
        if turn:
            ratios.append((middle - start) / (time.process_time() - middle))
    return sorted(ratios)[len(ratios) // 2], sorted(own)[len(own) // 2]
