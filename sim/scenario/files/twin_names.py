"""Names that are the same, or look the same: two spellings of one name in Unicode are one name to a reader."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

OTHER = "; the other one is "
"""What stands before the path to the other member in the sentence about two of the same name."""


def appearance(name: str) -> str:
    """How a name looks: in one spelling (NFKC), without characters that cannot be seen, spaces counted once.

    >>> appearance("Cafe\\u0301") == appearance("Caf\\u00e9")
    True
    """
    seen = "".join(letter for letter in name if unicodedata.category(letter) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen).split())


def twins(where: str, names: Sequence[str]) -> list[str]:
    """A fault for each name that looks like one before it. ``where`` is the path to the list of their owners.

    >>> twins("firms", ["Azure", "Beryl", "Azure"])
    ['firms.2: named twice; names must differ; the other one is firms.0']
    """
    faults = []
    first: dict[str, int] = {}
    for number, name in enumerate(names):
        other = first.setdefault(appearance(name), number)
        if other != number:
            same = names[other] == name
            said = (
                "named twice"
                if same
                else f"the name looks the same as another, but is spelt in other characters ({_letters(name)})"
            )
            faults.append(f"{where}.{number}: {said}; names must differ{OTHER}{where}.{other}")
    return faults


def _letters(name: str) -> str:
    """The characters of a name that are not plain letters, by their numbers in Unicode."""
    return (
        ", ".join(dict.fromkeys(f"U+{ord(letter):04X}" for letter in name if not letter.isascii())) or "plain letters"
    )
