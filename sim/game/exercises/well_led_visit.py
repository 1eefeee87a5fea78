"""Well-led visit: the protocol of a visit marked by the three questions of the course (A7, D7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.game.exercises.marking import FULL, Mark, Marks, refuse
from sim.game.exercises.visit_record import Visited, named_needs
from sim.registry import unknown
from sim.scenario.firm.departments.relationship_managers import DOORS
from sim.scenario.market.key_account import NEED_NAMES

HALF = FULL / 2


@dataclass(frozen=True, kw_only=True)
class VisitReport:
    """The protocol of a visit: what do I know now that I did not, what do I conclude, what do I decide?"""

    learned: Iterable[str] = ()
    """Needs that the visit revealed; empty where it revealed nothing."""
    concluded: str = DOORS[0]
    """The door at which the account now stands."""
    decided: str | None = None
    """The need that will now be acted upon; None to leave it at that."""

    def __post_init__(self) -> None:
        """Check all names. Raises :class:`AnswerError` with all faults."""
        faults: list[str] = []
        learned = named_needs("learned", self.learned, faults)
        if learned is None:
            faults.append("learned: nothing was given; give a list of needs, empty where nothing was learned")
        object.__setattr__(self, "learned", learned or ())
        if self.concluded not in DOORS:
            faults.append(f"concluded: {unknown('door', str(self.concluded), DOORS)}")
        if self.decided is not None and self.decided not in NEED_NAMES:
            faults.append(f"decided: {unknown('need', str(self.decided), NEED_NAMES)}, or None")
        refuse(faults)


def score(visited: Visited, report: VisitReport) -> Marks:
    """Mark a protocol, question by question, 0 to 100 each; the total is the mean.

    know = 100 × needs named and revealed / needs named or revealed; 100 where nothing was revealed and nothing is
    named. conclude = 100 for the right door, 50 for the one next to it. decide = 100 for acting on what this visit
    revealed, or, where it revealed nothing, on what was known before; 50 for acting on old news when there is new; 0
    for a need that nobody knows; to leave it at that is right (100) where no need is known, half right (50) after a
    visit that revealed nothing, and wrong (0) after one that did.

    Where only the log is there (see :func:`sim.game.exercises.visit_record.logged_visits`) it does not name needs:
    know is then right or wrong on whether anything was revealed, decide on whether anything is decided after a visit
    that counts.
    """
    marks = (_know(visited, report), _conclude(visited, report), _decide(visited, report))
    return Marks(title="The visit", marks=marks, words=tuple(_words(visited, report)))


def ideal(visited: Visited) -> VisitReport:
    """The protocol of somebody who noticed everything: it brackets the scale from above.

    Where only the log is there, any one need stands for what was revealed.
    """
    learned = visited.revealed
    if learned is None:
        learned = NEED_NAMES[:1] if visited.outcome == "revealed" else ()
    known = (*learned, *(visited.before or ()))
    if visited.revealed is None and visited.outcome == "decided":
        known = NEED_NAMES[:1]
    return VisitReport(learned=learned, concluded=visited.door_after(), decided=known[0] if known else None)


def empty(visited: Visited) -> VisitReport:
    """The protocol of somebody who drank a cup of tea: nothing learned, the account as before, nothing decided."""
    return VisitReport(concluded=visited.door)


def scores(pairs: Sequence[tuple[Visited, VisitReport]]) -> pd.DataFrame:
    """Several visits marked: one row each with account, week, outcome, know, conclude, decide, total."""
    rows = []
    for visited, report in pairs:
        marks = score(visited, report)
        rows.append(
            {"account": visited.account, "week": visited.week, "outcome": visited.outcome}
            | {mark.part: mark.points for mark in marks.marks}
            | {"total": marks.total}
        )
    columns = ["account", "week", "outcome", "know", "conclude", "decide", "total"]
    return pd.DataFrame(rows, columns=columns)


def _know(visited: Visited, report: VisitReport) -> Mark:
    said = set(report.learned)
    if visited.revealed is None:
        right = bool(said) == (visited.outcome == "revealed")
        line = f"the visit {visited.outcome}; {'something' if said else 'nothing'} is said to be learned"
        return Mark("know", FULL * right, line)
    true = set(visited.revealed)
    either = said | true
    if not either:
        return Mark("know", FULL, "nothing was revealed, and nothing is said to be")
    return Mark("know", FULL * len(said & true) / len(either), f"100 × {len(said & true)} / {len(either)} needs")


def _conclude(visited: Visited, report: VisitReport) -> Mark:
    true = visited.door_after()
    off = abs(DOORS.index(true) - DOORS.index(report.concluded))
    return Mark("conclude", (FULL, HALF, 0.0)[min(off, 2)], f"said: {report.concluded}; true: {true}")


def _decide(visited: Visited, report: VisitReport) -> Mark:
    if visited.revealed is None:
        counts = visited.outcome != "failed"
        right = counts == (report.decided is not None)
        line = f"the visit {visited.outcome}; {'something' if report.decided else 'nothing'} is decided"
        return Mark("decide", FULL * right, line)
    new, old = set(visited.revealed), set(visited.before or ())
    if report.decided is None:
        points = 0.0 if new else HALF if old else FULL
        return Mark("decide", points, f"nothing is decided; {len(new)} needs revealed, {len(old)} known before")
    if report.decided in new or (report.decided in old and not new):
        return Mark("decide", FULL, f"acts on the {report.decided} need, which is known")
    if report.decided in old:
        return Mark("decide", HALF, f"acts on the {report.decided} need, known before, though there is news")
    return Mark("decide", 0.0, f"acts on the {report.decided} need, which nobody knows")


def _words(visited: Visited, report: VisitReport) -> list[str]:
    lines = []
    if visited.outcome == "failed":
        lines.append("The visit failed: it revealed nothing and opened no door. To say so is the right protocol.")
    elif visited.outcome == "decided":
        lines.append("Nothing new, but what was known sufficed for the next door.")
    if visited.revealed is not None:
        invented = [need for need in report.learned if need not in visited.revealed]
        missed = [need for need in visited.revealed if need not in report.learned]
        if invented:
            lines.append(f"Not revealed by this visit: {', '.join(invented)}.")
        if missed:
            lines.append(f"Revealed and not noticed: {', '.join(missed)}.")
    return lines
