"""``guanxi explain`` and ``guanxi cite``: what a name means, and the literature that a scenario stands on."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.language.choice import current_language
from sim.language.messages import _
from sim.registry import register


@register("command", "explain")
def explain(
    name: Annotated[
        str | None, typer.Argument(help="A concept, programme, cause, metric, event, term, bond or key.")
    ] = None,
) -> None:
    """Explain a name: meaning, formula, source. Without a name: list all names."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from sim.glossary.glossary import explain as explained
    from sim.glossary.glossary import explanations

    console = Console()
    if name is None:
        table = Table(_("sort"), _("name"), _("meaning"))
        for entry in (one.in_language(current_language()) for one in explanations()):
            if not entry.sort.startswith("key of"):
                table.add_row(entry.sort, entry.name, entry.meaning)
        console.print(table)
        print(_("The keys of scenario files are explained too: guanxi explain purchase_rate"))
        return
    for entry in explained(name):
        console.print(Text.assemble((entry.name, "bold"), _(" ({sort})").format(sort=entry.sort)))
        console.print(
            Text(entry.meaning + (f"\n{entry.more}" if entry.more else "")), soft_wrap=not console.is_terminal
        )
        print()


@register("command", "cite")
def cite(
    scenario: Annotated[str, typer.Argument(help="A scenario file, or the name of a shipped scenario.")],
) -> None:
    """Print the literature that a scenario stands on."""
    from sim.experiments.citation import cite as cited
    from sim.scenario.files.load import load

    print(cited(load(scenario)))
