"""The course's exercises D1 to D9 as pages: what is asked; and for the instructor key and simulator side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup
from pydantic import Field

from sim.course.figure_text import with_figures
from sim.kit.exercise_figures import Outcome, Source, two_firm_texts
from sim.kit.pages import page, paragraphs, render
from sim.kit.sheet import Sheet, Table, in_language_of_reader, kit_folder
from sim.language.messages import _, pgettext
from sim.scenario.declaration import Declaration
from sim.scenario.files.load import read_as

LEVEL_POINTS = (0, 1, 2)
"""Points of the levels of a rubric, lowest first."""


class Attempt(Declaration):
    """A figure of the simulator with the sentence for each way in which it may come out."""

    figure: Source
    lead: str = ""
    """What stands before the sentence."""
    above: str
    below: str
    unclear: str
    expected: Outcome
    """Which of them the text ``compare`` supposes."""

    def sentence(self) -> str:
        """The sentence that is true of the figure now."""
        said = self.figure.said()
        told = {"above": self.above, "below": self.below, "unclear": self.unclear}[said.outcome]
        return " ".join(part for part in (self.lead, with_figures(told, said.figures)) if part)


class CourseExercise(Declaration):
    """One exercise of the course."""

    id: str = Field(pattern=r"^D\d$")
    title: str
    minutes: int = Field(ge=5)
    play: str
    """The command that starts it, or runs its market."""
    ask: str
    """What students are asked, in paragraphs."""
    key: str
    """The course's own answer."""
    table: Table | None = None
    table_note: str = ""
    """What stands below the table for the instructor."""
    tries: tuple[Attempt, ...] = ()
    compare: str
    """Where course and simulator agree, where they differ, and why."""
    rubric: tuple[tuple[str, str, str, str], ...] = ()
    """For open answers: what is looked at, and what 0, 1 and 2 points are given for."""


class CourseExercises(Declaration):
    """All exercises of the course, in one language."""

    title: str
    about: str
    reflection_rubric: tuple[tuple[str, str, str, str], ...] = ()
    """The rubric by which the reflections of all chapters are marked."""
    exercises: tuple[CourseExercise, ...] = Field(min_length=1)


def read_exercises() -> CourseExercises:
    """The exercises in the language in use. Raises ``ScenarioError`` for a file with faults."""
    return read_as(CourseExercises, in_language_of_reader(kit_folder() / "exercises.yaml"))


def students_page(found: CourseExercises) -> str:
    """What students get: what is asked, and room to answer; tables with their last columns empty."""
    parts = [
        render("exercise.html.j2", _values(one, (), _without_figures(one.table), for_students=True))
        for one in found.exercises
    ]
    return page(found.title, [_head(found.title, ""), *parts])


def key_page(found: CourseExercises, on_done: Callable[[], object] = lambda: None) -> str:
    """What the instructor gets: keys, what the simulator says with intervals, and rubrics.

    Args:
        found: The exercises.
        on_done: Called after each exercise, whose runs may take some seconds.

    Returns:
        HTML that needs no other file.
    """
    parts = []
    for one in found.exercises:
        sentences = [attempt.sentence() for attempt in one.tries]
        if any(attempt.figure.said().outcome != attempt.expected for attempt in one.tries):
            sentences.append(_("These runs came out otherwise than the text below supposes: read the figures first."))
        figures = {} if one.table is None else two_firm_texts()
        table = None if one.table is None else _table_with(one.table, figures)
        values = _values(one, sentences, table, for_students=False)
        parts.append(render("exercise.html.j2", {**values, "table_note": with_figures(one.table_note, figures)}))
        on_done()
    return page(found.title, [_head(_("Key: {title}").format(title=found.title), found.about), *parts])


def rubric_sheet(found: CourseExercises) -> Sheet:
    """The rubrics of the open exercises on a sheet of their own, for those who mark."""
    rubrics = [(f"{one.id} · {one.title}", one.rubric) for one in found.exercises if one.rubric]
    if found.reflection_rubric:
        rubrics.append((_("Reflections of the chapters"), found.reflection_rubric))
    parts = tuple({"heading": heading, "table": rubric_table(rows).model_dump()} for heading, rows in rubrics)
    about = _(
        "Give 0, 1 or 2 points for each line; the mark is the sum as a part of the most possible. Two people mark each "
        "answer without seeing the other's points; where they differ by more than 2 points in all, they talk."
    )
    return Sheet.model_validate({"title": _("Rubrics for open answers"), "about": about, "parts": parts})


def rubric_table(rows: Sequence[tuple[str, str, str, str]]) -> Table:
    """A rubric as a table, with a column for points."""
    levels = tuple(_("{n} points").format(n=points) for points in LEVEL_POINTS)
    return Table(
        columns=(pgettext("kit", "looked at"), *levels, pgettext("kit", "given")),
        rows=tuple((*row, "") for row in rows),
    )


def _head(title: str, about: str) -> Markup:
    return render("sheet.html.j2", {"sheet": Sheet(title=title, about=about), "paragraphs": paragraphs})


def _values(
    one: CourseExercise, said: Sequence[str], table: Table | None, *, for_students: bool
) -> dict[str, object]:  # fmt: skip
    labels = {
        "minutes": _("{n} minutes").format(n=one.minutes),
        "key": _("The course's answer"),
        "says": pgettext("kit", "The simulator"),
        "compare": _("Where they agree and differ"),
        "play": _("On the computer"),
        "rubric": pgettext("kit", "Rubric"),
    }
    rubric = rubric_table(one.rubric) if one.rubric and not for_students else None
    return {
        "one": one, "said": said, "table": table, "rubric": rubric, "for_students": for_students, "labels": labels,
        "paragraphs": paragraphs, "table_note": "",
    }  # fmt: skip


def _without_figures(table: Table | None) -> Table | None:
    """The table with its first column alone: students fill in the rest."""
    if table is None:
        return None
    rows = tuple((row[0], "", "", row[3], "", "") if len(row) == 6 else row for row in table.rows)
    return Table(columns=table.columns, rows=rows)


def _table_with(table: Table, figures: Mapping[str, str]) -> Table:
    rows = tuple(tuple(with_figures(str(cell), figures) for cell in row) for row in table.rows)
    return Table(columns=table.columns, rows=rows)
