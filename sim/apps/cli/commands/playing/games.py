"""``guanxi games``: the games and exercises that come along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.language.messages import _, ngettext
from sim.registry import register

if TYPE_CHECKING:
    from rich.console import Console

    from sim.scenario.declaration import Lesson


@register("command", "games")
def games() -> None:
    """List the shipped games and exercises, and what each teaches. Play one: guanxi play NAME."""
    from rich.console import Console

    from sim.game.exercises.exercise import load_exercise
    from sim.game.load_game import exercise_names, load_game, shipped_games

    console = Console(highlight=False)
    for name in shipped_games():
        found = load_game(name)[0]
        seats, rounds = len(found.deciding), found.rounds
        there = ngettext("{n} seat", "{n} seats", seats).format(n=seats)
        size = _("{seats}, {rounds}").format(
            seats=there, rounds=ngettext("{n} round", "{n} rounds", rounds).format(n=rounds)
        )
        _print(console, name, size, found)
    for name in exercise_names():
        exercise = load_exercise(name)[0]
        _print(console, name, _("marked"), exercise)


def _print(console: Console, name: str, size: str, lesson: Lesson) -> None:
    """Name, size and title in a line; what it teaches below, as wide as there is room."""
    from rich.padding import Padding
    from rich.text import Text

    from sim.scenario.files.side_texts import side_texts

    texts = side_texts(name, "games")
    head = _(" ({size}): {title}").format(size=size, title=texts.title or lesson.title)
    console.print(Text.assemble((name, "bold"), head))
    console.print(Padding(Text(" ".join((texts.teaches or lesson.teaches).split())), (0, 0, 1, 4)))
