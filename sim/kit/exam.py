"""The exam: an exit detective's case for each student, answered in a file, and marked as the exercise marks it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sim.course.quiz import number_typed
from sim.course.text import drawn
from sim.errors import SentenceError
from sim.files.csv_export import rows_bytes
from sim.files.csv_reading import csv_rows
from sim.files.regular_file import parse_json, read_bytes, shown
from sim.game.errors import GameError
from sim.game.exercises.exercise import load_exercise, write_tables
from sim.game.exercises.exit_case import Case
from sim.game.exercises.exit_detective import bracket
from sim.game.exercises.exit_detective_task import ExitDetectiveRun
from sim.game.exercises.marking import Marks
from sim.glossary.labels import cause_name
from sim.kit.pages import sheet_page
from sim.kit.sheet import Part, Sheet, Table, filled_sheet, read_sheet
from sim.language.choice import in_language, languages
from sim.language.formats import decimal_number, percentage
from sim.language.messages import _, pgettext

EXERCISE = "exit_detective"
ANSWER_FILE, KEY_FILE = "answer.csv", "exam.json"
COLUMNS = ("path", "what", "unit", "answer")
LARGEST = 100_000
"""Bytes of an answer or key that are read."""
SEEDS = 10**15
"""Cases are drawn from so many seeds: more than a student can try out with a simulator of their own."""


@dataclass(frozen=True, kw_only=True)
class Examinee:
    """A student of the exam."""

    number: str
    name: str = ""


def case_seed(secret: str, number: str) -> int:
    """The seed of a student's case.

    Args:
        secret: Text that only the instructor knows.
        number: Student number, as it stands in the list.

    Returns:
        A number from 1 on. It is for the instructor alone: ``guanxi play exit_detective --seed NUMBER`` makes the same
        case, and tells its truth.
    """
    return 1 + drawn(f"exam/{secret}/{number.casefold()}") % SEEDS


def open_exam(secret: str, number: str) -> ExitDetectiveRun:
    """The case of a student, with its truth."""
    exercise, scenario = load_exercise(EXERCISE)
    run = exercise.task.open(scenario, case_seed(secret, number))
    if not isinstance(run, ExitDetectiveRun):
        raise TypeError(f"the exercise {EXERCISE} sets {type(run).__name__}, not an exit detective's case")
    return run


def write_exam(
    folder: Path, secret: str, students: Sequence[Examinee], on_done: Callable[[], object]
) -> dict[str, bytes]:
    """Write the cases of all students, and return what is for the instructor.

    Args:
        folder: The kit's folder; ``students/exam/NUMBER`` is made in it.
        secret: Text that only the instructor knows.
        students: The list of the class.
        on_done: Called after each case.

    Returns:
        Files of the instructor, by path inside the kit.
    """
    rows = []
    for student in students:
        run = open_exam(secret, student.number)
        place = folder / "students" / "exam" / student.number
        place.mkdir(parents=True, exist_ok=True)
        write_tables(place, run.tables())
        (place / "exam.html").write_bytes(exam_page(run.case, student).encode())
        (place / ANSWER_FILE).write_bytes(answer_form(run))
        rows.append(_key_row(run.case, student, case_seed(secret, student.number)))
        on_done()
    listed = [{"number": one.number, "name": one.name} for one in students]
    key = json.dumps({"secret": secret, "students": listed}, ensure_ascii=False, indent=2) + "\n"
    return {
        "instructor/exam/lead_and_key.html": lead_page(rows, len(students)).encode(),
        f"instructor/exam/{KEY_FILE}": key.encode(),
    }


def exam_page(case: Case, student: Examinee) -> str:
    """The sheet of a student."""
    handout = case.handout
    said = handout.interviews["stated"].value_counts()
    figures = {
        "number": student.number,
        "weeks": f"{handout.weeks:g}",
        "left": decimal_number(handout.left),
        "heard": decimal_number(len(handout.interviews)),
        "firm": handout.firm,
        "lowering": percentage(handout.lowering),
    }
    rows = tuple((cause_name(str(cause)), int(said.get(cause, 0))) for cause in handout.causes["cause"])
    return sheet_page(_with_rows(filled_sheet(read_sheet("exam"), figures), rows))


def lead_page(rows: Sequence[tuple[str, ...]], number: int) -> str:
    """The instructor's sheet with the key of all cases."""
    sheet = filled_sheet(read_sheet("exam_lead"), {"n": str(number)})
    columns = (
        pgettext("kit", "student"),
        pgettext("kit", "case"),
        pgettext("kit", "causes"),
        _("exits a year per 100"),
        _("nobody can stop"),
        pgettext("kit", "believes"),
        pgettext("kit", "corrects"),
    )
    parts = [
        part if part.table is None else part.but(table=Table(columns=columns, rows=tuple(rows))) for part in sheet.parts
    ]
    return sheet_page(sheet.model_copy(update={"parts": tuple(parts)}))


def _with_rows(sheet: Sheet, rows: tuple[tuple[str, int], ...]) -> Sheet:
    """The sheet with these rows in its first table."""
    parts: list[Part] = []
    done = False
    for part in sheet.parts:
        if part.table is not None and not done:
            part, done = part.model_copy(update={"table": Table(columns=part.table.columns, rows=rows)}), True
        parts.append(part)
    return sheet.model_copy(update={"parts": tuple(parts)})


def _key_row(case: Case, student: Examinee, seed: int) -> tuple[str, ...]:
    truth = case.truth
    known = bracket(case).set_index("report")["total"]
    return (
        f"{student.number} {student.name}".strip(),
        str(seed),
        "; ".join(f"{cause_name(cause)} {percentage(part)}" for cause, part in truth.shares.items()),
        "; ".join(f"{segment} {decimal_number(100 * rate, 1)}" for segment, rate in truth.churn.items()),
        ", ".join(cause_name(cause) for cause in truth.unstoppable),
        decimal_number(known["believes what is stated"]),
        decimal_number(known["corrects for the assumed bias"]),
    )


def answer_form(run: ExitDetectiveRun) -> bytes:
    """The empty answer of a student: one line for each question; with a byte-order mark, which Excel needs."""
    rows = []
    for question in run.questions():
        part, _dot, name = question.path.partition(".")
        rows.append([question.path, *_asked(part, name), ""])
    return rows_bytes(COLUMNS, rows, mark=True)


def _asked(part: str, name: str) -> tuple[str, str]:
    """What a line of the answer asks for, and its unit."""
    asked = {
        "shares": (_("share of {cause} in all exits"), "%"),
        "churn": (_("exits a year for 100 customers of {cause}"), pgettext("kit", "exits")),
        "profit_lost": (_("profit lost by {cause}"), pgettext("kit", "money")),
        "measures": (_("most that a measure against {cause} may cost"), _("money a year")),
        "unstoppable": (_("causes that nobody can stop"), _("names, separated by commas")),
    }
    text, unit = asked[part]
    return text.format(cause=name if part == "churn" else cause_name(name)), unit


def read_answer(path: Path, run: ExitDetectiveRun) -> dict[str, object]:
    """What a student filled in, by the path of each question.

    Raises:
        GameError: For cells that are no numbers.
        UnreadableFileError: For a file that cannot be read.
    """
    paths = {question.path for question in run.questions()}
    found: dict[str, object] = {}
    faults = []
    for number, row in csv_rows(path, LARGEST):
        name, given = row[0].strip(), row[3].strip() if len(row) > 3 else ""
        if name not in paths or not given:
            continue
        if name == "unstoppable":
            found[name] = _causes_named(given, next(one.options for one in run.questions() if one.path == name))
            continue
        value = number_typed(given.replace("−", "-").rstrip("％"))
        if value is None:
            told = _("{path}:{line}: {name}: {given!r} is no number; give a number such as 12.5")
            faults.append(told.format(path=path, line=number, name=name, given=given))
            continue
        found[name] = value / 100 if name.startswith(("shares.", "churn.")) else value
    if faults:
        raise GameError("\n".join(faults))
    return found


def _causes_named(given: str, causes: Sequence[str]) -> tuple[str, ...]:
    """The causes in a text, by their ids or what they are called in any language; what is no cause stays as it is."""
    ids: dict[str, str] = {}
    for language in languages():
        with in_language(language):
            ids |= {called.casefold(): cause for cause in causes for called in (cause, cause_name(cause))}
    known = re.compile("|".join(re.escape(name) for name in sorted(ids, key=len, reverse=True)))
    text = given.casefold()
    others = re.sub(r"[,;，；、]", " ", known.sub(" ", text)).split()
    return (*(ids[name] for name in known.findall(text)), *others)


@dataclass(frozen=True, kw_only=True)
class ExamKey:
    """What the instructor keeps."""

    secret: str
    students: tuple[Examinee, ...]


def read_key(path: Path) -> ExamKey:
    """The instructor's file of an exam.

    Raises :class:`GameError` for a file that is none, and ``UnreadableFileError`` for one that cannot be read.
    """
    content = read_bytes(path, LARGEST * 10)
    try:
        held = parse_json(content.decode("utf-8"))
        students = tuple(Examinee(number=str(one["number"]), name=str(one["name"])) for one in held["students"])
        return ExamKey(secret=str(held["secret"]), students=students)
    except (ValueError, KeyError, TypeError) as error:
        told = _("{path} is no key of an exam; give the file instructor/exam/{name} of the kit")
        raise GameError(told.format(path=shown(path), name=KEY_FILE)) from error


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A student's answer with its marks."""

    student: Examinee
    marks: Marks | None
    """None where nothing could be marked."""
    why: str = ""
    """Why nothing could be marked."""


def mark_exam(answers: Path, key: ExamKey, on_done: Callable[[], object] = lambda: None) -> list[Marked]:
    """Mark all answers of a class.

    Args:
        answers: Folder that holds ``NUMBER/answer.csv`` for each student.
        key: The instructor's file.
        on_done: Called after each student.

    Returns:
        One entry for each student of the key, in its order.

    Raises:
        GameError: For a folder without any answer of these students.
    """
    if not any((answers / student.number / ANSWER_FILE).is_file() for student in key.students):
        told = _("{folder} holds no answer of the {n} students; collect the files as {example}")
        example = f"{answers.name}/{key.students[0].number if key.students else '1'}/{ANSWER_FILE}"
        raise GameError(told.format(folder=answers, n=len(key.students), example=example))
    found = []
    for student in key.students:
        found.append(_mark(answers / student.number / ANSWER_FILE, key.secret, student))
        on_done()
    return found


def _mark(path: Path, secret: str, student: Examinee) -> Marked:
    if not path.is_file():
        return Marked(
            student=student, marks=None, why=_("no file {file}").format(file=f"{student.number}/{ANSWER_FILE}")
        )
    run = _opened(secret, student.number)
    try:
        values = read_answer(path, run)
        churn = {question.path: 0.0 for question in run.questions() if question.path.startswith("churn.")}
        return Marked(student=student, marks=run.marks(run.answer({**churn, **values})))
    except SentenceError as error:
        return Marked(student=student, marks=None, why=str(error))


@cache
def _opened(secret: str, number: str) -> ExitDetectiveRun:
    return open_exam(secret, number)
