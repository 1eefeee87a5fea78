"""The scene between two players: nothing is to be seen until the next one says that she is there."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.game_host import GameHost
from sim.reports.html_page import block, heading, joined, paragraph


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
