"""A scored exercise in a notebook: its tables, the form of the answer, marks, trials, and at last the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.form_widget import Form
from sim.apps.notebook.play.scene_panel import DisplayOnce, ScenePanel
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.exercises.marking import Marks, framed, marked
from sim.game.exercises.trials import trial_words
from sim.game.log.kept_file import unique_file_name
from sim.game.presentation.game_texts import game_texts
from sim.game.presentation.section import Section
from sim.game.words import paragraph as sentences
from sim.language.messages import _, mark, ngettext, translate
from sim.reports.html_page import heading, joined, paragraph, section

if TYPE_CHECKING:
    import pandas as pd

ROWS = 12
"""Rows of each table that are shown."""


def files(sitting: ExerciseSession, stage: ScenePanel, file: Path) -> ipywidgets.Widget:
    """The first rows of each table; in a cell the whole of it is ``player.handout["records"]``."""
    said = ipywidgets.HTML()
    tables = sitting.handout
    first = next(iter(tables))
    first_rows = _("The first {n} of {all} rows.")
    folds = ipywidgets.Accordion(
        children=[
            ipywidgets.HTML(
                section(
                    framed("", table.head(ROWS), first_rows.format(n=min(ROWS, len(table)), all=f"{len(table):,}")), 0
                )
            )
            for table in tables.values()
        ],
        titles=[
            ngettext("{table} ({n} row)", "{table} ({n} rows)", len(table)).format(table=name, n=f"{len(table):,}")
            for name, table in tables.items()
        ],
        selected_index=None,
    )

    def write() -> None:
        folder = unique_file_name(file.with_name(f"{file.stem}_handout"))
        sitting.export(folder)
        told = _("All tables are in the folder {folder}, as CSV.").format(folder=folder.name)
        said.value = paragraph(told, "gx-good")

    note = _("In a cell, {name} is the whole table, to work with in pandas.").format(name=f'player.handout["{first}"]')
    return ipywidgets.VBox(
        [ipywidgets.HTML(paragraph(note, "gx-note")), folds, said, stage.button(_("Write them as CSV"), write, said)]
    )


TRIAL_NOTE = mark(
    "Small worlds of the same luck that differ only in what the statement is about. More replications say more, and "
    "take longer."
)


def trying(sitting: ExerciseSession, stage: ScenePanel) -> ipywidgets.Widget:
    """Choose a statement and how often it is tried, and see what comes out."""
    labels = {question.path: question.label for question in sitting.questions()}
    helps = {question.path: question.help for question in sitting.questions()}
    chosen = ipywidgets.Dropdown(
        options=[(labels.get(path, path), path) for path in sitting.trials],
        description=_("try"),
        layout={"width": "20em"},
    )
    often = ipywidgets.BoundedIntText(2, 2, 32, description=_("replications"), style={"description_width": "7em"})
    told, said = ipywidgets.HTML(), ipywidgets.HTML()

    def show(_change: object = None) -> None:
        told.value = paragraph(helps.get(chosen.value, ""))

    def run() -> None:
        found = sitting.try_out(chosen.value, often.value)
        settled = "" if found.settled else paragraph(_("The simulator cannot settle this one."), "gx-note")
        told.value = (
            paragraph(helps.get(chosen.value, ""))
            + paragraph(found.sentence, "gx-good")
            + settled
            + section(framed("", found.table, words=trial_words()), 0)
        )

    chosen.observe(show, "value")
    show()
    button = stage.button(_("Try it"), run, said, style="primary", meanwhile=_("The worlds are running …"))
    return ipywidgets.VBox(
        [
            ipywidgets.HTML(paragraph(translate(TRIAL_NOTE), "gx-note")),
            ipywidgets.HBox([chosen, often]),
            button,
            said,
            told,
        ]
    )


Given: TypeAlias = Mapping[Any, Any] | Callable[[Any], object]


class ExerciseWidget(DisplayOnce):
    """An exercise that is worked at on this screen. Everything that counts is in ``sitting`` and in its file."""

    def __init__(self, sitting: ExerciseSession, file: Path) -> None:
        """Take the exercise up where its file says it is."""
        self.sitting, self.file = sitting, file
        self.stage = ScenePanel()
        self.panel = self.stage.panel
        self.work()

    @property
    def handout(self) -> Mapping[str, pd.DataFrame]:
        """The tables that are handed out, to be looked at in a cell."""
        return self.sitting.handout

    def answer(self, given: Given, *, by: str = "") -> Marks:
        """Hand an answer in from a cell, and show its marks.

        ``given`` is a value by the path of each question; or, where customers are sorted, a label by customer, or a
        function that is given a row of ``handout["customers"]`` and returns a label.
        """
        marks = self.sitting.answer(self.sitting.from_code(given), by=by)
        self.work(_("Marks"))
        return marks

    def work(self, page: str = "", said: str = "") -> None:
        """Show the exercise as it stands, with this page before the student."""
        exercise, sitting = self.sitting.exercise, self.sitting
        kept = sentences([sitting.case_number, _("Kept in {file}.").format(file=self.file.name)])
        top = heading(game_texts(exercise).title, 2) + paragraph(kept, "gx-note") + said
        pages: list[tuple[str, ipywidgets.Widget]] = [(_("The case"), _told(self.sitting.tell()))]
        if sitting.handout:
            pages.append((_("Files"), files(sitting, self.stage, self.file)))
        if sitting.trials:
            pages.append((_("Try it"), trying(sitting, self.stage)))
        pages.append((_("Your answer"), self._form()))
        if sitting.attempts:
            pages.append((_("Marks"), self._marks()))
        if sitting.revealed:
            pages.append((_("The truth"), _told(sitting.reveal())))
        titles = [title for title, _widget in pages]
        tab = ipywidgets.Tab(children=[widget for _title, widget in pages], titles=titles)
        tab.selected_index = titles.index(page) if page in titles else 0
        self.stage.show(ipywidgets.HTML(top), tab)

    def close(self) -> None:
        """Let the file go, so that another notebook can open it."""
        self.stage.show()
        self.sitting.close()
        self.closed = True

    def __repr__(self) -> str:
        attempts = len(self.sitting.attempts)
        return f"<{self.sitting.exercise.name}, kept in {self.file.name}: {attempts} answers so far>"

    def _form(self) -> ipywidgets.Widget:
        form, said = Form(self.sitting.questions(), {}, roomy=True), ipywidgets.HTML()

        def hand_in() -> None:
            self.sitting.answer(form.values())
            self.work(
                _("Marks"),
                paragraph(_("It is handed in and marked. You may answer again: every attempt is kept."), "gx-good"),
            )

        button = self.stage.button(_("Hand it in"), hand_in, said, style="primary", meanwhile=_("It is being marked …"))
        return ipywidgets.VBox([form.panel, said, button])

    def _marks(self) -> ipywidgets.Widget:
        attempts, said = self.sitting.attempts, ipywidgets.HTML()
        rows = tuple((str(each.number), f"{each.marks.total:.0f}") for each in attempts)
        told = [*marked(self.sitting.marks_of(attempts[-1]))]
        if len(rows) > 1:
            told.append(Section(heading=_("All attempts"), columns=(_("attempt"), _("points of 100")), rows=rows))

        def reveal() -> None:
            self.sitting.reveal()
            self.work(_("The truth"))

        parts: list[ipywidgets.Widget] = [_told(told)]
        if not self.sitting.revealed:
            parts += [said, self.stage.button(_("Show the truth"), reveal, said, help=_("What was to be found out"))]
        return ipywidgets.VBox(parts)


def _told(sections: tuple[Section, ...] | list[Section]) -> ipywidgets.Widget:
    return ipywidgets.HTML(joined(section(each) for each in sections))
