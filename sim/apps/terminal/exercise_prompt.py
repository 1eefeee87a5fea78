"""A scored exercise at the keyboard: read, try out, answer, see the marks, and the truth when its time has come."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.apps.terminal.form_prompt import FormPrompt, ask_questions
from sim.apps.terminal.screen import Screen
from sim.game.errors import GameError
from sim.game.exercises.marking import framed, marked
from sim.language.messages import _, mark, translate
from sim.registry import unknown

if TYPE_CHECKING:
    from sim.game.exercises.exercise_session import ExerciseSession

HELP = mark("""\
answer           answer the questions (Enter does the same); you may answer as often as you like
try 1            try question 1 in the simulator; 'try 1 8' in eight worlds instead of two
marks            your answers so far and what they got
look             the task once more
reveal           the truth, once you have answered
quit             leave; the file keeps your answers""")


class ExercisePrompt:
    """An exercise, the screen in front of it, and the folder with its tables."""

    def __init__(self, sitting: ExerciseSession, folder: Path, screen: Screen) -> None:
        """``folder`` is where the tables of the handout are written to, where there are any."""
        self.sitting, self.folder, self.screen = sitting, folder, screen

    def work(self) -> None:
        """Until someone leaves. Raises :class:`QuitRequestedError`."""
        with self.screen.waiting(_("Setting the exercise")):
            self.sitting.questions()
        self._look()
        if self.sitting.attempts:
            self._marks()
        self.screen.say("\n" + _("Type ? for what you can type here."))
        while True:
            line = self.screen.ask(f"{self.sitting.exercise.name} > ").lower()
            try:
                self._obey(*(line.split(maxsplit=1) or ["answer"]))
            except GameError as error:
                self.screen.refuse(error)

    def _obey(self, word: str, rest: str = "") -> None:
        acts = {"answer": self._answer, "look": self._look, "marks": self._marks, "reveal": self._reveal}
        if word.startswith("?") or word == "help":
            self.screen.say(translate(HELP))
        elif word == "try":
            self._try(rest.split())
        elif word in acts and not rest:
            acts[word]()
        else:
            reason = unknown("word", f"{word} {rest}".strip(), [*acts, "try", "quit"])
            raise GameError(_("{reason}; ? says what they do").format(reason=reason))

    def _look(self) -> None:
        self.screen.tell(self.sitting.tell())
        files = self.sitting.export(self.folder)
        if files:
            said = _("Your tables are in {folder}: {files}.")
            self.screen.say("\n" + said.format(folder=self.folder, files=", ".join(file.name for file in files)))

    def _answer(self) -> None:
        """Ask all questions, let the answers be looked over, and hand them in."""
        form = FormPrompt(self.sitting.questions())
        self.screen.say(_("Enter leaves a question as it stands; undo goes back; ? says what is asked."))
        ask_questions(self.screen, form)
        while True:
            self.screen.say(
                "\n".join([_("You answer:"), *form.changes()]) if form.values else _("Nothing is answered.")
            )
            line = self.screen.ask(_("Enter to hand it in, a question and a new value to change it, or stop: "))
            if line.lower() == "stop":
                return
            try:
                if not line:
                    self._hand_in(form)
                    return
                field, typed = form.split(line)
                form.put(field, typed or self.screen.ask(f"{field.label}: "))
            except GameError as error:
                self.screen.refuse(error)

    def _hand_in(self, form: FormPrompt) -> None:
        with self.screen.waiting(_("Marking")):
            marks = self.sitting.answer(dict(form.values))
        self.screen.tell(marked(marks))
        self.screen.say("\n" + _("answer once more, reveal the truth, or quit."))

    def _marks(self) -> None:
        attempts = self.sitting.attempts
        if not attempts:
            raise GameError(_("nothing has been answered yet"))
        parts = tuple(mark.part for mark in attempts[0].marks.marks)
        shown = parts if len(parts) <= 6 else ()
        rows = [
            (str(attempt.number), attempt.time[:16].replace("T", " "), f"{attempt.marks.total:.0f}",
             *(f"{attempt.marks.points(part):.0f}" for part in shown))
            for attempt in attempts
        ]  # fmt: skip
        right = (True, False, *(True for _ in range(len(shown) + 1)))
        self.screen.table((_("answer"), _("handed in"), _("of 100"), *shown), rows, right)

    def _reveal(self) -> None:
        call = not self.sitting.attempts
        if call and not self.screen.agrees(_("Nothing has been answered yet. Is it the instructor who asks?")):
            return
        self.screen.tell(self.sitting.reveal(call=call))

    def _try(self, words: list[str]) -> None:
        trials = self.sitting.trials
        if not trials:
            raise GameError(_("nothing can be tried in this exercise"))
        labels = {field.path: field.label for field in self.sitting.questions() if field.path in trials}
        if not words or not all(word.isdecimal() and len(word) < 5 for word in words) or len(words) > 2:
            said = _("say which and, if you like, in how many worlds: try 1 to {n}, such as try 1 8")
            raise GameError(said.format(n=len(trials)))
        if not 1 <= int(words[0]) <= len(trials):
            said = _("there is no question {number}; give 1 to {n}")
            raise GameError(said.format(number=words[0], n=len(trials)))
        path, worlds = trials[int(words[0]) - 1], int(words[1]) if len(words) > 1 else 2
        with self.screen.working(
            _("Trying {question} in {n} worlds of each kind").format(question=labels[path], n=worlds)
        ):
            found = self.sitting.try_out(path, worlds)
        self.screen.tell((framed(_("{question}, tried").format(question=labels[path]), found.table, found.sentence),))
