"""A lever of marketing: what one field of a decision stands for, in what unit, how far it goes, what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from annotated_types import BaseMetadata, Ge, GroupedMetadata, Le

FRAMES: dict[str, tuple[str, ...]] = {
    # The frames in which the course names levers (A15): McCarthy (1960), Kotler (1986), Lauterborn (1990), Schultz
    "4P": ("product", "price", "place", "promotion"),
    "6P": ("product", "price", "place", "promotion", "political power", "public relations"),
    "11P": (
        "product", "price", "place", "promotion", "political power", "public relations", "probing", "partitioning",
        "prioritising", "positioning", "people",
    ),
    "4C": ("customer's needs", "cost to the customer", "convenience", "communication"),
    "4R": ("reaction", "relativity", "relation", "return"),
}  # fmt: skip
WIDER = {"6P": "4P", "11P": "6P"}
"""A frame that holds another one and adds to it."""

Places: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Lever(GroupedMetadata):
    """What a field of a decision moves. As metadata of the field it also sets the bounds of its numbers."""

    meaning: str
    """What is decided, in a few words."""
    unit: str
    cost: str
    """What moving it costs, in words."""
    least: float | None = None
    most: float | None = None
    members: bool = False
    """Whether the bounds hold for each member of a mapping, which then states them itself."""
    frames: tuple[tuple[str, str], ...] = ()
    """Its element in each frame of :data:`FRAMES`; one that is not named follows from the frame it widens."""
    part: str | None = None
    """The department or programme that it moves, by kind; None for the offer and for what is bought."""
    setting: str | None = None
    """The field of that department or programme."""

    def __iter__(self) -> Iterator[BaseMetadata]:
        """The bounds, as the check of values reads them."""
        if not self.members:
            if self.least is not None:
                yield Ge(self.least)
            if self.most is not None:
                yield Le(self.most)

    @property
    def range(self) -> str:
        """The bounds in words.

        >>> Lever(meaning="price", unit="", cost="", least=0.2, most=5).range
        '0.2 to 5'
        """
        if self.least is None and self.most is None:
            return "one of those there are"
        if self.most is None:
            return f"{self.least:g} or more"
        return f"{self.least:g} to {self.most:g}"

    def element(self, frame: str) -> str:
        """Where it belongs in a frame; ``beyond the 4P`` where that frame has no place for it."""
        given = dict(self.frames)
        narrower: str | None = frame
        while narrower is not None:
            if narrower in given:
                return given[narrower]
            narrower = WIDER.get(narrower)
        return f"beyond the {frame}"
