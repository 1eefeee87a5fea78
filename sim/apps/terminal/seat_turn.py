"""One seat's turn at the keyboard: look, say what is expected, move levers, decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from sim.apps.terminal.form_prompt import FormPrompt, about, ask_questions, while_asked, whole
from sim.apps.terminal.screen import Screen
from sim.game.errors import GameError
from sim.game.forms.expectations import expectations_of, figure_of
from sim.game.forms.field import Field, Value
from sim.game.forms.form import decision_of, fields, prediction_of, remark
from sim.game.forms.statements import STATEMENTS, fields_now, stated
from sim.game.presentation.seat_sections import seat_sections
from sim.game.session.submissions import Accepted, ConfirmationNeeded
from sim.game.words import paragraph
from sim.language.messages import _, translate

if TYPE_CHECKING:
    from sim.game.session.session import Session

Ending: TypeAlias = Literal["decided", "rewound"]
SAID = {statement.word: act for act, statement in STATEMENTS.items()}
"""What is stated, by the word that is typed for it."""
WORDS = ("look", "levers", "expect", "undo", "rewind", "reason", "help", *SAID)
"""What is heard at every question of a turn."""
WITH_MORE = ("rewind", "reason", "help")
"""Those of them behind which more may stand."""


class _RewoundError(Exception):
    """What was decided before is open again, so this turn is over."""


class Turn:
    """A seat's turn in the open round."""

    def __init__(self, session: Session, seat: str, screen: Screen) -> None:
        """The seat must have been joined, and not have decided yet."""
        self.session, self.seat, self.screen = session, seat, screen
        self.form = FormPrompt(fields(session, seat))
        self._reason = ""

    def take(self) -> Ending:
        """Go through the turn to a decision. Raises :class:`QuitRequestedError`."""
        try:
            return self._taken()
        except _RewoundError:
            return "rewound"

    def _taken(self) -> Ending:
        view = self.session.view(self.seat)
        self.screen.tell(seat_sections(view))
        self._expect()
        self._levers()
        self.screen.say("\n" + _("Type ? for what you can type here."))
        while True:
            line = self.screen.ask(_("{seat}, round {round} > ").format(seat=self.seat, round=view.round + 1))
            try:
                ending = self._obey(line) if line else self._decide()
            except GameError as error:
                self.screen.refuse(error)
            else:
                if ending is not None:
                    return ending

    def _obey(self, line: str) -> Ending | None:
        """Do what was typed."""
        word, _space, rest = line.partition(" ")
        word, rest = word.lower(), rest.strip()
        if word.startswith("?") or word == "help":
            self._help((line[1:] if word.startswith("?") else rest).strip())
        elif word in SAID and not rest:
            self._state(SAID[word])
        elif line.lower() in ("levers", "look", "expect"):
            {"levers": self._levers, "look": self._look, "expect": self._expect}[line.lower()]()
        elif word == "reason":
            self._reason = rest
            self.screen.say(_("Kept with your decision.") if rest else _("No reason is kept."))
        elif word == "undo":
            return self._undo()
        elif word == "rewind":
            return self._rewind(rest)
        else:
            self._move(line)
        return None

    def _heard(self, line: str) -> bool:
        """Do what was typed in answer to another question, if it is a word of the turn; whether it is one."""
        if not line.startswith("?") and line.lower() not in WORDS and line.split(" ")[0].lower() not in WITH_MORE:
            return False
        try:
            ending = self._obey(line)
        except GameError as error:
            self.screen.refuse(error)
            return True
        if ending is not None:
            raise _RewoundError
        return True

    def _expect(self) -> None:
        """Ask for the figures that the seat expects of the round, and say them."""
        asked = expectations_of(self.session.view(self.seat))
        if not asked:
            return
        self.screen.say()
        said = _(
            "What do you expect of this round? Expectations are scored apart from profit. Enter leaves a figure out."
        )
        self.screen.say(said, "bold")
        self.screen.say(_("'Give or take' is the margin in which the figure should lie eight times in ten."))
        form = FormPrompt(asked)
        figures = {field.path: field for field in asked}

        def without_figure(field: Field) -> bool:
            figure = figures.get(figure_of(field.path), field)
            return figure is not field and form.values.get(figure.path, figure.present) is None

        ask_questions(self.screen, form, without_figure, self._heard)
        if form.values:
            try:
                self._predict(prediction_of(asked, dict(form.values)))
            except GameError as error:
                self.screen.refuse(error)
                self._expect()

    def _predict(self, prediction: dict[str, object]) -> None:
        """Say what is expected; a figure that is asked back is asked for again where it is not meant."""
        said = self.session.predict(self.seat, prediction)
        if isinstance(said, ConfirmationNeeded):
            self.screen.say("\n".join(said.slips), "yellow")
            if not self.screen.agrees(_("Do you mean it?")):
                self._expect()
                return
            self.session.predict(self.seat, prediction, confirmed=said.token)
        self.screen.say(_("Noted."))

    def _state(self, act: str) -> None:
        """Ask for what can be stated beside a decision, and state it. Raises :class:`GameError`."""
        view, statement = self.session.view(self.seat), STATEMENTS[act]
        form = FormPrompt(fields_now(statement, self.session, view))
        if form.fields:
            self.screen.say(paragraph([translate(statement.title), translate(statement.teaches)]), "bold")
            ask_questions(self.screen, form, heard=self._heard)
        statement.send(self.session, self.seat, stated(self.session, view, act, dict(form.values)))
        self.screen.say(_("Noted."))

    def _levers(self) -> None:
        self.screen.say()
        rows = [self.form.row(number) for number in range(len(self.form.fields))]
        self.screen.table(("", _("lever"), _("now"), _("new"), _("may be")), rows, (True, False, True, True, False))

    def _look(self) -> None:
        self.screen.tell(seat_sections(self.session.view(self.seat)))

    def _help(self, name: str) -> None:
        self.screen.say(about(self.form.found(name)) if name else self._whole_help())

    def _whole_help(self) -> str:
        offered = STATEMENTS.values() if self.session.view(self.seat).firm is not None else ()
        return whole(self.form.fields, offered)

    def _move(self, line: str) -> None:
        field, typed = self.form.split(line)
        if not typed:
            self.screen.say(about(field))
        while True:
            if not typed:
                said = _("{field} (Enter: {value}): ")
                typed = self.screen.ask(said.format(field=field.label, value=field.said(self._stands(field.path))))
            if not typed:
                return
            try:
                self.form.put(field, typed)
            except GameError as error:
                if self._heard(typed):
                    return
                self.screen.refuse(error)
                self.screen.say(while_asked(), "dim")
                typed = ""
                continue
            self.screen.say("\n".join(self.form.changes()) or _("Nothing changes."))
            self._weigh()
            return

    def _weigh(self) -> None:
        """Say what of the form does not go together yet."""
        missed = remark(self.form.fields, self.form.values)
        if missed:
            self.screen.say(missed, "yellow")

    def _stands(self, path: str) -> Value:
        present = next(field.present for field in self.form.fields if field.path == path)
        return self.form.values.get(path, present)

    def _undo(self) -> Ending | None:
        field = self.form.undo()
        if field is not None:
            again = _("{field}: {value} again.")
            self.screen.say(again.format(field=field.label, value=field.said(self._stands(field.path))))
            return None
        line = self.session.lines[self.session.line(self.seat)]
        said = max(line.standing.items(), key=lambda one: one[1].entry.number, default=None)
        if said is None:
            self.screen.say(
                _(
                    "Nothing is filled in, and nobody has decided in this round. "
                    "A round that is closed is played again with: rewind N"
                )
            )
            return None
        self.session.withdraw(said[0])
        self.screen.say(_("What {seat} decided is taken back.").format(seat=said[0]))
        return "rewound"

    def _rewind(self, number: str) -> Ending | None:
        line = self.session.line(self.seat)
        if not number.isdecimal():
            closed = self.session.lines[line].round
            asked = _("Which round? Type rewind and a number, 1 to {last}.")
            none = _("No round is closed yet, so there is nothing to rewind.")
            self.screen.say(asked.format(last=closed) if closed else none)
            return None
        question = _("Play round {round} again? All that was decided since stays on the line {line}.")
        question = question.format(round=int(number), line=repr(line))
        if not self.screen.agrees(question):
            return None
        opened = self.session.reopen(int(number) - 1, line=line)
        self.screen.say(_("You play on the line {line} now.").format(line=repr(opened)))
        return "rewound"

    def _decide(self) -> Ending | None:
        """Ask for the last word, and decide."""
        changes = self.form.changes()
        self.screen.say("\n".join([_("You change:"), *changes]) if changes else _("Nothing changes."))
        self._weigh()
        typed = self.screen.ask(_("Enter to decide, anything else to go on: "))
        if typed:
            self._heard(typed)
            return None
        decision = decision_of(self.form.fields, dict(self.form.values))
        with self.screen.waiting(_("Deciding")):
            answer = self._send(decision)
        if isinstance(answer, ConfirmationNeeded):
            self.screen.say("\n".join(answer.slips), "yellow")
            if not self.screen.agrees(_("Do you mean it?")):
                return None
            with self.screen.waiting(_("Deciding")):
                answer = self._send(decision, answer.token)
        for remarked in answer.remarks if isinstance(answer, Accepted) else ():
            self.screen.say(remarked, "yellow")
        self.screen.say(_("Decided."))
        return "decided"

    def _send(self, decision: dict[str, object], token: str = "") -> Accepted | ConfirmationNeeded:
        return self.session.decide(self.seat, decision, reason=self._reason, confirmed=token)
