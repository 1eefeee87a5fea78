"""The whole kit, written into a folder that appears whole or not at all."""

from __future__ import annotations

import csv
import json
import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from sim.course.chapters.reader import course_chapters
from sim.errors import SentenceError
from sim.files.atomic_write import write_folder
from sim.files.regular_file import is_there
from sim.game.errors import GameError
from sim.kit.chapter_material import ChapterMaterial
from sim.kit.chapter_sheets import instructor_sheet, worksheet
from sim.kit.exam import ANSWER_FILE, KEY_FILE, Examinee, read_key, write_exam
from sim.kit.exercises import key_page, read_exercises, rubric_sheet, students_page
from sim.kit.pages import sheet_page
from sim.kit.paper_game.materials import paper_files
from sim.kit.printing import find_browser, print_pdf
from sim.kit.project import write_teams
from sim.kit.sheet import read_sheet
from sim.kit.slides import can_make_slides, pptx, slides_of
from sim.kit.start_page import start_page
from sim.language.choice import current_language
from sim.language.messages import _
from sim.version import VERSION

START, RECORD = "start_here.html", "kit.json"
OWN = ("students", "instructor", START, RECORD)
"""Names at the top of a kit's folder."""
FORMS = (f"students/exam/*/{ANSWER_FILE}", "instructor/paper_game/game.csv")
"""Files that people fill in: one with content is not replaced by an empty one."""
PRACTICE = (Examinee(number="practice_1"), Examinee(number="practice_2"))
"""Cases of the exam where no list of students is given."""
PARTS_WITHOUT_RUNS = 2
"""Steps of the work that take no time: the paper game; plans, project brief and rubrics."""


@dataclass(frozen=True, kw_only=True)
class KitOptions:
    """What goes into a kit."""

    chapter: int | None = None
    """The one chapter that is made; the whole kit if left out."""
    teams: int = 4
    """Teams of the project."""
    students: Sequence[Examinee] = PRACTICE
    """Who takes the exam."""
    secret: str = ""
    """Text from which the markets of teams and examinees follow; if empty, that of the kit there, or a new one."""
    market: int = 1
    """Student number of the market that sheets and slides show."""
    pdf: bool = True
    """Whether pages are printed to PDF, too, where a browser is found."""


@dataclass(frozen=True, kw_only=True)
class KitMade:
    """What was made."""

    folder: Path
    files: tuple[str, ...]
    """Paths of all files of the kit, from its folder."""
    slides: bool
    """Whether slides were made; they need python-pptx."""
    browser: bool
    """Whether a browser was there that prints."""
    unprinted: int = 0
    """How many pages that browser could not print."""


def chapter_numbers() -> tuple[int, ...]:
    """Numbers of the chapters that there are."""
    return tuple(one.number for one in course_chapters("en"))


def steps_of(options: KitOptions) -> int:
    """How many steps the work has, for a progress bar; printing comes on top."""
    if options.chapter is not None:
        return 2
    return (
        PARTS_WITHOUT_RUNS
        + len(read_exercises().exercises)
        + options.teams
        + len(options.students)
        + 2 * len(chapter_numbers())
    )


def write_kit(
    folder: str | PathLike[str], options: KitOptions, on_step: Callable[[], object] = lambda: None
) -> KitMade:  # fmt: skip
    """Write a kit in the language in use.

    A kit that is there is replaced: its own files, as ``kit.json`` lists them, and nothing else. With one chapter only
    the files of that chapter are replaced.

    Args:
        folder: The folder of the kit.
        options: What goes into it.
        on_step: Called after each step of :func:`steps_of`.

    Returns:
        What was made.

    Raises:
        GameError: For a chapter that is not there, a student number that cannot be a folder's name, and a damaged key
            of the exam of the kit that is there.
        OSError: Where the folder cannot be written.
    """
    _refuse(options)
    target = Path(folder)
    before = _listed(target)
    with write_folder(target, own=OWN) as place:
        if options.chapter is None:
            _write_course(place, options, options.secret or _kept_secret(target), on_step)
        for number in [options.chapter] if options.chapter is not None else chapter_numbers():
            _write_chapter(place, ChapterMaterial(number, options.market), on_step)
        browser = find_browser() if options.pdf else None
        unprinted = 0 if browser is None else _print_all(place, browser)
        made = _files(place)
        own = f"/chapter_{options.chapter}/"
        kept = [] if options.chapter is None else [name for name in before if own not in name]
        _carry_over(target, place, {*_files(target)} - {*before} | {*kept})
        _keep_filled_forms(target, place)
        files = sorted({*made, *kept, START, RECORD})
        (place / START).write_bytes(start_page(files).encode())
        facts = {"version": VERSION, "language": current_language(), "market": options.market, "files": files}
        (place / RECORD).write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return KitMade(folder=target, files=tuple(files), slides=can_make_slides(), browser=browser is not None,
                   unprinted=unprinted)  # fmt: skip


def _refuse(options: KitOptions) -> None:
    numbers = chapter_numbers()
    if options.chapter is not None and options.chapter not in numbers:
        told = _("chapter {n} is not there; give one of {numbers}, or leave --chapter out")
        raise GameError(told.format(n=options.chapter, numbers=", ".join(map(str, numbers))))
    for student in options.students:
        if not student.number or not all(letter.isalnum() or letter in "-_" for letter in student.number):
            told = _("the student number {number!r} cannot be the name of a folder; use letters, digits, - and _")
            raise GameError(told.format(number=student.number))


def _write_course(place: Path, options: KitOptions, secret: str, on_step: Callable[[], object]) -> None:
    files = paper_files()
    on_step()
    found = read_exercises()
    files |= {
        "instructor/plans.html": _sheet("plans"),
        "students/project/brief.html": _sheet("project"),
        "instructor/project/rubric.html": _sheet("project_rubric"),
        "students/exercises.html": students_page(found).encode(),
        "instructor/rubrics.html": sheet_page(rubric_sheet(found)).encode(),
    }
    on_step()
    files["instructor/exercises_key.html"] = key_page(found, on_step).encode()
    files["instructor/project/truth.html"] = write_teams(place, secret, options.teams, on_step).encode()
    files |= write_exam(place, secret, options.students, on_step)
    for name, content in files.items():
        _write(place / name, content)


def _write_chapter(place: Path, material: ChapterMaterial, on_step: Callable[[], object]) -> None:
    name = f"chapter_{material.number}"
    _write(place / "students" / name / "worksheet.html", worksheet(material).encode())
    _write(place / "instructor" / name / "sheet.html", instructor_sheet(material).encode())
    on_step()
    if can_make_slides():
        _write(place / "instructor" / name / "slides.pptx", pptx(slides_of(material)))
    on_step()


def _sheet(name: str) -> bytes:
    return sheet_page(read_sheet(name)).encode()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _print_all(place: Path, browser: str) -> int:
    """Print every page but those of single examinees, who read them on a screen. Returns how many were not printed."""
    pages = [page for page in sorted(place.rglob("*.html")) if page.parent.parent.name != "exam"]
    return sum(not print_pdf(browser, page, page.with_suffix(".pdf")) for page in pages)


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for name in OWN for path in _within(folder / name))


def _within(path: Path) -> list[Path]:
    return [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]


def _listed(folder: Path) -> list[str]:
    """The files of the kit that is there, as its own record lists them; none where there is no kit."""
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))["files"]
        return [name for name in found if isinstance(name, str)]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _carry_over(old: Path, new: Path, names: set[str]) -> None:
    """Copy files of the former folder that are not the kit's own, or not made again, into the new one."""
    for name in names:
        source, target = old / name, new / name
        if source.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def _keep_filled_forms(old: Path, new: Path) -> None:
    """Put forms that were filled in into the new folder, in place of empty ones."""
    for pattern in FORMS:
        for empty in new.glob(pattern):
            filled = old / empty.relative_to(new)
            if filled.is_file() and _cells_with_content(filled) > _cells_with_content(empty):
                shutil.copy2(filled, empty)


def _cells_with_content(form: Path) -> int:
    text = form.read_text(encoding="utf-8-sig", errors="replace")
    return sum(bool(cell.strip()) for row in csv.reader(text.splitlines()) for cell in row)


def _kept_secret(folder: Path) -> str:
    """The secret of the kit that is there, so that its cases stay the same; a new one where there is none.

    Raises :class:`GameError` for a damaged key: a new one would leave answers that are there without their cases.
    """
    key = folder / "instructor" / "exam" / KEY_FILE
    if not is_there(key):
        return secrets.token_hex(8)
    try:
        return read_key(key).secret
    except SentenceError:
        told = _(
            "{path} cannot be read, and without it the cases that students have cannot be marked; put a copy of it "
            "back, or move it away to make new cases"
        )
        raise GameError(told.format(path=key)) from None
