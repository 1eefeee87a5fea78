"""``guanxi questions`` and ``guanxi quiz``: the question bank of the course."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.apps.cli.output_places import FILE
from sim.language.messages import _
from sim.registry import register

if TYPE_CHECKING:
    from sim.course.question import Question
    from sim.course.quiz import Quiz
    from sim.course.text import Language


class Format(StrEnum):
    """Formats of the question bank."""

    GIFT = "gift"
    QTI = "qti"
    CSV = "csv"


CHAPTER = typer.Option(min=1, max=8, help="Chapter of the course, 1 to 8; all chapters by default.")


@register("command", "questions")
def questions(
    chapter: Annotated[int | None, CHAPTER] = None,
    format: Annotated[
        Format | None, typer.Option(help="Write a file: gift (Moodle), qti (QTI 2.1 package) or csv (with keys).")
    ] = None,
    out: Annotated[Path | None, typer.Option(parser=FILE, help="The file to write; needed with --format.")] = None,
    student: Annotated[int, typer.Option(min=0, help="Student number by which numbers are drawn.")] = 0,
) -> None:
    """List the questions of the course, or write them for a learning platform."""
    from sim.course.text import language_of_course
    from sim.experiments.errors import ExperimentError

    lang = language_of_course()
    chosen = _chosen(chapter)
    if (format is None) != (out is None):
        raise ExperimentError(
            _("--format and --out belong together; give both, such as --format gift --out questions.txt")
        )
    if format is None or out is None:
        _list(chosen, lang)
        return
    _write(chosen, lang, format, out, student)
    print(_("{n} questions: {file}").format(n=len(chosen), file=out))


def _chosen(chapter: int | None) -> list[Question]:
    from sim.course.bank import chapters

    return [one for part in chapters() if chapter in (None, part.number) for one in part.questions]


def _list(chosen: list[Question], lang: Language) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(_("id"), _("course"), _("level"), _("question"))
    for question in chosen:
        table.add_row(question.id, question.course, question.level, question.asked(lang))
    Console().print(table)
    print(_("Answer them: guanxi quiz 1. Export: guanxi questions --format gift --out questions.txt"))


def _write(chosen: list[Question], lang: Language, format: Format, out: Path, student: int) -> None:
    from sim.course.export.gift import gift
    from sim.course.export.qti import package
    from sim.course.export.table import table
    from sim.files.atomic_write import write_file
    from sim.files.csv_export import write_csv

    match format:
        case Format.GIFT:
            write_file(out, gift(chosen, lang, student).encode("utf-8"))
        case Format.QTI:
            write_file(out, package(chosen, lang, student))
        case Format.CSV:
            write_csv(table(chosen, lang, student), out)


@register("command", "quiz")
def quiz(
    chapter: Annotated[int, typer.Argument(min=1, max=8, help="Chapter of the course, 1 to 8.")],
    student: Annotated[
        int, typer.Option(min=0, help="Your student number: your own numbers, and options in your own order.")
    ] = 0,
    out: Annotated[Path | None, typer.Option(parser=FILE, help="File with your answers and marks, to hand in.")] = None,
) -> None:
    """Answer the questions of a chapter; each answer is marked and explained at once."""
    from sim.course.quiz import TO_HAND_IN, Quiz
    from sim.course.text import language_of_course
    from sim.files.atomic_write import write_file

    sitting = Quiz(questions=_chosen(chapter), student=student, language=language_of_course())
    for number, question in enumerate(sitting.questions, start=1):
        if not _asked(sitting, question, number):
            break
    print(sitting.result())
    if out is not None:
        write_file(out, sitting.record().encode("utf-8"))
        print(f"{TO_HAND_IN.said(sitting.language)}{out}")


def _asked(sitting: Quiz, question: Question, number: int) -> bool:
    """Ask one question until it can be marked; whether to go on."""
    from sim.course.kinds.matching import Matching
    from sim.course.kinds.number import Number
    from sim.course.question import WrongAnswerFormError
    from sim.course.quiz import ASK

    print(f"\n{number}/{len(sitting.questions)}  {question.asked(sitting.language, sitting.student)}")
    if isinstance(question, Matching):
        print(
            "\n".join(
                f"   {letter}. {item}"
                for letter, item in zip("ABCDEFGH", question.left(sitting.language), strict=False)
            )
        )
    for place, option in enumerate(sitting.options(question), start=1):
        print(f"   {place} {option}")
    unit = f" ({question.unit.said(sitting.language)})" if isinstance(question, Number) else ""
    while True:
        print(f"{ASK.said(sitting.language)}{unit}: ", end="", flush=True)
        typed = sys.stdin.readline()
        if not typed or typed.strip().lower() in ("quit", "q"):
            return False
        try:
            marked = sitting.answer(question, typed)
        except WrongAnswerFormError as error:
            print(error)
            continue
        print(sitting.judgement(marked) + marked.explanation)
        return True
