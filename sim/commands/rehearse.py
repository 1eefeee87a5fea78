"""``guanxi rehearse``: a whole game played by bots."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.plain_words import plain_words
from sim.commands.printed import print_whole, rounds_table
from sim.registry import declare


@declare("command", "rehearse")
def rehearse(
    game: Annotated[str, typer.Argument(help="A game file, or the name of a game that comes along.")],
    seed: Annotated[int | None, typer.Option(min=0, help="Luck of the game; the scenario's own if left out.")] = None,
    out: Annotated[Path | None, typer.Option(help="New folder for the game; games/NAME if left out.")] = None,
) -> None:
    """Play a whole game with bots at all seats, and write its file and tables to a folder."""
    with plain_words():
        from sim.game.read import load_game
        from sim.game.rehearse import rehearse as played

        asked, _ = load_game(game)
        folder = out or Path("games") / asked.name
        rehearsal = played(game, folder, seed=seed)
        print_whole(rounds_table(rehearsal))
        print(f"Written to {folder}: {', '.join(sorted(p.name for p in folder.iterdir()))}")
