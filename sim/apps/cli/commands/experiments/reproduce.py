"""``guanxi reproduce``: whether saved work comes out the same when it is made again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.apps.cli.output_places import READ
from sim.registry import register


@register("command", "reproduce")
def reproduce(
    path: Annotated[
        Path, typer.Argument(parser=READ, help="A comparison, a folder of results, or a game: file or folder.")
    ],
    workers: Annotated[int | None, typer.Option(min=1, help="Worker processes; all cores if left out.")] = None,
) -> None:
    """Compute a saved comparison, run or game again, and report differences (exit status 1 if there are any)."""
    from sim.experiments.execution.execution import Execution
    from sim.reproduction.reproduce import reproduce as reproduced

    found = reproduced(path, where=Execution(workers=workers))
    print(found)
    if not found.same:
        raise typer.Exit(1)
