"""Faults at every system call of a writer: the process killed, or the call refused."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sim.files import one_step_rename

CALLS = (
    "open", "close", "write", "fsync", "mkdir", "rmdir", "rename", "replace", "link", "unlink", "chmod", "listdir",
    "scandir", "stat", "fstat",
)  # fmt: skip
"""Functions of ``os`` that are counted; renameat2 comes on top."""
WRITING = ("open", "write", "fsync", "mkdir", "rename", "replace", "link")
"""Those that a full disk or one that cannot be written refuses; renameat2 too."""


@contextmanager
def at_calls(names: tuple[str, ...], strike: Callable[[int, tuple[Any, ...]], None]) -> Iterator[list[int]]:
    """Within the block ``strike`` gets the number, from 1, and the arguments of each call before it is made."""
    made = [0]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **more: Any) -> Any:
            made[0] += 1
            strike(made[0], given)
            return real(*given, **more)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            patch.setattr(os, name, counted(getattr(os, name)))
        patch.setattr(one_step_rename, "renameat2", counted(one_step_rename.renameat2))
        yield made


def killed_at(number: int, act: Callable[[], object]) -> bool:
    """Whether a child that does this is killed before its so-manyth system call; False where it ends before."""

    def strike(made: int, _: tuple[Any, ...]) -> None:
        if made == number:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        status = 1
        try:
            with at_calls(CALLS, strike):
                act()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the child failed of itself"
    return os.WIFSIGNALED(status)


@contextmanager
def refused_at(number: int, code: int, names: tuple[str, ...] = WRITING) -> Iterator[list[int]]:
    """The so-manyth of these calls, or every one where the number is 0, fails with this error."""
    writes = [0]

    def strike(_: int, given: tuple[Any, ...]) -> None:
        if len(given) > 1 and isinstance(given[1], int) and not given[1] & (os.O_WRONLY | os.O_RDWR):
            return  # something is opened to be read
        writes[0] += 1
        if number in (0, writes[0]):
            raise OSError(code, os.strerror(code))

    with at_calls(names, strike):
        yield writes
