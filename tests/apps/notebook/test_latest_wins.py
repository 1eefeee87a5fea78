"""Work that follows a control: the newest request wins, a mark shows that it takes time, and a fault is told."""

from __future__ import annotations

from threading import Event

from sim.apps.notebook.latest_wins import LatestWins

PATIENCE = 60.0
"""Seconds after which something that should have come is missed."""


def test_the_newest_request_wins_and_those_in_between_are_dropped() -> None:
    done: list[int] = []
    started, go = Event(), Event()

    def work(request: int) -> None:
        started.set()
        assert go.wait(PATIENCE)
        done.append(request)

    requests = LatestWins(work, lambda busy: None, done.append)  # type: ignore[arg-type]
    requests.ask(1)
    assert started.wait(PATIENCE)
    for number in (2, 3, 4):
        requests.ask(number)
    go.set()
    requests.wait()
    assert done == [1, 4]
    requests.ask(5)
    requests.wait()
    assert done == [1, 4, 5]


def test_a_request_that_takes_long_is_marked_until_it_is_done() -> None:
    marks: list[bool] = []
    marked = Event()

    def mark(busy: bool) -> None:
        marks.append(busy)
        marked.set()

    def work(request: int) -> None:
        assert marked.wait(PATIENCE), request

    requests = LatestWins(work, mark, marks.append)  # type: ignore[arg-type]
    requests.ask(1)
    requests.wait()
    assert marks == [True, False]


def test_a_fault_is_told_and_the_next_request_is_done() -> None:
    done, faults = [], []

    def work(request: int) -> None:
        if request == 1:
            raise ValueError("request 1 cannot be done")
        done.append(request)

    requests = LatestWins(work, lambda busy: None, faults.append)
    requests.ask(1)
    requests.wait()
    requests.ask(2)
    requests.wait()
    assert [str(fault) for fault in faults] == ["request 1 cannot be done"]
    assert done == [2]
