"""The page on which a statement is tried in the simulator."""

from __future__ import annotations

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.scene_panel import ScenePanel
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.exercises.marking import framed
from sim.reports.html_page import paragraph, section

NOTE = (
    "Small worlds of the same luck that differ only in what the statement is about. More replications say more, and "
    "take longer."
)


def trying(sitting: ExerciseSession, stage: ScenePanel) -> ipywidgets.Widget:
    """Choose a statement and how often it is tried, and see what comes out."""
    labels = {question.path: question.label for question in sitting.questions()}
    helps = {question.path: question.help for question in sitting.questions()}
    chosen = ipywidgets.Dropdown(
        options=[(labels.get(path, path), path) for path in sitting.trials], description="try", layout={"width": "20em"}
    )
    often = ipywidgets.BoundedIntText(2, 2, 32, description="replications", style={"description_width": "7em"})
    told, said = ipywidgets.HTML(), ipywidgets.HTML()

    def show(_: object = None) -> None:
        told.value = paragraph(helps.get(chosen.value, ""))

    def run() -> None:
        found = sitting.try_out(chosen.value, often.value)
        settled = "" if found.settled else paragraph("The simulator cannot settle this one.", "gx-note")
        told.value = (
            paragraph(helps.get(chosen.value, ""))
            + paragraph(found.sentence, "gx-good")
            + settled
            + section(framed("", found.table), 0)
        )

    chosen.observe(show, "value")
    show()
    button = stage.button("Try it", run, said, style="primary", meanwhile="The worlds are running …")
    return ipywidgets.VBox(
        [ipywidgets.HTML(paragraph(NOTE, "gx-note")), ipywidgets.HBox([chosen, often]), button, said, told]
    )
