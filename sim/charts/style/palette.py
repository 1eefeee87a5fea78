"""Colours, line styles and hatches that tell firms and exit causes apart, for every eye.

Colours are the set of Okabe & Ito (2008), *Color Universal Design*, chosen to differ for people with any
common colour vision; each also has a line style, marker or hatch of its own, so that print in grey still reads.
"""

from __future__ import annotations

from dataclasses import dataclass

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
GREY = "#999999"
INK, FAINT = "#222222", "#D9D9D9"


@dataclass(frozen=True)
class Look:
    """How one firm or cause is drawn, in lines and in areas."""

    colour: str
    line: str | tuple[int, tuple[int, ...]]
    marker: str
    hatch: str


_FIRMS = (
    Look(BLUE, "-", "o", ""),
    Look(VERMILION, (0, (5, 1)), "s", "//"),
    Look(GREEN, (0, (5, 1, 1, 1)), "^", ".."),
    Look(ORANGE, (0, (1, 1)), "D", "\\\\"),
    Look(PURPLE, (0, (3, 1, 1, 1, 1, 1)), "v", "xx"),
    Look(SKY, (0, (8, 2)), "P", "++"),
    Look(BLACK, (0, (2, 2)), "X", "--"),
)
_CAUSES = {
    "price": Look(ORANGE, "-", "o", ""),
    "product": Look(BLUE, (0, (5, 1)), "s", "//"),
    "service": Look(VERMILION, (0, (1, 1)), "^", ".."),
    "market": Look(GREY, (0, (5, 1, 1, 1)), "D", "xx"),
    "technology": Look(SKY, (0, (8, 2)), "v", "\\\\"),
    "political": Look(PURPLE, (0, (2, 2)), "P", "++"),
}
_ADDED = (Look(GREEN, "-", "X", "--"), Look(YELLOW, "-", "<", "oo"), Look(BLACK, "-", ">", ""))


def firm_look(place: int) -> Look:
    """How the firm at this place of the scenario is drawn; after seven firms the looks come round again."""
    return _FIRMS[place % len(_FIRMS)]


def cause_look(cause: str, causes: tuple[str, ...]) -> Look:
    """How an exit cause is drawn: the six of the course always alike, added ones by their order in the table."""
    if cause in _CAUSES:
        return _CAUSES[cause]
    added = [name for name in causes if name not in _CAUSES]
    return _ADDED[(added.index(cause) if cause in added else 0) % len(_ADDED)]
