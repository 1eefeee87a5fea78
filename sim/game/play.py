"""A game in progress: the log, what it has come to, and the worlds of its lines, kept in step with one another."""

from __future__ import annotations

import json
import warnings
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeAlias

from sim.game.decision_log import DecisionLog, Entry
from sim.game.game import Game, Seat
from sim.game.lines import Line, Record
from sim.game.refusal import Refused
from sim.game.world import World
from sim.policies.hold import Hold
from sim.registry import unknown
from sim.scenario.decision import Decision
from sim.scenario.faults import ScenarioError
from sim.scenario.policy import Policy
from sim.scenario.read import from_text
from sim.scenario.scenario import Scenario
from sim.version import VERSION

Clock: TypeAlias = Callable[[], datetime]
THERE_ALREADY: dict[str, object] = {"open": None, "launch": None}
"""What a decision must not hold that is made once more: its programmes run already."""
WORLDS = 8
"""Worlds that are kept in memory; one that is asked for again later is brought about again."""


class OtherVersion(UserWarning):
    """A game was made by another version of Guanxi, in which the same decisions may have brought other figures."""


def now() -> datetime:
    """The time it is."""
    return datetime.now(UTC)


def written(decision: Decision) -> dict[str, Any]:
    """A decision as the log holds it: the levers that are moved, and nothing else."""
    content = decision.model_dump(mode="json", exclude_unset=True)
    return {name: value for name, value in content.items() if value is not None}


class Play:
    """What all who sit at a game have in common."""

    def __init__(self, log: DecisionLog, clock: Clock) -> None:
        """Take up the game in a log. Raises :class:`Refused` where the log makes no sense."""
        opening = log.opening()
        if opening.version != VERSION:
            warnings.warn(
                f"{log.path.name} was made by guanxi {opening.version}, this is {VERSION}: the same decisions "
                "may bring other figures now", OtherVersion, stacklevel=3,
            )  # fmt: skip
        try:
            self.game = from_text(Game, opening.declaration)
            self.scenario = from_text(Scenario, opening.scenario)
        except ScenarioError as error:
            raise Refused(f"{log.path}: the game in it cannot be read: {error}") from None
        self.log, self.seed, self.codes = log, opening.seed, opening.codes
        self._clock = clock
        self._worlds: OrderedDict[str, World] = OrderedDict()
        self.record = Record()
        self.record.take(log.entries())

    def now(self) -> datetime:
        """The time it is, as this game counts it."""
        return self._clock()

    def write(self, *entries: Entry) -> list[Entry]:
        """Write acts down, all or none; what is returned is in the log, and the game goes on from it."""
        time, first = self.now().isoformat(timespec="milliseconds"), len(self.record.entries) + 1
        numbered = [
            replace(entry, number=first + place, time=time, content=json.loads(json.dumps(dict(entry.content))))
            for place, entry in enumerate(entries)
        ]
        self.log.append(numbered)
        self.record.take(numbered)
        return numbered

    def line(self, name: str) -> Line:
        """The line of that name. Raises :class:`Refused`."""
        if not isinstance(name, str) or name not in self.record.lines:
            raise Refused(unknown("line", str(name), self.record.lines))
        return self.record.lines[name]

    def line_of(self, seat: str = "") -> Line:
        """The line on which a seat plays now."""
        return self.record.lines[self.record.on.get(seat, self.record.on[""])]

    def as_on(self, line: Line) -> Scenario:
        """The scenario with the shocks that were dealt out on a line."""
        dealt = tuple(shock for _, shock in line.shocks)
        return self.scenario.but(shocks=(*self.scenario.shocks, *dealt)) if dealt else self.scenario

    def firms(self, said: Mapping[str, Decision]) -> dict[str, Decision]:
        """Decisions by firm, from decisions by seat."""
        return {seat.steers: said[seat.name] for seat in self.game.steering if seat.name in said}

    def decisions(self, line: Line) -> list[Mapping[str, Decision]]:
        """What counted in each closed round of a line, by firm."""
        return [self.firms({seat: said.decision for seat, said in round_.items()}) for round_ in line.closed]

    def world(self, line: Line) -> World:
        """The world of a line as it stands."""
        world = self._worlds.get(line.name)
        if world is None:
            world = World(self.as_on(line), self.seed).played(self.decisions(line))
            self._worlds[line.name] = world
            while len(self._worlds) > WORLDS:
                self._worlds.popitem(last=False)[1].close()
        self._worlds.move_to_end(line.name)
        return world

    def forget(self, line: Line) -> None:
        """Bring the world of a line about anew when it is next asked for."""
        world = self._worlds.pop(line.name, None)
        if world is not None:
            world.close()

    def by_people(self, line: Line) -> list[Seat]:
        """Seats at which people decide on a line."""
        return [
            seat for seat in self.game.steering
            if seat.name not in self.record.bots and line.owner in ("", seat.name)
        ]  # fmt: skip

    def missing(self, line: Line) -> list[str]:
        """Seats at which people have not decided yet."""
        return [seat.name for seat in self.by_people(line) if seat.name not in line.standing]

    def close(self, line: Line, by: str, like: Line | None = None) -> None:
        """Close the round that is open on a line: what stands counts, bots decide, and the world lives on.

        With ``like``, those for whom nothing stands decide as they did on that line.
        """
        world = self.world(line)
        if world.over:
            raise Refused(f"line {line.name}: all {self.game.rounds} rounds are closed; reopen one to play it again")
        people = {seat.name for seat in self.by_people(line)}
        said: dict[str, Decision] = {}
        acts: list[Entry] = []
        for seat in self.game.steering:
            standing = line.standing.get(seat.name)
            if standing is not None and seat.name in people and _possible(world, seat, standing.decision):
                said[seat.name] = standing.decision
                continue
            if like is not None:
                decided_by, (decision, reason) = "default", _as_on(like, line.round, seat, world)
            elif seat.name in people:
                decided_by, (decision, reason) = "default", self._absent(line, seat, world)
            else:
                decided_by, (decision, reason) = "bot", self._bots(seat, world)
            said[seat.name] = decision
            acts.append(
                Entry(act="decided", line=line.name, round=line.round, seat=seat.name, decided_by=decided_by,
                      reason=reason, content={"decision": written(decision)})
            )  # fmt: skip
        closing = Entry(act="closed", line=line.name, round=line.round, decided_by=by)
        try:
            world.play(self.firms(said))
            self.write(*acts, closing)
        except BaseException:
            self.forget(line)
            raise

    def _bots(self, seat: Seat, world: World) -> tuple[Decision, str]:
        bot: Policy = self.record.bots.get(seat.name) or seat.bot or Hold()
        decision = bot.decide(world.view(seat.steers))
        return (decision, bot.kind) if _possible(world, seat, decision) else (Decision(), f"{bot.kind} found no way")

    def _absent(self, line: Line, seat: Seat, world: World) -> tuple[Decision, str]:
        """What counts for a seat where nobody has decided, and why."""
        if self.game.absent == "bot":
            decision, kind = self._bots(seat, world)
            return decision, f"absent: {kind}"
        if self.game.absent == "repeat" and line.closed and seat.name in line.closed[-1]:
            last = line.closed[-1][seat.name].decision
            decision = last.model_copy(update=THERE_ALREADY)
            if _possible(world, seat, decision):
                return decision, f"absent: as in round {line.round - 1}"
        return Decision(), "absent: nothing is changed"

    def shut(self) -> None:
        """Let the file and all worlds go."""
        for world in self._worlds.values():
            world.close()
        self._worlds.clear()
        self.log.close()


def _as_on(like: Line, number: int, seat: Seat, world: World) -> tuple[Decision, str]:
    """What a seat decided in that round of another line, as far as it can be done here, and how that is marked."""
    decision = like.closed[number][seat.name].decision
    for part, note in ((decision, ""), (decision.model_copy(update=THERE_ALREADY), ", but opens and launches nothing")):
        if _possible(world, seat, part):
            return part, f"as on {like.name}{note}"
    return Decision(), f"as on {like.name} is not possible: nothing is changed"


def _possible(world: World, seat: Seat, decision: Decision) -> bool:
    try:
        world.refuse_impossible(seat.steers, decision)
    except Refused:
        return False
    return True
