"""Marks by a rubric: points for each line, what they come to, and how far two people are apart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST_POINTS = 2
"""Points of the best level of a line; the levels are 0, 1 and 2."""
APART = 2
"""Points in all by which two people may differ before they should talk; the sheet of rubrics says the same."""
FULL = 100.0


@dataclass(frozen=True, kw_only=True)
class AnswerMark:
    """What the marks of one answer come to."""

    mark: float | None
    """0 to 100: the instructor's where there is one, else the mean of the peers; None where nobody has marked."""
    peers: tuple[float, ...]
    """Marks of the peers, 0 to 100."""
    spread: float | None
    """How far the highest peer mark is above the lowest, 0 to 100; None for fewer than two."""
    apart: bool
    """Whether peers differ by more than :data:`APART` points in all, so that they should talk."""
    overruled: bool
    """Whether the mark is the instructor's."""


def mark_of(points: Sequence[int]) -> float:
    """The points of all lines as a mark: their sum as a part of the most possible, 0 to 100.

    >>> mark_of([2, 1, 1, 0])
    50.0
    """
    return FULL * sum(points) / (MOST_POINTS * len(points))


def answer_mark(peers: Sequence[Sequence[int]], instructor: Sequence[int] | None = None) -> AnswerMark:
    """The mark of an answer.

    Args:
        peers: Points of each peer, line by line.
        instructor: Points of the instructor, which count alone; None where the instructor has not marked.

    Returns:
        The mark, with the spread of the peers.
    """
    marks = tuple(mark_of(points) for points in peers)
    sums = [sum(points) for points in peers]
    mean = math.fsum(marks) / len(marks) if marks else None
    return AnswerMark(
        mark=mark_of(instructor) if instructor is not None else mean, peers=marks,
        spread=max(marks) - min(marks) if len(marks) > 1 else None,
        apart=len(sums) > 1 and max(sums) - min(sums) > APART, overruled=instructor is not None,
    )  # fmt: skip


def mean_of_tasks(marks: Mapping[str, float | None]) -> float | None:
    """The mean over the tasks of a person; a task without a mark yet is left out, and None where none has one."""
    known = [mark for mark in marks.values() if mark is not None]
    return math.fsum(known) / len(known) if known else None
