"""How the protocol of a visit is marked by the three questions of the course (A7, D7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.game.exercises.marking import FULL, Mark, Marks, refuse
from sim.game.exercises.visit_record import Visited, named_needs
from sim.game.words import door_word, listed, need_word, visit_word
from sim.language.messages import _
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
            faults.append(_("learned: nothing was given; give a list of needs, empty where nothing was learned"))
        object.__setattr__(self, "learned", learned or ())
        if self.concluded not in DOORS:
            faults.append(f"concluded: {unknown('door', str(self.concluded), DOORS)}")
        if self.decided is not None and self.decided not in NEED_NAMES:
            said = _("decided: {reason}, or None")
            faults.append(said.format(reason=unknown("need", str(self.decided), NEED_NAMES)))
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
    return Marks(title=_("The visit"), marks=marks, words=tuple(_words(visited, report)))


def ideal(visited: Visited) -> VisitReport:
    """The protocol of a visitor who noticed everything: it brackets the scale from above.

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
    """The protocol of a visitor who only drank tea: nothing learned, the account as before, nothing decided."""
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
        some, none = (
            _("the visit {outcome}; something is said to be learned"),
            _("the visit {outcome}; nothing is said to be learned"),
        )
        return Mark("know", FULL * right, (some if said else none).format(outcome=visit_word(str(visited.outcome))))
    true = set(visited.revealed)
    either = said | true
    if not either:
        return Mark("know", FULL, _("nothing was revealed, and nothing is said to be"))
    line = _("100 × {right} / {either} needs").format(right=len(said & true), either=len(either))
    return Mark("know", FULL * len(said & true) / len(either), line)


def _conclude(visited: Visited, report: VisitReport) -> Mark:
    true = visited.door_after()
    off = abs(DOORS.index(true) - DOORS.index(report.concluded))
    line = _("said: {said}; true: {true}").format(said=door_word(report.concluded), true=door_word(true))
    return Mark("conclude", (FULL, HALF, 0.0)[min(off, 2)], line)


def _decide(visited: Visited, report: VisitReport) -> Mark:
    if visited.revealed is None:
        counts = visited.outcome != "failed"
        right = counts == (report.decided is not None)
        some, none = _("the visit {outcome}; something is decided"), _("the visit {outcome}; nothing is decided")
        line = (some if report.decided else none).format(outcome=visit_word(str(visited.outcome)))
        return Mark("decide", FULL * right, line)
    new, old = set(visited.revealed), set(visited.before or ())
    if report.decided is None:
        points = 0.0 if new else HALF if old else FULL
        line = _("nothing is decided; {new} needs revealed, {old} known before")
        return Mark("decide", points, line.format(new=len(new), old=len(old)))
    need = need_word(report.decided)
    if report.decided in new or (report.decided in old and not new):
        return Mark("decide", FULL, _("acts on the {need} need, which is known").format(need=need))
    if report.decided in old:
        line = _("acts on the {need} need, known before, though there is news")
        return Mark("decide", HALF, line.format(need=need))
    return Mark("decide", 0.0, _("acts on the {need} need, which nobody knows").format(need=need))


def _words(visited: Visited, report: VisitReport) -> list[str]:
    lines = []
    if visited.outcome == "failed":
        lines.append(
            _("The visit failed: it revealed nothing and opened no door. A protocol that states this is right.")
        )
    elif visited.outcome == "decided":
        lines.append(_("Nothing new, but what was known sufficed for the next door."))
    if visited.revealed is not None:
        invented = [need for need in report.learned if need not in visited.revealed]
        missed = [need for need in visited.revealed if need not in report.learned]
        if invented:
            lines.append(_("Not revealed by this visit: {needs}.").format(needs=listed(map(need_word, invented))))
        if missed:
            lines.append(_("Revealed and not noticed: {needs}.").format(needs=listed(map(need_word, missed))))
    return lines
