"""What a seat has done so far, with everything it changed its mind about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.game_host import GameHost
from sim.game.decisions.decisions import decision_in
from sim.game.log.entries import Entry
from sim.game.presentation.seat_view import SeatView
from sim.game.presentation.section import describe_decision
from sim.reports.html_page import paragraph, small_table


def history(host: GameHost, view: SeatView) -> ipywidgets.Widget | None:
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
        return "; ".join(f"{name.replace('_', ' ')} {value:g}" for name, value in content.get("prediction", {}).items())
    return "; ".join(f"{name} {_word(value)}" for name, value in content.items() if value)


def _word(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_word(each)}" for name, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def told_time(time: str) -> str:
    """The time of day of an entry."""
    return datetime.fromisoformat(time).strftime("%H:%M:%S")
