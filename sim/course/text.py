"""A text in both languages of the course."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Literal, TypeAlias

from pydantic import Field

from sim.language.choice import current_language
from sim.scenario.declaration import Declaration

Language: TypeAlias = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def language_of_course() -> Language:
    """The language of the course's own texts: that of the reader where they are in it, else English."""
    return "zh" if current_language() == "zh" else "en"


class Text(Declaration):
    """The same text in English and in Simplified Chinese."""

    en: str = Field(min_length=1)
    """English text; ``{name}`` stands for a value of the question."""
    zh: str = Field(min_length=1)
    """The same in Chinese, with the same names in braces."""

    def said(self, language: Language, values: Mapping[str, float] | None = None) -> str:
        """The text in one language.

        Args:
            language: ``en`` or ``zh``.
            values: Values for the names in braces.

        Returns:
            The text, with the values in their places.
        """
        text = self.en if language == "en" else self.zh
        for name, value in (values or {}).items():
            text = text.replace(f"{{{name}}}", f"{value:,.10g}")
        return text


def drawn(address: str) -> int:
    """A whole number that follows from its address alone, as evenly spread as a random one.

    Args:
        address: What is drawn and for whom, such as ``c1_churn/exits/20231234``.

    Returns:
        A number from 0 to 2^64 − 1; the same address always gives the same number, on every machine.
    """
    return int.from_bytes(hashlib.sha256(address.encode()).digest()[:8])
