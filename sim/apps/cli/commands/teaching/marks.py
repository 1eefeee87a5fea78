"""``guanxi marks``: the gradebook of a class, its weights, the tests of its students, and files for other systems."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.apps.cli.output_places import FILE, READ
from sim.language.messages import _, ngettext
from sim.registry import register

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.apps.classroom.marks.gradebook import GradebookRow
    from sim.apps.classroom.marks.marks_file import MarksFile
    from sim.game.session.session import Session


@register("command", "marks")
def marks(
    folder: Annotated[Path, typer.Argument(parser=READ, help="Folder of a class, as guanxi class has made it.")],
    weights: Annotated[
        str | None,
        typer.Option(help="Weights of the parts, which sum to 1: participation=0.2,predictions=0.3,decisions=0.5."),
    ] = None,
    test: Annotated[
        list[Path] | None,
        typer.Option(parser=READ, help="File that a student has handed in (guanxi quiz), or a folder of them."),
    ] = None,
    decisions: Annotated[
        bool, typer.Option("--decisions", help="Compute the marks for decisions, which plays every game many times.")
    ] = False,
    format_: Annotated[
        str, typer.Option("--format", help="csv, xlsx, moodle, canvas or chaoxing (学习通), with --out.")
    ] = "csv",
    out: Annotated[Path | None, typer.Option(parser=FILE, help="File in which the marks are written.")] = None,
    no_bom: Annotated[bool, typer.Option("--no-bom", help="CSV without a byte-order mark, for programs.")] = False,
) -> None:
    """Show the marks of a class, set their weights, read tests, and write files for Excel, Moodle, Canvas or 学习通."""
    from sim.apps.classroom.chapters.chapter_marks import with_chapters
    from sim.apps.classroom.classes.class_folder import open_class
    from sim.apps.classroom.marks.class_record import class_record
    from sim.apps.classroom.marks.gradebook import gradebook, unmatched
    from sim.apps.classroom.marks.hand_ins import read_hand_ins
    from sim.apps.classroom.marks.mark_tables import marks_bytes, marks_format
    from sim.apps.classroom.marks.marks_file import read_marks_file
    from sim.apps.classroom.marks.parts import weights_from_text
    from sim.apps.classroom.marks.seat_marks import seat_marks
    from sim.files.atomic_write import write_file

    marks_format(format_)
    kept = read_marks_file(folder)
    changed = kept.but(weights=weights_from_text(weights)) if weights is not None else kept
    changed = changed.with_tests(read_hand_ins(test)) if test else changed
    with ExitStack() as games:
        found, sessions = open_class(folder)
        for session in sessions.values():
            games.enter_context(session)
        if decisions:
            changed = _with_decisions(changed, sessions)
        seats = {market: seat_marks(session) for market, session in sessions.items()}
    if changed != kept:
        changed.write(folder)
    rows = gradebook(found, with_chapters(changed, found, folder), class_record(found, folder, seats))
    _print(rows, changed, unmatched(found.people, changed))
    if out is not None:
        write_file(out, marks_bytes(format_, found.title, rows, byte_order_mark=False if no_bom else None))
        print(_("Written: {file}").format(file=out))


def _with_decisions(kept: MarksFile, sessions: Mapping[str, Session]) -> MarksFile:
    """The same with the marks for the decisions in every market, computed anew."""
    from sim.apps.classroom.marks.marks_file import MarketDecisions
    from sim.apps.classroom.marks.seat_marks import decision_marks, last_closing, recorded_lines
    from sim.game.debrief.decision_effect import effects
    from sim.progress import ProgressBar

    found = {}
    with ProgressBar(_("marks for decisions"), len(sessions)) as bar:
        for market, session in sessions.items():
            recorded = recorded_lines(session)
            brought = {line: effects(what, quiet=True) for line, what in recorded.items()}
            if recorded:
                found[market] = MarketDecisions(closed=last_closing(session), marks=decision_marks(session, brought))
            bar.advance()
    return kept.but(decisions=found)


def _print(rows: tuple[GradebookRow, ...], kept: MarksFile, strangers: list[int]) -> None:
    from sim.apps.classroom.marks.parts import PARTS, part_name
    from sim.apps.cli.printed_tables import print_table

    if rows:
        shown = [
            (
                row.person.number, row.person.name, row.person.team, row.person.market, row.person.seat,
                *(_points(row.marks[part]) for part in PARTS), _points(row.mark),
            )
            for row in rows
        ]  # fmt: skip
        columns = [_("student number"), _("name of the person"), _("team"), _("market"), _("seat")]
        columns += [*(part_name(part) for part in PARTS), _("mark")]
        weights = ["", _("weight"), "", "", "", *(f"{kept.weights[part]:g}" for part in PARTS), "1"]
        print_table(columns, [weights, *shown], words=5)
    else:
        print(_("Nobody has joined this class yet, and it has no list of students: there is nobody to mark."))
    if strangers:
        said = ngettext(
            "{n} student number is in a test and not in the class: {numbers}",
            "{n} student numbers are in a test and not in the class: {numbers}", len(strangers),
        )  # fmt: skip
        print(said.format(n=len(strangers), numbers=", ".join(map(str, strangers))))


def _points(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
