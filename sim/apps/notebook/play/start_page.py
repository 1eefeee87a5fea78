"""The first scene: what the game is about, and which seats are people."""

from __future__ import annotations

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.game_host import GameHost
from sim.game.game import Seat
from sim.reports.html_page import heading, inline, paragraph, refusal


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
        "instructor": "A round closes when somebody says so.",
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
