"""A student's own market: the seed that follows from the student number, and the runs of a chapter in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import RLock

from sim.course.chapters.chapter import CourseChapter, scenario_of
from sim.course.chapters.figures import Figures, OwnFigures
from sim.course.text import Language, drawn
from sim.errors import SentenceError
from sim.experiments.contrast_results import ContrastResults
from sim.experiments.contrasts import run_contrasts
from sim.experiments.execution.execution import Execution

LONGEST_NUMBER = 30
SEEDS = 1_000_000


class StudentNumberError(SentenceError, ValueError):
    """What was given is no student number."""


def student_number(typed: str | int) -> int:
    """The student number as a whole number, by which values and seeds are drawn.

    Letters are allowed; they count through a digest, and capitals are the same as small letters.

    Args:
        typed: What the student typed, such as ``20261234`` or ``S-20261234``.

    Returns:
        A number from 1 on.

    Raises:
        StudentNumberError: For an empty number, or one of more than 30 signs.

    >>> student_number(" 20261234 "), student_number("s20261234") == student_number("S20261234")
    (20261234, True)
    """
    text = str(typed).strip().upper()
    if not text or len(text) > LONGEST_NUMBER:
        raise StudentNumberError(f"{text[:40]!r} is no student number; type 1 to {LONGEST_NUMBER} letters or digits")
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    return 1 + drawn(f"student/{text}") % 10**12


def seed_of(student: int, chapter: int) -> int:
    """The seed of a student's market in a chapter.

    Args:
        student: Student number.
        chapter: Number of the chapter.

    Returns:
        A whole number from 1 on; the same student always has the same market.
    """
    return 1 + drawn(f"course/{chapter}/{student}") % SEEDS


@dataclass(frozen=True)
class StudentMarket:
    """The experiments of a chapter in the market of one student; each is run when it is first asked for."""

    chapter: CourseChapter
    student: int
    workers: int | None = None
    """Worker processes; as many as pay when left out."""

    @property
    def seed(self) -> int:
        """Seed of all runs."""
        return seed_of(self.student, self.chapter.number)

    @cached_property
    def found(self) -> Mapping[str, ContrastResults]:
        """Results of each experiment by name; an experiment is run when its results are first asked for."""
        return _Results(self)

    def run(self, name: str) -> ContrastResults:
        """Run one experiment.

        Args:
            name: Name of the experiment.

        Returns:
            Results of its markets, with the measures of the scenario and of the chapter.
        """
        experiment = self.chapter.experiments[name]
        where = Execution(workers=self.workers, quiet=True)
        return run_contrasts(
            scenario_of(experiment), contrasts=experiment.worlds[1:], replications=experiment.runs, seed=self.seed,
            where=where,
        )  # fmt: skip

    def figures(self, language: Language = "en") -> Figures:
        """All figures of the chapter in this market.

        Args:
            language: Language in which they write themselves.

        Returns:
            Figures by name.
        """
        return OwnFigures(self.chapter.figures, self.found, language)


class _Results(Mapping[str, ContrastResults]):
    """Results of experiments, each run once, also where two threads ask for it."""

    def __init__(self, market: StudentMarket) -> None:
        self._market = market
        self._done: dict[str, ContrastResults] = {}
        self._lock = RLock()

    def __getitem__(self, name: str) -> ContrastResults:
        with self._lock:
            if name not in self._done:
                self._done[name] = self._market.run(name)
            return self._done[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._market.chapter.experiments)

    def __len__(self) -> int:
        return len(self._market.chapter.experiments)
