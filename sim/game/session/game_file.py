"""The file of a game: a new one with pass codes, or one that is taken up again."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sim.game.errors import GameError
from sim.game.game import Game
from sim.game.load_game import load_game
from sim.game.log.decision_log import DecisionLog, Opening
from sim.game.log.log_check import count_sensible
from sim.game.log.recovery import recover
from sim.game.session.game_seed import chosen
from sim.game.session.game_state import Clock
from sim.model.state.size_guard import refuse_too_large
from sim.scenario.files.load import dump
from sim.scenario.scenario import Scenario
from sim.version import VERSION

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What pass codes are made of: nothing that looks like something else."""


def create_game_file(
    path: str | os.PathLike[str], game: Game | str | os.PathLike[str], scenario: Scenario | None, seed: int | None,
    clock: Clock,
) -> DecisionLog:  # fmt: skip
    """A new file for a game, with a new pass code for each seat; see :meth:`Session.create`."""
    if isinstance(game, Game):
        if scenario is None:
            raise GameError("a declared game needs its scenario; give scenario=sim.load(...)")
        played = game.on(scenario)
    else:
        game, played = load_game(game)
    refuse_too_large(played)
    opening = Opening(
        declaration=dump(game), scenario=dump(played), version=VERSION, made=clock().isoformat(),
        seed=chosen(seed, played.seed),
        codes={seat.name: "".join(secrets.choice(LETTERS) for _ in range(8)) for seat in game.seats},
    )  # fmt: skip
    return DecisionLog(path, opening)


def recover_game_file(path: str | os.PathLike[str]) -> DecisionLog:
    """A new file with the whole rows that stand before the damage in this one."""
    return DecisionLog(recover(Path(path), count_sensible))
