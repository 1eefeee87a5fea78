"""``guanxi play``: a game or an exercise in the terminal."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.apps.cli.output_places import FILE, INTERRUPTED
from sim.language.messages import _
from sim.registry import register

if TYPE_CHECKING:
    from sim.apps.terminal.screen import Screen
    from sim.game.session.session import Session


ENDING = ".guanxi"


@register("command", "play")
def play(
    name: Annotated[str, typer.Argument(help="A game or an exercise: its name (guanxi games) or its file.")],
    file: Annotated[
        Path | None,
        typer.Option(parser=FILE, help="File in which the game is saved and continued; by default games/NAME.guanxi."),
    ] = None,
    seat: Annotated[
        list[str] | None,
        typer.Option(help="A seat for a person; repeat for several, or all. Bots take the others."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Seed of a new game or exercise; by default the scenario's own.")
    ] = None,
    up_to_damage: Annotated[
        bool, typer.Option("--up-to-damage", help="Go on from the whole rows of a damaged file, in a copy.")
    ] = False,
) -> None:
    """Play in this terminal. Each decision is saved at once; quit and continue another day."""
    from sim.apps.terminal.screen import QuitRequestedError, Screen
    from sim.game.log.damage import remove_unfinished_game

    screen = Screen()
    exercise, asked = _asked(name)
    place = file or Path("games") / f"{asked}.guanxi"
    remove_unfinished_game(place)
    if up_to_damage:
        place = _whole_part(place, exercise)
    try:
        if exercise:
            _exercise(name, asked, place, seed, screen, tuple(seat or ()))
        else:
            _game(name, asked, place, seed, screen, tuple(seat or ()))
    except (QuitRequestedError, KeyboardInterrupt) as end:
        if place.exists():
            screen.say(_("You have left. All decisions are saved in {file}. Continue with:").format(file=place))
            screen.command(f"  {_again(name, place)}")
        if isinstance(end, KeyboardInterrupt):
            raise typer.Exit(INTERRUPTED) from None


def _asked(name: str) -> tuple[bool, str]:
    """Whether it is an exercise, and what it is called. Raises ``ScenarioError``, or ``GameError`` for a kept file."""
    from sim.files.regular_file import shown
    from sim.game.errors import GameError
    from sim.game.exercises.exercise import load_exercise
    from sim.game.load_game import exercise_names, is_exercise, load_game, shipped_games
    from sim.registry import unknown
    from sim.scenario.files.load import ENDINGS
    from sim.scenario.files.validation_errors import ScenarioError

    if is_exercise(name):
        return True, load_exercise(name)[0].name
    shipped = [*shipped_games(), *exercise_names()]
    if Path(name).suffix == ENDING:
        said = _("{file} is a file in which one is kept; go on with it by: {command}")
        raise GameError(said.format(file=name, command=_again(_begun(name), name)))
    if name not in shipped and Path(name).suffix not in ENDINGS and len(Path(name).parts) < 2:
        words = unknown("game or exercise", name, shipped)
        raise ScenarioError.of(shown(name), _("{words}, or a file that ends in .yaml").format(words=words))
    return False, load_game(name)[0].name


def _whole_part(place: Path, exercise: bool) -> Path:
    """The file itself where it is whole, else a copy with what is whole in it. Raises :class:`GameError`."""
    from sim.game.errors import GameError
    from sim.game.exercises.exercise_session import ExerciseSession
    from sim.game.session.session import Session

    if not place.exists():
        said = _("--up-to-damage: there is no file {file}; give the damaged one with --file")
        raise GameError(said.format(file=place))
    if exercise:
        with ExerciseSession.open(place, up_to_damage=True) as sitting:
            return sitting.path
    with Session.open(place, up_to_damage=True) as session:
        return session.playing.log.path


def _begun(path: str) -> str:
    """Name of the game or exercise that a file holds. Raises :class:`GameError` where it holds neither."""
    from sim.game.log.kept_file import opening_of

    return opening_of(Path(path)).name


def _again(name: str, file: str | Path) -> str:
    """The command that goes on with what is in a file."""
    return shlex.join(["guanxi", "play", name, "--file", str(file)])


def _exercise(name: str, asked: str, place: Path, seed: int | None, screen: Screen, seats: tuple[str, ...]) -> None:
    from sim.apps.terminal.exercise_prompt import ExercisePrompt
    from sim.game.errors import GameError
    from sim.game.exercises.exercise_session import ExerciseSession

    if seats:
        raise GameError(_("--seat: an exercise has no seats; leave it out"))
    place.parent.mkdir(parents=True, exist_ok=True)
    with ExerciseSession.open(place) if place.exists() else ExerciseSession.create(place, name, seed=seed) as sitting:
        _refuse_other(place, (sitting.exercise.name, sitting.seed), asked, seed)
        if sitting.case_number:
            screen.say(_("Case number {seed}.").format(seed=sitting.seed))
        screen.say(_("The exercise is kept in {file}.").format(file=place))
        ExercisePrompt(sitting, place.with_name(f"{place.stem}_handout"), screen).work()


def _game(name: str, asked: str, place: Path, seed: int | None, screen: Screen, seats: tuple[str, ...]) -> None:
    from sim.apps.terminal.game_table import played, refuse_strange, seated
    from sim.game.load_game import load_game
    from sim.game.session.session import Session

    refuse_strange(load_game(name)[0], seats)
    place.parent.mkdir(parents=True, exist_ok=True)
    with Session.open(place) if place.exists() else Session.create(place, name, seed=seed) as session:
        _refuse_other(place, (session.game.name, session.seed), asked, seed)
        screen.say(_("The game is kept in {file}.").format(file=place))
        people = seated(session, seats)
        bots = [other.name for other in session.game.deciding if other.name not in people]
        said = _("At the keyboard: {people}. Bots: {bots}.")
        screen.say(said.format(people=", ".join(people), bots=", ".join(bots) or _("none")))
        played(session, people, screen)
        _debrief(session, people, screen, place)


def _refuse_other(place: Path, held: tuple[str, int], asked: str, seed: int | None) -> None:
    """Do nothing where the file holds what was asked for. Raises :class:`GameError`."""
    from sim.game.errors import GameError

    if held[0] != asked or seed not in (None, held[1]):
        said = _("{file} holds {name} with seed {seed}; go on with that, or give a new --file")
        raise GameError(said.format(file=place, name=held[0], seed=held[1]))


def _debrief(session: Session, people: Sequence[str], screen: Screen, place: Path) -> None:
    """Write the debrief beside the game, one for each line that people played on, and say where it is."""
    from sim import debrief_page

    screen.say()
    lines = list(dict.fromkeys(session.line(seat) for seat in people))
    for number, line in enumerate(lines, start=1):
        page = place.with_suffix(".html") if len(lines) == 1 else place.with_name(f"{place.stem}_{number}.html")
        with screen.waiting(_("Writing the debrief")):
            debrief_page(session, page, line=line)
        screen.say(_("The debrief is in {file}.").format(file=page))
    screen.say(_("To play once more, give a new --file. In Python:"))
    screen.command(f"  sim.Session.open({str(place)!r})")
