"""Branches of a game: reopen a round, begin a branch at any round, return to one, repeat the decisions of another."""

from __future__ import annotations

from sim.game.errors import GameError
from sim.game.log.decision_log import Entry
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.game.session.permissions import Permissions, number_of_round
from sim.game.session.round_timer import RoundTimer


class Branching:
    """The branches of a game: closed rounds can be played again, and nothing that was played is lost."""

    def __init__(self, state: GameState, permissions: Permissions, timer: RoundTimer) -> None:
        """Begin branches in this game in progress; the timer gives the open round its whole time again."""
        self._state, self._permissions, self._timer = state, permissions, timer

    def reopen(self, round: int, *, name: str | None = None, line: str | None = None, by: str | None = None) -> str:
        """Play a closed round again, on a new branch; see :meth:`Session.reopen`."""
        self._permissions.instructor(by)
        former, number = self._permissions.line(line), number_of_round(round)
        if number >= former.round:
            closed = f"0 to {former.round - 1}" if former.round else "none yet"
            raise GameError(f"round {number} of line {former.name} cannot be reopened; closed rounds: {closed}")
        return self.branch(name or self._free_name(former), number, line=former.name, by=by)

    def branch(self, name: str, round: int | None = None, *, line: str | None = None, by: str | None = None) -> str:
        """Begin a branch at a round; see :meth:`Session.branch`."""
        actor, former = self._permissions.instructor(by), self._permissions.line(line)
        number = former.round if round is None else number_of_round(round)
        if number > former.round:
            raise GameError(f"line {former.name} has come to round {former.round}; branch at that round or before")
        if not isinstance(name, str) or not name.strip() or len(name) > 60 or not name.isprintable():
            raise GameError(f"{name!r} cannot be the name of a line; give up to 60 printable characters")
        if name in self._state.record.lines:
            raise GameError(f"there is a line {name!r} already; choose another name")
        self._state.write(Entry(act="branched", line=former.name, round=number, decided_by=actor,
                               content={"name": name, "owner": former.owner}))  # fmt: skip
        self._timer.restart()
        return name

    def go_to(self, line: str, *, by: str | None = None) -> None:
        """Play on another branch from now on."""
        actor, chosen = self._permissions.instructor(by), self._state.line(line)
        self._state.write(Entry(act="went", line=chosen.name, decided_by=actor))
        self._timer.restart()

    def carry_on(self, like: str, *, line: str | None = None, by: str | None = None) -> None:
        """Close rounds as they were decided on another branch; see :meth:`Session.carry_on`."""
        actor, former, mine = self._permissions.instructor(by), self._state.line(like), self._permissions.line(line)
        if former.round <= mine.round:
            raise GameError(
                f"line {former.name} has come to round {former.round}, which is no further than {mine.name}"
            )
        while mine.round < former.round:
            self._state.close(mine, actor, former)
        self._timer.restart()

    def _free_name(self, former: Branch) -> str:
        root = former.name.split(" again")[0][:40]
        number = 2
        while f"{root} again {number}" in self._state.record.lines:
            number += 1
        return f"{root} again {number}"
