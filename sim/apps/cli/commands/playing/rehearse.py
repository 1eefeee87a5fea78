"""``guanxi rehearse``: a whole game played by bots."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sim.apps.cli.output_places import FOLDER, INTERRUPTED
from sim.apps.cli.printed_tables import print_whole, rounds_table
from sim.language.messages import _
from sim.registry import register


@register("command", "rehearse")
def rehearse(
    game: Annotated[str, typer.Argument(help="A game file, or the name of a shipped game.")],
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the game; by default the scenario's own.")] = None,
    out: Annotated[
        Path | None, typer.Option(parser=FOLDER, help="New folder for the game; games/NAME if left out.")
    ] = None,
    luck: Annotated[
        int,
        typer.Option(
            min=0, help="Other random numbers that separate luck from skill in the debrief; 200 take minutes."
        ),
    ] = 0,
) -> None:
    """Play a whole game with bots at all seats, and write its file, its tables and its debrief to a folder."""
    from sim.game.errors import GameError
    from sim.game.load_game import load_game
    from sim.game.session.rehearse import FILE
    from sim.game.session.rehearse import rehearse as played
    from sim.game.session.session import Session
    from sim.reports.debrief.debrief_page import debrief_page

    if luck == 1:
        raise GameError(_("--luck 1 says nothing of chance; give 2 or more, such as 200, or 0 for none"))
    asked = load_game(game)[0]
    folder = out or Path("games") / asked.name
    rehearsal = played(game, folder, seed=seed)
    print_whole(rounds_table(rehearsal))
    try:
        with Session.open(folder / FILE) as session:
            debrief_page(session, folder, luck=luck, line=session.line())
    except KeyboardInterrupt:
        print(_("Interrupted; the game is in {folder}, without its debrief.").format(folder=folder), file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    names = ", ".join(sorted(p.name for p in folder.iterdir()))
    print(_("Written to {folder}: {files}").format(folder=folder, files=names))
