"""HTML from templates: every text is escaped, and no text can turn the direction of writing or hide characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

DIRECTION_MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that steer the direction of writing (Unicode Standard Annex 9, table 3): marks, embeddings, isolates."""
_TAKEN_OUT = {ord(sign): None for sign in DIRECTION_MARKS} | {
    code: None for code in (*range(0x20), 0x7F, *range(0x80, 0xA0), *range(0xD800, 0xE000)) if chr(code) not in "\t\n\r"
}


def displayable(text: str) -> str:
    """A text without what a page must not hold: marks of direction, control characters, halves of characters.

    Letters of scripts that run from right to left stay; a page isolates them by its style.

    >>> displayable("safe\\u202egnp.exe"), displayable("\\u05e9\\u05dc\\u05d5\\u05dd")
    ('safegnp.exe', 'שלום')
    """
    return text.translate(_TAKEN_OUT)


def _finalized(value: Any) -> Any:
    """What a template puts in; ``Markup`` comes from a template and is left as it is."""
    return displayable(value) if type(value) is str else value


def template_environment(loader: BaseLoader | None = None) -> Environment:
    """Templates that escape; a name that a template misses is an error."""
    from jinja2 import Environment, StrictUndefined

    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
