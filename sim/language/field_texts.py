"""Texts under fields of declarations, as people are shown them."""

from __future__ import annotations


def plain_text(text: str) -> str:
    """A text under a field or a class in one line, without the marks of code.

    >>> plain_text("Weeks; leave out\\n    for ``null``.")
    'Weeks; leave out for null.'
    """
    return " ".join(text.replace("``", "").split())


def meaning_in(text: str) -> str:
    """What a field means, as a message about a missing key says it: the first claim of the text under the field.

    >>> meaning_in("People at\\n    the ``desk``; at least one.")
    'People at the desk'
    """
    return plain_text(text).split("; ")[0].split(". ")[0].rstrip(".")
