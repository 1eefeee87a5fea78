"""Work that follows a control: it runs in a thread, the newest request wins, and a mark shows that it takes long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Thread, Timer, current_thread
from typing import Generic, TypeVar

Request = TypeVar("Request")
BUSY_AFTER = 0.15
"""Seconds of work after which the mark appears; below it, a mark would only flicker."""
THREAD_NAME = "guanxi: newest request"


class LatestWins(Generic[Request]):
    """Does one request at a time; of those that come in the meantime only the newest is done after it.

    A slider that is moved quickly asks for many pictures. Only the last of them is wanted, and the notebook stays free
    for other cells while it is made.
    """

    def __init__(
        self, work: Callable[[Request], None], busy: Callable[[bool], None], failed: Callable[[Exception], None]
    ) -> None:
        """Nothing is asked yet.

        Args:
            work: What is done for a request, in a thread.
            busy: Told ``True`` when a request takes longer than 0.15 s, and ``False`` when it is done.
            failed: Told what ``work`` raised; later requests are done all the same.
        """
        self._work, self._busy, self._failed = work, busy, failed
        self._lock = Lock()
        self._waiting: list[Request] = []
        self._thread: Thread | None = None

    def ask(self, request: Request) -> None:
        """Have this request done as soon as the present one is, and forget those that wait."""
        with self._lock:
            self._waiting = [request]
            if self._thread is None:
                self._thread = Thread(target=self._run, name=THREAD_NAME, daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Return when nothing is left to do."""
        while (thread := self._thread) is not None:
            thread.join()

    def _run(self) -> None:
        try:
            while (request := self._next()) is not None:
                with self._marked():
                    try:
                        self._work(request[0])
                    except Exception as error:  # a control's work may raise anything, and the page must tell it
                        self._failed(error)
        finally:  # also where the page is gone and cannot be told: the next request starts a new thread
            with self._lock:
                if self._thread is current_thread():
                    self._thread = None

    @contextmanager
    def _marked(self) -> Iterator[None]:
        marks: list[bool] = []

        def appear() -> None:
            marks.append(True)
            self._busy(True)

        timer = Timer(BUSY_AFTER, appear)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            if marks:
                self._busy(False)

    def _next(self) -> list[Request] | None:
        with self._lock:
            request, self._waiting = self._waiting, []
            if not request:
                self._thread = None
                return None
            return request
