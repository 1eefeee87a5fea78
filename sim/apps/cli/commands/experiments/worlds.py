"""``guanxi worlds``: one market under two strategies, customer by customer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.apps.cli.commands.experiments.compare import strategies
from sim.apps.cli.output_places import FOLDER
from sim.apps.cli.printed_tables import print_table, remark
from sim.files.csv_export import csv_bytes
from sim.language.messages import _, translate
from sim.number_text import decimal
from sim.registry import register

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.counterfactuals import CounterfactualPair

WRITTEN = ("fates.csv", "saved_and_lost.csv", "*.png", "provenance.txt")
"""Names of what the command writes to a folder; pictures are named after customers."""


@register("command", "worlds")
def worlds(
    scenario: Annotated[str, typer.Argument(help="A scenario file, or the name of a shipped scenario.")],
    strategy: Annotated[
        list[str], typer.Option(metavar="NAME=CHANGE", help="Two strategies, written as in 'guanxi compare'.")
    ],
    firm: Annotated[
        str | None, typer.Option(help="The firm whose customers are followed; by default the firm in focus.")
    ] = None,
    replications: Annotated[int, typer.Option(min=1, help="Runs of each world.")] = 1,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the runs; by default the scenario's own.")] = None,
    out: Annotated[
        Path | None, typer.Option(parser=FOLDER, help="Folder for the tables, and pictures of some customers.")
    ] = None,
) -> None:
    """Run a market twice with the same random numbers: which customers were saved or lost, and for which cause."""
    from sim.charts.experiments.counterfactual_charts import claim
    from sim.experiments.counterfactuals import COUPLING, counterfactual_pair, saved_and_lost
    from sim.files.atomic_write import check_place
    from sim.scenario.files.load import load

    asked = load(scenario)
    given = strategies(asked, strategy)
    remark(asked)
    if out is not None:
        check_place(out)
    found = counterfactual_pair(asked, given, firm=firm, seed=seed, replications=replications)
    table = saved_and_lost(found)
    if out is not None:
        _write(found, table, out)
    _print(table)
    print(f"{claim(found, table)}.\n{translate(COUPLING)}")
    if out is not None:
        names = ", ".join(sorted(path.name for path in out.iterdir()))
        print(_("Written to {folder}: {files}").format(folder=out, files=names))


def _print(saved: pd.DataFrame) -> None:
    rows = (
        (str(outcome), str(cause), decimal(customers, 1).removesuffix(".0"), decimal(more))
        for outcome, cause, customers, more in saved.itertuples(index=False, name=None)
    )
    print_table((_("outcome"), _("cause"), _("customers"), _("worth more")), rows, words=2)


def _write(found: CounterfactualPair, table: pd.DataFrame, folder: Path) -> None:
    from sim.charts.experiments.counterfactual_charts import saved_and_lost_chart, two_lives_chart
    from sim.charts.style.canvas import png
    from sim.experiments.counterfactuals import COUPLING, customer_outcomes, outcome_sentence
    from sim.files.atomic_write import write_files

    files = {
        f"{name}.csv": csv_bytes(rows)
        for name, rows in (("fates", customer_outcomes(found)), ("saved_and_lost", table))
    }
    files["saved_and_lost.png"] = png(saved_and_lost_chart(found))
    for outcome, who in outcome_sentence(found, 1)[["outcome", "customer_id"]].itertuples(index=False, name=None):
        name = f"{outcome}_{who}".replace(" ", "_")
        files[f"{name}.png"] = png(two_lives_chart(found, str(who)))
    files["provenance.txt"] = f"{found.stamp}\n{COUPLING}\n".encode()
    write_files(folder, files, own=WRITTEN)
