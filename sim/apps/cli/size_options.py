"""The options by which commands raise the limits to the size of runs."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

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
