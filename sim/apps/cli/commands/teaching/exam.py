"""``guanxi exam``: the answers of an exam of the kit, marked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.apps.cli.output_places import FILE, READ
from sim.language.messages import _
from sim.registry import register

if TYPE_CHECKING:
    from sim.kit.exam import Marked


@register("command", "exam")
def exam(
    answers: Annotated[
        Path, typer.Argument(parser=READ, help="Folder with the answers: NUMBER/answer.csv for each student.")
    ],
    key: Annotated[Path, typer.Option(parser=READ, help="The file exam.json in the instructor's folder of the kit.")],
    out: Annotated[Path, typer.Option(parser=FILE, help="CSV file for the marks.")] = Path("marks.csv"),
) -> None:
    """Mark the exam of the kit: six parts of 100 points for each student, and the mean."""
    import pandas as pd

    from sim.files.csv_export import write_csv
    from sim.kit.exam import mark_exam, read_key
    from sim.progress import ProgressBar

    found = read_key(key)
    with ProgressBar(_("Marking"), len(found.students)) as bar:
        marked = mark_exam(answers, found, bar.advance)
    write_csv(pd.DataFrame([_row(one) for one in marked]), out)
    done = [one for one in marked if one.marks is not None]
    print(_("{n} of {all} answers marked: {file}").format(n=len(done), all=len(marked), file=out))
    for one in marked:
        if one.why:
            print(_("{number}: {why}").format(number=one.student.number, why=one.why))


def _row(one: Marked) -> dict[str, object]:
    row: dict[str, object] = {"number": one.student.number, "name": one.student.name}
    if one.marks is None:
        return {**row, "total": None, "remark": one.why}
    points = {mark.part: round(mark.points, 1) for mark in one.marks.marks}
    return {**row, "total": round(one.marks.total, 1), **points, "remark": ""}
