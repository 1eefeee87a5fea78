"""The page on which a seat says what it expects of the round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.decision_page import clear
from sim.apps.notebook.play.form_widget import Form
from sim.apps.notebook.play.game_host import GameHost
from sim.game.errors import GameError
from sim.game.forms.form import expectations, prediction_of
from sim.game.presentation.seat_view import SeatView
from sim.game.session.submissions import ConfirmationNeeded
from sim.reports.html_page import confirmation, paragraph

WHY = (
    "Say it before you decide: a figure, and by how much it may be off, so that it lies within eight times in ten. "
    "It is scored apart from profit. Leave empty what you do not expect; you may change it until the round closes."
)


def expectation_page(host: GameHost, view: SeatView) -> ipywidgets.Widget | None:
    """The form; None where there is nothing to expect."""
    asked = expectations(host.session, view.seat)
    if not asked:
        return None
    form, said, answers = Form(asked, {}), ipywidgets.HTML(), ipywidgets.HBox()

    def say() -> None:
        clear(said, answers)
        prediction = prediction_of(asked, form.values())
        if not prediction:
            raise GameError("nothing is filled in; give a figure, or go on to the decision")
        send(prediction)

    def send(prediction: Mapping[str, Any], token: str = "") -> None:
        answer = host.session.predict(view.seat, prediction, round=view.round, confirmed=token)
        if isinstance(answer, ConfirmationNeeded):
            said.value = confirmation(answer.slips)
            meant = host.stage.button("Yes, it is meant", lambda: send(prediction, answer.token), said, style="warning")
            answers.children = (meant, host.stage.button("No, I change it", lambda: clear(said, answers)))
            return
        host.sit(view.seat, paragraph("Your expectations are noted. Now decide.", "gx-good"), "Decide")

    button = host.stage.button("Say so", say, said, style="primary")
    buttons = ipywidgets.HBox([answers, button])
    return ipywidgets.VBox([ipywidgets.HTML(paragraph(WHY, "gx-note")), form.panel, said, buttons])
