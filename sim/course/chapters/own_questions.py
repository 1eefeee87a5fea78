"""Check questions whose right answer follows from the student's own run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from sim.course.chapters.parts import Sentence
from sim.scenario.contrasts import ShortName
from sim.scenario.declaration import Declaration


class BankItem(Declaration):
    """A question of the bank, by its id."""

    kind: Literal["bank"]
    id: str


class _Own(Declaration):
    id: str = Field(pattern=r"^[a-z0-9_]+$")
    course: str = Field(pattern=r"^[A-G]\d*$")
    level: Literal["easy", "medium", "hard"] = "medium"
    text: Sentence
    explain: Sentence
    """Why the right answer is right; figures stand in braces."""


class OwnSlip(Declaration):
    """A usual mistake: the figure that was read instead, and what the student is told."""

    figure: ShortName
    because: Sentence


class OwnNumber(_Own):
    """A number of the student's own run."""

    kind: Literal["number"]
    figure: ShortName
    unit: Sentence
    tolerance: float = Field(default=0.05, gt=0, lt=0.5)
    """Part of the right answer that is allowed, where half of the interval is less."""
    per: float = Field(default=1.0, gt=0)
    """The answer is given in so many units, such as 1000 for thousands of money."""
    slips: tuple[OwnSlip, ...] = Field(default=(), max_length=3)


class OwnOption(Declaration):
    """One answer, and what a student is told who chose it and should not have."""

    text: Sentence
    because: Sentence


class OwnOptions(Declaration):
    """One answer for each way in which a difference can come out."""

    more: OwnOption
    less: OwnOption
    unclear: OwnOption


class OwnReading(_Own):
    """A choice; the sign of a figure in the student's own run decides which answer is right."""

    kind: Literal["reading"]
    figure: ShortName
    options: OwnOptions


class OwnLargest(_Own):
    """Which of several figures of the student's own run is largest?"""

    kind: Literal["largest"]
    options: Mapping[ShortName, OwnOption] = Field(min_length=2)


CheckItem: TypeAlias = Annotated[BankItem | OwnNumber | OwnReading | OwnLargest, Field(discriminator="kind")]
