"""How rounds go on, and what an instructor can do: close, reopen, branch, shock, let bots sit in, stop the time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sim.game.decision_log import DecisionLog, Entry
from sim.game.lines import MAIN, Blow, Line, Stand
from sim.game.play import Clock
from sim.game.refusal import Refused
from sim.game.rights import Rights, text_of
from sim.policies.hold import Hold
from sim.run import whole_number
from sim.scenario.faults import ScenarioError
from sim.scenario.policy import Policy


class Leading(Rights):
    """A game whose rounds go on, by themselves or as somebody says."""

    def __init__(self, log: DecisionLog, clock: Clock) -> None:
        """Take up the game in a log, and close what was due when it was left."""
        super().__init__(log, clock)
        self._left = self.game.seconds
        self._since: datetime | None = self.playing.now()
        if self.game.advance == "own_pace" and len(self.playing.record.lines) == 1:
            self.playing.write(
                *(
                    Entry(act="branched", line=MAIN, round=0, content={"name": seat.name, "owner": seat.name})
                    for seat in self.game.steering
                )
            )
        for line in sorted(set(self.playing.record.on.values())):
            self._close_if_all_in(self.playing.line(line))

    def close_round(self, *, line: str | None = None, by: str | None = None) -> None:
        """Close the open round: what stands counts, bots decide, seats without a decision follow the game's rule."""
        actor = self._leads(by)
        self._end_round(self._line(line), actor)

    def reopen(self, round: int, *, name: str | None = None, line: str | None = None, by: str | None = None) -> str:
        """Play a closed round again, on a new line that is played on from now; the old one stays as it is.

        Returns the name of the new line.
        """
        self._leads(by)
        former, number = self._line(line), _round(round)
        if number >= former.round:
            closed = f"0 to {former.round - 1}" if former.round else "none yet"
            raise Refused(f"round {number} of line {former.name} cannot be reopened; closed rounds: {closed}")
        return self.branch(name or self._free_name(former), number, line=former.name, by=by)

    def branch(self, name: str, round: int | None = None, *, line: str | None = None, by: str | None = None) -> str:
        """Begin a new line at a round of the one played on, the open one if left out, and play on it from now on.

        Rounds before it are shared; what was decided or dealt out in that round and later stays with the old line.
        """
        actor, former = self._leads(by), self._line(line)
        number = former.round if round is None else _round(round)
        if number > former.round:
            raise Refused(f"line {former.name} has come to round {former.round}; branch at that round or before")
        if not isinstance(name, str) or not name.strip() or len(name) > 60 or not name.isprintable():
            raise Refused(f"{name!r} cannot be the name of a line; give up to 60 printable characters")
        if name in self.playing.record.lines:
            raise Refused(f"there is a line {name!r} already; choose another name")
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
            raise Refused(f"line {former.name} has come to round {former.round}, which is no further than {mine.name}")
        while mine.round < former.round:
            self.playing.close(mine, actor, former)
        self._begin_time()

    # What an instructor does besides

    def shock(self, shock: Mapping[str, object], *, line: str | None = None, by: str | None = None) -> None:
        """Let something befall the market from the open round on, written as in a scenario; ``at`` is this week if
        left out. To undo it, branch at the round in which it was dealt out."""
        actor, struck = self._leads(by), self._line(line)
        world = self.playing.world(struck)
        if world.over:
            raise Refused("the game is over; reopen a round to deal out a shock")
        content = {"shock": {"at": world.week, **shock} if isinstance(shock, Mapping) else shock}
        blow = self._checked(Blow, content).shock
        if blow.at < world.week:
            raise Refused(f"the shock is at week {blow.at:g}, and it is week {world.week:g}; the past does not change")
        content = {"shock": blow.model_dump(mode="json", exclude_unset=True)}
        try:
            self.playing.scenario.but(shocks=(*self.playing.as_on(struck).shocks, blow))
        except ScenarioError as error:
            raise Refused(str(error)) from None
        self.playing.write(
            Entry(act="shocked", line=struck.name, round=struck.round, decided_by=actor, content=content)
        )
        self.playing.forget(struck)

    def seat_bot(self, seat: str, bot: Policy | None = None, *, by: str | None = None) -> None:
        """Let a bot sit in for whoever steers a firm: this one, or the seat's own."""
        actor, place = self._leads(by), self._firm_seat(seat)
        chosen = (bot or place.bot or Hold()).model_dump(mode="json", exclude_unset=True)
        self._checked(Stand, {"bot": chosen}, f"{place.name}: ")
        self.playing.write(Entry(act="bot", seat=place.name, decided_by=actor, content={"bot": chosen}))
        for name in sorted(set(self.playing.record.on.values())):
            self._close_if_all_in(self.playing.line(name))

    def seat_human(self, seat: str, *, by: str | None = None) -> None:
        """Give a seat back to whoever has joined it."""
        actor, place = self._leads(by), self._firm_seat(seat)
        if place.name not in self.playing.record.bots:
            raise Refused(f"no bot sits at {place.name}")
        self.playing.write(Entry(act="human", seat=place.name, decided_by=actor))

    def say(self, text: str, *, to: str = "", by: str | None = None) -> None:
        """Send a message to a seat, or to all."""
        actor = self._leads(by)
        seat = self._seat(to).name if to else ""
        self.playing.write(Entry(act="said", seat=seat, decided_by=actor, content={"text": text_of(text, "message")}))

    # Time, where a timer closes rounds

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the round closes; None where no timer runs."""
        if self._left is None:
            return None
        gone = (self.playing.now() - self._since).total_seconds() if self._since else 0.0
        return max(0.0, self._left - gone)

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
            raise Refused(f"{seconds!r} is no time to add; give seconds above 0")
        self._timed(by, "extended", {"seconds": float(seconds)})
        self._left = (self._left or 0.0) + seconds

    def _close_if_all_in(self, line: Line) -> None:
        if self.game.advance in ("all_in", "own_pace"):
            people = self.playing.by_people(line)
            if people and not self.playing.missing(line) and not self.playing.world(line).over:
                self._end_round(line, "all in")

    def _end_round(self, line: Line, by: str) -> None:
        self.playing.close(line, by)
        self._begin_time()

    def _begin_time(self) -> None:
        self._left = self.game.seconds
        if self._since is not None:
            self._since = self.playing.now()

    def _timed(self, by: str | None, act: str, content: Mapping[str, Any]) -> None:
        actor = self._leads(by)
        if self._left is None:
            raise Refused("no timer runs in this game; rounds close " + self.game.advance.replace("_", " "))
        if (act == "paused") == (self._since is None) and act != "extended":
            raise Refused("the time stands still already" if act == "paused" else "the time is running")
        self.playing.write(Entry(act=act, decided_by=actor, content=content))

    def _free_name(self, former: Line) -> str:
        root = former.name.split(" again")[0][:40]
        number = 2
        while f"{root} again {number}" in self.playing.record.lines:
            number += 1
        return f"{root} again {number}"


def _round(number: int) -> int:
    try:
        return whole_number("round", number, 0)
    except ValueError as error:
        raise Refused(str(error)) from None
