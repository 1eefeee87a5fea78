"""A seat's turn: look, say what you expect, decide; and beside it what has been and what might have been."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.branches_page import lines_of_play
from sim.apps.notebook.play.decision_page import decision_page
from sim.apps.notebook.play.expectation_page import expectation_page
from sim.apps.notebook.play.game_host import GameHost
from sim.apps.notebook.play.history_page import history
from sim.apps.notebook.play.instructor_page import LEADING as LEADERS
from sim.apps.notebook.play.seat_page import head, seat_page
from sim.apps.notebook.play.statement_page import statement_page
from sim.game.presentation.seat_view import SeatView

Page: TypeAlias = tuple[str, Callable[[GameHost, SeatView], ipywidgets.Widget | None]]
"""A page of a turn by its title; one that has nothing to show is left out."""

PAGES: tuple[Page, ...] = (
    ("Look", seat_page), ("Say", statement_page), ("Expect", expectation_page), ("Decide", decision_page),
    ("History", history),
    ("Lines of play", lines_of_play),
)  # fmt: skip
LEADING: tuple[Page, ...] = (("Look", seat_page), *LEADERS, ("Lines of play", lines_of_play))
"""The pages of an instructor."""


def turn(host: GameHost, seat: str, said: str = "", page: str = "") -> tuple[ipywidgets.Widget, ...]:
    """All that a seat sees and can do now; ``said`` is what she was told last, ``page`` the one to begin with."""
    view = host.session.view(seat)
    made = [
        (title, made) for title, make in (LEADING if view.role == "instructor" else PAGES) if (made := make(host, view))
    ]
    titles = [title for title, _ in made]
    pages = ipywidgets.Tab(children=[widget for _, widget in made], titles=titles)
    pages.selected_index = titles.index(page) if page in titles else 0
    top: list[ipywidgets.Widget] = [ipywidgets.HTML(head(view) + said, layout={"flex": "1 1 auto"})]
    if not host.alone:
        top.append(host.stage.button("Hide my view", lambda: host.table(), help="Give the screen back to the table"))
    return (ipywidgets.HBox(top), pages)
