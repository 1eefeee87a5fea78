"""``guanxi list``: the scenarios that come along."""

from __future__ import annotations

from sim.apps.cli.error_messages import plain_error_messages
from sim.registry import register


@register("command", "list")
def list_scenarios() -> None:
    """List the scenarios that come along, and what each teaches."""
    from rich.console import Console
    from rich.table import Table

    with plain_error_messages():
        from sim.scenario.files.load import load, shipped_scenarios

        table = Table("name", "title", "teaches", show_lines=True)
        for name in shipped_scenarios():
            found = load(name)
            table.add_row(name, found.title, " ".join(found.teaches.split()))
        Console().print(table)
