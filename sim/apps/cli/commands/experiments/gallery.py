"""``guanxi gallery``: stylised facts of the field, run and judged."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.apps.cli.output_places import FOLDER
from sim.apps.cli.printed_tables import print_table
from sim.language.composed import composed
from sim.language.messages import _
from sim.registry import register

if TYPE_CHECKING:
    from sim.experiments.stylised_facts.fact import FactResult


@register("command", "gallery")
def gallery(
    name: Annotated[str | None, typer.Argument(help="One fact, with what is run; all of them if left out.")] = None,
    out: Annotated[
        Path | None, typer.Option(parser=FOLDER, help="Folder for a picture of each fact and a table (CSV).")
    ] = None,
) -> None:
    """Test the stylised facts of the field: claim, measurement and result."""
    from sim.experiments.errors import ExperimentError
    from sim.experiments.stylised_facts.fact import facts, run_stylised_fact
    from sim.files.atomic_write import check_place
    from sim.registry import unknown

    if name is not None and name not in facts():
        raise ExperimentError(unknown("fact", name, facts()))
    if out is not None:
        check_place(out)
    seen = []
    for one in facts() if name is None else [name]:
        print(_("looking at {name} ...").format(name=one), file=sys.stderr)
        seen.append(run_stylised_fact(one))
    if out is not None:
        _write(seen, out)
    _print(seen)
    for each in seen:
        print(
            _("{name}: {outcome}: {sentence}.").format(
                name=each.name, outcome=composed(each.verdict.outcome), sentence=composed(each.verdict.sentence)
            )
        )
    if name is not None:
        fact = seen[0].fact
        said = _("Claim: {claim}\nSource: {source}\nRun: {runs}\nPut in: {put_in}")
        print(
            said.format(
                claim=composed(fact.claim),
                source=composed(fact.source),
                runs=composed(fact.runs),
                put_in=composed(fact.put_in),
            )
        )
    if out is not None:
        print(_("Written to {folder}: gallery.csv, provenance.txt and a picture of each fact").format(folder=out))


def _write(seen: list[FactResult], folder: Path) -> None:
    from sim.charts.experiments.comparison_charts import gallery_chart
    from sim.charts.style.canvas import png
    from sim.experiments.stylised_facts.fact import facts, gallery_table
    from sim.files.atomic_write import write_files
    from sim.files.csv_export import csv_bytes

    table = gallery_table(seen)
    files = {
        "gallery.csv": csv_bytes(table),
        "provenance.txt": f"{table.attrs['stamp']}\n".encode(),
    }
    files |= {f"{each.name}.png": png(gallery_chart(each)) for each in seen}
    write_files(folder, files, own=("gallery.csv", "provenance.txt", *(f"{name}.png" for name in facts())))


def _print(seen: list[FactResult]) -> None:
    rows = []
    for one in seen:
        for number, m in enumerate(one.evidence):
            expected = "" if m.expected is None else composed(m.said(m.expected))
            bounds = (composed(m.said(bound)) for bound in (m.value.mean, m.value.low, m.value.high))
            rows.append((one.name if number == 0 else "", composed(m.what), *bounds, expected))
    headings = (_("fact"), _("figure"), _("measured"), _("from"), _("to"), _("expected"))
    print_table(headings, rows, words=2, title=_("Stylised facts"), caption=_("95% intervals over replications"))
