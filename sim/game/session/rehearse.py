"""A rehearsal: a whole game played by its bots in a moment, to see whether it works and what it brings."""

from __future__ import annotations

import os
from dataclasses import dataclass

from sim.files.atomic_write import new_folder
from sim.game.errors import GameError
from sim.game.export import write_into
from sim.game.game import Game
from sim.game.presentation.round_outcome import RoundOutcome
from sim.game.session.session import Session
from sim.scenario.scenario import Scenario

FILE = "game.guanxi"
"""The game's own file in the folder of a rehearsal."""


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """What came of a rehearsal."""

    game: Game
    seed: int
    bots: dict[str, str]
    """Who steered each firm that has a seat, and who was each key account: kinds of policies, by name."""
    outcomes: tuple[RoundOutcome, ...]
    """The figures of each round and firm."""


def rehearse(
    game: Game | str | os.PathLike[str], folder: str | os.PathLike[str], *, scenario: Scenario | None = None,
    seed: int | None = None,
) -> Rehearsal:  # fmt: skip
    """Play a whole game with a bot at every seat, and write its file and tables to a folder that is new or empty.

    Since bots are the policies of research, it brings the same as the scenario run by itself. Raises ``ScenarioError``
    for a game that cannot be played, and ``GameError`` for a folder that holds something.
    """
    with (
        new_folder(folder, GameError) as place,
        Session.create(place / FILE, game, scenario=scenario, seed=seed) as session,
    ):
        played = _played(session)
        write_into(session.playing, place, session.playing.line(session.line()), None)
    return played


def _played(session: Session) -> Rehearsal:
    bots: dict[str, list[str]] = {}
    for seat in session.game.deciding:
        bot = session.bot(seat.name)
        session.seat_bot(seat.name, bot)
        bots.setdefault(seat.plays, []).append(bot.kind)
    line = session.line()
    for _round in range(session.game.rounds):
        session.close_round(line=line)
    return Rehearsal(game=session.game, seed=session.seed, outcomes=session.outcomes(line),
                     bots={name: kinds[0] if len(kinds) == 1 else "team" for name, kinds in bots.items()})  # fmt: skip
