"""Many replays side by side: in processes of their own where there are many, with a bar, and the same in any number."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from typing import TypeVar

from sim.progress import ProgressBar
from sim.results.simulate import whole_number

Asked = TypeVar("Asked")
Found = TypeVar("Found")

FEW = 16
"""Replays up to which it takes longer to start processes than to do without. Measured on 2 cores."""


def parallel_replays(
    work: Callable[[Asked], Found], asked: Sequence[Asked], what: str, *, workers: int | None = None,
    quiet: bool = False,
) -> list[Found]:  # fmt: skip
    """Do this work for each that is asked, and return what came of it in the same order.

    ``workers``: how many processes; as many as there are cores if left out, one for few. What comes does not depend
    on it. An interrupt ends all of them, and nothing has been changed, since replays write nothing.
    """
    if workers is None:
        workers = 1 if len(asked) <= FEW else min(os.cpu_count() or 1, len(asked))
    whole_number("workers", workers, 1)
    found: list[Found] = []
    with ProgressBar(what, len(asked), quiet=quiet or len(asked) <= FEW) as bar:
        if workers == 1:
            for one in asked:
                found.append(work(one))
                bar.advance()
            return found
        from joblib import Parallel, delayed

        with warnings.catch_warnings():  # a worker that has grown is sent home and replaced; nobody need be told
            warnings.filterwarnings("ignore", message="A worker stopped while some jobs were given to the executor")
            coming = Parallel(n_jobs=workers, return_as="generator")(delayed(work)(one) for one in asked)
            try:
                for one_found in coming:
                    found.append(one_found)
                    bar.advance()
            except BaseException:
                _stop()
                raise
    return found


def _stop() -> None:
    """End the processes at once: what they were at is of no use to anybody any more."""
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor().shutdown(wait=False, kill_workers=True)
