"""``guanxi games``: the games and exercises that come along."""

from __future__ import annotations

from sim.commands.plain_words import plain_words
from sim.registry import declare


@declare("command", "games")
def games() -> None:
    """List the games and exercises that come along, and what each teaches. Play one: guanxi play NAME."""
    from rich.console import Console
    from rich.table import Table

    with plain_words():
        from sim.game.exercises.read import load_exercise
        from sim.game.read import load_game, shipped_exercises, shipped_games

        table = Table(show_lines=True)
        table.add_column("name", no_wrap=True)
        for heading in ("seats", "rounds", "title", "teaches"):
            table.add_column(heading)
        for name in shipped_games():
            found, _ = load_game(name)
            seats = str(len(found.deciding))
            table.add_row(name, seats, str(found.rounds), found.title, " ".join(found.teaches.split()))
        for name in shipped_exercises():
            exercise, _ = load_exercise(name)
            table.add_row(name, "1", "–", exercise.title, " ".join(exercise.teaches.split()))
        Console().print(table)
