"""``guanxi reproduce``: whether saved work comes out the same when it is made again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.places import READ
from sim.commands.plain_words import plain_words
from sim.registry import declare


@declare("command", "reproduce")
def reproduce(
    path: Annotated[Path, typer.Argument(parser=READ, help="The file of a comparison, or a folder of results.")],
    workers: Annotated[int | None, typer.Option(min=1, help="Worker processes; all cores if left out.")] = None,
) -> None:
    """Make a saved comparison or run again, and say whether it came out the same, or what differs (exit status 1)."""
    with plain_words():
        from sim.experiments.where import Where
        from sim.reproduction import reproduce as reproduced

        found = reproduced(path / "comparison.json" if _compared(path) else path, where=Where(workers=workers))
        print(found)
    if not found.same:
        raise typer.Exit(1)


def _compared(path: Path) -> bool:
    return (path / "comparison.json").is_file()
