"""``guanxi class``: many markets of a game for one class, at one address."""

from __future__ import annotations

import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.apps.cli.commands.playing.serve import EXPOSES, require_web_server
from sim.apps.cli.output_places import FOLDER, READ
from sim.language.messages import _, ngettext, translate
from sim.registry import register

if TYPE_CHECKING:
    from sim.apps.classroom.classes.class_file import ClassFile

PRACTICE_GAME = "imitation_race"
PRACTICE_MARKETS = 3


@register("command", "class")
def serve_class(
    game: Annotated[
        str, typer.Argument(help="Name or file of a game or an exercise; course; or the folder of a class.")
    ] = PRACTICE_GAME,
    markets: Annotated[
        int | None, typer.Option(min=1, max=60, help="Number of markets side by side; 1 if left out, 3 for practice.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(parser=FOLDER, help="Folder of the new class; GAME_class here if left out.")
    ] = None,
    practice: Annotated[
        bool, typer.Option("--practice", help="Bots at all seats, to try everything alone before the lesson.")
    ] = False,
    chapters: Annotated[
        str, typer.Option(help="With the course: chapters to be served, such as 2,7; all eight if left out.")
    ] = "",
    roster: Annotated[
        Path | None,
        typer.Option(parser=READ, help="CSV or Excel file of the students (number, name, team); only they may join."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Seed of a new class, to repeat it exactly; a fresh one if left out.")
    ] = None,
    own_luck: Annotated[
        bool, typer.Option("--own-luck", help="Own random numbers for each market; by default all have the same.")
    ] = False,
    up_to_damage: Annotated[
        bool, typer.Option("--up-to-damage", help="Go on from the whole rows of a damaged file, in a copy.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen at; 0 takes a free one.")] = 8765,
    lan: Annotated[
        bool, typer.Option("--lan", help="Let other devices in this network connect; by default only this machine.")
    ] = False,
) -> None:
    """Serve many markets of a game to one class: students join with one short code, one console shows all markets."""
    require_web_server()
    from sim.apps.classroom.classes.class_folder import Settings, is_class_folder, new_class, open_class
    from sim.apps.classroom.people.roster import read_roster
    from sim.apps.classroom.web.serving import addresses, class_server, opened
    from sim.game.errors import GameError

    with opened(port, lan=lan) as listening, ExitStack() as games:
        if is_class_folder(game):
            if folder or roster or seed is not None or markets or practice or own_luck or chapters:
                said = _("{game} has begun: its markets, people and seed stay; give only --port and --lan")
                raise GameError(said.format(game=game))
            place = Path(game)
        else:
            number = markets or (PRACTICE_MARKETS if practice else 1)
            place = folder or Path(f"{Path(game).stem}_{'practice' if practice else 'class'}")
            if is_class_folder(place):
                said = _("{folder} is there already. To go on with it: guanxi class {folder}; or give --folder")
                raise GameError(said.format(folder=place))
            people = read_roster(roster) if roster else ()
            new_class(place, Settings(game=game, markets=number, seed=seed, own_luck=own_luck, practice=practice,
                                      people=people, chapters=_chapter_numbers(chapters)))  # fmt: skip
        found, sessions = open_class(place, up_to_damage=up_to_damage)
        for session in sessions.values():
            games.enter_context(session)
        where = addresses(listening, lan=lan)
        _print_instructions(found, place, where, lan=lan)
        with suppress(KeyboardInterrupt):  # that is how one stops it
            class_server(place, found, sessions, address=where[0], lan=lan).run(sockets=[listening])
    said = _("Stopped. All accepted decisions are in {folder}; continue with: guanxi class {folder}")
    print("\n" + said.format(folder=place))


def _chapter_numbers(text: str) -> tuple[int, ...]:
    """Numbers of chapters as they are typed, such as ``2,7``. Raises ``GameError`` for a text that is none."""
    from sim.game.errors import GameError

    words = text.replace(",", " ").replace("，", " ").split()
    if not all(word.isascii() and word.isdigit() and len(word) <= 2 for word in words):
        said = _("--chapters: {given} was given; give numbers of chapters, such as 2,7")
        raise GameError(said.format(given=repr(text)))
    return tuple(int(word) for word in words)


def _print_instructions(found: ClassFile, folder: Path, where: list[str], *, lan: bool) -> None:
    """What an instructor does next, in five lines."""
    number = len(found.markets)
    size = ngettext("{n} market, seed {seed}", "{n} markets, seed {seed}", number).format(n=number, seed=found.seed)
    if found.chapters:
        numbers = ", ".join(map(str, found.chapters))
        size = ngettext("chapter {numbers}", "chapters {numbers}", len(found.chapters)).format(numbers=numbers)
    elif found.task:
        size = _("a case for each student, seed {seed}").format(seed=found.seed)
    print(f"{translate(found.title)}\n{size}\n")
    page = f"{where[0]}/#enter="
    print(_("1. Open your console:     {address}").format(address=f"{page}{found.instructor_code}"))
    print(_("2. Show on the projector: {address}").format(address=f"{page}{found.projector_code}"))
    said = _("3. Students open          {address} and give the code {code}")
    print(said.format(address=where[0], code=found.join_code))
    print(
        _("4. In the console: see who has predicted and answered, and the marks.") if found.chapters
        else _("4. In the console: see who has handed in, and the marks.") if found.task
        else _("4. In the console: put bots on empty seats, open the markets, close each round.")
    )  # fmt: skip
    said = _("5. Everything is saved in {folder}. Stop with Ctrl-C; continue with: guanxi class {folder}")
    print(said.format(folder=folder), flush=True)
    if len(where) > 1:
        print("\n" + _("Other addresses of this machine: {addresses}").format(addresses=", ".join(where[1:])))
    if not lan:
        print("\n" + _("Only this machine can open these addresses; with --lan others in its network can."))
    else:
        print("\n" + translate(EXPOSES))
    sys.stdout.flush()
