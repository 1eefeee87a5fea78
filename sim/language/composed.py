"""Texts that were put together in English where something was computed, and are told in another language when shown.

A claim, its figures and its verdict are values: tables and tests read their English. Where a person reads them, the
sentence is found in the catalogue: as it stands, or by a message with places that it fits.
"""

from __future__ import annotations

import re
from functools import cache

from sim.language.choice import CATALOGUES, ENGLISH, PSEUDO, current_language
from sim.language.messages import pseudo, semicolon, translate

AREA = "claims"
_PLACE = re.compile(r"\{(\w+)\}")


def composed(text: str) -> str:
    """A text in the language in use; claims that stand side by side are told one by one.

    Args:
        text: English, whole or made of several claims between semicolons.

    Returns:
        The translation; what no catalogue knows stays as it is.

    >>> composed("5 figures as expected")
    '5 figures as expected'
    """
    language = current_language()
    if language == ENGLISH or not text:
        return text
    if language == PSEUDO:
        return pseudo(text)
    parts = text.split("; ")
    if len(parts) > 1 and translate(text) == text:
        told = [_whole(part, language) for part in parts]
        if None not in told or _whole(text, language) is None:
            return semicolon().join(one or part for one, part in zip(told, parts, strict=True))
    return _whole(text, language) or text


def _whole(text: str, language: str) -> str | None:
    """The translation of a text as it stands, or of the first message with places that it fits."""
    said = translate(text)
    if said != text:
        return said
    for pattern, message in _patterns(language):
        met = pattern.fullmatch(text)
        if met:
            return translate(message).format(**{name: composed(part) for name, part in met.groupdict().items()})
    return None


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """The messages with places, those with most letters of their own first, and what fits them."""
    from babel.messages.mofile import read_mo

    with (CATALOGUES / language / "LC_MESSAGES" / f"{AREA}.mo").open("rb") as file:
        messages = [str(one.id) for one in read_mo(file) if _PLACE.search(str(one.id))]
    messages.sort(key=lambda message: len(_PLACE.sub("", message)), reverse=True)
    return [(_pattern(message), message) for message in messages]


def _pattern(message: str) -> re.Pattern[str]:
    """What fits a message: the places hold anything, the same anything where a place comes twice."""
    written, met = "", set()
    for number, part in enumerate(_PLACE.split(message)):
        if number % 2 == 0:
            written += re.escape(part)
        else:
            written += f"(?P={part})" if part in met else f"(?P<{part}>.+?)"
            met.add(part)
    return re.compile(written, re.DOTALL)
