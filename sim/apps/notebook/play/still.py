"""How a game or an exercise stands, as plain HTML: for a page that a notebook is exported to, and for a file's preview.

It is hidden where the page itself is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.apps.notebook.play.table_state import facts, public_sections
from sim.game.exercises.marking import marked
from sim.game.presentation.game_texts import game_texts
from sim.game.presentation.seat_sections import seat_sections
from sim.game.words import listed
from sim.language.messages import _
from sim.reports.html_page import heading, joined, paragraph, progress, section
from sim.reports.html_templates import render

if TYPE_CHECKING:
    from sim.apps.notebook.play.exercise_widget import ExerciseWidget
    from sim.apps.notebook.play.hot_seat import HotSeat


def still_game(player: HotSeat) -> Markup:
    """How a game stands. What one of several people knows is not in it."""
    session = player.session
    texts = game_texts(session.game)
    parts = [heading(texts.title, 2), paragraph(texts.teaches), paragraph(facts(player), "gx-note")]
    if player.present:
        view = session.view(player.present[0])
        parts += [paragraph(_("At this screen: {seats}.").format(seats=listed(player.present))),
                  progress(view.round, view.rounds, view.over)]  # fmt: skip
        parts += [section(each) for each in (seat_sections(view) if player.alone else public_sections(view))]
    return _framed(parts)


def still_exercise(desk: ExerciseWidget) -> Markup:
    """How an exercise stands: the case, the marks of the last answer, and the truth where it was shown."""
    sitting = desk.sitting
    sections = [*sitting.tell()]
    if sitting.attempts:
        sections += marked(sitting.marks_of(sitting.attempts[-1]))
    if sitting.revealed:
        sections += sitting.reveal()
    return _framed([heading(game_texts(sitting.exercise).title, 2), paragraph(desk.kept, "gx-note"),
                    *(section(each) for each in sections)])  # fmt: skip


def _framed(parts: list[Markup]) -> Markup:
    return render("notebook_still.html.j2", {"content": joined(parts)})
