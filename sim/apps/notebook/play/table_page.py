"""What all may look at: who plays, the scene between two players, how far the game is, what anyone can see."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.branches_page import lines, stop
from sim.apps.notebook.play.instructor_page import closing
from sim.apps.notebook.play.scene_panel import GameHost
from sim.apps.notebook.play.seat_page import head
from sim.game.game import Seat
from sim.game.presentation.seat_sections import seat_sections
from sim.game.presentation.seat_view import SeatView
from sim.reports.html_page import block, heading, inline, joined, paragraph, refusal, section, small_table


def start(host: GameHost) -> tuple[ipywidgets.Widget, ...]:
    """Tick who plays; bots take the other firms."""
    game = host.session.game
    words = ipywidgets.HTML(
        heading(game.title, 2) + paragraph(game.teaches) + paragraph(facts(host), "gx-note") + heading("Who plays?", 3)
    )
    said = ipywidgets.HTML()
    deciding = game.deciding
    ticks = {seat.name: _tick(seat, seat == deciding[0]) for seat in game.seats}
    lines = [
        ipywidgets.HBox(
            [ticks[seat.name], ipywidgets.HTML(inline(who(seat), "gx-note"))],
            layout=ipywidgets.Layout(align_items="center"),
        )
        for seat in game.seats
    ]

    def begin() -> None:
        chosen = tuple(name for name, tick in ticks.items() if tick.value)
        if not any(seat.name in chosen for seat in deciding):
            said.value = refusal("Nobody would decide anything; tick at least one seat that does.")
            return
        host.begin(chosen)

    start = host.stage.button("Begin", begin, said, style="primary", meanwhile="The market opens …")
    return (words, *lines, said, start)


def facts(host: GameHost) -> str:
    """How long the game is and how its rounds close, in a line."""
    game, weeks = host.session.game, host.session.scenario.round
    closing = {
        "all_in": "A round closes once all have decided.",
        "instructor": "A round closes when you press the button.",
        "timer": f"A round closes after {game.seconds or 0:g} seconds.",
        "own_pace": "Each team plays at its own pace, in a world of its own.",
    }
    return f"{game.rounds} rounds of {weeks:g} weeks. {closing[game.advance]} Everything is kept in {host.file.name}."


def who(seat: Seat) -> str:
    """What a seat is, in a few words."""
    if seat.role in ("observer", "instructor"):
        return seat.role
    if seat.role == "account":
        return f"the key account {seat.plays}; otherwise a bot"
    what = f"steers {seat.plays}" if seat.plays and seat.plays != seat.name else seat.role
    levers = f": {', '.join(seat.levers).replace('_', ' ')}" if seat.levers else ""
    return f"{what}{levers}; otherwise a bot ({seat.bot.kind.replace('_', ' ') if seat.bot else 'hold'})"


def _tick(seat: Seat, ticked: bool) -> ipywidgets.Checkbox:
    return ipywidgets.Checkbox(
        value=ticked, description=seat.name, indent=False, layout=ipywidgets.Layout(width="11em"),
        tooltip=f"Tick it if a person sits at {seat.name}",
    )  # fmt: skip


def hand_over(host: GameHost, seat: str, said: str, there: Callable[[], None]) -> tuple[ipywidgets.Widget, ...]:
    """The next seat's turn; ``said`` is what the one before was told, and is nothing private."""
    words = ipywidgets.HTML(
        joined([said, block("gx-hand-over", [heading(f"{seat}’s turn", 2), paragraph("The others look away.")])])
    )
    buttons = ipywidgets.HBox(
        [
            host.stage.button(f"I am {seat}, and alone", there, style="primary"),
            host.stage.button("Back to the table", host.table),
        ]
    )
    buttons.add_class("gx-centre")
    return (words, buttons)


PUBLIC = "Public information"
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
    return "All have decided. A player who wants to change something takes the screen again; else close the round."


def _public(view: SeatView) -> str:
    """Public information, without a word of whom it was told to."""
    told = [section(each, 0) for each in seat_sections(view) if each.heading == PUBLIC]
    return joined(told).replace(" (you)", "")
