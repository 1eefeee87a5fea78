"""Options that several commands read alike: percentages, confidence, half-widths, limits to the size of runs."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from sim.files.regular_file import shortened
from sim.language.messages import _

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

LEAST_CONFIDENCE = 0.5
"""A lower one is taken for the chance of an error, and asked back."""
NARROW = 0.05
"""Points: a narrower half-width without a % sign may be meant as a part of one, and is asked back."""


@dataclass(frozen=True)
class Amount:
    """A number as it was given, and whether in per cent."""

    value: float
    """The number in front of the sign."""
    percent: bool

    @property
    def part(self) -> float:
        """As a part of one."""
        return self.value / 100 if self.percent else self.value

    def __str__(self) -> str:
        """As it was given, without blanks."""
        return f"{self.value:g}{'%' if self.percent else ''}"


def amount(given: str) -> Amount:
    """A number with or without a % sign. Raises ``typer.BadParameter`` for anything else.

    >>> amount("95 %").part, amount("0.95").part
    (0.95, 0.95)
    """
    text = given.strip()
    word = text.removesuffix("%").strip()
    try:
        value = float(word)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in word:
        said = _("{given} was given; give a number such as 0.95, or 95%")
        if "," in word:
            said = _("{given} was given; give a number such as 0.95, or 95%; write a point, not a comma")
        raise typer.BadParameter(said.format(given=repr(shortened(given))))
    return Amount(value, text.endswith("%"))


def confidence(given: str) -> float:
    """A level of confidence, as a part of one. Raises ``typer.BadParameter`` for one that nobody can mean.

    >>> confidence("99%")
    0.99
    """
    asked = amount(given)
    if not asked.percent and 100 * LEAST_CONFIDENCE <= asked.value < 100:
        said = _("{given} was given; write {percent} or {part} if that is meant")
        raise typer.BadParameter(said.format(given=asked, percent=f"{asked}%", part=f"{asked.value / 100:g}"))
    if not 0 < asked.part < 1:
        said = _("{given} was given; a confidence lies between 50% and 100% (0.5 and 1)")
        raise typer.BadParameter(said.format(given=asked))
    if asked.part < LEAST_CONFIDENCE:
        said = _(
            "{given} was given, which is the chance of an error rather than a confidence; "
            "write {other} if that is meant"
        )
        raise typer.BadParameter(said.format(given=asked, other=f"{1 - asked.part:.4g}"))
    return asked.part


def half_width(asked: Amount, measure: str, scale: float) -> float:
    """How wide an interval may be, in the unit of a measure. Raises ``typer.BadParameter`` for a doubtful one.

    ``scale`` is 100 for measures in per cent, 1 for those that are counted, such as money.
    """
    if not asked.value > 0:
        raise typer.BadParameter(_("--half-width: {given} was given; give a number above 0").format(given=asked))
    if scale == 1:
        if asked.percent:
            said = _("--half-width: {given} was given, and {measure} is no percentage; give a number in its unit")
            raise typer.BadParameter(said.format(given=asked, measure=measure))
        return asked.value
    if not asked.percent and asked.value < NARROW:
        said = _("--half-width: {given} was given, and {measure} is in per cent; write {first} or {second}")
        first, second = f"{100 * asked.value:g}%", f"{asked}%"
        raise typer.BadParameter(said.format(given=asked, measure=measure, first=first, second=second))
    if asked.value >= scale:
        said = _("--half-width: {given} was given, and {measure} is in per cent; give less")
        raise typer.BadParameter(said.format(given=asked, measure=measure))
    return asked.value


MaxEvents: TypeAlias = Annotated[
    float | None,
    typer.Option(min=1, max=1e15, metavar="EVENTS", help="Most events of a run, such as 1e10; 1e9 if left out."),
]
MaxMemory: TypeAlias = Annotated[
    float | None,
    typer.Option(
        min=0.001, max=1e12, metavar="GB", help="Most memory of a run; four fifths of the machine's if left out."
    ),
]


def expected_purchases(scenario: Scenario) -> float:
    """Purchases to be expected in all replications if nobody left."""
    rate = sum(segment.size * segment.purchase_rate.average for segment in scenario.population.segments)
    return rate * scenario.horizon * scenario.replications


def refuse_too_large_file(
    asked: Scenario, file: str, *, events: float | None, memory: float | None, kept: str = "all",
    changed: Collection[str] = (),
) -> None:  # fmt: skip
    """Raise ``ScenarioError`` for a scenario too large to run, with the place of the key in its file.

    A key that was ``changed`` on the command line has no place.
    """
    from sim.model.state.size_guard import TooLargeError, refuse_too_large, size_limits
    from sim.scenario.files.load import with_places

    try:
        with size_limits(events=events, memory=memory):
            refuse_too_large(asked, replications=asked.replications, kept=kept)
    except TooLargeError as error:
        if any(f"{fault.path}.".startswith(f"{path}.") for fault in error.faults for path in changed):
            raise
        raise with_places(error, file) from None
