"""The list of a class, from a CSV file or an Excel workbook: student number, name, team."""

from __future__ import annotations

from os import PathLike

from sim.apps.classroom.classes.class_file import MOST_PEOPLE, Person
from sim.apps.classroom.people.seating import LONGEST_NAME, plain_text
from sim.files.csv_reading import csv_rows
from sim.files.regular_file import UnreadableFileError
from sim.files.workbook import WorkbookError, ends_as_workbook, first_sheet
from sim.game.errors import GameError
from sim.language.messages import _

LARGEST = 1_000_000
"""Bytes of a list that are read."""
HEADINGS = {
    "number": "number", "student number": "number", "student id": "number", "id": "number", "学号": "number",
    "name": "name", "student": "name", "姓名": "name", "team": "team", "group": "team", "组": "team", "小组": "team",
}  # fmt: skip
"""What the columns may be called."""


def read_roster(path: str | PathLike[str]) -> list[Person]:
    """The students of a CSV file or of the first sheet of an Excel workbook (.xlsx), in its order.

    CSV is read in UTF-8 or GB18030, separated by comma, semicolon or tab.

    Raises :class:`GameError` with the line that is at fault.
    """
    rows = [row for row in _rows(path) if any(cell.strip() for cell in row[1])]
    if not rows:
        raise GameError(
            _("{path} is empty; give a first line with the columns number, name, team, then the students.").format(
                path=path
            )
        )
    columns = _columns(path, rows[0][1])
    people, lines = list[Person](), dict[str, int]()
    for line, cells in rows[1:]:
        given = {name: plain_text(cells[place]) if place < len(cells) else "" for name, place in columns.items()}
        for name in ("number", "name", "team"):
            if name != "team" and not given[name]:
                raise GameError(
                    _("{path}:{line}: the column {column} is empty; give each student a number and a name.").format(
                        path=path, line=line, column=name
                    )
                )
            if len(given.get(name, "")) > LONGEST_NAME:
                raise GameError(
                    _("{path}:{line}: the column {column} has more than {most} characters; shorten it.").format(
                        path=path, line=line, column=name, most=LONGEST_NAME
                    )
                )
        first = lines.setdefault(given["number"].casefold(), line)
        if first != line:
            raise GameError(
                _("{path}:{line}: the number {number} is already in line {first}; give each number once.").format(
                    path=path, line=line, number=given["number"], first=first
                )
            )
        people.append(Person(name=given["name"], number=given["number"], team=given.get("team", "")))
    if not 0 < len(people) <= MOST_PEOPLE:
        raise GameError(
            _("{path} has {people} students; give 1 to {most}.").format(path=path, people=len(people), most=MOST_PEOPLE)
        )
    return people


def _rows(path: str | PathLike[str]) -> list[tuple[int, list[str]]]:
    """The cells of each row, with the number of its line."""
    if ends_as_workbook(path):
        try:
            return first_sheet(path, LARGEST)
        except WorkbookError as error:
            raise GameError(str(error)) from None
    try:
        return csv_rows(path, LARGEST)
    except UnreadableFileError as error:
        raise GameError(str(error)) from None


def _columns(path: str | PathLike[str], headings: list[str]) -> dict[str, int]:
    """The place of each column."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = HEADINGS.get(" ".join(heading.replace("_", " ").casefold().split()))
        if name in found:
            raise GameError(
                _("{path}:1: two columns hold the {column}; keep one of them.").format(path=path, column=name)
            )
        if name is not None:
            found[name] = place
    for name in ("number", "name"):
        if name not in found:
            shown = ", ".join(heading.strip()[:30] for heading in headings[:8])
            raise GameError(
                _(
                    "{path}:1: the column {column} is missing; the columns are {columns}. Add number (学号) and name "
                    "(姓名)."
                ).format(path=path, column=name, columns=shown)
            )
    return found
