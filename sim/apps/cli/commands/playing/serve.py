"""``guanxi serve``: a game for a class, each seat at a screen of its own."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.apps.cli.output_places import BAD_INPUT, FILE
from sim.apps.cli.public_address_options import (
    HostName,
    Tls,
    TlsCertificate,
    TlsKey,
    encryption_words,
    public_address,
    refuse_impossible_address,
)
from sim.language.messages import _, mark, translate
from sim.registry import register

if TYPE_CHECKING:
    from sim.apps.classroom.web.public_address import PublicAddress
    from sim.game.session.session import Session

ENDING = ".guanxi"
EXPOSES = mark(
    """\
Others in this network can open these addresses. It is plain HTTP: anyone who can listen in on the network can read what
seats see and send, take their codes and tokens on the way, and so play for them or for you. Use a network whose users
you trust (your own hotspot, a password on the wireless), and nothing secret in reasons and messages. Nobody outside
the network can reach it, unless the network lets them in."""
)


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
    lan: Annotated[
        bool, typer.Option("--lan", help="Let other devices in this network connect; by default only this machine.")
    ] = False,
    up_to_damage: Annotated[
        bool, typer.Option("--up-to-damage", help="Go on from the whole rows of a damaged file, in a copy.")
    ] = False,
    tls_cert: TlsCertificate = None,
    tls_key: TlsKey = None,
    tls: Tls = None,
    host_name: HostName = None,
) -> None:
    """Serve a game to a class: each seat joins from a browser or a notebook with its code."""
    require_web_server()
    from sim.apps.classroom.web.public_address import addresses
    from sim.apps.classroom.web.serving import opened, server

    refuse_impossible_address((tls_cert, tls_key), tls, host_name)
    with opened(port, lan=lan) as listening, _session(game, file, seed, up_to_damage) as session:
        path = session.playing.log.path
        port = listening.getsockname()[1]
        public = public_address((tls_cert, tls_key), tls, host_name, port, path.parent, lan=lan)
        places = addresses(listening, lan=lan, public=public)
        _say(session, places, public, lan=lan)
        with suppress(KeyboardInterrupt):  # that is how one stops it
            server(session, address=places[0], lan=lan, public=public).run(sockets=[listening])
    said = _("Stopped. All accepted decisions are in {file}; continue with: guanxi serve {file}")
    print("\n" + said.format(file=path))


def require_web_server() -> None:
    """End the command with a sentence where the web server of the extra ``classroom`` is not installed."""
    try:
        import segno  # noqa: F401
        import uvicorn  # noqa: F401
    except ModuleNotFoundError:
        print(_("This needs a web server: pip install 'guanxi[classroom]'"), file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from None


def _session(game: str, file: Path | None, seed: int | None, up_to_damage: bool = False) -> Session:
    """The game that has begun, or a new one."""
    from sim.apps.classroom.classes.class_folder import fresh_seed
    from sim.game.errors import GameError
    from sim.game.load_game import is_exercise, load_game
    from sim.game.log.damage import remove_unfinished_game
    from sim.game.session.session import Session

    if Path(game).suffix == ENDING:
        if file is not None or seed is not None:
            said = _("{game} has begun: its file and its seed stay; leave --file and --seed out")
            raise GameError(said.format(game=game))
        return Session.open(game, up_to_damage=up_to_damage)
    if up_to_damage:
        said = _("--up-to-damage: {game} is no file of a game that has begun; give the damaged {ending} file")
        raise GameError(said.format(game=game, ending=ENDING))
    if is_exercise(game):
        said = _("{game} is an exercise without rounds; each person does it alone: guanxi play {game}")
        raise GameError(said.format(game=game))
    asked = load_game(game)[0]
    path = file or Path(f"{asked.name}{ENDING}")
    if path.suffix != ENDING:
        said = _("{file}: let the file's name end in {ending}, so that it is known for a game")
        raise GameError(said.format(file=path, ending=ENDING))
    remove_unfinished_game(path)
    if path.exists():
        said = _("{file} is there already. To go on with it: guanxi serve {file}; for a new game give --file")
        raise GameError(said.format(file=path))
    session = Session.create(path, game, seed=fresh_seed() if seed is None else seed)
    if asked.advance == "timer":
        session.pause()  # nobody has joined yet: an empty room would play the game to its end
    return session


def _say(session: Session, places: list[str], public: PublicAddress, *, lan: bool) -> None:
    """Print what an instructor needs to know."""
    width = max(len(name) for name in session.codes)
    print(f"{session.game.title}\n")
    print(_("Open     ") + "\n         ".join(places))
    if not (lan or public.origin):
        print(" " * 9 + _("(this machine only; with --lan others in its network can open it)"))
    print("\n" + _("Seats and their pass codes. Hand each team its own; the instructor's is yours.") + "\n")
    for seat in session.game.seats:
        code = session.codes[seat.name]
        print(f"  {seat.name:{width}}  {code}  {seat.role:10}  {places[0]}/#seat={_quoted(seat.name)}&code={code}")
    if public.encrypted:
        print("\n" + encryption_words(public))
    elif lan or public.origin:
        print("\n" + translate(EXPOSES))
    told = _("Seed {seed}: --seed {seed} repeats this game exactly. Do not tell it before the debrief.")
    print("\n" + told.format(seed=session.seed))
    if session.paused:
        print("\n" + _("The time is stopped. Start it on the instructor's page when all are there."))
    path = session.playing.log.path
    said = _("Everything is saved in {file}. Stop with Ctrl-C; continue with: guanxi serve {file}")
    print("\n" + said.format(file=path), flush=True)


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")
