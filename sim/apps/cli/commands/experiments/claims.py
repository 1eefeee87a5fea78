"""``guanxi claims``: claims of the course and the literature, run and judged."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.apps.cli.output_places import FOLDER
from sim.apps.cli.printed_tables import print_fitted, print_table
from sim.language.composed import composed
from sim.language.messages import _
from sim.registry import register

if TYPE_CHECKING:
    from sim.experiments.claims.claims import ClaimResult


@register("command", "claims")
def claims(
    names: Annotated[
        list[str] | None, typer.Argument(help="Claims, ideas of the course such as B1, or scenarios; none lists all.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Another seed than the scenario's.")] = None,
    out: Annotated[
        Path | None, typer.Option(parser=FOLDER, help="Folder for a picture of each claim and a table (CSV).")
    ] = None,
) -> None:
    """Test claims of the course and the literature: measurement and result."""
    from sim.experiments.claims.claims import claims as all_claims
    from sim.experiments.claims.claims import claims_in, claims_of, run_claim
    from sim.experiments.errors import ExperimentError
    from sim.files.atomic_write import check_place
    from sim.registry import unknown

    if not names:
        rows = [(name, ", ".join(claim.course), composed(claim.claim)) for name, claim in all_claims().items()]
        print_fitted((_("claim"), _("ideas"), _("what is claimed")), rows, flexible=2)
        return
    known = all_claims()
    chosen: list[str] = []
    for name in names:
        found = [name] if name in known else [*claims_of(name), *claims_in(name)]
        if not found:
            raise ExperimentError(unknown("claim, idea of the course or scenario", name, known))
        chosen += [one for one in found if one not in chosen]
    if out is not None:
        check_place(out)
    seen = []
    for name in chosen:
        print(_("running {name} ...").format(name=name), file=sys.stderr)
        seen.append(run_claim(name, seed=seed))
    if out is not None:
        _write(seen, out)
    _print(seen)
    if out is not None:
        print(_("Written to {folder}: claims.csv and a picture of each claim").format(folder=out))


def _write(seen: list[ClaimResult], folder: Path) -> None:
    from sim.charts.experiments.comparison_charts import gallery_chart
    from sim.charts.style.canvas import png
    from sim.experiments.claims.claims import claim_table
    from sim.experiments.claims.claims import claims as all_claims
    from sim.files.atomic_write import write_files
    from sim.files.csv_export import csv_bytes

    files = {"claims.csv": csv_bytes(claim_table(seen))} | {f"{one.name}.png": png(gallery_chart(one)) for one in seen}
    write_files(folder, files, own=("claims.csv", *(f"{name}.png" for name in all_claims())))


def _print(seen: list[ClaimResult]) -> None:
    rows = []
    for one in seen:
        for number, m in enumerate(one.evidence):
            expected = composed(m.bound or ("" if m.expected is None else m.said(m.expected)))
            bounds = (composed(m.said(bound)) for bound in (m.value.mean, m.value.low, m.value.high))
            rows.append((one.name if number == 0 else "", composed(m.what), *bounds, expected))
    headings = (_("claim"), _("figure"), _("measured"), _("from"), _("to"), _("expected"))
    print_table(headings, rows, words=2, title=_("Claims"), caption=_("95% intervals over replications"))
    for one in seen:
        print(
            _("{name}: {outcome}: {sentence}.").format(
                name=one.name, outcome=composed(one.verdict.outcome), sentence=composed(one.verdict.sentence)
            )
        )
    if len(seen) == 1:
        claim = seen[0].claim
        put_in = composed(claim.put_in) or _("nothing but the values of the scenario")
        said = _("Claim: {claim}\nSource: {source}\nRun: {runs}\nPut in: {put_in}")
        print(
            said.format(
                claim=composed(claim.claim), source=composed(claim.source), runs=composed(claim.runs), put_in=put_in
            )
        )
