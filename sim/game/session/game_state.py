"""A game in progress: the log, what it has come to, and the worlds of its lines, kept in step with one another."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sim.game.decisions.decisions import accounts, firms
from sim.game.errors import GameError, reason_of
from sim.game.game import Seat
from sim.game.log.damage import damaged
from sim.game.log.entries import Entry, Log
from sim.game.log.kept_file import Clock, stamped, warn_of_other_version
from sim.game.session.branch_run import BranchRun, Round
from sim.game.session.branches import Branch, StrategyStatement
from sim.game.session.game_record import GameRecord, declared, take_all
from sim.game.session.round_closing import RoundClosing
from sim.language.messages import _
from sim.registry import unknown
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.decision import Decision
from sim.scenario.scenario import Scenario

WORLDS = 8
"""Worlds that are kept in memory; one that is asked for again later is brought about again."""


class GameState:
    """What all who sit at a game have in common."""

    def __init__(self, log: Log, clock: Clock) -> None:
        """Take up the game in a log. Raises :class:`GameError` where the log makes no sense."""
        opening = log.opening()
        if opening.sets_task:
            said = _(
                "{file} holds an exercise and no game; go on with it in a notebook: sim.play(file={quoted}), or in the "
                "terminal: guanxi play {name} --file {file}"
            )
            raise GameError(said.format(file=log.path, quoted=repr(str(log.path)), name=opening.name))
        warn_of_other_version(log.path, opening, _("the same decisions may bring other figures"), stacklevel=4)
        try:
            self.game, self.scenario = declared(opening)
        except GameError as error:
            raise damaged(log.path, str(error)) from None
        self.log, self.seed, self.codes = log, opening.seed, opening.codes
        self._clock = clock
        self._worlds: OrderedDict[str, BranchRun] = OrderedDict()
        self._mark: str | None = None
        self.record = GameRecord()
        entries = log.entries()
        try:
            take_all(self.game, self.record, entries)
        except GameError as error:
            raise damaged(log.path, str(error), len(self.record.entries)) from None
        log.keep_copy()

    def now(self) -> datetime:
        """The time it is, as this game counts it."""
        return self._clock()

    def write(self, *entries: Entry) -> list[Entry]:
        """Write acts down, all or none; what is returned is in the log, and the game goes on from it."""
        numbered = stamped(entries, len(self.record.entries) + 1, self.now)
        if self._mark is not None and numbered:
            numbered[-1] = replace(numbered[-1], client=self._mark)
        self.log.append(numbered)
        self.record.apply(numbered)
        self._mark = None
        return numbered

    @contextmanager
    def marked(self, client: str | None) -> Iterator[None]:
        """Put a client's mark on what is written next, so that an instructor's act that is sent twice counts once."""
        self._mark = client
        try:
            yield
        finally:
            self._mark = None

    def line(self, name: str) -> Branch:
        """The line of that name. Raises :class:`GameError`."""
        if not isinstance(name, str) or name not in self.record.lines:
            raise GameError(unknown("line", str(name), self.record.lines))
        return self.record.lines[name]

    def line_of(self, seat: str = "") -> Branch:
        """The line on which a seat plays now."""
        team = self.game.team_of(self.game.seat(seat)) if seat else ""
        return self.record.lines[self.record.on.get(team, self.record.on[""])]

    def lines_played(self) -> list[Branch]:
        """The branches that are played on, in the order of their names."""
        return [self.line(name) for name in sorted(set(self.record.on.values()))]

    def scenario_on_branch(self, line: Branch) -> Scenario:
        """The scenario with the shocks that were dealt out on a line."""
        dealt = tuple(shock for _round, shock in line.shocks)
        return self.scenario.but(shocks=(*self.scenario.shocks, *dealt)) if dealt else self.scenario

    def decisions(self, line: Branch) -> list[Mapping[str, Decision]]:
        """What counted in each closed round of a line, by firm."""
        return [
            firms(self.game, {seat: recorded.decision for seat, recorded in round_.items()}) for round_ in line.closed
        ]

    def account_decisions(self, line: Branch) -> list[Mapping[str, AccountDecision]]:
        """What counted in each closed round of a line, by key account."""
        return [
            accounts(self.game, {seat: recorded.decision for seat, recorded in round_.items()})
            for round_ in line.closed
        ]

    def rounds(self, line: Branch) -> list[Round]:
        """What counted in each closed round of a line, by firm and by key account."""
        return list(zip(self.decisions(line), self.account_decisions(line), strict=True))

    def world(self, line: Branch) -> BranchRun:
        """The world of a line as it stands."""
        world = self._worlds.get(line.name)
        if world is None:
            world = self._replayed(line)
            self._worlds[line.name] = world
            while len(self._worlds) > WORLDS:
                self._worlds.popitem(last=False)[1].close()
        self._worlds.move_to_end(line.name)
        return world

    def _replayed(self, line: Branch) -> BranchRun:
        """The world of a line, replayed from its decisions. Raises :class:`GameError` where that cannot be done."""
        try:
            return BranchRun(self.scenario_on_branch(line), self.seed).played(self.rounds(line))
        except Exception as error:
            said = _(
                "{file}: the rounds of line {line} cannot be played again ({reason}); the file is damaged, was edited, "
                "or was written by a version of guanxi with other rules"
            )
            raise GameError(said.format(file=self.log.path, line=line.name, reason=reason_of(error))) from error

    def discard_world(self, line: Branch) -> None:
        """Bring the world of a line about anew when it is next asked for."""
        world = self._worlds.pop(line.name, None)
        if world is not None:
            world.close()

    def strategy_of(self, line: Branch, firm: str) -> StrategyStatement | None:
        """What the head of a firm stated last, on a line."""
        seats = {seat.name for seat in self.game.steering if seat.steers == firm}
        return next((stated for stated in reversed(line.strategies) if stated.seat in seats), None)

    def by_people(self, line: Branch) -> list[Seat]:
        """Seats at which people decide on a line."""
        return [
            seat for seat in self.game.deciding
            if seat.name not in self.record.bots and line.owner in ("", self.game.team_of(seat))
        ]  # fmt: skip

    def missing(self, line: Branch) -> list[str]:
        """Seats at which people have not decided yet."""
        return [seat.name for seat in self.by_people(line) if seat.name not in line.standing]

    def close(self, line: Branch, by: str, like: Branch | None = None) -> None:
        """Close the round that is open on a line: what stands counts, bots decide, and the world lives on.

        With ``like``, those for whom nothing stands decide as they did on that line.
        """
        world = self.world(line)
        if world.over:
            said = _("line {line}: all {rounds} rounds are closed; reopen one to play it again")
            raise GameError(said.format(line=line.name, rounds=self.game.rounds))
        people = {seat.name for seat in self.by_people(line)}
        closing = RoundClosing(self.game, line, world, people=people, bots=self.record.bots, like=like)
        closed = Entry(act="closed", line=line.name, round=line.round, decided_by=by)
        try:
            world.play(firms(self.game, closing.decisions), accounts(self.game, closing.decisions))
            self.write(*closing.acts, closed)
        except BaseException:
            self.discard_world(line)
            raise

    def shut(self) -> None:
        """Let the file and all worlds go."""
        for world in self._worlds.values():
            world.close()
        self._worlds.clear()
        self.log.close()
