"""What a game file holds, what the game began with and one entry for each act, and a log of them in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One act in a game."""

    act: str
    """``joined``, ``predicted``, ``decided``, ``withdrew``, ``strategy``, ``believed``, ``noted``, ``closed``,
    ``branched``, ``went``, ``shocked``, ..."""
    line: str = ""
    """The line of play that it belongs to."""
    round: int = -1
    seat: str = ""
    decided_by: str = ""
    """``human``, ``bot`` or ``default`` for a decision; for other acts who did it."""
    reason: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    client: str | None = None
    """A mark by which a client knows what it has sent: sent again, it counts once."""
    number: int = 0
    """Its place in the log, from 1."""
    time: str = ""
    """When it was written, UTC."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a game began with."""

    declaration: str
    """The game, as the text of a game file."""
    scenario: str
    """The scenario as the game plays it, as the text of a scenario file."""
    seed: int
    version: str
    """Of Guanxi."""
    made: str
    """When, UTC."""
    codes: Mapping[str, str]
    """The pass code of each seat."""

    @property
    def name(self) -> str:
        """Of the game or the exercise."""
        named = (line.removeprefix("name:") for line in self.declaration.splitlines() if line.startswith("name:"))
        return next(named, "").strip()

    @property
    def sets_task(self) -> bool:
        """Whether it is that of an exercise, which sets a task, and not of a game."""
        return any(line.startswith("task:") for line in self.declaration.splitlines())


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
