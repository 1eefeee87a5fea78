"""``guanxi class``: many markets of a game for one class, at one address."""

from __future__ import annotations

import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.apps.cli.commands.playing.serve import EXPOSES, require_web_server
from sim.apps.cli.output_places import FOLDER, READ
from sim.apps.cli.public_address_options import (
    HostName,
    Tls,
    TlsCertificate,
    TlsKey,
    encryption_words,
    public_address,
    refuse_impossible_address,
)
from sim.language.messages import _, ngettext, translate
from sim.registry import register

if TYPE_CHECKING:
    from sim.apps.classroom.classes.class_file import ClassFile
    from sim.apps.classroom.web.public_address import PublicAddress

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
    also: Annotated[
        list[str] | None,
        typer.Option(metavar="GAME=NUMBER", help="More games with their markets, or one exercise; may be repeated."),
    ] = None,
    chapters: Annotated[
        str | None, typer.Option(help="With the course: chapters to be served, such as 2,7; all eight if left out.")
    ] = None,
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
    tls_cert: TlsCertificate = None,
    tls_key: TlsKey = None,
    tls: Tls = None,
    host_name: HostName = None,
) -> None:
    """Serve many markets of a game to one class: students join with one short code, one console shows all markets."""
    require_web_server()
    from sim.apps.classroom.classes.class_folder import Settings, is_class_folder, new_class, open_class
    from sim.apps.classroom.people.roster import read_roster
    from sim.apps.classroom.web.public_address import addresses
    from sim.apps.classroom.web.serving import class_server, opened
    from sim.game.errors import GameError

    refuse_impossible_address((tls_cert, tls_key), tls, host_name)
    with opened(port, lan=lan) as listening, ExitStack() as games:
        if is_class_folder(game):
            if folder or roster or seed is not None or markets or practice or own_luck or chapters is not None or also:
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
                                      people=people, chapters=_chapter_numbers(chapters),
                                      beside=_games_beside(also or [])))  # fmt: skip
        found, sessions = open_class(place, up_to_damage=up_to_damage)
        for session in sessions.values():
            games.enter_context(session)
        public = public_address((tls_cert, tls_key), tls, host_name, listening.getsockname()[1], place, lan=lan)
        where = addresses(listening, lan=lan, public=public)
        _print_instructions(found, place, where)
        _print_who_can_connect(public, where, lan=lan)
        with suppress(KeyboardInterrupt):  # that is how one stops it
            class_server(place, found, sessions, address=where[0], lan=lan, public=public).run(sockets=[listening])
    said = _("Stopped. All accepted decisions are in {folder}; continue with: guanxi class {folder}")
    print("\n" + said.format(folder=place))


def _games_beside(words: list[str]) -> list[tuple[str, int]]:
    """Games and numbers of markets as they are typed: ``GAME=NUMBER``, or the name alone for one.

    Raises ``GameError`` for a number that is none.
    """
    from sim.game.errors import GameError

    found = []
    for word in words:
        name, sign, number = word.rpartition("=")
        if sign and not (number.isascii() and number.isdigit() and len(number) <= 3):
            said = _("--also: {given} was given; give a game and its number of markets, such as {example}")
            raise GameError(said.format(given=repr(word), example="head_of_the_firm=20"))
        found.append((name, int(number)) if sign else (word, 1))
    return found


def _chapter_numbers(text: str | None) -> tuple[int, ...]:
    """Numbers of chapters as they are typed, such as ``2,7``; none where the option is left out.

    Raises ``GameError`` for a text that is none.
    """
    from sim.game.errors import GameError

    if text is None:
        return ()
    words = text.replace(",", " ").replace("，", " ").split()
    if not words or not all(word.isascii() and word.isdigit() and len(word) <= 2 for word in words):
        said = _("--chapters: {given} was given; give numbers of chapters, such as 2,7")
        raise GameError(said.format(given=repr(text)))
    return tuple(int(word) for word in words)


def _print_instructions(found: ClassFile, folder: Path, where: list[str]) -> None:
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


def _print_who_can_connect(public: PublicAddress, where: list[str], *, lan: bool) -> None:
    """Print who can open the addresses, and what the network can see."""
    if len(where) > 1:
        print("\n" + _("Other addresses of this machine: {addresses}").format(addresses=", ".join(where[1:])))
    if public.encrypted:
        print("\n" + encryption_words(public))
    elif lan or public.origin:
        print("\n" + translate(EXPOSES))
    if not (lan or public.origin):
        print("\n" + _("Only this machine can open these addresses; with --lan others in its network can."))
    sys.stdout.flush()
