"""Match each item with what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field, model_validator

from sim.course.question import Marked, Question, WrongAnswerFormError
from sim.course.text import LANGUAGES, Language, Text
from sim.scenario.declaration import Declaration


class Pair(Declaration):
    """An item and its match; two items may have the same match."""

    item: Text
    match: Text


class Matching(Question):
    """Items, each with one match."""

    kind: Literal["matching"]
    pairs: tuple[Pair, ...] = Field(min_length=2, max_length=8)
    """Items with their matches."""

    @model_validator(mode="after")
    def _items_differ(self) -> Matching:
        for language in LANGUAGES:
            if len({pair.item.said(language) for pair in self.pairs}) < len(self.pairs):
                raise ValueError("two items read alike; give each its own words")
        return self

    def left(self, language: Language) -> list[str]:
        """The items to be matched, as declared."""
        return [pair.item.said(language) for pair in self.pairs]

    def options(self, language: Language, student: int = 0) -> Sequence[str]:
        """The matches to choose from, each once, in the order of the items."""
        return list(dict.fromkeys(pair.match.said(language) for pair in self.pairs))

    def key(self, student: int = 0) -> list[int]:
        """For each item, the place of its match among the options."""
        matches = self.options("en")
        return [matches.index(pair.match.en) for pair in self.pairs]

    def mark(self, answer: Any, language: Language = "en", student: int = 0) -> Marked:
        """The part of the items that have their match; ``answer`` has a place of an option for each item."""
        number, key = len(self.options("en")), self.key()
        given = list(answer) if isinstance(answer, list | tuple) else [answer]
        fine = all(isinstance(place, int) and not isinstance(place, bool) and 0 <= place < number for place in given)
        if not fine or len(given) != len(key):
            raise WrongAnswerFormError(
                f"{answer!r} cannot be marked; give {len(key)} places from 0 to {number - 1}, one for each item"
            )
        good = [one == other for one, other in zip(given, key, strict=True)]
        return Marked(points=sum(good) / len(good), right=all(good), explanation=self.explain.said(language))
