"""Signals that end a command: each is like Ctrl-C, and none breaks off a short block that has to be done whole."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPPING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Ctrl-C; a request to end, as from a batch system or a service manager; the end of the terminal."""
SIGNAL_STATUS = 128
"""Exit status of a command that a signal has ended, less the number of the signal."""

SECONDS_TO_END = 3.0
"""For so long after a signal others are not heeded: the command is cleaning up and says how it ended."""

_stopped_by: list[tuple[int, float]] = []


def stop_like_ctrl_c() -> None:
    """From now on every signal of :data:`STOPPING` raises ``KeyboardInterrupt``; one that is ignored stays so."""
    _stopped_by.clear()
    for one in STOPPING:
        if signal.getsignal(one) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(one, _stop)


def exit_status(usual: int) -> int:
    """Exit status of a command that was interrupted: 130 after Ctrl-C, 143 after SIGTERM; else the usual one."""
    return SIGNAL_STATUS + _stopped_by[0][0] if _stopped_by else usual


@contextmanager
def uninterrupted() -> Iterator[None]:
    """A short block that is not broken off: a signal of :data:`STOPPING` waits for its end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        came.append(number)

    former = {one: how for one in STOPPING if (how := signal.getsignal(one)) not in (signal.SIG_IGN, None)}
    for one in former:
        signal.signal(one, note)
    try:
        yield
    finally:
        for one, how in former.items():
            signal.signal(one, how)
        if came:
            signal.raise_signal(came[0])


def _stop(number: int, _: FrameType | None) -> None:
    now = time.monotonic()
    if not _stopped_by or now - _stopped_by[-1][1] > SECONDS_TO_END:
        _stopped_by.append((number, now))
        raise KeyboardInterrupt
