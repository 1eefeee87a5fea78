"""Messages in the language of the reader. The English sentence itself is the key, so English needs no catalogue.

A message is a whole sentence with named places: ``_("{firm} lost {customers}.").format(firm=..., customers=...)``.
"""

from __future__ import annotations

import gettext
import re
from functools import cache

from sim.language.choice import CATALOGUES, ENGLISH, PSEUDO, current_language

PSEUDO_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "åƀçđéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ"
)
"""Letters of the pseudo-language: each can be read, none is in the alphabet."""
_PLACE = re.compile(r"(\{[^{}]*\}|\[blue\]|\[/\])")
"""What the pseudo-language leaves alone: places, and marks of Rich."""
CONTEXT_END = "\x04"
"""What stands between a context and its message in a catalogue, by the format of gettext."""


def _(message: str) -> str:
    """The message in the language in use; the message itself where that is English or it has no translation.

    >>> from sim.language.choice import in_language
    >>> with in_language("qps"):
    ...     print(_("Report: {place}").format(place="report.html"))
    Ŕéþöŕţ: report.html
    """
    language = current_language()
    if language == ENGLISH or not message:
        return message
    return pseudo(message) if language == PSEUDO else _catalogue(language).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The message for that number in the language in use, by the plural rule of the language.

    >>> ngettext("{n} fault", "{n} faults", 2).format(n=2)
    '2 faults'
    """
    language = current_language()
    if language in (ENGLISH, PSEUDO):
        message = one if number == 1 else many
        return pseudo(message) if language == PSEUDO else message
    return _catalogue(language).ngettext(one, many, number)


def pgettext(context: str, message: str) -> str:
    """The message, where the same English has several meanings; ``context`` tells them apart."""
    language = current_language()
    if language == ENGLISH:
        return message
    return pseudo(message) if language == PSEUDO else _catalogue(language).pgettext(context, message)


def comma() -> str:
    """What stands between the words of a list in the language in use.

    >>> comma().join(["price", "service"])
    'price, service'
    """
    return ", " if current_language() != "zh" else "、"


def semicolon() -> str:
    """What stands between two whole claims in the language in use."""
    return "; " if current_language() != "zh" else "；"


def mark(message: str) -> str:
    """Mark a message for the catalogue that is translated later, where it is shown."""
    return message


def translate(marked: str) -> str:
    """A message that was marked for the catalogue elsewhere (:func:`mark`), in the language in use."""
    return _(marked)


def pseudo(message: str) -> str:
    """A message in the pseudo-language: other letters, the places unchanged.

    >>> pseudo("Report: {place}")
    'Ŕéþöŕţ: {place}'
    """
    parts = _PLACE.split(message)
    return "".join(part if _PLACE.fullmatch(part) else part.translate(PSEUDO_LETTERS) for part in parts)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """All areas of a language, one behind the other."""
    found: gettext.NullTranslations = gettext.NullTranslations()
    for place in sorted((CATALOGUES / language / "LC_MESSAGES").glob("*.mo")):
        with place.open("rb") as file:
            area = gettext.GNUTranslations(file)
        area.add_fallback(found)
        found = area
    return found
