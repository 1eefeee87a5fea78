"""A game from a file or by its name, and the scenario that it is played on."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path

from sim.files.regular_file import UnreadableFileError, is_there, read_text, shown
from sim.game.game import Game
from sim.registry import registered, unknown
from sim.scenario.files.load import ENDINGS, LARGEST, load, read, read_as, shipped
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.scenario import Scenario


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
    return {path.stem: path for path in sorted((shipped() / "games").glob("*.yaml"))}


def load_game(name_or_path: str | PathLike[str]) -> tuple[Game, Scenario]:
    """The game of that name or in that file, and the scenario as the game plays it.

    Raises ``ScenarioError`` with everything that is wrong.
    """
    text = str(name_or_path)
    games = shipped_games()
    if Path(text).suffix in ENDINGS or len(Path(text).parts) > 1:
        path = Path(text)
    elif text in games:
        path = games[text]
    else:
        raise ScenarioError.of(shown(text), f"{unknown('game', text, games)}, or a file that ends in .yaml")
    game = read_as(Game, path)
    beside = path.parent / game.scenario
    scenario = read(beside) if beside.suffix in ENDINGS else load(game.scenario)
    return game, game.on(scenario)
