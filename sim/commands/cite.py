"""``guanxi cite``: the literature that a scenario stands on."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.commands.plain_words import plain_words
from sim.registry import declare


@declare("command", "cite")
def cite(
    scenario: Annotated[str, typer.Argument(help="A scenario file, or the name of one that comes along.")],
) -> None:
    """Print the literature that a scenario stands on."""
    with plain_words():
        from sim.citation import cite as cited
        from sim.scenario.read import load

        print(cited(load(scenario)))
