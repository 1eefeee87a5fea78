"""The pages of an instructor: rounds and time, shocks to the market, who sits where, messages."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.form_widget import Form
from sim.apps.notebook.play.scene_panel import GameHost, close
from sim.game.presentation.seat_view import SeatView
from sim.game.shocks import shock_choices, shock_fields, shock_given
from sim.reports.html_page import heading, paragraph, small_table

SHOCK_NOTE = (
    "It falls on the market from the open round on and is in the log. To undo it, play the round again under Lines of "
    "play: what was dealt out in that round stays with the old line."
)


def rounds(host: GameHost, view: SeatView) -> ipywidgets.Widget:
    """Close the open round, and stop or lengthen the time."""
    said = ipywidgets.HTML()
    waiting = f"Not decided yet: {', '.join(view.waiting_for)}." if view.waiting_for else "All have decided."
    parts = [
        ipywidgets.HTML(paragraph("The game is over." if view.over else waiting)),
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
        host.onward(said=paragraph("The round is closed.", "gx-good"))

    def timed(act: Callable[[], None], words: str) -> Callable[[], None]:
        def done() -> None:
            act()
            host.clock.show()
            said.value = paragraph(words, "gx-good")

        return done

    buttons = [
        stage.button("Close the round", end_round, said, style="primary", meanwhile="The market runs for one round …")
    ]
    if session.game.advance == "timer":
        buttons += [
            stage.button("Pause", timed(lambda: session.pause(by=by), "The time stands still."), said),
            stage.button("Go on", timed(lambda: session.resume(by=by), "The time runs."), said),
            stage.button("Add one minute", timed(lambda: session.extend(60, by=by), "A minute more."), said),
        ]
    return ipywidgets.HBox(buttons)


def shock_form(host: GameHost, view: SeatView) -> ipywidgets.Widget:
    """Choose a shock, say whom it strikes or how strong it is, and let it happen."""
    said, place = ipywidgets.HTML(), ipywidgets.VBox()
    chosen = ipywidgets.Dropdown(
        options=[*shock_choices().items()], description="what happens", style={"description_width": "7em"}
    )
    views = list(view.everything.views.values()) if view.everything else []
    attributes = tuple(views[0].level) if views else ()
    forms: list[Form] = []

    def fill(_: object = None) -> None:
        about, fields = shock_fields(chosen.value, host.session.scenario.firm_names, attributes)
        forms[:] = [Form(fields, {})]
        before = place.children
        place.children = (ipywidgets.HTML(paragraph(about)), forms[0].panel)
        for widget in before:
            close(widget)

    def strike() -> None:
        shock, firms = shock_given(chosen.value, forms[0].values())
        host.session.shock(shock, firms=firms, line=view.line, by=view.seat)
        said.value = paragraph("It is dealt out.", "gx-good")

    chosen.observe(fill, "value")
    fill()
    button = host.stage.button(
        "Trigger event", strike, said, style="warning", meanwhile="The market is computed again …"
    )
    return ipywidgets.VBox([ipywidgets.HTML(paragraph(SHOCK_NOTE, "gx-note")), chosen, place, said, button])


def seats(host: GameHost, view: SeatView) -> ipywidgets.Widget:
    """Put a bot on this seat, and give the seat back."""
    session, stage, said = host.session, host.stage, ipywidgets.HTML()
    bots = view.everything.bots if view.everything else {}
    rows = [
        (seat.name, seat.role, f"bot ({bots[seat.name]})" if seat.name in bots else "a person")
        for seat in session.game.deciding
    ]
    chosen = ipywidgets.Dropdown(options=[seat.name for seat in session.game.deciding], description="seat")

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
        "A bot sits in", done(lambda: session.seat_bot(chosen.value, by=view.seat), "A bot sits there."), said
    )
    back = stage.button("Give it to a person", done(give_back, "A person sits there."), said)
    return ipywidgets.VBox(
        [ipywidgets.HTML(small_table(("seat", "role", "steered by"), rows)), ipywidgets.HBox([chosen, bot, back]), said]
    )


def messages(host: GameHost, view: SeatView) -> ipywidgets.Widget:
    """Say something to a seat, or to all."""
    session, said = host.session, ipywidgets.HTML()
    everybody = "everybody"
    names = [seat.name for seat in session.game.seats if seat.name != view.seat]
    to = ipywidgets.Dropdown(options=[everybody, *names], description="to")
    text = ipywidgets.Textarea(placeholder="what they are to read", layout=ipywidgets.Layout(width="40em"))

    def send() -> None:
        session.say(text.value, to="" if to.value == everybody else to.value, by=view.seat)
        text.value, said.value = "", paragraph(f"It is sent to {to.value}.", "gx-good")

    return ipywidgets.VBox(
        [
            ipywidgets.HTML(heading("A message", 3)),
            to,
            text,
            said,
            host.stage.button("Send", send, said, style="primary"),
        ]
    )


LEADING = (("Rounds", rounds), ("Shocks", shock_form), ("Seats", seats), ("Messages", messages))
"""Pages of an instructor by title."""
