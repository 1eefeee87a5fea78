"""What a student has done so far, kept in a file beside the notebooks: predictions, answers, reflections."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.course.chapters.predictions import Predicted
from sim.course.quiz import Attempt
from sim.course.text import Text
from sim.files.atomic_write import write_file
from sim.files.regular_file import UnreadableFileError, is_there, parse_json, read_text

FILE = "course_progress.json"
LARGEST = 5_000_000
VERSION = 1
FIRST_PREDICTIONS = Text(
    en="Predictions were saved before in another window of this chapter; they count, and these were not saved.",
    zh="本章的另一个窗口已先保存了预测；以那一次为准，这一次没有保存。",
)
BOTH_TEXTS = Text(
    en="The text was also changed in another window of this chapter. Both texts are kept, one below the other.",
    zh="本章的另一个窗口也修改了文字。两份文字都已保留，先后排列。",
)


@dataclass
class ChapterProgress:
    """What one student has done in one chapter."""

    predictions: dict[str, Predicted] = field(default_factory=dict)
    outcomes: dict[str, tuple[bool, bool]] = field(default_factory=dict)
    """For each prediction that has a result: whether it is a range, and whether it was good."""
    attempts: list[Attempt] = field(default_factory=list)
    reflection: str = ""

    def content(self) -> dict[str, Any]:
        """What is kept in the file."""
        return {
            "predictions": {name: one.content() for name, one in self.predictions.items()},
            "outcomes": {name: list(pair) for name, pair in self.outcomes.items()},
            "attempts": [vars(one) for one in self.attempts],
            "reflection": self.reflection,
        }


class Progress:
    """The file of a student's progress; every change is written at once.

    Several notebooks may be open at once, also of one chapter: what another one has saved since is taken in. Answers of
    both are kept, predictions are those that were saved first, and of two different reflections both are kept.
    """

    def __init__(self, folder: Path) -> None:
        """Read the file of a folder, or begin with nothing.

        Args:
            folder: Where ``course_progress.json`` is kept.
        """
        self.path = folder / FILE
        self.trouble: Text | None = None
        """Why progress cannot be read or kept; None while all is well."""
        self.notice: Text | None = None
        """What the last saving found that another notebook had saved otherwise; None where nothing was."""
        self.student = ""
        """Student number as typed; empty until one was given."""
        self._students: dict[str, dict[int, ChapterProgress]] = {}
        self._worked_at: set[tuple[str, int]] = set()
        self._texts: dict[tuple[str, int], str] = {}
        found = self._read()
        if found is not None:
            self.student, self._students = found
        self._note_texts()

    def chapter(self, number: int) -> ChapterProgress:
        """What the student in use has done in a chapter.

        Args:
            number: Number of the chapter.

        Returns:
            The progress, which may be changed; call :meth:`save` afterwards.
        """
        self._worked_at.add((self.student, number))
        return self._students.setdefault(self.student, {}).setdefault(number, ChapterProgress())

    def all_outcomes(self) -> list[tuple[bool, bool]]:
        """Outcomes of the predictions of all chapters of the student in use."""
        chapters = self._students.get(self.student, {})
        return [pair for number in sorted(chapters) for pair in chapters[number].outcomes.values()]

    def save(self) -> None:
        """Write the file; where it cannot be written, :attr:`trouble` says why."""
        self.trouble = self.notice = None
        self._take_in_others()
        students = {
            name: {str(number): one.content() for number, one in sorted(chapters.items())}
            for name, chapters in self._students.items()
        }
        content = {"version": VERSION, "student": self.student, "students": students}
        try:
            write_file(self.path, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())
        except OSError as error:
            self.trouble = Text(en=f"Your progress is not kept: {error}", zh=f"进度没有保存：{error}")

    def _take_in_others(self) -> None:
        """Take from the file what other notebooks have written since it was read."""
        found = self._read()
        for student, chapters in found[1].items() if found is not None else ():
            for number, theirs in chapters.items():
                mine = self._students.setdefault(student, {}).setdefault(number, ChapterProgress())
                if (student, number) in self._worked_at:
                    self._merge(mine, theirs, self._texts.get((student, number), ""))
                else:
                    self._students[student][number] = theirs
        self._note_texts()

    def _merge(self, mine: ChapterProgress, theirs: ChapterProgress, text_before: str) -> None:
        """Take into a chapter what another notebook has saved in it."""
        pairs = zip(mine.attempts, theirs.attempts, strict=False)
        shared = next((n for n, (one, other) in enumerate(pairs) if one != other), None)
        shared = min(len(mine.attempts), len(theirs.attempts)) if shared is None else shared
        mine.attempts[:] = [*theirs.attempts, *mine.attempts[shared:]]
        if any(mine.predictions.get(name, one) != one for name, one in theirs.predictions.items()):
            self.notice = FIRST_PREDICTIONS
        mine.predictions = {**mine.predictions, **theirs.predictions}
        mine.outcomes = {**mine.outcomes, **theirs.outcomes}
        mine.reflection, told = joined_texts(text_before, mine.reflection, theirs.reflection)
        self.notice = told or self.notice

    def _note_texts(self) -> None:
        """Remember the reflections as they are in the file, so that a change shows which side made it."""
        self._texts = {
            (student, number): one.reflection
            for student, chapters in self._students.items()
            for number, one in chapters.items()
        }

    def _read(self) -> tuple[str, dict[str, dict[int, ChapterProgress]]] | None:
        """Student number, and progress by student and chapter; None where there is no file, or a damaged one."""
        if not is_there(str(self.path)):
            return None
        try:
            content = parse_json(read_text(self.path, LARGEST))
            return str(content["student"]), {
                name: {int(number): _chapter(one) for number, one in chapters.items()}
                for name, chapters in content["students"].items()
            }
        except (UnreadableFileError, ValueError, KeyError, TypeError, AttributeError) as error:
            self._put_aside(type(error).__name__)
        return None

    def _put_aside(self, why: str) -> None:
        """Give a file that cannot be read another name, so that it is not written over."""
        old = self.path.with_suffix(".damaged.json")
        try:
            self.path.replace(old)
        except OSError as error:
            self.trouble = Text(
                en=f"{self.path.name} cannot be read ({why}), nor renamed: {error}",
                zh=f"{self.path.name} 无法读取（{why}），也无法改名：{error}",
            )
            return
        self.trouble = Text(
            en=f"{self.path.name} cannot be read ({why}); it is kept as {old.name}",
            zh=f"{self.path.name} 无法读取（{why}）；它保留为 {old.name}",
        )


def joined_texts(before: str, mine: str, theirs: str) -> tuple[str, Text | None]:
    """A text that two windows may have changed, and what is to be said of it.

    Args:
        before: The text as this window got it.
        mine: The text as this window has it now.
        theirs: The text as it is kept now.

    Returns:
        The text to keep, and a notice where both had changed it.

    >>> joined_texts("", "mine", "")
    ('mine', None)
    """
    if theirs in (before, mine):
        return mine, None
    return (theirs, None) if mine == before else (f"{theirs}\n\n{mine}", BOTH_TEXTS)


def _chapter(content: dict[str, Any]) -> ChapterProgress:
    return ChapterProgress(
        predictions={name: Predicted(**one) for name, one in content["predictions"].items()},
        outcomes={name: (bool(pair[0]), bool(pair[1])) for name, pair in content["outcomes"].items()},
        attempts=[Attempt(**one) for one in content["attempts"]],
        reflection=str(content["reflection"]),
    )
