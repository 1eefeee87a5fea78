"""The page on which a seat says what it expects of the round."""

from __future__ import annotations

import ipywidgets  # type: ignore[import-untyped]

from sim.game.forms.form import expectations, prediction_of
from sim.game.refusal import Refused
from sim.game.seeing import SeatView
from sim.views.play.form import Form
from sim.views.play.host import Host
from sim.views.play.markup import paragraph

WHY = (
    "Say it before you decide: a figure, and by how much it may be off, so that it lies within eight times in ten. "
    "It is scored apart from profit. Leave empty what you do not expect; you may change it until the round closes."
)


def expecting(host: Host, view: SeatView) -> ipywidgets.Widget | None:
    """The form; None where there is nothing to expect."""
    asked = expectations(host.session, view.seat)
    if not asked:
        return None
    form, said = Form(asked, {}), ipywidgets.HTML()

    def say() -> None:
        prediction = prediction_of(asked, form.values())
        if not prediction:
            raise Refused("nothing is filled in; give a figure, or go on to the decision")
        host.session.predict(view.seat, prediction, round=view.round)
        host.sit(view.seat, paragraph("Your expectations are noted. Now decide.", "good"), "Decide")

    button = host.stage.button("Say so", say, said, style="primary")
    return ipywidgets.VBox([ipywidgets.HTML(paragraph(WHY, "note")), form.panel, said, button])
