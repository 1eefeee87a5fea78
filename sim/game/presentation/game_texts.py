"""What a game or an exercise says of itself, in the language in use: title, what it teaches, briefs, needs, stories.

A game is kept in its file in English. The texts of those that come along stand in another language in a file beside
theirs (:mod:`sim.scenario.files.side_texts`); they are shown where the English is still that of the file that comes
along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sim.game.game import Game
from sim.language.choice import ENGLISH, PSEUDO, current_language, using_language
from sim.language.messages import pseudo
from sim.scenario.decisions.account_view import AccountView
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.declaration import Lesson
from sim.scenario.files.load import shipped
from sim.scenario.files.side_texts import SideTexts, side_texts
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.scenario import Scenario

CHINESE = "zh"
GAMES = "games"
"""The folder of the games and exercises that come along."""


@dataclass(frozen=True, kw_only=True)
class GameTexts:
    """Texts of a game or an exercise in one language."""

    title: str
    teaches: str


def game_texts(game: Lesson) -> GameTexts:
    """Title and lesson of a game or an exercise in the language in use."""
    title, teaches = (
        text_of(game.name, path, text) for path, text in (("title", game.title), ("teaches", game.teaches))
    )
    return GameTexts(title=title, teaches=teaches)


def brief_of(game: Game, seat: str) -> str:
    """What the player of a seat is told before the first round, in the language in use."""
    return text_of(game.name, f"seats.{seat}.brief", game.seat(seat).brief)


def scenario_title(scenario: Scenario) -> str:
    """The title of a scenario in the language in use."""
    return text_of(scenario.name, "title", scenario.title, folder="")


def account_texts(view: AccountView, scenario: Scenario) -> AccountView:
    """A key account's view with its brief and needs in the language in use."""
    if current_language() == ENGLISH:
        return view
    path = f"key_accounts.{view.account}"
    needs = {
        name: need.model_copy(update={"text": need_text(scenario, f"{path}.needs.{name}", need.text)})
        for name, need in view.needs.items()
    }
    return replace(view, brief=text_of(scenario.name, f"{path}.brief", view.brief, folder=""), needs=needs)


def firm_texts(view: FirmView, scenario: Scenario) -> FirmView:
    """A firm's view with the needs that key accounts have told in the language in use."""
    if current_language() == ENGLISH:
        return view
    accounts = tuple(
        replace(known, needs={
            name: need_text(scenario, f"key_accounts.{known.name}.needs.{name}", text)
            for name, text in known.needs.items()
        })
        for known in view.accounts
    )  # fmt: skip
    return replace(view, accounts=accounts)


def need_text(scenario: Scenario, path: str, english: str) -> str:
    """A need of a key account in the language in use: as a pool of a game that comes along has it, or by its path."""
    pooled = _pooled_needs().get(english, "") if current_language() == CHINESE else ""
    return pooled or text_of(scenario.name, path, english, folder="")


@cache
def _pooled_needs() -> Mapping[str, str]:
    """The Chinese of every need in the pools of the games that come along, by its English."""
    files = [path for path in sorted((shipped() / GAMES).glob("*.yaml")) if "." not in path.stem]
    drawing = [path for path in files if "need_pools:" in path.read_text(encoding="utf-8")]
    pools = [_content(path.stem, GAMES)["need_pools"] for path in drawing]
    return {need["text"]: need.get("zh", "") for pool in pools for needs in pool.values() for need in needs}


def text_of(name: str, path: str, english: str, folder: str = GAMES) -> str:
    """The text at a path of a game or scenario that comes along, in the language in use.

    The English is returned where there is no translation, and where it is another than in the file that comes along.
    """
    language, plain = current_language(), " ".join(english.split())
    if language == ENGLISH or not plain:
        return english
    if language == PSEUDO:
        return pseudo(english)
    texts = _texts(name, folder, language)
    found = {"title": texts.title, "teaches": texts.teaches}.get(path) or texts.texts.get(path, "")
    return found if found and _shipped_text(name, folder, path) == plain else english


@cache
def _texts(name: str, folder: str, language: str) -> SideTexts:
    """The texts beside a shipped game or scenario in a language; none for a file of your own."""
    if not _is_shipped(name, folder):
        return SideTexts()
    with using_language(language):
        try:
            return side_texts(name, folder)
        except ScenarioError:
            return SideTexts()


def _is_shipped(name: str, folder: str) -> bool:
    return name.isidentifier() and (shipped() / folder / f"{name}.yaml").is_file()


@cache
def _shipped_text(name: str, folder: str, path: str) -> str:
    """The English at a path of a file that comes along; in a list an element is found by its name or number."""
    held: Any = _content(name, folder)
    words = path.split(".")
    if words[0] == "visits":
        held = held.get("task", {})
    for word in words:
        if isinstance(held, list):
            named = [one for number, one in enumerate(held, start=1) if word in (str(number), one.get("name"))]
            held = named[0] if named else None
        else:
            held = held.get(word) if isinstance(held, Mapping) else None
    held = held.get("text") if isinstance(held, Mapping) else held
    return " ".join(str(held or "").split())


@cache
def _content(name: str, folder: str) -> Mapping[str, Any]:
    from ruamel.yaml import YAML

    text = (shipped() / folder / f"{name}.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = YAML(typ="safe", pure=True).load(text)
    return found
