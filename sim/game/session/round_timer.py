"""How rounds go on: once all are in, when somebody says so, when the time is up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sim.game.errors import GameError
from sim.game.log.decision_log import Entry
from sim.game.log.log_copy import Log
from sim.game.session.branches import MAIN, Branch
from sim.game.session.game_state import Clock
from sim.game.session.permissions import Permissions


class RoundTimer(Permissions):
    """A game whose rounds go on, by themselves or as somebody says."""

    def __init__(self, log: Log, clock: Clock) -> None:
        """Take up the game in a log, and close what was due when it was left."""
        super().__init__(log, clock)
        self._left = self.game.seconds
        stopped = [entry.act for entry in self.playing.record.entries if entry.act in ("paused", "resumed")][-1:]
        self._since: datetime | None = None if stopped == ["paused"] else self.playing.now()
        if self.game.advance == "own_pace" and len(self.playing.record.lines) == 1:
            self.playing.write(
                *(
                    Entry(act="branched", line=MAIN, round=0, content={"name": team, "owner": team})
                    for team in self.game.teams
                )
            )
        for line in sorted(set(self.playing.record.on.values())):
            self._close_if_all_in(self.playing.line(line))

    def close_round(self, *, line: str | None = None, by: str | None = None) -> None:
        """Close the open round: what stands counts, bots decide, seats without a decision follow the game's rule."""
        actor = self._leads(by)
        self._end_round(self._line(line), actor)

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the round closes; None where no timer runs."""
        if self._left is None:
            return None
        gone = (self.playing.now() - self._since).total_seconds() if self._since else 0.0
        return max(0.0, self._left - gone)

    @property
    def paused(self) -> bool:
        """Whether the time stands still; never where no timer runs."""
        return self._since is None

    def tick(self) -> bool:
        """Close the round if its time is up, and say whether it was. Whoever holds the session calls this."""
        line = self.playing.line_of()
        if self.seconds_left != 0.0 or self._since is None or self.playing.world(line).over:
            return False
        self._end_round(line, "timer")
        return True

    def pause(self, *, by: str | None = None) -> None:
        """Let the time stand still."""
        self._timed(by, "paused", {})
        self._left, self._since = self.seconds_left, None

    def resume(self, *, by: str | None = None) -> None:
        """Let the time go on."""
        self._timed(by, "resumed", {})
        self._left, self._since = self.seconds_left, self.playing.now()

    def extend(self, seconds: float, *, by: str | None = None) -> None:
        """Give the round more time."""
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= 1e6:
            raise GameError(f"{seconds!r} is no time to add; give seconds above 0")
        self._timed(by, "extended", {"seconds": float(seconds)})
        self._left = (self._left or 0.0) + seconds

    def _close_if_all_in(self, line: Branch) -> None:
        if self.game.advance in ("all_in", "own_pace"):
            people = self.playing.by_people(line)
            if people and not self.playing.missing(line) and not self.playing.world(line).over:
                self._end_round(line, "all in")

    def _end_round(self, line: Branch, by: str) -> None:
        self.playing.close(line, by)
        self._begin_time()

    def _begin_time(self) -> None:
        self._left = self.game.seconds
        if self._since is not None:
            self._since = self.playing.now()

    def _timed(self, by: str | None, act: str, content: Mapping[str, Any]) -> None:
        actor = self._leads(by)
        if self._left is None:
            raise GameError("no timer runs in this game; rounds close " + self.game.advance.replace("_", " "))
        if (act == "paused") == (self._since is None) and act != "extended":
            raise GameError("the time stands still already" if act == "paused" else "the time is running")
        self.playing.write(Entry(act=act, decided_by=actor, content=content))
