"""The cases of a class that is served an exercise: made, opened when someone works at them, answered and marked."""

from __future__ import annotations

import io
import random
import zipfile
from collections import OrderedDict
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any
from zlib import crc32

from sim.apps.classroom.classes.class_file import Case, ClassFile, Person
from sim.game.errors import GameError
from sim.game.exercises.exercise import load_exercise
from sim.game.exercises.exercise_session import LAST_CASE, ExerciseSession
from sim.game.exercises.marking import Marks, marked
from sim.language.choice import current_language
from sim.language.messages import _

OPEN_CASES = 24
"""Cases that are kept open; one that is asked for again later is opened again, and its run is made again."""
SHOWN_CASES = 2_000
"""Pages of cases that are kept; one that is asked for again later is made again."""
LOCKS = 64
"""Cases that threads may work at side by side; two whose files share a lock wait for each other."""


class ExerciseRoom:
    """The cases in the folder of a class. Any thread may ask; one case is worked at by one thread at a time."""

    def __init__(self, found: ClassFile, folder: Path) -> None:
        """Keep the cases of this class in its folder."""
        self._game, self._folder = found.exercise_served, folder
        exercise, scenario = load_exercise(found.exercise_served)
        self.repeats = scenario is not None
        """Whether a new case differs from the last one."""
        self.name, self.lesson = exercise.name, exercise
        self._open: OrderedDict[str, ExerciseSession] = OrderedDict()
        self._lock = Lock()
        self._locks = tuple(Lock() for _place in range(LOCKS))
        self._shown: OrderedDict[tuple[str, Case], dict[str, Any]] = OrderedDict()

    def new_case(self, found: ClassFile, person: Person) -> Case:
        """A new case of a person, in a file of its own.

        Args:
            found: The class.
            person: The person.

        Returns:
            The case; the same seed of the class, person and number of cases give the same one.
        """
        former = found.begun_by(person)
        drawn = case_seed(found.seed, person, former + len(person.cases) + 1)
        taken = sum(len(one.cases) for one in found.people)
        number = taken + 1
        while (path := self._folder / f"case_{number:04}.guanxi").exists():
            number += 1
        ExerciseSession.create(path, self._game, seed=drawn).close()
        return Case(file=path.name, seed=drawn)

    def state(self, case: Case) -> dict[str, Any]:
        """What the page shows of a case, in plain JSON: the truth only of one that is handed in. Computed once.

        It is in the language in use.
        """
        key = (current_language(), case)
        known = self._shown.get(key)
        if known is not None:
            return known
        with self._worked_at(case) as sitting:
            attempt = sitting.attempts[0] if sitting.attempts else None
            shown = {
                "sections": [section.plain() for section in sitting.tell()],
                "questions": [] if attempt else [field.plain() for field in sitting.questions()],
                "files": bool(sitting.handout), "case": case.number,
                "marks": [section.plain() for section in marked(attempt.marks)] if attempt else [],
                "truth": [section.plain() for section in sitting.reveal()] if attempt else [],
            }  # fmt: skip
        if (attempt is None) == (case.mark is None):
            with self._lock:
                self._shown[key] = shown
                while len(self._shown) > SHOWN_CASES:
                    self._shown.popitem(last=False)
        return shown

    def answer(self, case: Case, values: dict[str, object], by: str) -> tuple[Marks, str]:
        """Hand the answer to a case in; it counts once, and its marks and time come back.

        Raises :class:`GameError` for an answer that cannot be marked; it is then not handed in.
        """
        with self._worked_at(case) as sitting:
            if not sitting.attempts:
                sitting.answer(values, by=by)
            attempt = sitting.attempts[0]
            return attempt.marks, attempt.time

    def handed_in(self, case: Case) -> tuple[float, str] | None:
        """Mark and time of an answer that is in the file of a case; None where there is none."""
        with ExerciseSession.open(self._folder / case.file) as sitting:
            attempt = sitting.attempts[0] if sitting.attempts else None
            return (attempt.marks.total, attempt.time) if attempt else None

    def handout(self, case: Case) -> bytes:
        """The tables of a case as CSV in a zip."""
        packed = io.BytesIO()
        with self._worked_at(case) as sitting, TemporaryDirectory() as place:
            files = sitting.export(place)
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for file in files:
                    archive.write(file, f"{self.name}_{case.number}/{file.name}")
        return packed.getvalue()

    def shut(self) -> None:
        """Let all files go."""
        with self._lock:
            while self._open:
                self._open.popitem()[1].close()

    def _worked_at(self, case: Case) -> _WorkedAt:
        return _WorkedAt(self, case.file, self._locks[crc32(case.file.encode()) % LOCKS])

    def taken_out(self, file: str) -> ExerciseSession:
        """The open sitting of a case, which is opened if need be; the caller holds its lock."""
        with self._lock:
            sitting = self._open.pop(file, None)
        return sitting or ExerciseSession.open(self._folder / file)

    def put_back(self, file: str, sitting: ExerciseSession) -> None:
        """Keep a sitting open; of too many the one that was asked for longest ago is closed."""
        with self._lock:
            self._open[file] = sitting
            while len(self._open) > OPEN_CASES:
                self._open.popitem(last=False)[1].close()


class _WorkedAt:
    """A sitting that one thread works at."""

    def __init__(self, room: ExerciseRoom, file: str, lock: Lock) -> None:
        self._room, self._file, self._lock = room, file, lock

    def __enter__(self) -> ExerciseSession:
        self._lock.acquire()
        try:
            self._sitting = self._room.taken_out(self._file)
        except BaseException:
            self._lock.release()
            raise
        return self._sitting

    def __exit__(self, *_error: object) -> None:
        self._room.put_back(self._file, self._sitting)
        self._lock.release()


def case_seed(seed: int, person: Person, number: int) -> int:
    """The seed of a person's case, from the seed of the class, the person and the number of the case, from 1."""
    address = f"guanxi class {seed} person {person.number} {person.name} case {number}"
    return 1 + random.Random(address).randrange(LAST_CASE)  # noqa: S311 (no secret: the seed of the class is)


def with_kept_marks(found: ClassFile, room: ExerciseRoom) -> ClassFile:
    """The class with the marks that are in the files of its cases, where a crash kept them out of its own file.

    Raises :class:`GameError` for a case whose file is damaged or missing.
    """
    people = [
        person.model_copy(update={"cases": [_kept(case, room) for case in person.cases]}) for person in found.people
    ]
    return found.but(people=people)


def _kept(case: Case, room: ExerciseRoom) -> Case:
    if case.mark is not None:
        return case
    handed_in = room.handed_in(case)
    return case if handed_in is None else case.model_copy(update={"mark": handed_in[0], "time": handed_in[1]})


def current_case(person: Person) -> Case:
    """The case that a person works at. Raises :class:`GameError` for a person without one."""
    if not person.cases:
        raise GameError(_("{name} has no case yet; join the class once more").format(name=person.name))
    return person.cases[-1]
