"""What a scenario or game says of itself in another language, from a file beside it: ``NAME.zh.yaml``.

The scenario itself, and so its hash and its results, stay the same in every language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from sim.files.regular_file import is_there
from sim.language.choice import ENGLISH, PSEUDO, current_language
from sim.language.messages import pseudo
from sim.scenario.declaration import Declaration
from sim.scenario.files.load import read, read_as, shipped, shipped_scenarios

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


class SideFinding(Declaration):
    """The three readings of a finding in one language, with the places of the scenario's."""

    more: str
    less: str
    unclear: str


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
    measures: dict[str, str] = Field(default_factory=dict)
    """Labels of its measures, by name."""
    findings: tuple[SideFinding, ...] = ()
    """Its findings, in the order of the file."""
    pictures: tuple[str, ...] = ()
    """What to look at in each of its pictures, in the order of the file."""
    sources: tuple[str, ...] = ()
    """Its sources, in the order of the file; the names of publications stay as they are."""
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


def scenario_text(scenario: Scenario, text: str) -> str:
    """A text of a scenario that comes with Guanxi in the language in use, such as its title or a finding.

    It is found by the English text, so that one that was changed, and one of another scenario, stays as it is.

    Args:
        scenario: The scenario that says it; that of a run, too.
        text: The text as it stands in the scenario.

    Returns:
        The text of the side file, or the one given where there is none.
    """
    language = current_language()
    if language == ENGLISH or scenario.name not in shipped_scenarios():
        return text
    if language == PSEUDO:
        return pseudo(text)
    return _translations(scenario.name, language).get(_plain(text)) or text


@cache
def _translations(name: str, language: str) -> Mapping[str, str]:
    """The texts of a shipped scenario in a language, by the English ones."""
    path = shipped_scenarios()[name]
    place = side_file(path, language)
    if not is_there(str(place)):
        return {}
    return {_plain(text): said for text, said in texts_side_by_side(read(path), read_as(SideTexts, place)) if said}


def texts_side_by_side(scenario: Scenario, side: SideTexts) -> Iterator[tuple[str, str]]:
    """Every text of a scenario with that of its side file, which is empty where the file lacks it."""
    yield scenario.title, side.title
    if scenario.question is not None:
        yield scenario.question, side.question
    yield scenario.teaches, side.teaches
    for name, contrast in scenario.contrasts.items():
        yield contrast.label, side.contrasts.get(name, "")
    for measure in scenario.measures:
        if measure.label is not None:
            yield measure.label, side.measures.get(measure.name, "")
    for number, finding in enumerate(scenario.findings):
        said = side.findings[number] if number < len(side.findings) else None
        for reading in ("more", "less", "unclear"):
            yield getattr(finding, reading), getattr(said, reading, "")
    for number, picture in enumerate(scenario.pictures):
        yield picture.look, side.pictures[number] if number < len(side.pictures) else ""
    for number, source in enumerate(scenario.sources):
        yield source, side.sources[number] if number < len(side.sources) else ""


def _plain(text: str) -> str:
    """A text without line breaks."""
    return " ".join(text.split())
