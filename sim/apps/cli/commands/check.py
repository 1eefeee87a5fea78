"""``guanxi check``: every fault of a scenario file."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sim.apps.cli.commands.run import IN_MEMORY
from sim.apps.cli.error_messages import BAD_INPUT
from sim.apps.cli.printed_tables import content, leftovers_in_a_line, remark
from sim.apps.cli.size_options import MaxEvents, MaxMemory, expected_purchases, refuse_too_large_file
from sim.registry import register


@register("command", "check")
def check(
    files: Annotated[list[str], typer.Argument(help="Scenario files, or names of those that come along.")],
    max_events: MaxEvents = None,
    max_memory: MaxMemory = None,
) -> None:
    """Check scenario files: every fault with line and column, what is allowed and what was meant."""
    from sim.scenario.files.load import load
    from sim.scenario.files.validation_errors import ScenarioError

    faults = 0
    for file in files:
        try:
            with leftovers_in_a_line():
                asked = load(file)
            kept = "all" if expected_purchases(asked) <= IN_MEMORY else "exits"
            refuse_too_large_file(asked, file, events=max_events, memory=max_memory, kept=kept)
            print(f"{file}: fine ({content(asked)})")
            remark(asked)
        except ScenarioError as error:
            print(error, file=sys.stderr)
            faults += len(error.faults)
    if faults:
        print(f"{faults} fault{'s' * (faults > 1)}", file=sys.stderr)
        raise typer.Exit(BAD_INPUT)
