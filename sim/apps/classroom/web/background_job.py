"""Work that takes long, in a process of its own, piece by piece and with its progress: the server goes on meanwhile."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from typing import Any, Generic, TypeVar

from sim.errors import reason_of
from sim.game.errors import GameError
from sim.language.messages import _

Asked = TypeVar("Asked")
Found = TypeVar("Found")
NICENESS = 10
"""By how much the process lets others go first."""


class BackgroundJob(Generic[Asked, Found]):
    """One kind of work, of which one piece after the other is done; at most one such job at a time."""

    def __init__(self, work: Callable[[Asked], Found], told: Callable[[], None]) -> None:
        """Do this work, a function of a module; ``told`` is called in the loop when the progress has changed."""
        self._work, self._told = work, told
        self._pool: Any = None
        self._done, self._of, self._error = 0, 0, ""

    @property
    def running(self) -> bool:
        """Whether it is being done."""
        return self._pool is not None

    def progress(self) -> dict[str, Any]:
        """How far it is, in plain JSON: pieces done, of how many, and what went wrong the last time."""
        return {"running": self.running, "done": self._done, "of": self._of, "error": self._error}

    async def run(self, asked: Sequence[Asked]) -> list[Found]:
        """Do the work for each that is asked, and return the results in the same order.

        Raises:
            GameError: Where such a job is running already, and where it is ended.
        """
        if self.running:
            raise GameError(_("this is being computed already; wait until it is ready"))
        from joblib.externals.loky import ProcessPoolExecutor  # begins processes whatever script serves the class

        self._pool = ProcessPoolExecutor(max_workers=1, initializer=_behind_others)
        self._done, self._of, self._error = 0, len(asked), ""
        self._told()
        found = list[Found]()
        try:
            for one in asked:
                found.append(await asyncio.get_running_loop().run_in_executor(self._pool, self._work, one))
                self._done += 1
                self._told()
            return found
        except BrokenProcessPool:
            raise GameError(_("the computation was ended before it was ready; start it again")) from None
        finally:
            self.shut()
            self._told()

    @contextmanager
    def errors_told(self) -> Iterator[None]:
        """Let the progress say what goes wrong inside, in the work or with its results, and go on after it."""
        try:
            yield
        except GameError as error:
            self._error = str(error)
        except Exception as error:
            logging.getLogger("uvicorn.error").exception("a computation in the background failed")
            said = _("this could not be computed: {why}; the window of the server says more")
            self._error = said.format(why=reason_of(error))
        else:
            return
        self._told()

    def shut(self) -> None:
        """End what has begun; its result is lost."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, kill_workers=True)


def _behind_others() -> None:
    """Let the server, which people wait for, compute first."""
    with suppress(AttributeError, OSError):  # where the system knows no niceness
        os.nice(NICENESS)
