"""A seat's turn: look, say what you expect and live by, decide; beside it what has been and what might have been."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import ipywidgets  # type: ignore[import-untyped]
from markupsafe import Markup

from sim.apps.notebook.play.branches_page import lines_of_play
from sim.apps.notebook.play.form_widget import Form
from sim.apps.notebook.play.instructor_page import LEADING as LEADERS
from sim.apps.notebook.play.scene_panel import GameHost
from sim.apps.notebook.play.seat_page import head, history, seat_page
from sim.game.errors import GameError
from sim.game.forms.form import decision_of, expectations, fields, prediction_of, values_of
from sim.game.forms.statements import STATEMENTS, fields_now, stated
from sim.game.presentation.seat_view import SeatView
from sim.game.session.submissions import Accepted, ConfirmationNeeded
from sim.language.messages import _, mark, translate
from sim.reports.html_page import confirmation, heading, paragraph

MEANWHILE = mark("The market runs for one round …")


def noted() -> Markup:
    """What is said once a decision is taken."""
    return paragraph(_("Your decision is noted."), "gx-good")


def decision_page(host: GameHost, view: SeatView, forecast: ForecastForm) -> ipywidgets.Widget | None:
    """The form; None where there is nothing to decide.

    What was typed on the page of expectations and not sent is sent first; where it is refused or asked back, nothing is
    decided, so that the round cannot close.
    """
    known = fields(host.session, view.seat)
    if not known:
        return None
    form = Form(known, values_of(known, view.standing) if view.standing else {})
    reason = ipywidgets.Text(
        placeholder=_("in a few words, for the debrief"),
        description=_("because"),
        layout=ipywidgets.Layout(width="36em"),
    )
    said, answers = ipywidgets.HTML(), ipywidgets.HBox()

    def decide() -> None:
        clear(said, answers)
        decision = decision_of(known, form.values())
        forecast.send_typed(said, answers, lambda: send(decision))

    def send(decision: Mapping[str, Any], token: str = "") -> None:
        answer = host.session.decide(view.seat, decision, round=view.round, reason=reason.value, confirmed=token)
        if isinstance(answer, ConfirmationNeeded):
            ask_back(host, said, answers, answer, lambda: send(decision, answer.token), translate(MEANWHILE))
        elif answer.remarks and not host.alone:
            said.value = remarked(answer)  # for her alone, so before the screen changes hands
            go = host.stage.button(_("Go on"), lambda: host.onward(view.seat, noted()))
            answers.children = (go,)
        else:
            host.onward(view.seat, remarked(answer))

    def back() -> None:
        host.session.withdraw(view.seat, round=view.round)
        told = paragraph(_("Your decision is taken back. You have not decided yet."), "gx-good")
        host.sit(view.seat, told, "Decide")

    word = _("Decide") if view.standing is None else _("Decide anew")
    buttons = [host.stage.button(word, decide, said, style="primary", meanwhile=translate(MEANWHILE))]
    if view.standing is not None:
        buttons.append(host.stage.button(_("Take back"), back, said))
    note = _("What you leave as it is stays as it is. The last decision before the round closes counts; all are kept.")
    return ipywidgets.VBox(
        [ipywidgets.HTML(paragraph(note, "gx-note")), form.panel, reason, said, ipywidgets.HBox([answers, *buttons])]
    )


def remarked(answer: Accepted) -> str:
    """What the player is told: that the decision counts, and what is at odds with the strategy that she has stated."""
    return noted() + (confirmation(answer.remarks) if answer.remarks else "")


def ask_back(
    host: GameHost, said: ipywidgets.HTML, answers: ipywidgets.HBox, asked: ConfirmationNeeded,
    send: Callable[[], None], meanwhile: str = "",
) -> None:  # fmt: skip
    """Ask whether what may be a slip is meant; ``send`` sends it once more, as meant."""
    said.value = confirmation(asked.slips)
    meant = host.stage.button(_("Yes, I mean it"), send, said, style="warning", meanwhile=meanwhile)
    answers.children = (meant, host.stage.button(_("No, change it"), lambda: clear(said, answers)))


def clear(said: ipywidgets.HTML, answers: ipywidgets.HBox) -> None:
    """Take a question and its buttons away."""
    before, answers.children, said.value = answers.children, (), ""
    for button in before:
        button.close()


WHY = mark(
    "Say it before you decide: a figure, and by how much it may be off, so that it lies within eight times in ten. "
    "It is scored apart from profit. Leave empty what you do not expect; you may change it until the round closes."
)


class ForecastForm:
    """What a seat expects of the open round, as it is typed; it is sent by its own button or with the decision."""

    def __init__(self, host: GameHost, view: SeatView) -> None:
        self._host, self._view = host, view
        self._fields = expectations(host.session, view.seat)
        self._form = Form(self._fields, {}) if self._fields else None
        self._sent: dict[str, Any] = view.expected.model_dump(exclude_none=True) if view.expected else {}

    def page(self, host: GameHost, view: SeatView) -> ipywidgets.Widget | None:
        """The form with its button; None where there is nothing to expect."""
        if self._form is None:
            return None
        said, answers = ipywidgets.HTML(), ipywidgets.HBox()

        def say() -> None:
            clear(said, answers)
            prediction = self._typed()
            if not prediction:
                raise GameError(_("nothing is filled in; give a figure, or go on to the decision"))
            self._send(prediction, said, answers, done)

        def done() -> None:
            host.sit(view.seat, paragraph(_("Your expectations are noted. Now decide."), "gx-good"), "Decide")

        buttons = ipywidgets.HBox([answers, host.stage.button(_("Send"), say, said, style="primary")])
        return ipywidgets.VBox([ipywidgets.HTML(paragraph(translate(WHY), "gx-note")), self._form.panel, said, buttons])

    def send_typed(self, said: ipywidgets.HTML, answers: ipywidgets.HBox, then: Callable[[], None]) -> None:
        """Send what was typed and not sent yet, and go on; go on only when it is taken.

        Raises :class:`GameError` for what the game refuses; what may be a slip is asked back in ``said``.
        """
        typed = self._typed()
        if not typed or typed == self._sent:
            then()
        else:
            self._send(typed, said, answers, then)

    def _typed(self) -> dict[str, Any]:
        return prediction_of(self._fields, self._form.values()) if self._form is not None else {}

    def _send(
        self, prediction: dict[str, Any], said: ipywidgets.HTML, answers: ipywidgets.HBox, then: Callable[[], None],
        token: str = "",
    ) -> None:  # fmt: skip
        answer = self._host.session.predict(self._view.seat, prediction, round=self._view.round, confirmed=token)
        if isinstance(answer, ConfirmationNeeded):
            again = answer.token
            ask_back(self._host, said, answers, answer, lambda: self._send(prediction, said, answers, then, again))
            return
        self._sent = prediction
        clear(said, answers)
        then()


def statement_page(host: GameHost, view: SeatView) -> ipywidgets.Widget | None:
    """A form for each statement that can be made now; None where there is none."""
    parts = [part for act in STATEMENTS if (part := _statement(host, view, act)) is not None]
    return ipywidgets.VBox(parts) if parts else None


def _statement(host: GameHost, view: SeatView, act: str) -> ipywidgets.Widget | None:
    statement = STATEMENTS[act]
    fields = fields_now(statement, host.session, view)
    if not fields:
        return None
    form, said = Form(fields, {}), ipywidgets.HTML()

    def say() -> None:
        given = {path: value for path, value in form.values().items() if value is not None}
        content = stated(host.session, view, act, given)
        statement.send(host.session, view.seat, content)
        told = _("Noted: {statement}").format(statement=translate(statement.title))
        host.sit(view.seat, paragraph(told, "gx-good"), "Say")

    words = ipywidgets.HTML(heading(translate(statement.title), 3) + paragraph(translate(statement.teaches), "gx-note"))
    button = host.stage.button(_("Note it"), say, said, help=translate(statement.teaches))
    return ipywidgets.VBox([words, form.panel, said, button])


Page: TypeAlias = tuple[str, Callable[[GameHost, SeatView], ipywidgets.Widget | None]]
"""A page of a turn by its title, in English until it is shown; one that has nothing to show is left out."""


def pages_of(host: GameHost, view: SeatView) -> tuple[Page, ...]:
    """The pages of a turn of one who decides."""
    forecast = ForecastForm(host, view)
    return (
        (mark("Look"), seat_page), (mark("Say"), statement_page), (mark("Expect"), forecast.page),
        (mark("Decide"), lambda host, view: decision_page(host, view, forecast)), (mark("History"), history),
        (mark("Lines of play"), lines_of_play),
    )  # fmt: skip


INSTRUCTOR_PAGES: tuple[Page, ...] = (
    (mark("Look"), seat_page), *LEADERS, (mark("Lines of play"), lines_of_play),
)  # fmt: skip
"""The pages of an instructor."""


def turn(host: GameHost, seat: str, said: str = "", page: str = "") -> tuple[ipywidgets.Widget, ...]:
    """All that a seat sees and can do now; ``said`` is what she was told last, ``page`` the one to begin with."""
    view = host.session.view(seat)
    made = [
        (title, made)
        for title, make in (INSTRUCTOR_PAGES if view.role == "instructor" else pages_of(host, view))
        if (made := make(host, view))
    ]
    titles = [title for title, _widget in made]
    pages = ipywidgets.Tab(children=[widget for _title, widget in made], titles=list(map(translate, titles)))
    pages.selected_index = titles.index(page) if page in titles else 0
    top: list[ipywidgets.Widget] = [ipywidgets.HTML(head(view) + said, layout={"flex": "1 1 auto"})]
    if not host.alone:
        top.append(
            host.stage.button(_("Hide my view"), lambda: host.table(), help=_("Give the screen back to the table"))
        )
    return (ipywidgets.HBox(top), pages)
