"""A session: the one object that a notebook or a server holds of a game, with everything that seats can do in it."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from sim.game.decision_log import DecisionLog, Entry, Opening
from sim.game.game import Game, Seat
from sim.game.leading import Leading
from sim.game.lines import Line
from sim.game.outcome import RoundOutcome
from sim.game.play import Clock, now, written
from sim.game.prediction import Prediction
from sim.game.read import load_game
from sim.game.refusal import Refused
from sim.game.rights import text_of
from sim.game.screening import slips
from sim.game.seeing import SeatView, outcomes, seen
from sim.results import Results
from sim.run import whole_number
from sim.scenario.decision import Decision
from sim.scenario.read import dump
from sim.scenario.scenario import Scenario
from sim.version import VERSION

if TYPE_CHECKING:
    import pandas as pd

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What pass codes are made of: nothing that looks like something else."""


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """It is in the log, and safe there."""

    entry: Entry
    again: bool = False
    """Whether it had been sent before, so that nothing was added."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """It may be a slip, and does not count yet; if it is meant, decide the same with ``confirmed=question.token``."""

    slips: tuple[str, ...]
    token: str


class Session(Leading):
    """A game that is being played. One thread at a time may use it.

    Seats are named by whoever calls; whoever holds the session answers for who that is. Acts of an instructor take
    ``by``, the name of an instructor's seat; without it, it is the holder of the session who acts.

    Everything that cannot be done raises :class:`Refused` and changes nothing.
    """

    @classmethod
    def create(
        cls, path: str | os.PathLike[str], game: Game | str | os.PathLike[str], *, scenario: Scenario | None = None,
        seed: int | None = None, clock: Clock = now,
    ) -> Self:  # fmt: skip
        """A new game in a new file. Pass codes are made now; they are in ``session.codes``.

        ``game`` is a name, a file, or a declared game with the ``scenario`` it goes on in. ``seed`` replaces that of
        the scenario. Raises ``ScenarioError`` for a game that cannot be played.
        """
        if isinstance(game, Game):
            if scenario is None:
                raise Refused("a declared game needs its scenario; give scenario=sim.load(...)")
            asked = game.on(scenario)
        else:
            game, asked = load_game(game)
        opening = Opening(
            declaration=dump(game), scenario=dump(asked), version=VERSION, made=clock().isoformat(),
            seed=whole_number("seed", asked.seed if seed is None else seed, 0),
            codes={seat.name: "".join(secrets.choice(LETTERS) for _ in range(8)) for seat in game.seats},
        )  # fmt: skip
        return cls(DecisionLog(path, opening), clock)

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, clock: Clock = now) -> Self:
        """The game in a file, as it was left, by whatever end."""
        return cls(DecisionLog(path), clock)

    def close(self) -> None:
        """Let the file go. What was accepted is in it already."""
        self.playing.shut()

    def __enter__(self) -> Self:
        """Use it in a ``with`` block, which lets the file go."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the file go."""
        self.close()

    # What the game is

    @property
    def scenario(self) -> Scenario:
        """The scenario as the game plays it, with the bots at its firms."""
        return self.playing.scenario

    @property
    def seed(self) -> int:
        """The luck that all lines share."""
        return self.playing.seed

    @property
    def codes(self) -> Mapping[str, str]:
        """The pass code of each seat."""
        return self.playing.codes

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The whole log."""
        return tuple(self.playing.record.entries)

    @property
    def lines(self) -> Mapping[str, Line]:
        """All lines of play by name."""
        return dict(self.playing.record.lines)

    def line(self, seat: str = "") -> str:
        """Name of the line that is played on, by this seat where each has its own."""
        return self.playing.line_of(seat).name

    # What a seat does

    def join(self, seat: str, code: str) -> None:
        """Take a seat. A person who comes back joins again."""
        place = self._seat(seat)
        if not hmac.compare_digest(str(code).encode(), self.codes[place.name].encode()):
            raise Refused(f"that is not the pass code of {place.name}; ask whoever set the game up")
        if place.name not in self.playing.record.joined:
            self.playing.write(Entry(act="joined", seat=place.name, decided_by="human"))

    def view(self, seat: str, line: str | None = None) -> SeatView:
        """What a seat sees now; an instructor may look at any line."""
        place = self._joined(seat)
        shown = self.playing.line_of(place.name)
        if line is not None and line != shown.name:
            if place.role != "instructor":
                raise Refused(f"{place.name} sees the line it plays on, {shown.name}; only an instructor sees others")
            shown = self.playing.line(line)
        return seen(self.playing, place.name, shown)

    def predict(
        self, seat: str, prediction: Prediction | Mapping[str, object], *, round: int | None = None,
        client: str | None = None,
    ) -> Accepted:  # fmt: skip
        """Say what a seat expects of the open round; what was said last counts."""
        place = self._steering(seat)
        content = {"prediction": self._given(Prediction, prediction, place).model_dump(exclude_none=True)}
        before = self._sent_before(client, "predicted", place, content)
        if before is not None:
            return before
        line = self._open_line(place, round)
        return self._say(Entry(act="predicted", line=line.name, round=line.round, seat=place.name, decided_by="human",
                               content=content, client=client))  # fmt: skip

    def decide(
        self, seat: str, decision: Decision | Mapping[str, object], *, round: int | None = None, reason: str = "",
        confirmed: str = "", client: str | None = None,
    ) -> Accepted | Question:  # fmt: skip
        """Decide for the open round; what was decided last counts when it closes.

        ``round`` is the round that is meant, so that a decision that comes late does not count for the next.
        ``client`` is a mark of the sender's: the same sent twice counts once. ``confirmed`` is the token of the
        question that is answered with yes.
        """
        place = self._steering(seat)
        wanted = self._given(Decision, decision, place)
        content = {"decision": written(wanted)}
        before = self._sent_before(client, "decided", place, content)
        if before is not None:
            return before
        line = self._open_line(place, round)
        if self.game.predict_first and (line.round, place.name) not in line.predictions:
            raise Refused(f"{place.name}: say first what you expect of round {line.round}; then decide")
        world = self.playing.world(line)
        world.refuse_impossible(place.steers, wanted)
        asked = slips(wanted, world.view(place.steers))
        token = _digest(line.name, line.round, place.name, content)
        if asked and confirmed != token:
            return Question(slips=asked, token=token)
        accepted = self._say(Entry(act="decided", line=line.name, round=line.round, seat=place.name, decided_by="human",
                                   reason=text_of(reason, "reason"), content=content, client=client))  # fmt: skip
        self._close_if_all_in(line)
        return accepted

    def withdraw(self, seat: str, *, round: int | None = None, client: str | None = None) -> Accepted:
        """Take the decision for the open round back."""
        place = self._steering(seat)
        before = self._sent_before(client, "withdrew", place, {})
        if before is not None:
            return before
        line = self._open_line(place, round)
        if place.name not in line.standing:
            raise Refused(f"{place.name} has not decided for round {line.round}, so there is nothing to withdraw")
        return self._say(Entry(act="withdrew", line=line.name, round=line.round, seat=place.name, decided_by="human",
                               client=client))  # fmt: skip

    # What came of it

    def results(self, line: str | None = None, *, by: str | None = None) -> Results:
        """All that has happened on a line, as the results of a run; every metric and view can be asked of it."""
        self._leads(by)
        return self.playing.world(self._line(line)).results()

    def outcomes(self, line: str | None = None, *, by: str | None = None) -> tuple[RoundOutcome, ...]:
        """The figures of each closed round and firm on a line."""
        self._leads(by)
        return outcomes(self.playing, self._line(line))

    def compare(self, lines: Sequence[str] | None = None, *, by: str | None = None) -> pd.DataFrame:
        """Lines side by side, under the same luck: figures of each round and firm, and what differs from the first."""
        from sim.game.compare import compared

        self._leads(by)
        return compared(self.playing, [self.playing.line(name) for name in lines or self.playing.record.lines])

    def scripted(self, line: str | None = None, *, by: str | None = None) -> Scenario:
        """What was played on a line as a scenario whose firms follow scripts: run it to get the same figures."""
        from sim.game.export import scripted

        self._leads(by)
        return scripted(self.playing, self._line(line))

    def export(self, folder: str | os.PathLike[str], *, seat: str | None = None, line: str | None = None) -> None:
        """Write tables and the scripted scenario to a new folder; for a seat that steers a firm, what is its own."""
        from sim.game.export import export

        place = None if seat is None else self._joined(seat)
        if place is not None and place.role == "observer":
            raise Refused(f"{place.name} is an observer; what it can see is in its view")
        whole = place is None or place.role == "instructor"
        shown = self._line(line) if whole or place is None else self.playing.line_of(place.name)
        export(self.playing, os.fspath(folder), shown, None if whole else place)

    # Small steps

    def _open_line(self, place: Seat, round: int | None) -> Line:
        line = self.playing.line_of(place.name)
        if self.playing.world(line).over:
            raise Refused(f"the game is over: all {self.game.rounds} rounds are closed")
        if round is not None and (isinstance(round, bool) or round != line.round):
            state = "is closed" if isinstance(round, int) and 0 <= round < line.round else "is not open"
            raise Refused(f"round {round!r} {state}; the open one is {line.round}")
        return line

    def _sent_before(self, client: str | None, act: str, place: Seat, content: Mapping[str, Any]) -> Accepted | None:
        if client is None:
            return None
        if not isinstance(client, str) or not 0 < len(client) <= 200:
            raise Refused("client: give a text of up to 200 characters that is new for everything you send")
        before = self.playing.record.clients.get(client)
        if before is None:
            return None
        if (before.act, before.seat, before.content) != (act, place.name, json.loads(json.dumps(content))):
            raise Refused("client: this mark came with something else before; give everything you send its own")
        return Accepted(entry=before, again=True)

    def _say(self, entry: Entry) -> Accepted:
        return Accepted(entry=self.playing.write(entry)[0])


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]
