"""The messages of the class page, which is written in JavaScript, as JSON holds them."""

from __future__ import annotations

from functools import cache

from babel.messages.mofile import read_mo

from sim.language.choice import CATALOGUES, ENGLISH, PSEUDO, languages
from sim.language.messages import pseudo

AREA = "page"


@cache
def script_messages(language: str) -> dict[str, str | list[str]]:
    """Each English message of the page with its translation; of a plural, its English singular with all forms.

    Args:
        language: A language that has catalogues, or the pseudo-language of tests.

    Returns:
        The translations; nothing for English, whose messages are the keys.
    """
    if language == ENGLISH:
        return {}
    source = languages()[1] if language == PSEUDO else language
    with (CATALOGUES / source / "LC_MESSAGES" / f"{AREA}.mo").open("rb") as file:
        catalogue = read_mo(file)
    found: dict[str, str | list[str]] = {}
    for message in catalogue:
        english = [message.id] if isinstance(message.id, str) else list(message.id)
        said = [message.string] if isinstance(message.string, str) else list(message.string or ())
        if english[0]:
            forms = [pseudo(one) for one in english] if language == PSEUDO else [str(one) for one in said]
            found[str(english[0])] = forms[0] if len(english) == 1 else forms
    return found
