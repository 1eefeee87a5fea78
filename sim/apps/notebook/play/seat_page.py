"""What a seat sees: where the game stands, what the last round brought, all that its view tells, what it did."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import ipywidgets  # type: ignore[import-untyped]
from markupsafe import Markup

from sim.apps.notebook.play.scene_panel import GameHost
from sim.apps.notebook.play.seat_picture import DPI, account_picture, round_picture
from sim.charts.style.canvas import png
from sim.game.decisions.decisions import decision_in
from sim.game.forms.expectations import figure_told
from sim.game.log.entries import Entry
from sim.game.presentation.seat_sections import FORECAST_COLUMNS, forecast_rows, seat_sections
from sim.game.presentation.seat_view import SeatView
from sim.game.presentation.section import Section, describe_decision
from sim.reports.html_page import block, heading, joined, paragraph, progress, section, small_table

OPEN_AT_FIRST = 1
"""Sections that are not folded away: where the game stands."""


def head(view: SeatView, private: bool = True) -> Markup:
    """Who sits here, and how far the game has come; what is not private only, where others are looking."""
    line = "" if view.line in ("main", view.seat) else f" · line {view.line}"
    who = f"{view.seat} ({view.role})" if private else "At the table"
    told = heading(view.title, 2) + paragraph(who + line, "gx-note")
    messages = joined(block("gx-message", [text]) for text in view.messages[-3:] if private)
    return told + progress(view.round, view.rounds, view.over) + messages


def seat_page(_host: GameHost, view: SeatView) -> ipywidgets.Widget:
    """The page: what the last round brought first, then everything else, folded."""
    sections = list(seat_sections(view))
    parts = [ipywidgets.HTML(section(sections[0], 0))]
    if view.round:
        parts.append(ipywidgets.HTML(heading(f"What round {view.round - 1} brought", 3) + _expected(view)))
        drawn = round_picture(view) or account_picture(view)
        if drawn is not None:
            parts.append(ipywidgets.Image(value=png(drawn, DPI), format="png"))
    rest = [told for told in sections[OPEN_AT_FIRST:] if told.heading != "Messages"]
    folds = ipywidgets.Accordion(
        children=[ipywidgets.HTML(section(told, 0)) for told in rest], titles=[told.heading for told in rest]
    )
    folds.selected_index = None
    return ipywidgets.VBox([*parts, folds])


def _expected(view: SeatView) -> Markup:
    """How near the expectations of the round just closed came."""
    rows = forecast_rows(view, view.round - 1)
    if not rows:
        return paragraph("You did not say what you expected of it.", "gx-note")
    return section(Section(heading="", columns=("", "you expected", *FORECAST_COLUMNS[2:]), rows=rows), 0)


def history(_host: GameHost, view: SeatView) -> ipywidgets.Widget | None:
    """The page; None where nothing has been done."""
    if not view.history:
        return None
    rows = [
        (told_time(act.time), act.line, "" if act.round < 0 else act.round, act.act, told(act), act.reason)
        for act in view.history
    ]
    note = "The last decision of a round counts. Times are those of the log (UTC)."
    return ipywidgets.HTML(
        paragraph(note, "gx-note") + small_table(("time", "line", "round", "act", "what", "because"), reversed(rows))
    )


def told(act: Entry) -> str:
    """What an act was, in a line of words."""
    content = act.content
    by = "" if act.decided_by in ("human", "") or act.act != "decided" else f" ({act.decided_by})"
    if act.act == "decided":
        return f"{describe_decision(decision_in(content))}{by}"
    if act.act == "predicted":
        given = content.get("prediction", {})
        return "; ".join(f"{name.replace('_', ' ')} {figure_told(name, value)}" for name, value in given.items())
    return "; ".join(f"{name} {_word(value)}" for name, value in content.items() if value)


def _word(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_word(each)}" for name, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def told_time(time: str) -> str:
    """The time of day of an entry."""
    return datetime.fromisoformat(time).strftime("%H:%M:%S")
