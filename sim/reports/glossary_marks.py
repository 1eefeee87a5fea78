"""Words of the glossary on a page: explained under the pointer, and in a short list that is printed at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from markupsafe import Markup

from sim.glossary.glossary import explain
from sim.glossary.terms import REPORT_GROUP, meaning_in_reports, term_of
from sim.language.choice import ENGLISH, PSEUDO, current_language
from sim.language.messages import _, pseudo
from sim.reports.html_page import abbreviation, block, definitions, heading

WORDS = (
    "churn", "retention", "customer-weeks", "share of revenue", "lifetime value", "satisfaction", "loyalty", "trust",
    "bond", "interval", "replication", "replications", "seed", "programme", "market", "policy", "metric", "event log",
    "survival", "break-even",
)  # fmt: skip
"""Words that reports use and that are explained where they first stand."""
_UNTOUCHED = ("svg", "style", "h1", "h2", "h3", "a", "summary", "code", "title", "abbr", "dt", "dd")


def with_glossary(parts: Iterable[str]) -> tuple[list[Markup], Markup]:
    """The parts with each word explained where it first stands, and the list of these words for print."""
    met: dict[str, str] = {}
    marked = [_marked(part, met) for part in parts]
    items = [("", word, meaning) for word, meaning in sorted(met.items())]
    if not items:
        return marked, Markup("")
    return marked, block("words", [heading(_("Words on this page"), 3), definitions(items)])


@cache
def _meanings(language: str) -> dict[str, str]:
    """What each word means, by the word in that language."""
    if language == ENGLISH:
        return {word: meaning_in_reports(word) or explain(word, ENGLISH)[0].meaning.rstrip(".") for word in WORDS}
    found = (term_of(REPORT_GROUP, word) or explain(word, ENGLISH)[0].term for word in WORDS)
    if language == PSEUDO:
        return {pseudo(term.english): pseudo(term.definition or term.english) for term in found if term}
    return {term.chinese: term.definition_zh.rstrip("。") for term in found if term}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Any of the words where it stands by itself, the longest first; Chinese words stand among others."""
    words = "|".join(map(re.escape, sorted(_meanings(language), key=len, reverse=True)))
    if language == ENGLISH:
        return re.compile(rf"(?<![\w&-])(?:{words})(?![\w;-])", re.IGNORECASE)
    return re.compile(words)


def _marked(part: str, met: dict[str, str]) -> Markup:
    pieces, inside = [], 0
    for piece in re.split(r"(<[^>]*>)", part):
        tag = re.match(r"<(/?)(\w+)", piece)
        if tag and tag.group(2) in _UNTOUCHED and not piece.endswith("/>"):
            inside += -1 if tag.group(1) else 1
        pieces.append(piece if tag or inside else _explained(piece, met))
    return Markup("".join(pieces))  # noqa: S704  # pieces of Markup, and text that was escaped


def _explained(text: str, met: dict[str, str]) -> str:
    """A text without tags, with the words that were not met before explained."""

    language = current_language()

    def explained(found: re.Match[str]) -> str:
        word = found.group().lower() if language == ENGLISH else found.group()
        if word.removesuffix("s") in met or word in met or f"{word}s" in met:
            return found.group()
        met[word] = _meanings(language)[word]
        return str(abbreviation(found.group(), met[word]))

    return _pattern(language).sub(explained, text)
