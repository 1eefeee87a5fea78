"""The page on which a seat decides: the form of its levers, slips asked again, refusals where they happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.form_widget import Form
from sim.apps.notebook.play.game_host import GameHost
from sim.game.forms.form import decision_of, fields, values_of
from sim.game.presentation.seat_view import SeatView
from sim.game.session.submissions import Accepted, ConfirmationNeeded
from sim.reports.html_page import confirmation, paragraph

MEANWHILE = "The market lives a round …"
NOTED = paragraph("Your decision is noted.", "gx-good")


def decision_page(host: GameHost, view: SeatView) -> ipywidgets.Widget | None:
    """The form; None where there is nothing to decide."""
    known = fields(host.session, view.seat)
    if not known:
        return None
    form = Form(known, values_of(known, view.standing) if view.standing else {})
    reason = ipywidgets.Text(
        placeholder="in a few words, for the debrief", description="because", layout=ipywidgets.Layout(width="36em")
    )
    said, answers = ipywidgets.HTML(), ipywidgets.HBox()

    def decide() -> None:
        clear(said, answers)
        send(decision_of(known, form.values()))

    def send(decision: Mapping[str, Any], token: str = "") -> None:
        answer = host.session.decide(view.seat, decision, round=view.round, reason=reason.value, confirmed=token)
        if isinstance(answer, ConfirmationNeeded):
            said.value = confirmation(answer.slips)
            meant = host.stage.button("Yes, it is meant", lambda: send(decision, answer.token), said, style="warning",
                                      meanwhile=MEANWHILE)  # fmt: skip
            answers.children = (meant, host.stage.button("No, I change it", lambda: clear(said, answers)))
        elif answer.remarks and not host.alone:
            said.value = remarked(answer)  # for her alone, so before the screen changes hands
            go = host.stage.button("Go on", lambda: host.onward(view.seat, NOTED))
            answers.children = (go,)
        else:
            host.onward(view.seat, remarked(answer))

    def back() -> None:
        host.session.withdraw(view.seat, round=view.round)
        host.sit(view.seat, paragraph("Your decision is taken back. You have not decided yet.", "gx-good"), "Decide")

    word = "Decide" if view.standing is None else "Decide anew"
    buttons = [host.stage.button(word, decide, said, style="primary", meanwhile=MEANWHILE)]
    if view.standing is not None:
        buttons.append(host.stage.button("Take it back", back, said))
    note = "What you leave as it is stays as it is. The last decision before the round closes counts; all are kept."
    return ipywidgets.VBox(
        [ipywidgets.HTML(paragraph(note, "gx-note")), form.panel, reason, said, ipywidgets.HBox([answers, *buttons])]
    )


def remarked(answer: Accepted) -> str:
    """What whoever decided is told: that it counts, and what is at odds with the strategy that she has stated."""
    return NOTED + (confirmation(answer.remarks) if answer.remarks else "")


def clear(said: ipywidgets.HTML, answers: ipywidgets.HBox) -> None:
    """Take a question and its buttons away."""
    before, answers.children, said.value = answers.children, (), ""
    for button in before:
        button.close()
