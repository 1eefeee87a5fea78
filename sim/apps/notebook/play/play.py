"""Play a game or an exercise in a notebook, with one call."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from re import escape, fullmatch
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakValueDictionary

from sim.files.regular_file import shown
from sim.game.errors import GameError
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.load_game import exercise_names, is_exercise, shipped_games
from sim.game.log.damage import remove_unfinished_game
from sim.game.log.kept_file import opening_of, unique_file_name
from sim.game.session.session import Session
from sim.language.messages import _
from sim.registry import unknown
from sim.scenario.files.load import ENDINGS
from sim.scenario.files.validation_errors import ScenarioError

if TYPE_CHECKING:
    from sim.apps.notebook.play.exercise_widget import ExerciseWidget
    from sim.apps.notebook.play.hot_seat import HotSeat

    Player: TypeAlias = HotSeat | ExerciseWidget

SUFFIX = ".guanxi"
_HERE: WeakValueDictionary[Path, Player] = WeakValueDictionary()
"""What is played in this very notebook: a cell that is run again shows the same."""


def play(
    name: str = "head_of_the_firm", file: str | os.PathLike[str] | None = None, seats: Sequence[str] | None = None,
    seed: int | None = None, up_to_damage: bool = False, new: bool = False,
) -> Player:  # fmt: skip
    """Open a game or an exercise in this notebook, to be played there; the same call continues it later.

    Needs anywidget: ``pip install 'guanxi[notebooks]'``.

    Args:
        name: Name of a game or an exercise that comes with Guanxi, or its file.
        file: File to continue, or to begin in. If left out: the newest file of this game beside the notebook, or a new
            file ``NAME.guanxi`` if there is none.
        seats: Seats at which people sit, bots take the others; the first screen asks if left out.
        seed: Seed of a new game; a file of another seed is not continued.
        up_to_damage: Whether to go on from the whole rows of a damaged file, in a copy.
        new: Whether to begin a new game in a new file although there is one to continue.

    Returns:
        The player, which shows itself and holds the session.

    Raises:
        GameError: For a file that is open elsewhere or holds nothing to play.
        ScenarioError: For a name that is not there.
    """
    _need_widgets()
    path = _file_of(name, seed, new) if file is None else Path(file)
    remove_unfinished_game(path)
    player = _HERE.get(path.resolve()) if path.exists() else None
    if player is None or player.closed:
        continued = path.exists()
        player = _taken_up(path, up_to_damage) if continued else _begun(path, name, seed)
        path = player.file
        _HERE[path.resolve()] = player
        print(_where_it_is_kept(path, name, continued and file is None))
    if seats is not None:
        _seat(player, seats)
    player.show()
    return player


def _file_of(name: str, seed: int | None, new: bool) -> Path:
    """The newest file of this game beside the notebook that can be continued, or a name that no file has."""
    first = Path(Path(name).stem + SUFFIX)
    if not new:
        written = {path: path.stat().st_mtime_ns for path in Path().glob(f"{first.stem}*{SUFFIX}")}
        for path in sorted(written, key=lambda path: written[path], reverse=True):
            if fullmatch(rf"{escape(first.stem)}(_\d+)?", path.stem) and _holds(path, first.stem, seed):
                return path
    return unique_file_name(first)


def _holds(path: Path, name: str, seed: int | None) -> bool:
    """Whether a file holds this game, with this seed if one is given. A file that cannot be read is refused later."""
    from sim.apps.notebook.play.exercise_widget import ExerciseWidget

    player = _HERE.get(path.resolve())
    if player is None or player.closed:
        try:
            opening = opening_of(path)
        except GameError:
            return seed is None
        return opening.name == name and seed in (None, opening.seed)
    if isinstance(player, ExerciseWidget):
        return player.sitting.exercise.name == name and seed in (None, player.sitting.seed)
    return player.session.game.name == name and seed in (None, player.session.seed)


def _where_it_is_kept(path: Path, name: str, continued: bool) -> str:
    if continued:
        said = _("This continues {file}. For a new game: sim.play({name}, new=True)")
        return said.format(file=path.name, name=repr(name))
    said = _("It is kept in {file}. To go on with it another day: sim.play(file={path})")
    return said.format(file=path.name, path=repr(str(path)))


def _begun(path: Path, name: str, seed: int | None) -> Player:
    from sim.apps.notebook.play.exercise_widget import ExerciseWidget
    from sim.apps.notebook.play.hot_seat import HotSeat

    playable = [*shipped_games(), *exercise_names()]
    if name not in playable and Path(name).suffix not in ENDINGS:
        words = unknown("game or exercise", name, playable)
        said = _("{reason}, or a file that ends in .yaml").format(reason=words)
        raise ScenarioError.of(shown(name), said)
    if is_exercise(name):
        return ExerciseWidget(ExerciseSession.create(path, name, seed=seed), path)
    return HotSeat(Session.create(path, name, seed=seed), path)


def _taken_up(path: Path, up_to_damage: bool) -> Player:
    """What is in a file: a game, or else an exercise. Raises :class:`GameError` for neither."""
    from sim.apps.notebook.play.exercise_widget import ExerciseWidget
    from sim.apps.notebook.play.hot_seat import HotSeat

    if opening_of(path, up_to_damage).sets_task:
        sitting = ExerciseSession.open(path, up_to_damage=up_to_damage)
        return ExerciseWidget(sitting, sitting.path)
    session = Session.open(path, up_to_damage=up_to_damage)
    return HotSeat(session, session.playing.log.path)


def _seat(player: Player, seats: Sequence[str]) -> None:
    from sim.apps.notebook.play.hot_seat import HotSeat

    given = (seats,) if isinstance(seats, str) else tuple(seats)
    if not isinstance(player, HotSeat):
        raise GameError(_("seats: an exercise has none; leave seats out"))
    game = player.session.game
    names, deciding = [seat.name for seat in game.seats], [seat.name for seat in game.deciding]
    faults = [unknown("seat", seat, names) for seat in given if seat not in names]
    if not faults and not set(given) & set(deciding):
        said = _("seats: nobody would decide anything; name at least one of {seats}")
        faults = [said.format(seats=", ".join(deciding))]
    if faults:
        raise GameError("\n".join(faults))
    if not player.present:
        player.begin(given)


def _need_widgets() -> None:
    try:
        import anywidget  # noqa: F401
    except ModuleNotFoundError:
        said = _("playing in a notebook needs anywidget: pip install 'guanxi[notebooks]'")
        raise ModuleNotFoundError(said) from None
