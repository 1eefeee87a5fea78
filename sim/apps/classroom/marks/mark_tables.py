"""The gradebook as files: for people (CSV, Excel), and in the columns that Moodle, Canvas and 学习通 import.

What these systems document:

* Moodle: "Grade import" (Moodle 3.11 documentation): a CSV file with headings; the instructor maps one column to the
  student, such as "ID number" to ``useridnumber``, and each column of marks to a grade item.
* Canvas: "How do I import grades in the Gradebook?" (Canvas Instructor Guide), and the importer's own source,
  ``lib/gradebook_importer.rb`` of instructure/canvas-lms: the columns Student, ID, SIS User ID, SIS Login ID, Section,
  then one column for each assignment; an optional second row begins with "Points Possible". A student is found by ID,
  then by SIS User ID, then by SIS Login ID, then by name.
* 学习通: its help has no public description of the file; its own templates are workbooks whose first row names the
  columns 学号, 姓名 and the marks. The file here has these columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.apps.classroom.marks.gradebook import GradebookRow
from sim.apps.classroom.marks.parts import PARTS
from sim.files.csv_export import rows_bytes
from sim.files.workbook import WorkbookError, workbook_bytes
from sim.game.errors import GameError
from sim.registry import unknown

Table = tuple[list[str], list[list[object]]]
"""Headings, and the cells of each row."""
DIGITS = 2
"""Digits of a mark after the point: as many as Canvas keeps."""


@dataclass(frozen=True, kw_only=True)
class MarksFormat:
    """One kind of file in which the gradebook can be written."""

    name: str
    """Its name on the command line and in the address."""
    ending: str
    table: Callable[[str, Sequence[GradebookRow]], Table]
    """Headings and rows, from the title of the class and its gradebook."""


def marks_table(_title: str, rows: Sequence[GradebookRow]) -> Table:
    """The whole gradebook: who, where, what was done, the mark of each part, and the mark."""
    heading = ["number", "name", "team", "market", "seat", "rounds_closed", "rounds_decided", "rounds_predicted",
               *PARTS, "mark"]  # fmt: skip
    return heading, [
        [
            row.person.number, row.person.name, row.person.team, row.person.market, row.person.seat,
            *((row.seat.rounds, row.seat.decided, row.seat.predicted) if row.seat else (None, None, None)),
            *_marks(row),
        ]
        for row in rows
    ]  # fmt: skip


def moodle_table(title: str, rows: Sequence[GradebookRow]) -> Table:
    """The columns for Moodle: the ID number, the name, and a column for each grade item that has a mark."""
    parts = _parts_with_marks(rows)
    heading = ["ID number", "Name", *(f"{title}: {part}" for part in parts), f"{title}: total"]
    return heading, [
        [row.person.number, row.person.name, *(_rounded(row.marks[part]) for part in parts), _rounded(row.mark)]
        for row in rows
    ]


def canvas_table(title: str, rows: Sequence[GradebookRow]) -> Table:
    """The columns for Canvas, with the row of points possible; the Canvas ID and the section are left to Canvas."""
    parts = _parts_with_marks(rows)
    heading = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(f"{title}: {part}" for part in parts),
               f"{title}: total"]  # fmt: skip
    cells: list[list[object]] = [["    Points Possible", "", "", "", "", *([100] * (len(parts) + 1))]]
    for row in rows:
        marks = [*(_rounded(row.marks[part]) for part in parts), _rounded(row.mark)]
        cells.append([row.person.name, "", row.person.number, "", "", *marks])
    return heading, cells


def chaoxing_table(_title: str, rows: Sequence[GradebookRow]) -> Table:
    """The columns for 学习通: 学号, 姓名, 成绩; a person without any mark has an empty cell."""
    return ["学号", "姓名", "成绩"], [[row.person.number, row.person.name, _rounded(row.mark)] for row in rows]


FORMATS: dict[str, MarksFormat] = {
    one.name: one
    for one in (
        MarksFormat(name="csv", ending=".csv", table=marks_table),
        MarksFormat(name="xlsx", ending=".xlsx", table=marks_table),
        MarksFormat(name="moodle", ending=".csv", table=moodle_table),
        MarksFormat(name="canvas", ending=".csv", table=canvas_table),
        MarksFormat(name="chaoxing", ending=".xlsx", table=chaoxing_table),
    )
}
"""Every format, by name."""


def marks_bytes(name: str, title: str, rows: Sequence[GradebookRow], *, byte_order_mark: bool | None = None) -> bytes:
    """The gradebook as the content of a file.

    Args:
        name: One of :data:`FORMATS`.
        title: Title of the class, with which the grade items of other systems begin.
        rows: The gradebook.
        byte_order_mark: For CSV, see :mod:`sim.files.csv_export`.

    Returns:
        The content.

    Raises:
        GameError: For an unknown format, and for a workbook where openpyxl is not installed.
    """
    kind = marks_format(name)
    heading, cells = kind.table(title, rows)
    if kind.ending == ".csv":
        return rows_bytes(heading, cells, byte_order_mark)
    try:
        return workbook_bytes("marks", heading, cells)
    except WorkbookError as error:
        raise GameError(str(error)) from None


def marks_format(name: str) -> MarksFormat:
    """The format of that name. Raises :class:`GameError`."""
    if name not in FORMATS:
        raise GameError(unknown("format of the marks", name[:40], FORMATS))
    return FORMATS[name]


def _parts_with_marks(rows: Sequence[GradebookRow]) -> list[str]:
    return [part for part in PARTS if any(row.marks[part] is not None for row in rows)]


def _marks(row: GradebookRow) -> list[object]:
    return [*(_rounded(row.marks[part]) for part in PARTS), _rounded(row.mark)]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
