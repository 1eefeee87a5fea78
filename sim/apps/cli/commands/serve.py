"""``guanxi serve``: a game for a class, each seat at a screen of its own."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.apps.cli.output_places import BAD_INPUT, FILE
from sim.registry import register

if TYPE_CHECKING:
    from sim.game.session.session import Session

ENDING = ".guanxi"
EXPOSES = """\
Others in this network can open these addresses. It is plain HTTP: anyone who can listen in on the network can read what
seats see and send, take their codes and tokens on the way, and so play for them or for you. Use a network whose users
you trust (your own hotspot, a password on the wireless), and nothing secret in reasons and messages. Nobody outside
the network can reach it, unless the network lets them in."""


@register("command", "serve")
def serve(
    game: Annotated[str, typer.Argument(help="Name or file of a game; or the .guanxi file of one that has begun.")],
    file: Annotated[
        Path | None, typer.Option(parser=FILE, help="Where a new game is kept; NAME.guanxi here if left out.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Seed of a new game, to repeat it exactly; a fresh one if left out.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen at; 0 takes a free one.")] = 8765,
    lan: Annotated[bool, typer.Option("--lan", help="Let others in this network in; else this machine only.")] = False,
    up_to_damage: Annotated[
        bool, typer.Option("--up-to-damage", help="Go on from the whole rows of a damaged file, in a copy.")
    ] = False,
) -> None:
    """Let a class play: one process keeps the game, each seat joins from a browser or a notebook with its code."""
    try:
        import segno  # noqa: F401
        import uvicorn  # noqa: F401
    except ModuleNotFoundError:
        print("This needs a web server: pip install 'guanxi[classroom]'", file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from None
    from sim.apps.classroom.serving import addresses, opened, server

    with opened(port, lan=lan) as listening, _session(game, file, seed, up_to_damage) as session:
        places = addresses(listening, lan=lan)
        _say(session, places, lan=lan)
        with suppress(KeyboardInterrupt):  # that is how one stops it
            server(session, address=places[0], lan=lan).run(sockets=[listening])
        path = session.playing.log.path
    print(f"\nStopped. All that was accepted is in {path}; go on with: guanxi serve {path}")


def _session(game: str, file: Path | None, seed: int | None, up_to_damage: bool = False) -> Session:
    """The game that has begun, or a new one."""
    from sim.apps.classroom.class_folder import fresh_seed
    from sim.game.errors import GameError
    from sim.game.load_game import is_exercise, load_game
    from sim.game.log.damage import remove_unfinished_game
    from sim.game.session.session import Session

    if Path(game).suffix == ENDING:
        if file is not None or seed is not None:
            raise GameError(f"{game} has begun: its file and its seed stay; leave --file and --seed out")
        return Session.open(game, up_to_damage=up_to_damage)
    if up_to_damage:
        raise GameError(f"--up-to-damage: {game} is no file of a game that has begun; give the damaged {ENDING} file")
    if is_exercise(game):
        raise GameError(f"{game} is an exercise without rounds; each does it by herself: guanxi play {game}")
    asked, _ = load_game(game)
    path = file or Path(f"{asked.name}{ENDING}")
    if path.suffix != ENDING:
        raise GameError(f"{path}: let the file's name end in {ENDING}, so that it is known for a game")
    remove_unfinished_game(path)
    if path.exists():
        raise GameError(f"{path} is there already. To go on with it: guanxi serve {path}; for a new game give --file")
    session = Session.create(path, game, seed=fresh_seed() if seed is None else seed)
    if asked.advance == "timer":
        session.pause()  # nobody has joined yet: an empty room would play the game to its end
    return session


def _say(session: Session, places: list[str], *, lan: bool) -> None:
    """Print what an instructor needs to know."""
    width = max(len(name) for name in session.codes)
    print(f"{session.game.title}\n")
    print("Open     " + "\n         ".join(places))
    if not lan:
        print("         (this machine only; with --lan others in its network can open it)")
    print("\nSeats and their pass codes. Hand each team its own; the instructor's is yours.\n")
    for seat in session.game.seats:
        code = session.codes[seat.name]
        print(f"  {seat.name:{width}}  {code}  {seat.role:10}  {places[0]}/#seat={_quoted(seat.name)}&code={code}")
    if lan:
        print(f"\n{EXPOSES}")
    print(f"\nSeed {session.seed}: --seed {session.seed} repeats this game exactly. Do not tell it before the debrief.")
    if session.paused:
        print("\nThe time stands still. Let it go on from the instructor's page once all are there.")
    path = session.playing.log.path
    print(f"\nAll that is done is kept in {path}. Stop with Ctrl-C; go on with: guanxi serve {path}", flush=True)


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")
