"""A scored exercise in a notebook: its tables, trials, the answer, marks, and at last the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from markupsafe import Markup

from sim.apps.classroom.web.request_parsing import RequestError
from sim.apps.notebook.play.page_widget import CellPlayer, PageRequest, PageWidget
from sim.apps.notebook.play.still import still_exercise
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.exercises.marking import Marks, framed, marked
from sim.game.exercises.trials import trial_words
from sim.game.log.kept_file import unique_file_name
from sim.game.presentation.game_texts import game_texts
from sim.game.words import paragraph as sentences
from sim.language.messages import _, ngettext

if TYPE_CHECKING:
    import pandas as pd

ROWS = 12
"""Rows of each table that are shown."""
Given: TypeAlias = Mapping[Any, Any] | Callable[[Any], object]


class ExerciseWidget(CellPlayer):
    """An exercise that is worked at on this screen. Everything that counts is in ``sitting`` and in its file."""

    def __init__(self, sitting: ExerciseSession, file: Path) -> None:
        """Take the exercise up where its file says it is."""
        self.sitting, self.file = sitting, file
        self._paths: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "/api/exercise": lambda _given: self.state(), "/api/exercise/answer": self._answer,
            "/api/exercise/try": self._try, "/api/exercise/reveal": self._reveal, "/api/exercise/write": self._write,
        }  # fmt: skip
        self.page = PageWidget("exercise", self.respond, lambda _request: self.update_still())

    @property
    def handout(self) -> Mapping[str, pd.DataFrame]:
        """The tables that are handed out, to be looked at in a cell."""
        return self.sitting.handout

    @property
    def kept(self) -> str:
        """The number of the case, and the file that keeps it."""
        return sentences([self.sitting.case_number, _("Kept in {file}.").format(file=self.file.name)])

    def answer(self, given: Given, *, by: str = "") -> Marks:
        """Hand an answer in from a cell, and show its marks.

        ``given`` is a value by the path of each question; or, where customers are sorted, a label by customer, or a
        function that is given a row of ``handout["customers"]`` and returns a label.
        """
        marks = self.sitting.answer(self.sitting.from_code(given), by=by)
        self.update_still()
        self.page.tell()
        return marks

    def respond(self, request: PageRequest) -> dict[str, Any]:
        """The answer to what the page asks, in plain JSON.

        Raises:
            GameError: For an answer that cannot be marked and a trial that cannot be made.
            RequestError: For a path that there is not.
        """
        if request.path not in self._paths:
            said = _("The page asks for {path}, which the exercise does not know.")
            raise RequestError(404, said.format(path=request.path))
        return self._paths[request.path](request.body or {})

    def state(self) -> dict[str, Any]:
        """All that the page shows, in plain JSON; the truth only once it was asked for."""
        sitting = self.sitting
        questions = {question.path: question for question in sitting.questions()}
        attempts = sitting.attempts
        first = next(iter(sitting.handout), "")
        note = _("In a cell, {name} is the whole table, to work with in pandas.").format(
            name=f'player.handout["{first}"]'
        )
        return {
            "title": game_texts(sitting.exercise).title, "kept": self.kept, "note": note,
            "sections": [section.plain() for section in sitting.tell()],
            "tables": [_table(name, table) for name, table in sitting.handout.items()],
            "trials": [
                {"path": path, "label": questions[path].label, "help": questions[path].help} for path in sitting.trials
            ],
            "questions": [question.plain() for question in questions.values()],
            "attempts": [{"number": each.number, "total": each.marks.total} for each in attempts],
            "marks": [section.plain() for section in marked(sitting.marks_of(attempts[-1]))] if attempts else [],
            "truth": [section.plain() for section in sitting.reveal()] if sitting.revealed else [],
        }  # fmt: skip

    def still(self) -> Markup:
        """How the exercise stands, as HTML."""
        return still_exercise(self)

    def close(self) -> None:
        """Let the file go, so that another notebook can open it."""
        self.page.close()
        self.sitting.close()
        self.closed = True

    def __repr__(self) -> str:
        attempts = len(self.sitting.attempts)
        return f"<{self.sitting.exercise.name}, kept in {self.file.name}: {attempts} answers so far>"

    def _answer(self, given: Mapping[str, Any]) -> dict[str, Any]:
        values = given.get("values")
        return {"mark": self.sitting.answer(values if isinstance(values, Mapping) else {}).total}

    def _try(self, given: Mapping[str, Any]) -> dict[str, Any]:
        found = self.sitting.try_out(str(given.get("statement")), given.get("replications", 2))
        table = framed("", found.table, words=trial_words())
        return {"sentence": found.sentence, "settled": found.settled, "table": table.plain()}

    def _reveal(self, _given: Mapping[str, Any]) -> dict[str, Any]:
        self.sitting.reveal()
        return {}

    def _write(self, _given: Mapping[str, Any]) -> dict[str, Any]:
        folder = unique_file_name(self.file.with_name(f"{self.file.stem}_handout"))
        self.sitting.export(folder)
        return {"said": _("All tables are in the folder {folder}, as CSV.").format(folder=folder.name)}


def _table(name: str, table: pd.DataFrame) -> dict[str, Any]:
    heading = ngettext("{table} ({n} row)", "{table} ({n} rows)", len(table)).format(table=name, n=f"{len(table):,}")
    text = _("The first {n} of {all} rows.").format(n=min(ROWS, len(table)), all=f"{len(table):,}")
    return {"name": name} | framed(heading, table.head(ROWS), text).plain()
