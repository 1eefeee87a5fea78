"""The pages of an instructor: rounds and time, shocks to the market, who sits where, messages."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.form_widget import Form
from sim.apps.notebook.play.scene_panel import GameHost, close
from sim.game.presentation.seat_view import SeatView
from sim.game.session.permissions import role_word
from sim.game.shocks import shock_choices, shock_fields, shock_given
from sim.game.words import bot_word, listed
from sim.language.messages import _, mark, translate
from sim.reports.html_page import heading, paragraph, small_table

SHOCK_NOTE = mark(
    "It falls on the market from the open round on and is in the log. To undo it, play the round again under Lines of "
    "play: what was dealt out in that round stays with the old line."
)


def rounds(host: GameHost, view: SeatView) -> ipywidgets.Widget:
    """Close the open round, and stop or lengthen the time."""
    said = ipywidgets.HTML()
    late = _("Not decided yet: {seats}.").format(seats=listed(view.waiting_for))
    waiting = late if view.waiting_for else _("All have decided.")
    parts = [
        ipywidgets.HTML(paragraph(_("The game is over.") if view.over else waiting)),
        closing(host, view.seat, said),
        said,
    ]
    return ipywidgets.VBox(parts)


def closing(host: GameHost, by: str | None, said: ipywidgets.HTML) -> ipywidgets.Widget:
    """Buttons that close the round and, where a timer runs, pause, resume and lengthen it."""
    session, stage = host.session, host.stage

    def end_round() -> None:
        line = None if session.game.advance != "own_pace" or by is None else session.view(by).line
        session.close_round(line=line, by=by)
        host.onward(said=paragraph(_("The round is closed."), "gx-good"))

    def timed(act: Callable[[], None], words: str) -> Callable[[], None]:
        def done() -> None:
            act()
            host.clock.show()
            said.value = paragraph(words, "gx-good")

        return done

    buttons = [
        stage.button(
            _("Close the round"), end_round, said, style="primary", meanwhile=_("The market runs for one round …")
        )
    ]
    if session.game.advance == "timer":
        buttons += [
            stage.button(_("Pause"), timed(lambda: session.pause(by=by), _("The time stands still.")), said),
            stage.button(_("Go on"), timed(lambda: session.resume(by=by), _("The time runs.")), said),
            stage.button(_("Add one minute"), timed(lambda: session.extend(60, by=by), _("A minute more.")), said),
        ]
    return ipywidgets.HBox(buttons)


def shock_form(host: GameHost, view: SeatView) -> ipywidgets.Widget:
    """Choose a shock, say whom it strikes or how strong it is, and let it happen."""
    said, place = ipywidgets.HTML(), ipywidgets.VBox()
    chosen = ipywidgets.Dropdown(
        options=[*shock_choices().items()], description=_("what happens"), style={"description_width": "7em"}
    )
    views = list(view.everything.views.values()) if view.everything else []
    attributes = tuple(views[0].level) if views else ()
    forms: list[Form] = []

    def fill(_change: object = None) -> None:
        about, fields = shock_fields(chosen.value, host.session.scenario.firm_names, attributes)
        forms[:] = [Form(fields, {})]
        before = place.children
        place.children = (ipywidgets.HTML(paragraph(about)), forms[0].panel)
        for widget in before:
            close(widget)

    def strike() -> None:
        shock, firms = shock_given(chosen.value, forms[0].values())
        host.session.shock(shock, firms=firms, line=view.line, by=view.seat)
        said.value = paragraph(_("It is dealt out."), "gx-good")

    chosen.observe(fill, "value")
    fill()
    button = host.stage.button(
        _("Trigger event"), strike, said, style="warning", meanwhile=_("The market is computed again …")
    )
    return ipywidgets.VBox([ipywidgets.HTML(paragraph(translate(SHOCK_NOTE), "gx-note")), chosen, place, said, button])


def seats(host: GameHost, view: SeatView) -> ipywidgets.Widget:
    """Put a bot on this seat, and give the seat back."""
    session, stage, said = host.session, host.stage, ipywidgets.HTML()
    bots = view.everything.bots if view.everything else {}
    steered = _("bot ({bot})")
    rows = [
        (
            seat.name,
            role_word(seat.role),
            steered.format(bot=bot_word(bots[seat.name])) if seat.name in bots else _("a person"),
        )
        for seat in session.game.deciding
    ]
    chosen = ipywidgets.Dropdown(options=[seat.name for seat in session.game.deciding], description=_("seat"))

    def done(act: Callable[[], None], words: str) -> Callable[[], None]:
        def called() -> None:
            act()
            host.sit(view.seat, paragraph(words, "gx-good"), "Seats")

        return called

    def give_back() -> None:
        session.seat_human(chosen.value, by=view.seat)
        if chosen.value not in host.people:
            session.join(chosen.value, session.codes[chosen.value])

    bot = stage.button(
        _("A bot sits in"), done(lambda: session.seat_bot(chosen.value, by=view.seat), _("A bot sits there.")), said
    )
    back = stage.button(_("Give it to a person"), done(give_back, _("A person sits there.")), said)
    return ipywidgets.VBox(
        [
            ipywidgets.HTML(small_table((_("seat"), _("role"), _("steered by")), rows)),
            ipywidgets.HBox([chosen, bot, back]),
            said,
        ]
    )


def messages(host: GameHost, view: SeatView) -> ipywidgets.Widget:
    """Say something to a seat, or to all."""
    session, said = host.session, ipywidgets.HTML()
    names = [seat.name for seat in session.game.seats if seat.name != view.seat]
    to = ipywidgets.Dropdown(options=[(_("everybody"), ""), *((name, name) for name in names)], description=_("to"))
    text = ipywidgets.Textarea(placeholder=_("what they are to read"), layout=ipywidgets.Layout(width="40em"))

    def send() -> None:
        session.say(text.value, to=to.value, by=view.seat)
        told = _("It is sent to {seat}.").format(seat=to.value) if to.value else _("It is sent to everybody.")
        text.value, said.value = "", paragraph(told, "gx-good")

    return ipywidgets.VBox(
        [
            ipywidgets.HTML(heading(_("A message"), 3)),
            to,
            text,
            said,
            host.stage.button(_("Send"), send, said, style="primary"),
        ]
    )


LEADING = (
    (mark("Rounds"), rounds), (mark("Shocks"), shock_form), (mark("Seats"), seats), (mark("Messages"), messages),
)  # fmt: skip
"""Pages of an instructor by title, which is translated when it is shown."""
