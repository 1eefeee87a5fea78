"""The folder of a class: made as a whole with a game file for each market, and opened again."""

from __future__ import annotations

import os
import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sim.apps.classroom.chapters.lesson import COURSE
from sim.apps.classroom.classes.class_file import (
    CLASS_FILE,
    LONGEST_TEXT,
    MOST_MARKETS,
    ClassFile,
    Person,
    read_class_file,
)
from sim.course.chapters.reader import chapter_files
from sim.files.atomic_write import new_folder
from sim.game.errors import GameError
from sim.game.exercises.exercise import load_exercise
from sim.game.game import Game, Seat
from sim.game.load_game import LETTERS, find, is_exercise, scenario_beside, shipped_games
from sim.game.session.game_record import equal_declarations_read_once
from sim.game.session.session import Session
from sim.language.messages import _
from sim.registry import unknown
from sim.scenario.files.load import ENDINGS, read_as
from sim.scenario.scenario import Scenario
from sim.version import VERSION

INSTRUCTOR = "instructor"
"""Name of the seat that a game without an instructor is given."""
SEEDS = 2**31
"""Fresh seeds are below this number, short enough to be typed."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a new class is to be."""

    game: str
    markets: int
    seed: int | None = None
    own_luck: bool = False
    """Whether each market has its own random numbers; else all have the same."""
    practice: bool = False
    people: Sequence[Person] = ()
    """The roster; empty for open joining."""
    beside: Sequence[tuple[str, int]] = ()
    """More games with their number of markets, and at most one exercise, whose number is 1."""
    chapters: Sequence[int] = ()
    """With the game ``course``: the chapters that are served; all if left out."""


def fresh_seed() -> int:
    """A seed that nobody can know beforehand."""
    return secrets.randbelow(SEEDS)


def new_class(folder: str | os.PathLike[str], settings: Settings) -> None:
    """Make a class in a new folder, which appears whole or not at all.

    Raises :class:`GameError` for a folder that is taken and for a number of markets that is not allowed, and
    ``ScenarioError`` for a game that cannot be played.
    """
    if settings.beside:
        _new_mixed_class(folder, settings)
        return
    if settings.game == COURSE.name:
        _new_course_class(folder, settings)
        return
    if settings.chapters:
        said = _("{game} has no chapters. Leave --chapters out, or serve the course: guanxi class course")
        raise GameError(said.format(game=settings.game))
    if is_exercise(settings.game):
        _new_exercise_class(folder, settings)
        return
    _new_market_class(folder, settings, [(settings.game, settings.markets)])


def _new_market_class(
    folder: str | os.PathLike[str], settings: Settings, games: Sequence[tuple[str, int]], exercise: str = ""
) -> None:
    """Make the folder of a class with so many markets of each game, and an exercise beside them."""
    asked = sum(number for _game, number in games)
    if not 1 <= asked <= MOST_MARKETS:
        raise GameError(
            _("{markets} markets were asked for; give 1 to {most}.").format(markets=asked, most=MOST_MARKETS)
        )
    declared = [_declared(name) for name, number in games for _market in range(number)]
    seed = fresh_seed() if settings.seed is None else settings.seed
    files = {str(number): f"market_{number:02}.guanxi" for number in range(1, asked + 1)}
    with new_folder(folder, GameError) as place, equal_declarations_read_once():
        for (name, file), (game, scenario) in zip(files.items(), declared, strict=True):
            own = market_seed(seed, name) if settings.own_luck else seed
            drawn = game.with_drawn_needs(scenario, own)
            with Session.create(place / file, game, scenario=drawn, seed=own) as session:
                _prepared(session, practice=settings.practice)
        first = declared[0][0]
        _class_file(settings, first.name, first.title, seed, files).but(exercise=exercise).write(place)


def _new_mixed_class(folder: str | os.PathLike[str], settings: Settings) -> None:
    """Make the folder of a class with markets of several games, and an exercise that each person solves besides."""
    parts = [(settings.game, settings.markets), *settings.beside]
    if settings.chapters or any(name == COURSE.name for name, _number in parts):
        raise GameError(_("The course is a class of its own. Leave it out, or serve it alone: guanxi class course"))
    exercises = [part for part in parts if is_exercise(part[0])]
    games = [part for part in parts if part not in exercises]
    if not games or len(exercises) > 1 or any(number != 1 for _name, number in exercises):
        said = _(
            "A mixed class has games, and at most one exercise without a number: each student has cases of their own."
        )
        raise GameError(said)
    exercise = _exercise_name(exercises[0][0]) if exercises else ""
    _new_market_class(folder, settings, games, exercise)


def _new_exercise_class(folder: str | os.PathLike[str], settings: Settings) -> None:
    """Make the folder of a class that is served an exercise: each person solves cases of their own."""
    if settings.markets != 1 or settings.practice or settings.own_luck:
        said = _(
            "{name} is an exercise, in which each student has a case of their own. Leave --markets, --practice and "
            "--own-luck out."
        )
        raise GameError(said.format(name=settings.game))
    named = _exercise_name(settings.game)
    exercise, _scenario = load_exercise(named)
    seed = fresh_seed() if settings.seed is None else settings.seed
    with new_folder(folder, GameError) as place:
        _class_file(settings, named, exercise.title, seed, {}).write(place)


def _exercise_name(given: str) -> str:
    """The name or whole path of an exercise, as the class keeps it. Raises ``ScenarioError`` for one that is none."""
    load_exercise(given)
    # a file is found again by its whole path, from whatever folder the class is opened
    named = str(Path(given).resolve()) if Path(given).suffix in ENDINGS else given
    if len(named) > LONGEST_TEXT:
        said = _("{file}: the path has more than {most} characters; move the file to a folder with a shorter one")
        raise GameError(said.format(file=named, most=LONGEST_TEXT))
    return named


def _new_course_class(folder: str | os.PathLike[str], settings: Settings) -> None:
    """Make the folder of a class that works through chapters: each person has a market of their own."""
    if settings.markets != 1 or settings.practice or settings.own_luck or settings.seed is not None:
        said = _(
            "In the course each student has a market of their own, which follows from the student number. Leave "
            "--markets, --practice, --seed and --own-luck out."
        )
        raise GameError(said)
    known = sorted(chapter_files())
    for number in settings.chapters:
        if number not in known:
            raise GameError(unknown("chapter", str(number), [str(one) for one in known]))
    chapters = sorted(set(settings.chapters)) or known
    with new_folder(folder, GameError) as place:
        _class_file(settings, COURSE.name, COURSE.title, fresh_seed(), {}).but(task=False, chapters=chapters).write(
            place
        )


def _class_file(settings: Settings, game: str, title: str, seed: int, markets: dict[str, str]) -> ClassFile:
    return ClassFile(
        game=game, title=title, version=VERSION, made=datetime.now(UTC).isoformat(timespec="seconds"), seed=seed,
        own_luck=settings.own_luck, practice=settings.practice, join_code=_code(6), instructor_code=_code(10),
        projector_code=_code(10), secret=secrets.token_hex(32), task=not markets, markets=markets,
        roster=bool(settings.people), people=list(settings.people),
    )  # fmt: skip


def open_class(folder: str | os.PathLike[str], *, up_to_damage: bool = False) -> tuple[ClassFile, dict[str, Session]]:
    """The class that is kept in a folder, and the games of its markets.

    Args:
        folder: The folder of the class.
        up_to_damage: Whether the game of a damaged file continues in a copy of the rows before the damage, which the
            class then keeps in its place.

    Returns:
        What the class file holds, and the games by market.

    Raises:
        GameError: If a file of the class is damaged or missing; it names the file.
    """
    found, sessions = read_class_file(folder), dict[str, Session]()
    try:
        with equal_declarations_read_once():
            for name, file in found.markets.items():
                sessions[name] = Session.open(Path(folder) / file, up_to_damage=up_to_damage)
        files = {name: session.playing.log.path.name for name, session in sessions.items()}
        if files != found.markets:
            found = found.but(markets=files)
            found.write(Path(folder))
    except BaseException:
        for session in sessions.values():
            session.close()
        raise
    return found, sessions


def is_class_folder(path: str | os.PathLike[str]) -> bool:
    """Whether a class is kept there."""
    return (Path(path) / CLASS_FILE).is_file()


def market_seed(seed: int, market: str) -> int:
    """The seed of a market where each has its own; the same for the same class seed and market."""
    return random.Random(f"guanxi class {seed} market {market}").randrange(SEEDS)  # noqa: S311 (no secret: the seed is)


def _declared(name: str) -> tuple[Game, Scenario]:
    """The game and its scenario as they are declared, with a seat for an instructor."""
    path = find(name, shipped_games(), "game")
    game = read_as(Game, path)
    scenario = scenario_beside(path.parent, game.scenario)
    if not any(seat.role == "instructor" for seat in game.seats):
        if any(seat.name == INSTRUCTOR for seat in game.seats):
            raise GameError(
                _("{game}: the seat {seat} is not for an instructor; rename it.").format(game=name, seat=INSTRUCTOR)
            )
        game = game.model_copy(update={"seats": (*game.seats, Seat(name=INSTRUCTOR, role="instructor"))})
    return game, scenario


def _prepared(session: Session, *, practice: bool) -> None:
    """Stop the time of a new game until it is opened; let the instructor in, and bots in a class for practice."""
    if session.game.advance == "timer":
        session.pause()
    for seat in session.game.seats:
        if seat.role == "instructor":
            session.join(seat.name, session.codes[seat.name])
    if practice:
        for seat in session.game.deciding:
            session.seat_bot(seat.name)


def _code(letters: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(letters))
