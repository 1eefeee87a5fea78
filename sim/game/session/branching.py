"""Lines of play: reopen a round, begin a line at any round, return to one, carry on as on another."""

from __future__ import annotations

from sim.game.errors import GameError
from sim.game.log.decision_log import Entry
from sim.game.session.branches import Branch
from sim.game.session.permissions import number_of_round
from sim.game.session.round_timer import RoundTimer


class Branching(RoundTimer):
    """A game in which closed rounds can be played again, and nothing that was played is lost."""

    def reopen(self, round: int, *, name: str | None = None, line: str | None = None, by: str | None = None) -> str:
        """Play a closed round again, on a new line that is played on from now; the old one stays as it is.

        Returns the name of the new line.
        """
        self._leads(by)
        former, number = self._line(line), number_of_round(round)
        if number >= former.round:
            closed = f"0 to {former.round - 1}" if former.round else "none yet"
            raise GameError(f"round {number} of line {former.name} cannot be reopened; closed rounds: {closed}")
        return self.branch(name or self._free_name(former), number, line=former.name, by=by)

    def branch(self, name: str, round: int | None = None, *, line: str | None = None, by: str | None = None) -> str:
        """Begin a new line at a round of the one played on, the open one if left out, and play on it from now on.

        Rounds before it are shared; what was decided or dealt out in that round and later stays with the old line.
        """
        actor, former = self._leads(by), self._line(line)
        number = former.round if round is None else number_of_round(round)
        if number > former.round:
            raise GameError(f"line {former.name} has come to round {former.round}; branch at that round or before")
        if not isinstance(name, str) or not name.strip() or len(name) > 60 or not name.isprintable():
            raise GameError(f"{name!r} cannot be the name of a line; give up to 60 printable characters")
        if name in self.playing.record.lines:
            raise GameError(f"there is a line {name!r} already; choose another name")
        self.playing.write(Entry(act="branched", line=former.name, round=number, decided_by=actor,
                               content={"name": name, "owner": former.owner}))  # fmt: skip
        self._begin_time()
        return name

    def go_to(self, line: str, *, by: str | None = None) -> None:
        """Play on another line from now on."""
        actor, chosen = self._leads(by), self.playing.line(line)
        self.playing.write(Entry(act="went", line=chosen.name, decided_by=actor))
        self._begin_time()

    def carry_on(self, like: str, *, line: str | None = None, by: str | None = None) -> None:
        """Close rounds as they were decided on another line, up to where that one has come: what if only this differed?

        What stands for the open round counts. A decision that cannot be made again here is made without the programmes
        that it opened or launched, or else not at all; both are marked in its reason.
        """
        actor, former, mine = self._leads(by), self.playing.line(like), self._line(line)
        if former.round <= mine.round:
            raise GameError(
                f"line {former.name} has come to round {former.round}, which is no further than {mine.name}"
            )
        while mine.round < former.round:
            self.playing.close(mine, actor, former)
        self._begin_time()

    def _free_name(self, former: Branch) -> str:
        root = former.name.split(" again")[0][:40]
        number = 2
        while f"{root} again {number}" in self.playing.record.lines:
            number += 1
        return f"{root} again {number}"
