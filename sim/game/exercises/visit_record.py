"""What a visit to an account brought, with a person or the simulator as the account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.game.exercises.marking import refuse
from sim.language.messages import _
from sim.metrics._shared.customer_database_view import firm_at
from sim.metrics._shared.windows import require_purchases
from sim.model.event_log import labels
from sim.model.events import RANK
from sim.model.firms.account_management.visits import OPENS
from sim.model.random_numbers import digest
from sim.registry import unknown
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results
from sim.scenario.firm.departments.relationship_managers import DOORS
from sim.scenario.market.key_account import NEED_NAMES

Outcome: TypeAlias = Literal["revealed", "decided", "failed"]
OUTCOMES: tuple[Outcome, ...] = ("revealed", "decided", "failed")


@dataclass(frozen=True, kw_only=True)
class Visited:
    """A visit as it was, for the person who marks its protocol."""

    account: int
    """The number on the account's card."""
    week: float
    before: Iterable[str] | None = ()
    """Needs known before the visit; None where only the log is there, which does not name needs."""
    revealed: Iterable[str] | None = ()
    """Needs that this visit revealed; None as above."""
    door: str = DOORS[0]
    """The door at which the account stood before."""
    outcome: Outcome | None = None
    """What the log calls it; left out, it follows from the needs by the model's rule."""

    def __post_init__(self) -> None:
        """Check names, and fill in the outcome. Raises :class:`AnswerError` with all faults."""
        faults: list[str] = []
        if self.door not in DOORS:
            faults.append(unknown("door", str(self.door), DOORS))
        known = {}
        for what in ("before", "revealed"):
            known[what] = named_needs(what, getattr(self, what), faults)
            object.__setattr__(self, what, known[what])
        before, revealed = known["before"], known["revealed"]
        if (before is None) != (revealed is None):
            faults.append(_("before and revealed: give needs for both, or None for both"))
        both = set(before or ()) & set(revealed or ())
        if both:
            said = _("{needs}: known before and revealed; give each once")
            faults.append(said.format(needs=", ".join(sorted(both))))
        if self.outcome is None and revealed is None:
            faults.append(_("outcome: is missing; where needs are not known say revealed, decided or failed"))
        if self.outcome is not None and self.outcome not in OUTCOMES:
            faults.append(unknown("outcome", str(self.outcome), OUTCOMES))
        refuse(faults)
        if self.outcome is None:
            opens = len(before or ()) + len(revealed or ()) >= OPENS[DOORS.index(self.door)]
            object.__setattr__(self, "outcome", "revealed" if revealed else "decided" if opens else "failed")

    @property
    def known(self) -> tuple[str, ...]:
        """All needs known after the visit, as far as they are named."""
        return (*(self.before or ()), *(self.revealed or ()))

    def door_after(self) -> str:
        """The door at which the account stands after the visit, by the model's rule: one further at most."""
        place = DOORS.index(self.door)
        return DOORS[min(place + (len(self.known) >= OPENS[place]), len(DOORS) - 1)]


@dataclass(frozen=True, kw_only=True)
class LoggedVisit(Visited):
    """A visit as the log has it: what became of it and which door opened, but not which needs."""

    after: str = DOORS[0]
    """The door at which the account stands after the visit."""

    def door_after(self) -> str:
        """As the log says."""
        return self.after


def named_needs(what: str, given: object, faults: list[str]) -> tuple[str, ...] | None:
    """Needs by name, each once, in the order of the course; anything else is noted as a fault."""
    if given is None:
        return None
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        said = _("{what}: {given} was given; give a list of needs: {needs}")
        faults.append(said.format(what=what, given=repr(given), needs=", ".join(NEED_NAMES)))
        return ()
    words = [str(word) for word in given]
    faults += [f"{what}: {unknown('need', word, NEED_NAMES)}" for word in words if word not in NEED_NAMES]
    if len(set(words)) < len(words):
        faults.append(_("{what}: a need is there twice; give each once").format(what=what))
    return tuple(need for need in NEED_NAMES if need in words)


def logged_visits(results: Results, firm: str | None = None, replication: int = 0) -> tuple[LoggedVisit, ...]:
    """The visits of a firm's relationship managers in a run, in order of time (the firm in focus if left out).

    Raises ``IncompleteLogError`` for a log kept to exits, ``ValueError`` for an unknown firm or replication.
    """
    require_purchases(results, "marking visits")
    number, causes = firm_at(results, firm), results.names.words
    found = [run for run in results.runs if run.replication == replication]
    if not found:
        said = _("replication {replication} is not in this run of {n}")
        raise ValueError(said.format(replication=repr(replication), n=len(results.runs)))
    rows = select_events(found[0], ("visit", "door"))
    rows = rows[(rows["firm"] == number) & (rows["customer"] >= 0)]
    doors = {causes.index(name): place for place, name in enumerate(DOORS) if name in causes}
    visit = rows["event"] == RANK["visit"]
    outcome = np.isin(rows["cause"], [causes.index(word) for word in OUTCOMES if word in causes])
    rows = rows[(visit & outcome) | (~visit & np.isin(rows["cause"], list(doors)))]
    return tuple(_paired(rows, doors, [str(who) for who in labels(rows, results.names)], causes))


def _paired(
    rows: NDArray[np.void], doors: dict[int, int], names: list[str], causes: tuple[str, ...]
) -> list[LoggedVisit]:
    """Each visit with the doors before and after it.

    At one instant an account may first fall back by a door (a new manager) and then be visited; the log has both rows
    after the visit's, as they were written. If the last of them is one step up, the visit opened it.
    """
    whose, times = customer_key(rows).tolist(), rows["time"].tolist()
    is_door = (rows["event"] == RANK["door"]).tolist()
    cause = rows["cause"].tolist()
    moves: dict[tuple[int, float], list[int]] = {}
    for place in np.flatnonzero(is_door).tolist():
        moves.setdefault((whose[place], times[place]), []).append(doors[cause[place]])
    stands: dict[int, int] = {}
    found = []
    for place, who in enumerate(whose):
        if is_door[place]:
            stands[who] = doors[cause[place]]
            continue
        way = [stands.get(who, 0), *moves.get((who, times[place]), ())]
        before = way[-2] if len(way) > 1 and way[-1] == way[-2] + 1 else way[-1]
        outcome: Outcome = next(word for word in OUTCOMES if word == causes[cause[place]])
        found.append(
            LoggedVisit(
                account=digest(f"card/{names[place]}", bits=53), week=times[place], before=None, revealed=None,
                door=DOORS[before], outcome=outcome, after=DOORS[way[-1]],
            )
        )  # fmt: skip
    return found
