"""A session: the one object that a notebook or a server holds of a game, with everything that seats can do in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec, Self, TypeVar

from sim.game.game import Game
from sim.game.load_game import create_game_file
from sim.game.log.entries import Entry, Log, LogCopy, Opening
from sim.game.log.kept_file import Clock, KeptFile, now
from sim.game.session.branches import Branch
from sim.game.session.game_record import count_sensible
from sim.game.session.game_results import GameResults
from sim.game.session.game_state import GameState
from sim.game.session.instructor_actions import Branching, InstructorActions
from sim.game.session.permissions import Permissions
from sim.game.session.player_actions import PlayerActions
from sim.game.session.player_statements import PlayerStatements
from sim.game.session.round_timer import RoundTimer
from sim.game.session.submissions import Accepted as Accepted
from sim.game.session.submissions import ConfirmationNeeded as ConfirmationNeeded
from sim.scenario.scenario import Scenario

Part = TypeVar("Part")
Given = ParamSpec("Given")
Result = TypeVar("Result")


def passed_on(
    part: Callable[[Session], Part], method: Callable[Concatenate[Part, Given], Result]
) -> Callable[Concatenate[Session, Given], Result]:
    """A method of a session that one of its parts does, with the signature and the description that it has there.

    Args:
        part: Function that returns the part of a session.
        method: The method of the part.

    Returns:
        The method of the session.
    """

    @wraps(method)
    def call(session: Session, /, *given: Given.args, **named: Given.kwargs) -> Result:
        return method(part(session), *given, **named)

    return call


class Session(KeptFile):
    """A game that is being played. One thread at a time may use it.

    Seats are named by the caller; the holder of the session answers for who that is. Acts of an instructor take
    ``by``, the name of an instructor's seat; without it, it is the holder of the session who acts.

    Everything that cannot be done raises :class:`GameError` and changes nothing.

    The session is composed of parts, and each of its methods calls the part that does the work: ``permissions`` (who
    may do what), ``timer`` (when rounds close), ``branches``, ``players``, ``statements``, ``instructor`` and
    ``game_results``. They share ``playing``, the game in progress with its decision log.
    """

    def __init__(self, log: Log, clock: Clock) -> None:
        """Take up the game in a log, and close the rounds that were due when it was left.

        Args:
            log: The decision log of the game.
            clock: Function that returns the time of an act.

        Raises:
            GameError: Where the log makes no sense.
        """
        try:
            self.playing = GameState(log, clock)
            """The game in progress with its decision log, and everything that is hidden: not for players."""
            self.permissions = Permissions(self.playing)
            self.timer = RoundTimer(self.playing, self.permissions)
            self.branches = Branching(self.playing, self.permissions, self.timer)
            self.players = PlayerActions(self.playing, self.permissions, self.timer)
            self.statements = PlayerStatements(self.playing, self.permissions)
            self.instructor = InstructorActions(self.playing, self.permissions, self.timer)
            self.game_results = GameResults(self.playing, self.permissions)
        except BaseException:
            log.close()
            raise
        self.timer.take_up()

    @classmethod
    def create(
        cls, path: str | os.PathLike[str], game: Game | str | os.PathLike[str], *, scenario: Scenario | None = None,
        seed: int | None = None, clock: Clock = now,
    ) -> Self:  # fmt: skip
        """Begin a new game in a new file; its pass codes are in ``session.codes``.

        Args:
            path: Path of the file.
            game: Name or file of a game, or a declared game.
            scenario: The scenario on which a declared game goes on.
            seed: Seed of the random numbers; the scenario's own if left out.
            clock: Function that returns the time of an act; the clock of this machine if left out.

        Returns:
            The session.

        Raises:
            ScenarioError: For a game that cannot be played, or one beyond the limits of :func:`sim.size_limits`.
        """
        return cls(create_game_file(path, game, scenario, seed, clock), clock)

    @staticmethod
    def count_sensible(opening: Opening, entries: Sequence[Entry]) -> int:
        """How many of these acts, from the first, make sense as acts of the game that a file began with.

        Args:
            opening: What the file began with.
            entries: The acts, in order.

        Returns:
            The number of acts.
        """
        return count_sensible(opening, entries)

    def copy(self) -> Self:
        """The game as it stands, in memory: what is done in the copy is lost with it. Another thread may use it.

        Returns:
            The copy.
        """
        return type(self)(LogCopy(self.playing.log, self.playing.record.entries), self.playing.now)

    def close(self) -> None:
        """Close the file. What was accepted is in it already."""
        self.playing.shut()

    # What the game is

    @property
    def game(self) -> Game:
        """The game as it was declared."""
        return self.playing.game

    @property
    def scenario(self) -> Scenario:
        """The scenario as the game plays it, with the bots at its firms."""
        return self.playing.scenario

    @property
    def seed(self) -> int:
        """The seed of the random numbers, which all branches share."""
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
    def lines(self) -> Mapping[str, Branch]:
        """All branches by name."""
        return dict(self.playing.record.lines)

    def line(self, seat: str = "") -> str:
        """Name of the branch that is played on.

        Args:
            seat: Seat that plays on it; any if left out.

        Returns:
            The name.
        """
        return self.playing.line_of(seat).name

    # What players do

    join = passed_on(lambda session: session.players, PlayerActions.join)
    view = passed_on(lambda session: session.players, PlayerActions.view)
    predict = passed_on(lambda session: session.players, PlayerActions.predict)
    decide = passed_on(lambda session: session.players, PlayerActions.decide)
    withdraw = passed_on(lambda session: session.players, PlayerActions.withdraw)
    strategy = passed_on(lambda session: session.statements, PlayerStatements.strategy)
    believe = passed_on(lambda session: session.statements, PlayerStatements.believe)
    note_visit = passed_on(lambda session: session.statements, PlayerStatements.note_visit)

    # How rounds close

    close_round = passed_on(lambda session: session.timer, RoundTimer.close_round)

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the round closes; None where no timer runs."""
        return self.timer.seconds_left

    @property
    def paused(self) -> bool:
        """Whether the timer is stopped; False where none runs."""
        return self.timer.paused

    tick = passed_on(lambda session: session.timer, RoundTimer.tick)
    pause = passed_on(lambda session: session.timer, RoundTimer.pause)
    resume = passed_on(lambda session: session.timer, RoundTimer.resume)
    extend = passed_on(lambda session: session.timer, RoundTimer.extend)

    # Branches

    reopen = passed_on(lambda session: session.branches, Branching.reopen)
    branch = passed_on(lambda session: session.branches, Branching.branch)
    go_to = passed_on(lambda session: session.branches, Branching.go_to)
    carry_on = passed_on(lambda session: session.branches, Branching.carry_on)

    # What an instructor does

    shock = passed_on(lambda session: session.instructor, InstructorActions.shock)
    subsidise = passed_on(lambda session: session.instructor, InstructorActions.subsidise)
    bot = passed_on(lambda session: session.instructor, InstructorActions.bot)
    seat_bot = passed_on(lambda session: session.instructor, InstructorActions.seat_bot)
    seat_human = passed_on(lambda session: session.instructor, InstructorActions.seat_human)
    say = passed_on(lambda session: session.instructor, InstructorActions.say)

    # The results

    results = passed_on(lambda session: session.game_results, GameResults.results)
    outcomes = passed_on(lambda session: session.game_results, GameResults.outcomes)
    account_outcomes = passed_on(lambda session: session.game_results, GameResults.account_outcomes)
    calibration = passed_on(lambda session: session.game_results, GameResults.calibration)
    visits = passed_on(lambda session: session.game_results, GameResults.visits)
    compare = passed_on(lambda session: session.game_results, GameResults.compare)
    scripted = passed_on(lambda session: session.game_results, GameResults.scripted)
    export = passed_on(lambda session: session.game_results, GameResults.export)
    debrief = passed_on(lambda session: session.game_results, GameResults.debrief)
