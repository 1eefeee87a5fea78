"""A scored exercise in progress, kept in a file with every answer and its marks."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sim.game.errors import GameError, reason_of
from sim.game.exercises.exercise import Exercise, ExerciseRun, Trial, load_exercise, write_tables
from sim.game.exercises.marking import AnswerError, Mark, Marks
from sim.game.forms.field import Field
from sim.game.log.damage import damaged
from sim.game.log.decision_log import DecisionLog
from sim.game.log.entries import Entry, Log, Opening
from sim.game.log.kept_file import Clock, KeptFile, chosen_seed, now, stamped, warn_of_other_version
from sim.game.presentation.section import Section
from sim.language.choice import ENGLISH, current_language, using_language
from sim.language.messages import _
from sim.registry import unknown
from sim.scenario.files.load import dump, from_text
from sim.scenario.scenario import Scenario
from sim.version import VERSION

if TYPE_CHECKING:
    import pandas as pd


LARGEST = 1_000_000
"""Characters of an answer, written as JSON."""

LAST_CASE = 999_999
"""Highest seed that is drawn for a student: a number that is easily read out."""

ACTS = ("answered", "revealed", "tried")
"""What is done in a sitting, as its log has it."""

MOST_WORLDS = 1000
"""Replications of a trial that may be asked for."""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """An answer that was handed in."""

    number: int
    """From 1."""
    time: str
    """When, UTC."""
    by: str
    """Who handed it in, where that was said."""
    answer: Mapping[str, Any]
    marks: Marks


class ExerciseSession(KeptFile):
    """An exercise and what was answered so far. The handout never holds the truth; :meth:`reveal` tells it.

    Everything that cannot be done raises :class:`GameError` and changes nothing. One thread at a time.
    """

    def __init__(self, log: Log, clock: Clock) -> None:
        """Take up the exercise in a log. Raises :class:`GameError` for a file that holds something else."""
        self._log, self._clock = log, clock
        try:
            opening = log.opening()
            warn_of_other_version(log.path, opening, _("the handout may differ"), stacklevel=3)
            self.exercise, self._scenario = _declared(log.path, opening)
            self.seed = opening.seed
            """Luck of the runs that it is set on."""
            self._entries = log.entries()
            self._refuse_unreadable()
            log.keep_copy()
        except BaseException:
            log.close()
            raise

    @classmethod
    def create(
        cls, path: str | os.PathLike[str], exercise: str | os.PathLike[str], *, seed: int | None = None,
        clock: Clock = now,
    ) -> Self:  # fmt: skip
        """A new sitting in a new file. ``exercise`` is a name or a file; ``seed`` replaces that of its scenario.

        Where the task asks for a seed per student, one is drawn if none is given. The file keeps it, and the page shows
        it as the number of the case: who gives it as ``seed`` gets the same case.

        Raises ``ScenarioError`` for an exercise that cannot be set.
        """
        asked, scenario = load_exercise(exercise)
        own = 0 if scenario is None else scenario.seed
        if asked.task.seed_per_student:
            own = 1 + secrets.randbelow(LAST_CASE)
        opening = Opening(
            declaration=dump(asked), scenario="" if scenario is None else dump(scenario), version=VERSION, codes={},
            seed=chosen_seed(seed, own), made=clock().isoformat(),
        )  # fmt: skip
        return cls(DecisionLog(path, opening), clock)

    @staticmethod
    def count_sensible(opening: Opening | None, entries: Sequence[Entry]) -> int:  # noqa: ARG004 (as in KeptFile)
        """How many of these acts, from the first, can be read."""
        for place, entry in enumerate(entries):
            try:
                if entry.act not in ACTS:
                    return place
                if entry.act == "answered":
                    _attempt(1, entry)
            except (KeyError, TypeError, ValueError, ArithmeticError):
                return place
        return len(entries)

    @property
    def case_number(self) -> str:
        """The number of a case that was drawn for this student, as a sentence; empty where all get the same."""
        if not self.exercise.task.seed_per_student:
            return ""
        return _("Case number {seed}.").format(seed=self.seed)

    @property
    def path(self) -> Path:
        """The file in which it is kept."""
        return self._log.path

    def close(self) -> None:
        """Let the file go. What was answered is in it already."""
        self._log.close()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every act in the file, in order."""
        return tuple(self._entries)

    # What is handed out and asked

    @cached_property
    def opened_run(self) -> ExerciseRun:
        """The exercise with its case, its questions and its truth. Raises :class:`GameError` where it cannot be set."""
        try:
            return self.exercise.task.open(self._scenario, self.seed)
        except (ValueError, LookupError) as error:
            said = _("{exercise} cannot be set: {reason}")
            raise GameError(said.format(exercise=self.exercise.name, reason=reason_of(error))) from None

    def tell(self) -> tuple[Section, ...]:
        """What is told at the start, and what is asked for."""
        return self.opened_run.sections()

    @property
    def handout(self) -> Mapping[str, pd.DataFrame]:
        """The tables that are handed out, by name; none where everything is told."""
        return self.opened_run.tables()

    def export(self, folder: str | os.PathLike[str], *, byte_order_mark: bool | None = None) -> list[Path]:
        """Write the handout as CSV into a folder, which is made if need be; returns the files.

        ``byte_order_mark``: see :mod:`sim.files.csv_export`; False leaves it out.
        """
        return write_tables(folder, self.handout, byte_order_mark)

    def questions(self) -> tuple[Field, ...]:
        """What is asked, as fields of a form."""
        return self.opened_run.questions()

    # What is answered

    def from_code(self, given: object) -> Mapping[str, object]:
        """An answer made in code, as values by the path of their question. Raises :class:`GameError`.

        Exercises may take more than such values; where customers are sorted, it may be a label for each customer, or a
        function that is given a row of ``handout["customers"]`` and returns a label.
        """
        return self.opened_run.from_code(given)

    def answer(self, values: Mapping[str, object], *, by: str = "") -> Marks:
        """Hand an answer in, values by the path of their question, and get it marked. All attempts are kept.

        Raises :class:`GameError` with everything that is wrong with it; it does not count then.
        """
        if not isinstance(values, Mapping):
            given = type(values).__name__  # type: ignore[unreachable]  # a caller may give anything
            raise GameError(_("{given} was given; give a value for the path of each question").format(given=given))
        if not isinstance(by, str) or len(by) > 200:
            raise GameError(_("by: give the name of who answers, of up to 200 characters"))
        try:
            answer = self.opened_run.answer(values)
            marks = self.opened_run.marks(answer)
        except AnswerError as error:
            raise GameError(str(error)) from None
        if len(json.dumps(answer)) > LARGEST:
            said = _("this is longer than {most} characters; an answer is shorter")
            raise GameError(said.format(most=f"{LARGEST:,}"))
        with using_language(ENGLISH):  # the file is the same in each language
            kept = self.opened_run.marks(answer)
        held = {"title": kept.title, "marks": [list(mark) for mark in kept.marks], "words": list(kept.words)}
        self._write("answered", {"answer": answer, "marks": held}, by, len(self.attempts))
        return marks

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """All answers so far with their marks, oldest first."""
        answered = [entry for entry in self._entries if entry.act == "answered"]
        return tuple(_attempt(number, entry) for number, entry in enumerate(answered, start=1))

    def marks_of(self, attempt: Attempt) -> Marks:
        """The marks of an answer in the language in use; as they were kept, in English, where they now differ."""
        if current_language() == ENGLISH:
            return attempt.marks
        try:
            again = self.opened_run.marks(attempt.answer)
        except (ValueError, LookupError, TypeError):
            return attempt.marks
        kept, now = ([(mark.part, round(mark.points, 6)) for mark in one.marks] for one in (attempt.marks, again))
        return again if kept == now else attempt.marks

    @property
    def revealed(self) -> bool:
        """Whether the truth has been told in this sitting."""
        return any(entry.act == "revealed" for entry in self._entries)

    def reveal(self, *, call: bool = False) -> tuple[Section, ...]:
        """The truth, and what known answers get: once something has been answered, or at an instructor's ``call``."""
        if not self.attempts and not call:
            raise GameError(
                _("nothing has been answered yet; hand an answer in first, or let the instructor call for it")
            )
        told = self.opened_run.truth()
        if not self.revealed:
            self._write("revealed", {}, "", len(self.attempts), "instructor" if call else "human")
        return told

    # What can be tried

    @property
    def trials(self) -> tuple[str, ...]:
        """Paths of the questions that can be tried in the simulator."""
        return tuple(self.opened_run.trials())

    def try_out(self, path: str, replications: int = 2) -> Trial:
        """Try what a question is about in small worlds; more replications take longer and say more.

        Raises :class:`GameError` for a question that cannot be tried.
        """
        trials = self.opened_run.trials()
        if path not in trials:
            none = _("nothing can be tried in this exercise")
            raise GameError(unknown("trial", str(path), trials) if trials else none)
        if isinstance(replications, bool) or not isinstance(replications, int) or not 2 <= replications <= MOST_WORLDS:
            said = _("replications={given}: give a whole number from 2 to {most}")
            raise GameError(said.format(given=repr(replications), most=f"{MOST_WORLDS:,}"))
        found = trials[path](replications)
        self._write("tried", {"path": path, "replications": replications, "sentence": found.sentence}, "", 0)
        return found

    def _refuse_unreadable(self) -> None:
        sound = self.count_sensible(None, self._entries)
        if sound < len(self._entries):
            raise damaged(
                self._log.path, _("the answer in row {number} cannot be read").format(number=sound + 1), sound
            )

    def _write(self, act: str, content: dict[str, Any], by: str, attempt: int, who: str = "human") -> None:
        entry = Entry(act=act, seat=by, round=attempt, decided_by=who, content=content)
        written = stamped([entry], len(self._entries) + 1, self._clock)
        self._log.append(written)
        self._entries += written


def _declared(path: Path, opening: Opening) -> tuple[Exercise, Scenario | None]:
    """The exercise in a file, and the scenario that it is set on. Raises :class:`GameError` where there is none."""
    if not opening.sets_task:
        said = _(
            "{file} holds a game and no exercise; go on with it in Python: sim.Session.open({quoted}), or in the "
            "terminal: guanxi play {name} --file {file}"
        )
        raise GameError(said.format(file=path, quoted=repr(str(path)), name=opening.name))
    try:
        scenario = from_text(Scenario, opening.scenario) if opening.scenario else None
        return from_text(Exercise, opening.declaration), scenario
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        said = _("there is no exercise in it that can be read ({reason})")
        raise damaged(path, said.format(reason=reason_of(error))) from None


def _attempt(number: int, entry: Entry) -> Attempt:
    answer = entry.content["answer"]
    if not isinstance(answer, dict):
        raise TypeError(f"{answer!r} is no answer")
    return Attempt(number=number, time=entry.time, by=entry.seat, answer=answer, marks=_marks(entry.content["marks"]))


def _marks(held: Mapping[str, Any]) -> Marks:
    marks = tuple(Mark(str(part), float(points), str(how)) for part, points, how in held["marks"])
    return Marks(title=str(held["title"]), marks=marks, words=tuple(map(str, held["words"])))
