"""What the runs of students' markets brought: made once for a chapter, a student and a language, and kept small.

The results of a chapter take some ten megabytes, its figures and pictures a hundredth of that. Results of the last few
students stay in memory; figures and pictures of all who work stay, and are made again where they were forgotten.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from sim.apps.classroom.chapters.picture_shelf import PictureShelf
from sim.course.chapters.chapter import CourseChapter
from sim.course.chapters.chapter_work import ChapterWork
from sim.course.chapters.figures import Figure, Figures
from sim.course.chapters.reader import course_chapter
from sim.course.chapters.student_market import StudentMarket
from sim.course.text import LANGUAGES, Language
from sim.errors import SentenceError
from sim.experiments.counterfactuals import outcome_word
from sim.language.choice import in_language
from sim.reports.chapters.chapter_pictures import chapter_pictures, followed_worlds
from sim.reports.chapters.trial import Trial
from sim.reports.followed_customers import FollowedCustomers

Held = TypeVar("Held")
Key = tuple[int, int]
"""Number of a chapter, and student number."""
MOST_RESULTS = 4
MOST_FIGURES = 4000
MOST_TRIALS = 16
MOST_PICTURES = 4000


class NotRunYetError(SentenceError):
    """Figures were asked for of a market that is still to be run."""


class Latest(Generic[Held]):
    """A small memory: of too many things, those that were asked for longest ago are forgotten. Any thread may ask."""

    def __init__(self, most: int) -> None:
        """Nothing is held yet; up to ``most`` things are."""
        self._most, self._lock = most, Lock()
        self._held: OrderedDict[object, Held] = OrderedDict()

    def get(self, key: object) -> Held | None:
        """What is held under that key; None where nothing is."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: object, value: Held) -> Held:
        """Hold a value, and return it."""
        with self._lock:
            self._held[key] = value
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return value

    def made(self, key: object, make: Callable[[], Held]) -> Held:
        """What is held under that key, made where nothing is."""
        found = self.get(key)
        return found if found is not None else self.put(key, make())


@dataclass(frozen=True)
class ServedMarket:
    """The market of a student whose figures are kept, though its results may be forgotten."""

    chapter: CourseChapter
    student: int
    kept: KeptResults

    def figures(self, language: Language = "en") -> Figures:
        """All figures. Raises :class:`NotRunYetError` where the market is still to be run."""
        found = self.kept.figures((self.chapter.number, self.student))
        if found is None:
            raise NotRunYetError(f"the market of chapter {self.chapter.number} is still to be run for this student")
        return found[language]


@dataclass(frozen=True)
class Followed:
    """A customer in two worlds."""

    customer: str
    offered: list[tuple[str, list[str]]]
    """Outcomes in words, each with customers who had it."""
    picture: str
    words: str
    """What the picture shows."""


class KeptResults:
    """Results, figures and pictures of students' markets."""

    def __init__(self, shelf: PictureShelf) -> None:
        """Nothing is run yet; pictures are put on the shelf."""
        self.shelf = shelf
        self._drawing = Lock()  # what a picture looks like is set for the whole process
        self._results: Latest[StudentMarket] = Latest(MOST_RESULTS)
        self._figures: Latest[Mapping[Language, Mapping[str, Figure]]] = Latest(MOST_FIGURES)
        self._pictures: Latest[list[str]] = Latest(MOST_PICTURES)
        self._trials: Latest[Trial] = Latest(MOST_TRIALS)
        self._tried: Latest[tuple[str, str]] = Latest(MOST_PICTURES)
        self._followed: Latest[FollowedCustomers] = Latest(MOST_TRIALS)

    def market(self, chapter: CourseChapter, student: int) -> ServedMarket:
        """The market of a student."""
        return ServedMarket(chapter, student, self)

    def figures(self, key: Key) -> Mapping[Language, Mapping[str, Figure]] | None:
        """The figures in each language; None where the market is still to be run."""
        return self._figures.get(key)

    def pictures(self, key: Key, language: Language) -> list[str] | None:
        """Names of the pictures of "What happened"; None where they are still to be drawn."""
        names = self._pictures.get((key, language))
        return names if names is not None and self.shelf.has(names) else None

    def is_ready(self, key: Key, language: Language) -> bool:
        """Whether figures and pictures are there."""
        return self.figures(key) is not None and self.pictures(key, language) is not None

    def make(self, key: Key, language: Language) -> None:
        """Run the market, unless its results are still there, compute all figures and draw the pictures."""
        number, student = key
        market = self._results.made(key, lambda: StudentMarket(course_chapter(number), student, workers=1))
        found = {one: dict(market.figures(one)) for one in LANGUAGES}
        with in_language(language), self._drawing:
            drawn = chapter_pictures(course_chapter(number, language), market.found)
        self._pictures.put((key, language), [self.shelf.put(picture) for picture, _alt, _look in drawn])
        self._figures.put(key, found)

    def tried(self, work: ChapterWork, values: Mapping[str, float]) -> tuple[str, str]:
        """The picture of a trial with these values, and what it shows in words; run once for the same values."""
        place = (work.chapter.number, work.market.student, work.language)
        key = (place, tuple(sorted(values.items())))
        found = self._tried.get(key)
        if found is not None and self.shelf.has([found[0]]):
            return found
        with in_language(work.language):
            trial = self._trials.made(place, lambda: Trial(work))
            results = trial.run(values)
            with self._drawing:
                trial.show(values, results)
                return self._tried.put(key, (self.shelf.put(trial.picture), trial.words))

    def followed(self, work: ChapterWork, customer: str) -> Followed:
        """The two lives of a customer, and who else is offered; of an unknown customer those of the first one."""
        key = (work.chapter.number, work.market.student, work.language)
        with in_language(work.language):
            people = self._followed.get(key)
            worlds = followed_worlds(work.chapter, work.seed) if people is None else people.worlds
            with self._drawing:
                people = people or self._followed.put(key, FollowedCustomers(worlds))
                if any(customer in offered for offered in people.offered.values()):
                    people.choose(customer)
                picture, words = people.shown()
                offered = [(outcome_word(name), customers) for name, customers in people.offered.items()]
                return Followed(people.customer, offered, self.shelf.put(picture), words)
