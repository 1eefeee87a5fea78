"""What a scenario or game says of itself in another language, from a file beside it: ``NAME.zh.yaml``.

The scenario itself, and so its hash and its results, stay the same in every language.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from sim.files.regular_file import is_there
from sim.language.choice import ENGLISH, current_language
from sim.scenario.declaration import Declaration
from sim.scenario.files.load import read_as, shipped, shipped_scenarios


class SideTexts(Declaration):
    """Texts of a scenario or game in one language; what is left out stays as it is in the file."""

    title: str = ""
    """Title."""
    question: str = ""
    """The question that its contrasts answer."""
    teaches: str = ""
    """What it teaches."""
    contrasts: dict[str, str] = Field(default_factory=dict)
    """Labels of its contrasts, by name."""
    texts: dict[str, str] = Field(default_factory=dict)
    """Other texts by their path, such as ``seats.Azure.brief``."""


def side_file(path: Path, language: str) -> Path:
    """The file with the texts of a scenario in a language.

    >>> side_file(Path("shop/market.yaml"), "zh").as_posix()
    'shop/market.zh.yaml'
    """
    return path.with_name(f"{path.stem}.{language}.yaml")


def side_texts(name_or_path: str | Path, folder: str = "") -> SideTexts:
    """The texts in the language in use of a shipped name (``folder`` inside the shipped ones) or a file.

    Empty texts in English, and where there is no side file. Raises ``ScenarioError`` for one that cannot be read.
    """
    if current_language() == ENGLISH:
        return SideTexts()
    text = str(name_or_path)
    own = shipped_scenarios().get(text) if not folder else shipped() / folder / f"{text}.yaml"
    place = side_file(own if own is not None and own.exists() else Path(text), current_language())
    return read_as(SideTexts, place) if is_there(str(place)) else SideTexts()
