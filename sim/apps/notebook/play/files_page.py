"""The page of an exercise's tables: a look at each, and a button that writes them for a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.scene_panel import ScenePanel
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.exercises.marking import framed
from sim.game.log.kept_file import unique_file_name
from sim.reports.html_page import paragraph, section

ROWS = 12
"""Rows of each table that are shown."""


def files(sitting: ExerciseSession, stage: ScenePanel, file: Path) -> ipywidgets.Widget:
    """The first rows of each table; in a cell the whole of it is ``player.handout["records"]``."""
    said = ipywidgets.HTML()
    tables = sitting.handout
    first = next(iter(tables))
    folds = ipywidgets.Accordion(
        children=[
            ipywidgets.HTML(
                section(framed("", table.head(ROWS), f"The first {min(ROWS, len(table))} of {len(table):,} rows."), 0)
            )
            for table in tables.values()
        ],
        titles=[f"{name} ({len(table):,} rows)" for name, table in tables.items()],
        selected_index=None,
    )

    def write() -> None:
        folder = unique_file_name(file.with_name(f"{file.stem}_handout"))
        sitting.export(folder)
        said.value = paragraph(f"All tables are in the folder {folder.name}, as CSV.", "gx-good")

    note = f'In a cell, player.handout["{first}"] is the whole table, to work with in pandas.'
    return ipywidgets.VBox(
        [ipywidgets.HTML(paragraph(note, "gx-note")), folds, said, stage.button("Write them as CSV", write, said)]
    )
