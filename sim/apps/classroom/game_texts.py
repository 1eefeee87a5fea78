"""The title of a game and what it teaches, in the language in use, where the shipped game has a text in it."""

from __future__ import annotations

from functools import lru_cache

from sim.game.load_game import shipped_games
from sim.language.choice import current_language
from sim.scenario.files.side_texts import SideTexts, side_texts


def game_title(name: str, title: str) -> str:
    """The title of a game of this name; ``title``, as it is declared, where there is no other text."""
    return _texts(name, current_language()).title or title


def game_lesson(name: str, teaches: str) -> str:
    """What a game of this name teaches; ``teaches``, as it is declared, where there is no other text."""
    return " ".join((_texts(name, current_language()).teaches or teaches).split())


@lru_cache(maxsize=64)
def _texts(name: str, _language: str) -> SideTexts:
    return side_texts(name, "games") if name in shipped_games() else SideTexts()
