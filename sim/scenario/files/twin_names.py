"""Names that are the same, or look the same: two spellings of one name in Unicode are one name to a reader."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from sim.language.messages import _, comma

OTHER = "\t"
"""What stands between the sentence about two of the same name and the path to the other one."""


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
    ['firms.2: named twice; names must differ\\tfirms.0']
    """
    faults = []
    first: dict[str, int] = {}
    for number, name in enumerate(names):
        other = first.setdefault(appearance(name), number)
        if other != number:
            same = names[other] == name
            said = _("named twice; names must differ")
            if not same:
                said = _(
                    "the name looks the same as another, but is spelt in other characters ({letters}); "
                    "names must differ"
                ).format(letters=_letters(name))
            faults.append(f"{where}.{number}: {said}{OTHER}{where}.{other}")
    return faults


def _letters(name: str) -> str:
    """The characters of a name that are not plain letters, by their numbers in Unicode."""
    strange = dict.fromkeys(f"U+{ord(letter):04X}" for letter in name if not letter.isascii())
    return comma().join(strange) or _("plain letters")
