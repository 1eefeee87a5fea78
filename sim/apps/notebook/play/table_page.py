"""What all may look at: who plays, the scene between two players, how far the game is, what anyone can see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.branches_page import lines, stop
from sim.apps.notebook.play.instructor_page import closing
from sim.apps.notebook.play.scene_panel import GameHost
from sim.apps.notebook.play.seat_page import head
from sim.game.game import Seat
from sim.game.presentation.game_texts import game_texts
from sim.game.presentation.seat_sections import seat_sections
from sim.game.presentation.seat_view import SeatView
from sim.game.session.permissions import role_word
from sim.game.words import bot_word, listed, word
from sim.game.words import paragraph as sentences
from sim.language.messages import _, ngettext
from sim.reports.html_page import block, heading, inline, joined, paragraph, refusal, section, small_table


def start(host: GameHost) -> tuple[ipywidgets.Widget, ...]:
    """Tick who plays; bots take the other firms."""
    game = host.session.game
    texts = game_texts(game)
    words = ipywidgets.HTML(
        heading(texts.title, 2)
        + paragraph(texts.teaches)
        + paragraph(facts(host), "gx-note")
        + heading(_("Who plays?"), 3)
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
            said.value = refusal(_("Nobody would decide anything; tick at least one seat that does."))
            return
        host.begin(chosen)

    start = host.stage.button(_("Begin"), begin, said, style="primary", meanwhile=_("The market opens …"))
    return (words, *lines, said, start)


def facts(host: GameHost) -> str:
    """How long the game is and how its rounds close, in a line."""
    game, weeks = host.session.game, host.session.scenario.round
    closing = {
        "all_in": _("A round closes once all have decided."),
        "instructor": _("A round closes when you press the button."),
        "timer": _("A round closes after {seconds} seconds.").format(seconds=f"{game.seconds or 0:g}"),
        "own_pace": _("Each team plays at its own pace, in a world of its own."),
    }
    length = ngettext("{n} round of {weeks} weeks.", "{n} rounds of {weeks} weeks.", game.rounds)
    kept = _("Everything is kept in {file}.").format(file=host.file.name)
    return sentences([length.format(n=game.rounds, weeks=f"{weeks:g}"), closing[game.advance], kept])


def who(seat: Seat) -> str:
    """What a seat is, in a few words."""
    if seat.role in ("observer", "instructor"):
        return role_word(seat.role)
    if seat.role == "account":
        return _("the key account {account}; otherwise a bot").format(account=seat.plays)
    steers = _("steers {firm}").format(firm=seat.plays)
    what = steers if seat.plays and seat.plays != seat.name else role_word(seat.role)
    plain, some = _("{what}; otherwise a bot ({bot})"), _("{what}: {levers}; otherwise a bot ({bot})")
    said = some if seat.levers else plain
    return said.format(what=what, levers=listed(map(word, seat.levers or ())),
                       bot=bot_word(seat.bot.kind if seat.bot else "hold"))  # fmt: skip


def _tick(seat: Seat, ticked: bool) -> ipywidgets.Checkbox:
    return ipywidgets.Checkbox(
        value=ticked, description=seat.name, indent=False, layout=ipywidgets.Layout(width="11em"),
        tooltip=_("Tick it if a person sits at {seat}").format(seat=seat.name),
    )  # fmt: skip


def hand_over(host: GameHost, seat: str, said: str, there: Callable[[], None]) -> tuple[ipywidgets.Widget, ...]:
    """The next seat's turn; ``said`` is what the one before was told, and is nothing private."""
    turn = _("{seat}’s turn").format(seat=seat)
    words = ipywidgets.HTML(
        joined([said, block("gx-hand-over", [heading(turn, 2), paragraph(_("The others look away."))])])
    )
    buttons = ipywidgets.HBox(
        [
            host.stage.button(_("I am {seat}, and alone").format(seat=seat), there, style="primary"),
            host.stage.button(_("Back to the table"), host.table),
        ]
    )
    buttons.add_class("gx-centre")
    return (words, buttons)


def at_table(host: GameHost, said: str = "") -> tuple[ipywidgets.Widget, ...]:
    """Nothing private is here. Each takes the screen from here; where nobody leads, the round is closed here."""
    session, told = host.session, ipywidgets.HTML()
    view = session.view((host.people or host.leaders)[0])
    rows = [(seat.name, role_word(seat.role), _state(host, seat, view)) for seat in session.game.seats]
    words = head(view, private=False) + said + paragraph(_waits(view)) + small_table((_("seat"), _("role"), ""), rows)
    takes = [
        host.stage.button(
            seat.name, partial(host.take, seat.name), told, help=_("{seat} takes the screen").format(seat=seat.name),
            style="primary" if seat.name in view.waiting_for else "",
        )
        for seat in session.game.seats if seat.name in host.present
    ]  # fmt: skip
    who = ipywidgets.HBox(
        [ipywidgets.HTML(paragraph(_("Who takes the screen?"))), *takes], layout={"flex_flow": "row wrap"}
    )
    parts: list[ipywidgets.Widget] = [ipywidgets.HTML(words), who, told]
    if not host.leaders:
        parts += [closing(host, None, told)] if session.game.advance != "own_pace" else []
        parts.append(
            ipywidgets.Accordion(
                children=[ipywidgets.HTML(_public(view)), lines(host, None, view.line, "")],
                titles=[_("Public information"), _("Lines of play")], selected_index=None,
            )
        )  # fmt: skip
        parts.append(stop(host))
    return tuple(parts)


def _state(host: GameHost, seat: Seat, view: SeatView) -> str:
    if seat.name not in host.present:
        return _("a bot") if seat in host.session.game.deciding else _("nobody")
    if seat.role in ("observer", "instructor"):
        return _("looks on") if seat.role == "observer" else _("leads")
    return _("still to decide") if seat.name in view.waiting_for else _("has decided")


def _waits(view: SeatView) -> str:
    if view.waiting_for:
        return _("Still to decide: {seats}.").format(seats=listed(view.waiting_for))
    return _("All have decided. A player who wants to change something takes the screen again; else close the round.")


def _public(view: SeatView) -> str:
    """Public information, without a word of whom it was told to."""
    nobodys = replace(view, firm=None)
    return joined(section(each, 0) for each in seat_sections(nobodys) if each.heading == _("Public information"))
