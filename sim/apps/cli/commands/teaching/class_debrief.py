"""``guanxi debrief``: the debrief of a class, over all its markets, as one page."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from sim.apps.cli.output_places import FILE, READ
from sim.language.messages import _
from sim.registry import register


@register("command", "debrief")
def debrief(
    folder: Annotated[Path, typer.Argument(parser=READ, help="Folder of a class, as guanxi class has made it.")],
    luck: Annotated[
        int, typer.Option(min=0, max=1000, help="Number of other seeds for luck and skill; 0 leaves them out.")
    ] = 0,
    out: Annotated[Path, typer.Option(parser=FILE, help="HTML file of the debrief.")] = Path("class_debrief.html"),
) -> None:
    """Look back on all markets of a class: results, the same decision in different markets, a page for each student."""
    from sim.apps.classroom.chapters.chapter_marks import with_chapters
    from sim.apps.classroom.classes.class_folder import open_class
    from sim.apps.classroom.classes.debrief_page import page_bytes
    from sim.apps.classroom.marks.class_record import class_record
    from sim.apps.classroom.marks.gradebook import gradebook
    from sim.apps.classroom.marks.marks_file import read_marks_file
    from sim.apps.classroom.marks.seat_marks import seat_marks
    from sim.files.atomic_write import write_file
    from sim.game.debrief.class_debrief import market_debrief, market_game
    from sim.game.errors import GameError
    from sim.game.presentation.game_texts import game_texts
    from sim.progress import ProgressBar
    from sim.reports.page_languages import in_page_languages

    if luck == 1:
        raise GameError(_("--luck: 1 was given; give 0, or a whole number from 2 up"))
    kept = read_marks_file(folder)
    with ExitStack() as games:
        file, sessions = open_class(folder)
        for session in sessions.values():
            games.enter_context(session)
        asked = [one for market, session in sessions.items() if (one := market_game(market, session, luck))]
        seats = {market: seat_marks(session) for market, session in sessions.items()}
        if not asked:
            raise GameError(_("no round is closed in any market yet, so there is nothing to look back on"))
        found = []
        with ProgressBar(_("debrief of the markets"), len(asked)) as bar:
            for one in asked:
                found.append(market_debrief(one))
                bar.advance()
    game = next(iter(sessions.values())).game

    def title() -> str:
        return game_texts(game).title

    marks = gradebook(file, with_chapters(kept, file, folder), class_record(file, folder, seats))
    write_file(out, in_page_languages(lambda: page_bytes(title(), found, marks).decode()).encode())
    print(_("Written: {file}").format(file=out))
