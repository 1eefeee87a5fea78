"""``guanxi games``: the games that come along."""

from __future__ import annotations

from sim.commands.plain_words import plain_words
from sim.registry import declare


@declare("command", "games")
def games() -> None:
    """List the games that come along, and what each teaches."""
    from rich.console import Console
    from rich.table import Table

    with plain_words():
        from sim.game.read import load_game, shipped_games

        table = Table("name", "seats", "rounds", "title", "teaches", show_lines=True)
        for name in shipped_games():
            found, _ = load_game(name)
            seats = str(len(found.steering))
            table.add_row(name, seats, str(found.rounds), found.title, " ".join(found.teaches.split()))
        Console().print(table)
