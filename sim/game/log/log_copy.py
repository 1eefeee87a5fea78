"""The log of a game copied at a moment: whoever looks back on it, or tries something, leaves the game alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from sim.game.log.decision_log import Entry, Opening


class Log(Protocol):
    """Where the acts of a game are kept."""

    @property
    def path(self) -> Path:
        """The file of the game."""
        ...

    def opening(self) -> Opening:
        """What the game began with."""
        ...

    def entries(self) -> list[Entry]:
        """All acts so far, in order."""
        ...

    def append(self, entries: Sequence[Entry]) -> None:
        """Add these numbered acts, all or none."""
        ...

    def keep_copy(self) -> None:
        """Bring the good copy beside the file up to date."""
        ...

    def close(self) -> None:
        """Let the file go."""
        ...


class LogCopy:
    """A log in memory. What is added to it goes with it; no file is touched."""

    def __init__(self, log: Log, entries: Sequence[Entry]) -> None:
        """The opening of this log, and these entries of it."""
        self.path = log.path
        """The file of the game that was copied."""
        self._opening, self._entries = log.opening(), list(entries)

    def opening(self) -> Opening:
        """What the game began with."""
        return self._opening

    def entries(self) -> list[Entry]:
        """All acts so far, in order."""
        return list(self._entries)

    def append(self, entries: Sequence[Entry]) -> None:
        """Add these acts."""
        self._entries += entries

    def keep_copy(self) -> None:
        """There is no file of which a copy could be kept."""

    def close(self) -> None:
        """Nothing is held that could be let go."""
