"""``guanxi paper``: a key-account game that was played on paper, set beside the simulator."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.apps.cli.output_places import FOLDER, READ
from sim.language.messages import _
from sim.registry import register


@register("command", "paper")
def paper(
    record: Annotated[
        Path, typer.Argument(parser=READ, help="The typed game: game.csv of the kit, filled in from the score sheets.")
    ],
    out: Annotated[
        Path | None, typer.Option(parser=FOLDER, help="Folder for the page; paper_debrief beside the file if left out.")
    ] = None,
    replications: Annotated[int, typer.Option(min=2, max=200, help="Runs, each with other random numbers.")] = 8,
) -> None:
    """Compare a key-account game played on paper with the same decisions in the simulator."""
    from sim.files.atomic_write import write_files
    from sim.kit.paper_game.debrief_page import debrief_page
    from sim.kit.paper_game.record import read_record
    from sim.kit.paper_game.replay import paper_score, played_by_bots, simulated
    from sim.progress import ProgressBar
    from sim.reports.page_languages import in_page_languages

    found = read_record(record)
    folder = out or record.parent / "paper_debrief"
    with ProgressBar(_("Simulating the game"), 3 * replications) as bar:
        same = simulated(found, replications, on_run=bar.advance)
        unvisited = simulated(found, replications, visits=False, on_run=bar.advance)
        bots = played_by_bots(found.quarters, replications, on_run=bar.advance)
    page = in_page_languages(lambda: debrief_page(found, paper_score(found), same, unvisited, bots))
    write_files(folder, {"paper_debrief.html": page.encode("utf-8")}, own=("paper_debrief.html",))
    print(_("Written: {file}").format(file=folder / "paper_debrief.html"))
