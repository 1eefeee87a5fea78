"""``guanxi learning``: what a class has learned, as a page and as a table, without names."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from typing import Annotated

import typer

from sim.apps.cli.output_places import FILE, READ
from sim.language.messages import _
from sim.registry import register


@register("command", "learning")
def learning(
    folder: Annotated[Path, typer.Argument(parser=READ, help="Folder of a class, as guanxi class has made it.")],
    out: Annotated[Path, typer.Option(parser=FILE, help="HTML file of the page.")] = Path("class_learning.html"),
    csv: Annotated[Path | None, typer.Option(parser=FILE, help="CSV file with all counts as well.")] = None,
) -> None:
    """Show what a class has learned: gain from before to after, hard questions, mistakes by count, ranges that held."""
    from sim.apps.classroom.chapters.chapter_marks import with_chapters
    from sim.apps.classroom.classes.class_folder import open_class
    from sim.apps.classroom.coursework.coursework_file import CourseworkFile
    from sim.apps.classroom.learning.collect import collected, ranges_of_market
    from sim.apps.classroom.marks.marks_file import read_marks_file
    from sim.files.atomic_write import write_file
    from sim.reports.debrief.learning_page import gain_words, learning_table, learning_text

    marks = read_marks_file(folder)
    with ExitStack() as games:
        file, sessions = open_class(folder)
        for session in sessions.values():
            games.enter_context(session)
        coursework = games.enter_context(closing(CourseworkFile(folder)))
        tests = with_chapters(marks, file, folder).tests
        found = collected(coursework, tests, map(ranges_of_market, sessions.values()))
    for one in found.chapters:
        if one.gain is not None:
            print(_("Chapter {n}: {said}").format(n=one.number, said=gain_words(one.gain)))
    write_file(out, learning_text(file.title, found).encode())
    print(_("Written: {file}").format(file=out))
    if csv is not None:
        write_file(csv, learning_table(found))
        print(_("Written: {file}").format(file=csv))
