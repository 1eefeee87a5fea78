"""The pages of an instructor: rounds and time, what befalls the market, who sits where, messages."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.game_host import GameHost
from sim.apps.notebook.play.shock_form import shock_form
from sim.game.presentation.seat_view import SeatView
from sim.reports.html_page import heading, paragraph, small_table


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

    def close() -> None:
        line = None if session.game.advance != "own_pace" or by is None else session.view(by).line
        session.close_round(line=line, by=by)
        host.onward(said=paragraph("The round is closed.", "gx-good"))

    def timed(act: Callable[[], None], words: str) -> Callable[[], None]:
        def done() -> None:
            act()
            host.clock.show()
            said.value = paragraph(words, "gx-good")

        return done

    buttons = [stage.button("Close the round", close, said, style="primary", meanwhile="The market lives a round …")]
    if session.game.advance == "timer":
        buttons += [
            stage.button("Pause", timed(lambda: session.pause(by=by), "The time stands still."), said),
            stage.button("Go on", timed(lambda: session.resume(by=by), "The time runs."), said),
            stage.button("One minute more", timed(lambda: session.extend(60, by=by), "A minute more."), said),
        ]
    return ipywidgets.HBox(buttons)


def seats(host: GameHost, view: SeatView) -> ipywidgets.Widget:
    """Let a bot sit in, and give the seat back."""
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
