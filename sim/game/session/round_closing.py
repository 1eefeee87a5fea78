"""What counts when a round closes: what stands, what bots decide, and the game's rule for those who are late."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sim.game.decisions.decisions import AnyDecision, AnyPolicy, actor_of, once_more
from sim.game.errors import GameError
from sim.game.game import Game, Seat
from sim.game.log.entries import Entry
from sim.game.session.branch_run import BranchRun
from sim.game.session.branches import Branch
from sim.language.choice import ENGLISH, using_language


class RoundClosing:
    """A round that is about to close on a line."""

    def __init__(
        self, game: Game, line: Branch, world: BranchRun, *, people: Collection[str],
        bots: Mapping[str, AnyPolicy], like: Branch | None = None,
    ) -> None:  # fmt: skip
        """``people`` are the seats at which people sit, ``bots`` those that sit in for some.

        With ``like``, those for whom nothing stands decide as they did on that line.
        """
        self._game, self._line, self._world = game, line, world
        self._people, self._bots, self._like = people, bots, like
        self.decisions: dict[str, AnyDecision] = {}
        """The decisions that count, by seat."""
        self.acts: list[Entry] = []
        """What has to be written down: all that was not decided by people."""
        with using_language(ENGLISH):  # reasons stand in the log, which is the same in each language
            for seat in self._in_turn():
                self._take(seat)
        order = [seat.name for seat in game.deciding]
        self.acts.sort(key=lambda act: order.index(act.seat))

    def _in_turn(self) -> list[Seat]:
        """What people said first goes first; it is the later one that has to give way where two do not go together."""
        standing = {name: recorded for name, recorded in self._line.standing.items() if name in self._people}
        return sorted(
            self._game.deciding,
            key=lambda seat: standing[seat.name].entry.number if seat.name in standing else float("inf"),
        )

    def _take(self, seat: Seat) -> None:
        standing = self._line.standing.get(seat.name) if seat.name in self._people else None
        why = ""
        if standing is not None:
            fault = self._fault(seat, standing.decision)
            if not fault:
                self.decisions[seat.name] = standing.decision
                return
            why = f"what was decided cannot be carried out ({fault}); "
        if self._like is not None:
            decided_by, (decision, reason) = "default", self._as_on(self._like, seat)
        elif seat.name in self._people:
            decided_by, (decision, reason) = "default", self._absent(seat)
        else:
            decided_by, (decision, reason) = "bot", self._bot(seat)
        self.decisions[seat.name] = decision
        self.acts.append(
            Entry(act="decided", line=self._line.name, round=self._line.round, seat=seat.name, decided_by=decided_by,
                  reason=why + reason, content=actor_of(seat).content(decision))
        )  # fmt: skip

    def _fault(self, seat: Seat, decision: AnyDecision) -> str:
        """Why a seat cannot do so together with what counts for its firm already; empty where it can."""
        beside = [self.decisions[other.name] for other in self._game.beside(seat) if other.name in self.decisions]
        try:
            actor_of(seat).refuse_impossible(self._world, decision, beside)
        except GameError as error:
            return "; ".join(str(error).splitlines())
        return ""

    def _bot(self, seat: Seat) -> tuple[AnyDecision, str]:
        actor = actor_of(seat)
        bot = self._bots.get(seat.name) or actor.bot(self._world.scenario)
        decision = actor.decided_by(bot, self._world)
        return (actor.model(), f"{bot.kind} found no way") if self._fault(seat, decision) else (decision, bot.kind)

    def _absent(self, seat: Seat) -> tuple[AnyDecision, str]:
        """What counts for a seat where nobody has decided, and why."""
        line = self._line
        if self._game.absent == "bot":
            decision, kind = self._bot(seat)
            return decision, f"absent: {kind}"
        if self._game.absent == "repeat" and line.closed and seat.name in line.closed[-1]:
            again = once_more(seat, line.closed[-1][seat.name].decision)
            if not self._fault(seat, again):
                return again, f"absent: as in round {line.round - 1}"
        return actor_of(seat).model(), "absent: nothing is changed"

    def _as_on(self, like: Branch, seat: Seat) -> tuple[AnyDecision, str]:
        """What a seat decided in this round on another line, as far as it can be done here, and how that is marked."""
        decision = like.closed[self._line.round][seat.name].decision
        for part, note in ((decision, ""), (once_more(seat, decision), f", but {actor_of(seat).omits}")):
            if not self._fault(seat, part):
                return part, f"as on {like.name}{note}"
        return actor_of(seat).model(), f"as on {like.name} is not possible: nothing is changed"
