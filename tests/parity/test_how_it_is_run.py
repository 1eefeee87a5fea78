"""Threads, room on the desks, what the log keeps and where it goes: none of it changes what happens."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.model.customers.event_logging import ROWS_RESERVED_PER_EVENT
from sim.model.engine import kernel, reference
from sim.model.engine.kernel import KernelCustomers
from sim.model.events import RANK, ranks_logged
from sim.model.state.initialise import initialise_market
from sim.results.results import Results
from sim.results.simulate import RunOptions, simulate
from sim.scenario.scenario import Scenario
from tests.parity.comparing import same, tallied
from tests.parity.mechanisms import CLUB, CUSTOMISED, EVENTS, FREQUENCY, LEAKY, VARIED, copied
from tests.worlds import world


def market(people: int) -> Scenario:
    """All three programmes, copied by two rivals; people come by word of mouth, move away and are replaced."""
    segment = {**VARIED, "size": people, "newcomers_after": 2.0,
               "arrival": {"kind": "by_pull", "outside_pull": 0.2, "word_of_mouth": 0.5}}  # fmt: skip
    firms = copied(FREQUENCY, {**CLUB, "events": EVENTS, "outside_pull": 0.01}, CUSTOMISED)
    return world(segment, firms, exits=LEAKY, horizon=25.0, behaviour={"forgetting": 3.0})


@pytest.fixture(scope="module")
def usual() -> Results:
    """A market large enough for several blocks of customers, on one thread."""
    results = simulate(market(3_000), seed=4, watch=RunOptions(threads=1))
    tallied(results)
    return results


def test_number_of_threads(usual: Results) -> None:
    """Two threads write what one writes."""
    at_work = KernelCustomers(initialise_market(market(3_000), (4, 0)), threads=2)
    at_work.close()
    assert len(at_work.desks) == 2, "the market is too small for two"
    same(simulate(market(3_000), seed=4, watch=RunOptions(threads=2)), usual)


@pytest.mark.parametrize("threads", [1, 2])
def test_room_on_the_desks(usual: Results, monkeypatch: pytest.MonkeyPatch, threads: int) -> None:
    """A desk that is full after a few rows is emptied and work resumed with the same customer."""
    monkeypatch.setattr(kernel, "_DESK_ROOM", ROWS_RESERVED_PER_EVENT + 3)
    same(simulate(market(3_000), seed=4, watch=RunOptions(threads=threads)), usual)


def test_room_on_the_desk_of_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for the readable scheduler."""
    usual = simulate(market(20), seed=4)
    monkeypatch.setattr(reference, "_DESK_ROOM", ROWS_RESERVED_PER_EVENT + 3)
    same(simulate(market(20), seed=4, scheduler="reference"), usual)


@pytest.mark.parametrize("scheduler", ["kernel", "reference"])
def test_a_log_of_exits_is_the_full_one_without_the_rest(scheduler: str) -> None:
    """Joins and exits are the same rows; weekly numbers are complete."""
    people = 400 if scheduler == "kernel" else 15
    full = simulate(market(people), seed=5, scheduler=scheduler)  # type: ignore[arg-type]
    short = simulate(market(people), seed=5, scheduler=scheduler, log="exits")  # type: ignore[arg-type]
    rows = full.runs[0].rows
    assert np.array_equal(short.runs[0].rows, rows[np.isin(rows["event"], ranks_logged("exits"))])
    assert np.array_equal(short.runs[0].weekly, full.runs[0].weekly)
    assert RANK["exit"] in short.runs[0].rows["event"] and RANK["purchase"] not in short.runs[0].rows["event"]
    assert short.log_level == "exits"


class Shelf:
    """Takes the log block by block."""

    def __init__(self) -> None:
        self.blocks: list[NDArray[np.void]] = []

    def append(self, rows: NDArray[np.void], replication: int) -> None:
        self.blocks.append(rows.copy())
        assert replication == 0


def test_blocks_handed_on_make_the_whole_log(usual: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a file receives while the run goes on is the log, in order; progress is heard to the end."""
    shelf, heard = Shelf(), []
    monkeypatch.setattr("sim.results.simulate.MAX_WEEKS_BETWEEN_FLUSHES", 4.0)
    watch = RunOptions(event_sink=shelf, on_progress=lambda replication, week: heard.append((replication, week)))
    results = simulate(market(3_000), seed=4, watch=watch)
    assert len(shelf.blocks) > 5
    assert np.array_equal(np.concatenate(shelf.blocks), usual.runs[0].rows)
    assert np.array_equal(results.runs[0].weekly, usual.runs[0].weekly)
    assert set(results.runs[0].rows["event"].tolist()) <= set(ranks_logged("exits"))
    weeks = [week for _, week in heard]
    assert weeks == sorted(weeks) and weeks[-1] == 25.0 and len(weeks) > 20


def test_longer_runs_begin_as_shorter_ones(usual: Results) -> None:
    """The future does not reach back: the first weeks of a longer run are the shorter run."""
    longer = simulate(market(3_000).but(horizon=30.0), seed=4).runs[0].rows
    assert np.array_equal(longer[longer["time"] < 25.0], usual.runs[0].rows)


def test_finer_news_that_says_nothing_changes_nothing() -> None:
    """With nothing published after the start and nothing fading, the length of the tick does not matter to the bit."""
    segment = {**VARIED, "size": 300}
    firms = [{"name": "A", "programmes": [{**FREQUENCY, "launch": 0.0}]}, {"name": "B"}]
    logs = [simulate(world(segment, firms, exits=LEAKY, tick=tick), seed=6).runs[0].rows for tick in (0.5, 1.0, 8.0)]
    assert np.array_equal(logs[0], logs[1]) and np.array_equal(logs[1], logs[2])
