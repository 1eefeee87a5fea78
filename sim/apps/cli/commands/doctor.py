"""``guanxi doctor``: what stands in the way on this machine."""

from __future__ import annotations

import typer

from sim.registry import register


@register("command", "doctor")
def doctor() -> None:
    """Look at this installation: versions, what is missing, what stands in the way."""
    from sim.apps.cli.installation_check import findings

    worst = 0
    for finding in findings():
        print(f"{'ok  ' if finding.fine else 'LOOK'}  {finding.text}")
        worst = worst if finding.fine else 1
    raise typer.Exit(worst)
