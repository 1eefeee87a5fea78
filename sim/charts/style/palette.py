"""Colours, line styles and hatches that tell firms and exit causes apart, for every eye.

Colours are the set of Okabe & Ito (2008), *Color Universal Design*, chosen to differ for people with any
common colour vision; each also has a line style, marker or hatch of its own, so that print in grey still reads.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.scenario.market.exit_causes import COURSE_CAUSES

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
_CAUSES = (
    Look(ORANGE, "-", "o", ""),
    Look(BLUE, (0, (5, 1)), "s", "//"),
    Look(VERMILION, (0, (1, 1)), "^", ".."),
    Look(GREY, (0, (5, 1, 1, 1)), "D", "xx"),
    Look(SKY, (0, (8, 2)), "v", "\\\\"),
    Look(PURPLE, (0, (2, 2)), "P", "++"),
)
_ADDED = (Look(GREEN, "-", "X", "--"), Look(YELLOW, "-", "<", "oo"), Look(BLACK, "-", ">", ""))


def firm_look(place: int) -> Look:
    """How the firm at this place of the scenario is drawn; after seven firms the looks come round again."""
    return _FIRMS[place % len(_FIRMS)]


def cause_look(cause: str, causes: tuple[str, ...]) -> Look:
    """How an exit cause is drawn: those of the course by their place in the table of exit types, others in order."""
    course = [row.name for row in COURSE_CAUSES]
    if cause in course:
        return _CAUSES[course.index(cause)]
    added = [name for name in causes if name not in course]
    return _ADDED[(added.index(cause) if cause in added else 0) % len(_ADDED)]
