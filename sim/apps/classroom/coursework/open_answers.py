"""The open answers of a class: written, marked by two peers each, and by the instructor where it is needed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, cast, get_args

from sim.apps.classroom.coursework.coursework_file import CourseworkFile, now
from sim.course.open_answers.peers import Pairing, paired, reassigned, with_late
from sim.course.open_answers.rubric import MOST_POINTS, AnswerMark, answer_mark
from sim.course.text import drawn
from sim.game.errors import GameError
from sim.language.messages import _

Phase: TypeAlias = Literal["writing", "marking", "shown"]
"""What is done at a task: answers are written, peers mark them, marks are shown to their authors."""
PHASES: tuple[Phase, ...] = get_args(Phase)
LONGEST_ANSWER = 6_000
LONGEST_COMMENT = 1_000
Row: TypeAlias = tuple[Any, ...]
ANSWERS = "SELECT who, text, late, time FROM answer WHERE task = ? AND trim(text) <> ''"
MARKS = "SELECT author, marker, points, comment FROM peer_mark WHERE task = ?"


@dataclass(frozen=True, kw_only=True)
class PeerMark:
    """What one peer gave one answer."""

    author: str
    marker: str
    points: tuple[int, ...] | None
    """By line of the rubric; None before it is marked."""
    comment: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one person wrote, and its marks."""

    who: str
    text: str
    late: bool
    """Whether it came after the marking had begun."""
    time: str
    peers: tuple[PeerMark, ...] = ()
    instructor: tuple[int, ...] | None = None

    @property
    def mark(self) -> AnswerMark:
        """What the marks come to."""
        given = [one.points for one in self.peers if one.points is not None]
        return answer_mark(given, self.instructor)


@dataclass(frozen=True, kw_only=True)
class TaskRecord:
    """Everything that is kept of one task."""

    id: str
    phase: Phase
    address: str
    """What is drawn for this task begins with it; it holds the key of the class, so that nobody can draw it again."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """By person, in the order in which they came; empty texts are left out."""

    def to_mark(self, who: str) -> tuple[PeerMark, ...]:
        """The answers that a person is to mark or has marked, in an order that says nothing about their authors."""
        mine = [one for answer in self.answers.values() for one in answer.peers if one.marker == who]
        return tuple(sorted(mine, key=lambda one: drawn(f"{self.address}/{one.author}/{who}")))

    @property
    def pairs(self) -> tuple[Pairing, ...]:
        """Who marks whose answer."""
        return tuple(Pairing(one.author, one.marker) for answer in self.answers.values() for one in answer.peers)


class OpenAnswers:
    """Reads and changes the open answers of a class. What is not allowed raises :class:`GameError`."""

    def __init__(self, file: CourseworkFile, secret: str) -> None:
        """Keep them in this file; who marks whom follows from the key of the class, which no student is told."""
        self._file, self._secret = file, secret

    def phases(self) -> dict[str, Phase]:
        """The tasks that were opened, and what is done at each."""
        return {name: _phase(phase) for name, phase in self._file.rows("SELECT id, phase FROM task ORDER BY rowid")}

    def task(self, name: str) -> TaskRecord:
        """Everything that is kept of a task. Raises :class:`GameError` for one that was not opened."""
        phase = self._phase(name)
        return self._record(name, phase, self._file.rows(ANSWERS, name), self._file.rows(MARKS, name))

    def of_person(self, name: str, who: str) -> TaskRecord:
        """The same, with the answers that a person wrote or marks, and nothing of the others."""
        phase = self._phase(name)
        marks = self._file.rows(f"{MARKS} AND (author = ? OR marker = ?)", name, who, who)
        authors = {who, *(author for author, marker, *_rest in marks if marker == who)}
        found = [row for one in sorted(authors) for row in self._file.rows(f"{ANSWERS} AND who = ?", name, one)]
        return self._record(name, phase, found, marks)

    def _phase(self, name: str) -> Phase:
        phase = self.phases().get(name)
        if phase is None:
            raise GameError(_("the task {name} is not open in this class; open it first").format(name=name[:40]))
        return phase

    def _record(self, name: str, phase: Phase, rows: Iterable[Row], marked: Iterable[Row]) -> TaskRecord:
        marks: dict[str, list[PeerMark]] = {}
        address = self._address(name)
        for author, marker, points, comment in sorted(marked, key=lambda row: drawn(f"{address}/{row[0]}/{row[1]}")):
            one = PeerMark(author=author, marker=marker, points=_points(points), comment=comment)
            marks.setdefault(author, []).append(one)
        own = dict(self._file.rows("SELECT who, points FROM instructor_mark WHERE task = ?", name))
        answers = {
            who: Answer(
                who=who, text=text, late=bool(late), time=time, peers=tuple(marks.get(who, ())),
                instructor=_points(own.get(who)),
            )
            for who, text, late, time in sorted(rows, key=lambda row: (row[3], row[0]))
        }  # fmt: skip
        return TaskRecord(id=name, phase=phase, address=address, answers=answers)

    def open(self, name: str) -> None:
        """Let people write answers to a task; nothing where that was done before."""
        self._file.change(("INSERT OR IGNORE INTO task VALUES (?, 'writing')", (name,)), self._file.tell())

    def advance(self, name: str, phase: Phase) -> None:
        """Go on with a task: from writing to marking, where who marks whom is settled, and to showing the marks.

        Marks that are shown can be hidden again, so that more can be marked. Writing does not come back.
        """
        found = self.task(name)
        if phase == "writing" and found.phase != "writing":
            raise GameError(_("peers mark these answers already; late answers are still taken while they do"))
        added: list[Pairing] = []
        if found.phase == "writing" and phase != "writing":
            added = [*paired(list(found.answers), self._address(name))]
        self._file.change(
            ("UPDATE task SET phase = ? WHERE id = ?", (phase, name)), *self._pairs(name, added), self._file.tell()
        )

    def write(self, name: str, who: str, text: str) -> Answer:
        """Keep what a person wrote; while peers mark, only an answer that was not there before, as a late one."""
        if len(text) > LONGEST_ANSWER:
            said = _("this answer has {number} characters; shorten it to {most}")
            raise GameError(said.format(number=f"{len(text):,}", most=f"{LONGEST_ANSWER:,}"))
        phase, time = self._phase(name), now()
        if phase == "shown":
            raise GameError(_("the marks of this task are shown, so nothing more can be handed in"))
        if phase == "marking":
            self._hand_in_late(self.task(name), who, text)
        else:
            kept = text if text.strip() else ""  # other blanks than the usual one are no answer either
            query = "INSERT INTO answer VALUES (?, ?, ?, 0, ?) ON CONFLICT (task, who) DO UPDATE SET "
            self._file.change((query + "text = excluded.text, time = excluded.time", (name, who, kept, time)))
        return Answer(who=who, text=text, late=phase == "marking", time=time)

    def _hand_in_late(self, found: TaskRecord, who: str, text: str) -> None:
        if who in found.answers:
            raise GameError(_("peers mark your answer now, so it can no longer be changed"))
        if not text.strip():
            raise GameError(_("the answer is empty; write it, then hand it in"))
        added = with_late(found.pairs, list(found.answers), who, self._address(found.id))
        self._file.change(
            ("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, 1, ?)", (found.id, who, text, now())),
            *self._pairs(found.id, added),
            self._file.tell(),
        )

    def mark(self, name: str, pair: Pairing, points: Sequence[int], comment: str) -> None:
        """Keep what a peer gives an answer; it can be changed until the marks are shown."""
        found = self.task(name)
        if found.phase != "marking":
            raise GameError(_("this task is not being marked by peers now"))
        if pair not in found.pairs:
            raise GameError(_("this answer is not among those that you mark; look at the page again"))
        if len(comment) > LONGEST_COMMENT:
            raise GameError(_("the comment has more than {most} characters; shorten it").format(most=LONGEST_COMMENT))
        query = "UPDATE peer_mark SET points = ?, comment = ? WHERE task = ? AND author = ? AND marker = ?"
        self._file.change((query, (json.dumps([*points]), comment, name, pair.author, pair.marker)))

    def overrule(self, name: str, who: str, points: Sequence[int] | None) -> None:
        """The instructor's points for an answer, which count alone; None lets those of the peers count again."""
        if who not in self.task(name).answers:
            raise GameError(_("there is no answer of this person to this task"))
        remove, keep = (
            "DELETE FROM instructor_mark WHERE task = ? AND who = ?",
            "INSERT INTO instructor_mark VALUES (?, ?, ?)",
        )
        changes: list[tuple[str, Sequence[str]]] = [(remove, (name, who))]
        if points is not None:
            changes.append((keep, (name, who, json.dumps([*points]))))
        self._file.change(*changes, self._file.tell())

    def reassign(self, name: str) -> int:
        """Give answers that were not marked to people who have marked all of theirs. Returns how many."""
        found = self.task(name)
        if found.phase != "marking":
            raise GameError(_("this task is not being marked by peers now"))
        done = [
            Pairing(one.author, one.marker)
            for answer in found.answers.values()
            for one in answer.peers
            if one.points is not None
        ]
        fresh = reassigned(found.pairs, done, self._address(name))
        query = "DELETE FROM peer_mark WHERE task = ? AND author = ? AND marker = ? AND points IS NULL"
        gone = [(query, (name, one.author, one.marker)) for one in fresh]
        self._file.change(*gone, *self._pairs(name, list(fresh.values())), self._file.tell())
        return len(fresh)

    def marks(self) -> dict[str, dict[str, float | None]]:
        """The marks of all tasks whose marks are shown: by task and person, for those who have handed in."""
        shown = [self.task(name) for name, phase in self.phases().items() if phase == "shown"]
        return {one.id: {who: answer.mark.mark for who, answer in one.answers.items()} for one in shown}

    def _pairs(self, name: str, pairs: Sequence[Pairing]) -> list[tuple[str, Sequence[str]]]:
        query = "INSERT OR IGNORE INTO peer_mark (task, author, marker) VALUES (?, ?, ?)"
        return [(query, (name, one.author, one.marker)) for one in pairs]

    def _address(self, name: str) -> str:
        return f"guanxi class {self._secret} peers {name}"


def checked_points(given: object, lines: int) -> list[int]:
    """Points by a rubric, as a page sends them. Raises :class:`GameError` for anything else."""
    whole = isinstance(given, list) and all(isinstance(one, int) and not isinstance(one, bool) for one in given)
    points = cast("list[int]", given) if whole else []
    if len(points) != lines or not all(0 <= one <= MOST_POINTS for one in points):
        said = _("points: {given} was given; give {lines} numbers from 0 to {most}, one for each line of the rubric")
        raise GameError(said.format(given=repr(given)[:60], lines=lines, most=MOST_POINTS))
    return points


def _points(kept: str | None) -> tuple[int, ...] | None:
    return None if kept is None else tuple(int(one) for one in json.loads(kept))


def _phase(kept: str) -> Phase:
    if kept not in PHASES:
        raise GameError(
            _("the file of the answers was edited: {phase} is nothing that is done at a task").format(
                phase=repr(kept)[:40]
            )
        )
    return kept
