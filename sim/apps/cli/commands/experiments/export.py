"""``guanxi export``: synthetic data to be studied, with the answer sealed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sim.apps.cli.output_places import FOLDER
from sim.apps.cli.printed_tables import content, remark
from sim.language.messages import _
from sim.registry import register


@register("command", "export")
def export(
    scenario: Annotated[str, typer.Argument(help="A scenario file, or the name of a shipped scenario.")],
    out: Annotated[
        Path, typer.Argument(parser=FOLDER, help="New folder; 'open' in it is to hand out, 'answer' to keep.")
    ],
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the run; by default the scenario's own.")] = None,
    firm: Annotated[
        str | None, typer.Option(help="The firm whose records are written; by default the firm in focus.")
    ] = None,
    set: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help="Change a value, such as horizon=104.")
    ] = None,
) -> None:
    """Run a scenario once and write a firm's records, and apart from them, sealed, the truth."""
    from sim.experiments.errors import ExperimentError
    from sim.experiments.synthetic_data.export_dataset import export_dataset
    from sim.registry import unknown
    from sim.results.simulate import simulate
    from sim.scenario.files.load import changes, load

    asked = load(scenario).but(changes(set or ()))
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ExperimentError(
            _("{folder} is there already; choose a new folder, or one that is empty").format(folder=out)
        )
    if firm is not None and firm not in asked.firm_names:
        raise ExperimentError(unknown("firm", firm, asked.firm_names))
    print(_("{title}: {content}").format(title=asked.title, content=content(asked)), file=sys.stderr)
    remark(asked)
    export_dataset(simulate(asked, seed=seed, replications=1), out, firm=firm)
    names = ", ".join(sorted(path.name for path in (out / "open").iterdir()))
    print(_("To hand out: {folder} ({files})").format(folder=out / "open", files=names))
    print(_("To keep: {folder}").format(folder=out / "answer"))
    if seed is None:
        told = _(
            "Note: seed left out: a person who guesses the scenario can run the truth again; give a --seed of your own"
        )
        print(told, file=sys.stderr)
