"""The page on which a seat states what it lives by, why it thinks customers left, and what a visit brought."""

from __future__ import annotations

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.form_widget import Form
from sim.apps.notebook.play.game_host import GameHost
from sim.game.forms.statements import STATEMENTS, fields_now, stated
from sim.game.presentation.seat_view import SeatView
from sim.reports.html_page import heading, paragraph


def statement_page(host: GameHost, view: SeatView) -> ipywidgets.Widget | None:
    """A form for each statement that can be made now; None where there is none."""
    parts = [part for act in STATEMENTS if (part := _statement(host, view, act)) is not None]
    return ipywidgets.VBox(parts) if parts else None


def _statement(host: GameHost, view: SeatView, act: str) -> ipywidgets.Widget | None:
    statement = STATEMENTS[act]
    fields = fields_now(statement, host.session, view)
    if not fields:
        return None
    form, said = Form(fields, {}), ipywidgets.HTML()

    def say() -> None:
        given = {path: value for path, value in form.values().items() if value is not None}
        content = stated(host.session, view, act, given)
        statement.send(host.session, view.seat, content)
        host.sit(view.seat, paragraph(f"Noted: {statement.title}", "gx-good"), "Say")

    words = ipywidgets.HTML(heading(statement.title, 3) + paragraph(statement.teaches, "gx-note"))
    button = host.stage.button("Note it", say, said, help=statement.teaches)
    return ipywidgets.VBox([words, form.panel, said, button])
