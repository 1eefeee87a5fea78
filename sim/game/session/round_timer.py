"""How rounds close: with the last decision, by the instructor, or when the time is up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sim.game.errors import GameError
from sim.game.log.entries import Entry
from sim.game.session.branches import MAIN, Branch
from sim.game.session.game_state import GameState
from sim.game.session.permissions import Permissions
from sim.language.messages import _


class RoundTimer:
    """What closes the rounds of a game: the last decision, the instructor, or the time."""

    def __init__(self, state: GameState, permissions: Permissions) -> None:
        """Take up the timer as the log left it."""
        self._state, self._permissions = state, permissions
        self._left = state.game.seconds
        stopped = [entry.act for entry in state.record.entries if entry.act in ("paused", "resumed")][-1:]
        self._since: datetime | None = None if stopped == ["paused"] else state.now()

    def take_up(self) -> None:
        """Give each team its branch where teams play at their own pace, and close the rounds that are due."""
        state = self._state
        if state.game.advance == "own_pace" and len(state.record.lines) == 1:
            state.write(
                *(
                    Entry(act="branched", line=MAIN, round=0, content={"name": team, "owner": team})
                    for team in state.game.teams
                )
            )
        for line in state.lines_played():
            self.close_if_all_in(line)

    def close_round(self, *, line: str | None = None, by: str | None = None) -> None:
        """Close the open round: standing decisions count, bots decide, other seats follow the game's rule.

        Args:
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        actor = self._permissions.instructor(by)
        self._end_round(self._permissions.line(line), actor)

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the round closes; None where no timer runs."""
        if self._left is None:
            return None
        gone = (self._state.now() - self._since).total_seconds() if self._since else 0.0
        return max(0.0, self._left - gone)

    @property
    def paused(self) -> bool:
        """Whether the timer is stopped; False where none runs."""
        return self._since is None

    def tick(self) -> bool:
        """Close the round if its time is up. The holder of the session calls this.

        Returns:
            Whether it was closed.
        """
        line = self._state.line_of()
        if self.seconds_left != 0.0 or self._since is None or self._state.world(line).over:
            return False
        self._end_round(line, "timer")
        return True

    def pause(self, *, by: str | None = None) -> None:
        """Stop the timer.

        Args:
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        self._timed(by, "paused", {})
        self._left, self._since = self.seconds_left, None

    def resume(self, *, by: str | None = None) -> None:
        """Let the timer run on.

        Args:
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        self._timed(by, "resumed", {})
        self._left, self._since = self.seconds_left, self._state.now()

    def extend(self, seconds: float, *, by: str | None = None) -> None:
        """Add seconds to the open round.

        Args:
            seconds: Seconds that are added.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= 1e6:
            raise GameError(_("{seconds} is no time to add; give seconds above 0").format(seconds=repr(seconds)))
        self._timed(by, "extended", {"seconds": float(seconds)})
        self._left = (self._left or 0.0) + seconds

    def close_if_all_in(self, line: Branch) -> None:
        """Close the open round of a branch if the game closes rounds with the last decision, and that has come."""
        if self._state.game.advance in ("all_in", "own_pace"):
            people = self._state.by_people(line)
            if people and not self._state.missing(line) and not self._state.world(line).over:
                self._end_round(line, "all in")

    def _end_round(self, line: Branch, by: str) -> None:
        self._state.close(line, by)
        self.restart()

    def restart(self) -> None:
        """Give the open round the whole of its time."""
        self._left = self._state.game.seconds
        if self._since is not None:
            self._since = self._state.now()

    def _timed(self, by: str | None, act: str, content: Mapping[str, Any]) -> None:
        actor = self._permissions.instructor(by)
        if self._left is None:
            how = {
                "all_in": _("no timer runs in this game; a round closes when all have decided"),
                "instructor": _("no timer runs in this game; the instructor closes the rounds"),
                "own_pace": _("no timer runs in this game; each team plays at its own pace"),
            }
            raise GameError(how.get(self._state.game.advance, _("no timer runs in this game")))
        if (act == "paused") == (self._since is None) and act != "extended":
            raise GameError(_("the time stands still already") if act == "paused" else _("the time is running"))
        self._state.write(Entry(act=act, decided_by=actor, content=content))
