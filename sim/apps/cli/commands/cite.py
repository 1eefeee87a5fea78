"""``guanxi cite``: the literature that a scenario stands on."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.apps.cli.error_messages import plain_error_messages
from sim.registry import register


@register("command", "cite")
def cite(
    scenario: Annotated[str, typer.Argument(help="A scenario file, or the name of one that comes along.")],
) -> None:
    """Print the literature that a scenario stands on."""
    with plain_error_messages():
        from sim.experiments.citation import cite as cited
        from sim.scenario.files.load import load

        print(cited(load(scenario)))
