"""``guanxi kit``: everything an instructor needs, made from the course's files and from runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.apps.cli.output_places import FOLDER, READ
from sim.language.messages import _, ngettext
from sim.registry import register

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.kit.exam import Examinee


@register("command", "kit")
def kit(
    out: Annotated[
        Path | None, typer.Option(parser=FOLDER, help="Folder of the kit; guanxi_kit_LANGUAGE if left out.")
    ] = None,
    chapter: Annotated[
        int | None, typer.Option(min=1, max=8, help="Make this chapter only; the whole kit if left out.")
    ] = None,
    teams: Annotated[int, typer.Option(min=1, max=60, help="Teams of the project, each with its own market.")] = 4,
    roster: Annotated[
        Path | None, typer.Option(parser=READ, help="CSV list of the class: each student gets a case of the exam.")
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(parser=READ, help="exam.json of another kit, whose markets of project and exam are repeated."),
    ] = None,
    student: Annotated[int, typer.Option(min=1, help="Student number of the market that sheets and slides show.")] = 1,
    pdf: Annotated[bool, typer.Option(help="Print pages to PDF where Chromium, Chrome or Edge is found.")] = True,
) -> None:
    """Make the instructor's kit: plans, sheets, slides, a paper game, exercises with keys, a project and an exam."""
    from sim.kit.exam import read_key
    from sim.kit.kit import PRACTICE, KitOptions, steps_of, write_kit
    from sim.language.choice import current_language
    from sim.progress import ProgressBar

    folder = out or Path(f"guanxi_kit_{current_language()}")
    students = PRACTICE if roster is None else _examinees(roster)
    options = KitOptions(
        chapter=chapter,
        teams=teams,
        students=students,
        secret="" if key is None else read_key(key).secret,
        market=student,
        pdf=pdf,
    )
    with ProgressBar(_("Making the kit"), steps_of(options)) as bar:
        made = write_kit(folder, options, bar.advance)
    print(
        _("{n} files: {folder}. Begin with {page}.").format(
            n=len(made.files), folder=folder, page=folder / "start_here.html"
        )
    )
    if not made.slides:
        print(_("No slides: they need python-pptx (pip install 'guanxi[kit]')."))
    if made.unprinted:
        print(
            ngettext(
                "{n} page could not be printed to PDF. Open it in a browser and print it.",
                "{n} pages could not be printed to PDF. Open them in a browser and print them.",
                made.unprinted,
            ).format(n=made.unprinted)
        )
    if pdf and not made.browser:
        print(_("No PDF: Chromium, Chrome or Edge was not found. Open a page in any browser and print it."))


def _examinees(roster: Path) -> Sequence[Examinee]:
    from sim.apps.classroom.people.roster import read_roster
    from sim.kit.exam import Examinee

    return tuple(Examinee(number=person.number, name=person.name) for person in read_roster(roster))
