"""A game from a file or by its name, the scenario that it is played on, and a new file for it to be played in."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path

from sim.files.regular_file import UnreadableFileError, is_there, read_text, shown
from sim.game.errors import GameError
from sim.game.game import Game
from sim.game.log.decision_log import DecisionLog
from sim.game.log.entries import Opening
from sim.game.log.kept_file import Clock, chosen_seed
from sim.language.messages import _
from sim.model.state.size_guard import refuse_too_large
from sim.registry import registered, unknown
from sim.scenario.files.load import ENDINGS, LARGEST, dump, load, read, read_as, shipped
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.scenario import Scenario
from sim.version import VERSION

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What pass codes are made of: nothing that looks like something else."""


def shipped_games() -> dict[str, Path]:
    """Names and files of the games that come with Guanxi, in alphabetical order."""
    return {name: path for name, path in _playable().items() if not sets_task(path)}


def shipped_exercises() -> dict[str, Path]:
    """Names and files of the scored exercises that come with Guanxi, in alphabetical order."""
    return {name: path for name, path in _playable().items() if sets_task(path)}


def exercises_without_file() -> dict[str, Mapping[str, object]]:
    """What the exercises declare that stand beside their task in Python and not in a file, by name."""
    found: dict[str, Mapping[str, object]] = {}
    for name, task in registered("exercise").items():
        lesson: Mapping[str, object] = getattr(task, "lesson", {})
        if lesson:
            found[name] = {"name": name, **lesson, "task": {"kind": name}}
    return found


def exercise_names() -> list[str]:
    """Names of all exercises that can be started by name, in alphabetical order."""
    return sorted({*shipped_exercises(), *exercises_without_file()})


def is_exercise(name_or_path: str | PathLike[str]) -> bool:
    """Whether that name, or that file, is an exercise and not a game."""
    path = Path(name_or_path)
    named = _playable().get(str(name_or_path))
    if named is None and path.suffix in ENDINGS and is_there(path):
        named = path
    if named is not None:
        return sets_task(named)
    return str(name_or_path) in exercises_without_file()


def sets_task(path: Path) -> bool:
    """Whether a file sets a task, as exercises do and games do not; one that cannot be read sets none."""
    try:
        return any(line.startswith("task:") for line in read_text(path, LARGEST).splitlines())
    except UnreadableFileError:
        return False


def _playable() -> dict[str, Path]:
    return {path.stem: path for path in sorted((shipped() / "games").glob("*.yaml")) if "." not in path.stem}


def load_game(name_or_path: str | PathLike[str]) -> tuple[Game, Scenario]:
    """The game of that name or in that file, and the scenario as the game plays it.

    Raises ``ScenarioError`` with everything that is wrong.
    """
    path = find(name_or_path, shipped_games(), "game")
    game = read_as(Game, path)
    return game, game.on(scenario_beside(path.parent, game.scenario))


def find(name_or_path: str | PathLike[str], among: Mapping[str, Path], what: str, others: Iterable[str] = ()) -> Path:
    """The file of that name among those that come along, or the file at that path.

    ``what`` is wanted; ``others`` are names of such that have no file. Raises ``ScenarioError`` for an unknown name.
    """
    text = str(name_or_path)
    if Path(text).suffix in ENDINGS or len(Path(text).parts) > 1:
        return Path(text)
    if text not in among:
        names = sorted({*among, *others})
        said = _("{reason}, or a file that ends in .yaml").format(reason=unknown(what, text, names))
        raise ScenarioError.of(shown(text), said)
    return among[text]


def scenario_beside(folder: Path, named: str) -> Scenario:
    """The scenario of that name, or in that file, which is looked for in the folder."""
    beside = folder / named
    return read(beside) if beside.suffix in ENDINGS else load(named)


def create_game_file(
    path: str | PathLike[str], game: Game | str | PathLike[str], scenario: Scenario | None, seed: int | None,
    clock: Clock,
) -> DecisionLog:  # fmt: skip
    """A new file for a game, with a new pass code for each seat; see :meth:`Session.create`.

    Hidden needs of a game by name or file are drawn from its pools; a declared game has those of its scenario.
    """
    if isinstance(game, Game):
        if scenario is None:
            raise GameError(_("a declared game needs its scenario; give scenario=sim.load(...)"))
        played = game.on(scenario)
    else:
        game, declared = load_game(game)
        played = game.with_drawn_needs(declared, chosen_seed(seed, declared.seed))
    refuse_too_large(played)
    opening = Opening(
        declaration=dump(game), scenario=dump(played), version=VERSION, made=clock().isoformat(),
        seed=chosen_seed(seed, played.seed),
        codes={seat.name: "".join(secrets.choice(LETTERS) for _place in range(8)) for seat in game.seats},
    )  # fmt: skip
    return DecisionLog(path, opening)
