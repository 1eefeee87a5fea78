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
from sim.game.forms.expectations import figure_told, figure_word
from sim.game.log.entries import Entry
from sim.game.presentation.seat_sections import forecast_columns, forecast_rows, seat_sections
from sim.game.presentation.seat_view import SeatView
from sim.game.presentation.section import Section, describe_decision
from sim.game.presentation.told_reasons import reason_told
from sim.game.session.permissions import role_word
from sim.game.words import clauses, listed, option_word, round_label, word
from sim.glossary.labels import cause_name
from sim.language.messages import _
from sim.reports.html_page import block, heading, joined, paragraph, progress, section, small_table

OPEN_AT_FIRST = 1
"""Sections that are not folded away: where the game stands."""


def head(view: SeatView, private: bool = True) -> Markup:
    """Who sits here, and how far the game has come; what is not private only, where others are looking."""
    who = [_("{seat} ({role})").format(seat=view.seat, role=role_word(view.role)) if private else _("At the table")]
    if view.line not in ("main", view.seat):
        who.append(_("line {line}").format(line=view.line))
    told = heading(view.title, 2) + paragraph(" · ".join(who), "gx-note")
    messages = joined(block("gx-message", [text]) for text in view.messages[-3:] if private)
    return told + progress(view.round, view.rounds, view.over) + messages


def seat_page(_host: GameHost, view: SeatView) -> ipywidgets.Widget:
    """The page: what the last round brought first, then everything else, folded."""
    sections = list(seat_sections(view))
    parts = [ipywidgets.HTML(section(sections[0], 0))]
    if view.round:
        parts.append(
            ipywidgets.HTML(heading(_("What round {round} brought").format(round=view.round), 3) + _expected(view))
        )
        drawn = round_picture(view) or account_picture(view)
        if drawn is not None:
            parts.append(ipywidgets.Image(value=png(drawn, DPI), format="png"))
    rest = [told for told in sections[OPEN_AT_FIRST:] if told.heading != _("Messages")]
    folds = ipywidgets.Accordion(
        children=[ipywidgets.HTML(section(told, 0)) for told in rest], titles=[told.heading for told in rest]
    )
    folds.selected_index = None
    return ipywidgets.VBox([*parts, folds])


def _expected(view: SeatView) -> Markup:
    """How near the expectations of the round just closed came."""
    rows = forecast_rows(view, view.round - 1)
    if not rows:
        return paragraph(_("You did not say what you expected of it."), "gx-note")
    return section(Section(heading="", columns=("", _("you expected"), *forecast_columns()[2:]), rows=rows), 0)


def history(_host: GameHost, view: SeatView) -> ipywidgets.Widget | None:
    """The page; None where nothing has been done."""
    if not view.history:
        return None
    rows = [
        (
            told_time(act.time),
            act.line,
            "" if act.round < 0 else round_label(act.round),
            act_word(act.act),
            told(act),
            reason_told(act.reason, act.decided_by),
        )
        for act in view.history
    ]
    note = _("The last decision of a round counts. Times are those of the log (UTC).")
    columns = (_("time"), _("line"), _("round"), _("act"), _("what"), _("because"))
    return ipywidgets.HTML(paragraph(note, "gx-note") + small_table(columns, reversed(rows)))


def told(act: Entry) -> str:
    """What an act was, in a line of words."""
    content = act.content
    if act.act == "decided":
        said = describe_decision(decision_in(content))
        by = {"bot": _("{decision} (a bot)"), "default": _("{decision} (by the rule for those absent)")}
        return by.get(act.decided_by, "{decision}").format(decision=said)
    if act.act == "predicted":
        given = content.get("prediction", {})
        return clauses(f"{figure_word(name)} {figure_told(name, value)}" for name, value in given.items())
    return clauses(f"{word(name)} {_word(value)}" for name, value in content.items() if value)


def act_word(act: str) -> str:
    """What an act of the log is called."""
    words = {
        "joined": _("joined"), "predicted": _("predicted"), "decided": _("decided"), "withdrew": _("withdrew"),
        "strategy": _("strategy"), "believed": _("believed"), "noted": _("noted"), "said": _("message"),
        "bot": _("bot"), "human": _("human"),
    }  # fmt: skip
    return words.get(act, act)


def _word(value: object) -> str:
    if isinstance(value, Mapping):
        return listed(f"{cause_name(str(name))} {_word(each)}" for name, each in value.items())
    return listed(option_word(str(each)) for each in value) if isinstance(value, list) else option_word(str(value))


def told_time(time: str) -> str:
    """The time of day of an entry."""
    return datetime.fromisoformat(time).strftime("%H:%M:%S")
