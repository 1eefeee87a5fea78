"""A session: the one object that a notebook or a server holds of a game, with everything that seats can do in it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from sim.game.errors import GameError
from sim.game.game import Game
from sim.game.load_game import load_game
from sim.game.log.damage import DamagedGameFileError
from sim.game.log.decision_log import DecisionLog, Entry, Opening
from sim.game.log.log_check import count_sensible
from sim.game.log.log_copy import LogCopy
from sim.game.log.recovery import recover
from sim.game.session import game_seed as luck
from sim.game.session.answers import Accepted as Accepted
from sim.game.session.answers import ConfirmationNeeded as ConfirmationNeeded
from sim.game.session.branches import Branch
from sim.game.session.branching import Branching
from sim.game.session.game_results import GameResults
from sim.game.session.game_state import Clock, now
from sim.game.session.instructor_actions import InstructorActions
from sim.game.session.player_actions import PlayerActions
from sim.game.session.player_statements import PlayerStatements
from sim.model.state.size_guard import refuse_too_large
from sim.scenario.files.load import dump
from sim.scenario.scenario import Scenario
from sim.version import VERSION

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What pass codes are made of: nothing that looks like something else."""


class Session(Branching, InstructorActions, PlayerActions, PlayerStatements, GameResults):
    """A game that is being played. One thread at a time may use it.

    Seats are named by whoever calls; whoever holds the session answers for who that is. Acts of an instructor take
    ``by``, the name of an instructor's seat; without it, it is the holder of the session who acts.

    Everything that cannot be done raises :class:`GameError` and changes nothing.
    """

    @classmethod
    def create(
        cls, path: str | os.PathLike[str], game: Game | str | os.PathLike[str], *, scenario: Scenario | None = None,
        seed: int | None = None, clock: Clock = now,
    ) -> Self:  # fmt: skip
        """A new game in a new file. Pass codes are made now; they are in ``session.codes``.

        ``game`` is a name, a file, or a declared game with the ``scenario`` it goes on in. ``seed`` replaces that of
        the scenario. Raises ``ScenarioError`` for a game that cannot be played, and for one
        beyond the limits of :func:`sim.size_limits`.
        """
        if isinstance(game, Game):
            if scenario is None:
                raise GameError("a declared game needs its scenario; give scenario=sim.load(...)")
            asked = game.on(scenario)
        else:
            game, asked = load_game(game)
        refuse_too_large(asked)
        opening = Opening(
            declaration=dump(game), scenario=dump(asked), version=VERSION, made=clock().isoformat(),
            seed=luck.chosen(seed, asked.seed),
            codes={seat.name: "".join(secrets.choice(LETTERS) for _ in range(8)) for seat in game.seats},
        )  # fmt: skip
        return cls(DecisionLog(path, opening), clock)

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, clock: Clock = now, up_to_damage: bool = False) -> Self:
        """The game in a file, as it was left, however it ended.

        ``up_to_damage``: where the file is damaged or was edited, go on from the whole rows before that, in a new file
        ``NAME.recovered.guanxi`` beside it; the damaged one is left as it is. Raises :class:`GameError` for a file that
        is none, is open elsewhere, or of which nothing can be read.
        """
        try:
            return cls(DecisionLog(path), clock)
        except DamagedGameFileError:
            if not up_to_damage:
                raise
        return cls(DecisionLog(recover(Path(path), count_sensible)), clock)

    def copy(self) -> Self:
        """The game as it stands, in memory: what is done in the copy goes with it, and another thread may use it."""
        return type(self)(LogCopy(self.playing.log, self.playing.record.entries), self.playing.now)

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
    def lines(self) -> Mapping[str, Branch]:
        """All lines of play by name."""
        return dict(self.playing.record.lines)

    def line(self, seat: str = "") -> str:
        """Name of the line that is played on, by this seat where each has its own."""
        return self.playing.line_of(seat).name
