"""The page of the debrief of a class: what its markets brought, and the people of its gradebook."""

from __future__ import annotations

from collections.abc import Sequence

from sim.apps.classroom.marks.gradebook import GradebookRow
from sim.apps.classroom.marks.parts import part_name
from sim.game.debrief.class_debrief import MarketDebrief
from sim.language.messages import _
from sim.reports.debrief.class_page import Student, class_debrief_text


def page_bytes(title: str, found: Sequence[MarketDebrief], rows: Sequence[GradebookRow]) -> bytes:
    """The page of the debrief of a class, with the people of its gradebook."""
    return class_debrief_text(title, found, [_student(row) for row in rows]).encode()


def _student(row: GradebookRow) -> Student:
    marks = {part_name(part): value for part, value in row.marks.items() if value is not None} | {_("mark"): row.mark}
    one = row.person
    return Student(name=one.name, number=one.number, market=one.market, seat=one.seat, marks=marks)
