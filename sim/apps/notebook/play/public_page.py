"""The table that all may look at: how far the game is, who has decided, what anybody can see of the market."""

from __future__ import annotations

from functools import partial

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.branches_page import lines, stop
from sim.apps.notebook.play.game_host import GameHost
from sim.apps.notebook.play.instructor_page import closing
from sim.apps.notebook.play.seat_page import head
from sim.game.game import Seat
from sim.game.presentation.seat_sections import seat_sections
from sim.game.presentation.seat_view import SeatView
from sim.reports.html_page import joined, paragraph, section, small_table

PUBLIC = "What anybody can see"
"""Heading of the section of a view that everybody has."""


def at_table(host: GameHost, said: str = "") -> tuple[ipywidgets.Widget, ...]:
    """Nothing private is here. Each takes the screen from here; where nobody leads, the round is closed here."""
    session, told = host.session, ipywidgets.HTML()
    view = session.view((host.people or host.leaders)[0])
    rows = [(seat.name, seat.role, _state(host, seat, view)) for seat in session.game.seats]
    words = head(view, private=False) + said + paragraph(_waits(view)) + small_table(("seat", "role", ""), rows)
    takes = [
        host.stage.button(
            seat.name, partial(host.take, seat.name), told, help=f"{seat.name} takes the screen",
            style="primary" if seat.name in view.waiting_for else "",
        )
        for seat in session.game.seats if seat.name in host.present
    ]  # fmt: skip
    who = ipywidgets.HBox(
        [ipywidgets.HTML(paragraph("Who takes the screen?")), *takes], layout={"flex_flow": "row wrap"}
    )
    parts: list[ipywidgets.Widget] = [ipywidgets.HTML(words), who, told]
    if not host.leaders:
        parts += [closing(host, None, told)] if session.game.advance != "own_pace" else []
        parts.append(
            ipywidgets.Accordion(
                children=[ipywidgets.HTML(_public(view)), lines(host, None, view.line, "")],
                titles=[PUBLIC, "Lines of play"], selected_index=None,
            )
        )  # fmt: skip
        parts.append(stop(host))
    return tuple(parts)


def _state(host: GameHost, seat: Seat, view: SeatView) -> str:
    if seat.name not in host.present:
        return "a bot" if seat in host.session.game.deciding else "nobody"
    if seat.role in ("observer", "instructor"):
        return "looks on" if seat.role == "observer" else "leads"
    return "still to decide" if seat.name in view.waiting_for else "has decided"


def _waits(view: SeatView) -> str:
    if view.waiting_for:
        return f"Still to decide: {', '.join(view.waiting_for)}."
    return (
        "All have decided. Whoever wants to change something takes the screen once more; else the round can be closed."
    )


def _public(view: SeatView) -> str:
    """What anybody can see, without a word of whom it was told to."""
    told = [section(each, 0) for each in seat_sections(view) if each.heading == PUBLIC]
    return joined(told).replace(" (you)", "")
