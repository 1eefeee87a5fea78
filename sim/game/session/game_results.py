"""What came of a game: results, figures of rounds, lines side by side, everything written out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.game.decisions.prediction import Calibration, calibration
from sim.game.errors import GameError
from sim.game.presentation.round_outcome import AccountOutcome, RoundOutcome
from sim.game.presentation.seat_view import outcomes, outcomes_of_accounts, scores
from sim.game.session.game_state import GameState
from sim.game.session.permissions import Permissions
from sim.language.messages import _
from sim.results.results import Results
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

    from sim.game.debrief.debrief import Debrief
    from sim.game.debrief.notes import MarkedVisit


class GameResults:
    """What came of a game, for those who may see it."""

    def __init__(self, state: GameState, permissions: Permissions) -> None:
        """Read this game in progress."""
        self._state, self._permissions = state, permissions

    def results(self, line: str | None = None, *, by: str | None = None) -> Results:
        """What has happened on a branch, as the results of a run."""
        self._permissions.instructor(by)
        return self._state.world(self._permissions.line(line)).results()

    def outcomes(self, line: str | None = None, *, by: str | None = None) -> tuple[RoundOutcome, ...]:
        """The figures of each closed round and firm on a branch."""
        self._permissions.instructor(by)
        return outcomes(self._state, self._permissions.line(line))

    def account_outcomes(self, line: str | None = None, *, by: str | None = None) -> tuple[AccountOutcome, ...]:
        """The figures of each closed round and key account that has a seat."""
        self._permissions.instructor(by)
        return outcomes_of_accounts(self._state, self._permissions.line(line))

    def calibration(self, line: str | None = None, *, by: str | None = None) -> tuple[Calibration, ...]:
        """How close the expectations of each seat came, and how well its margins were calibrated."""
        self._permissions.instructor(by)
        played = self._permissions.line(line)
        return tuple(
            calibration(seat.name, scores(self._state, seat.name, played, share=True))
            for seat in self._state.game.deciding
        )

    def visits(self, line: str | None = None, *, by: str | None = None) -> tuple[MarkedVisit, ...]:
        """The notes of seats on visits to key accounts, with their marks."""
        from sim.game.debrief.notes import marked_visits

        self._permissions.instructor(by)
        return marked_visits(self._state, self._permissions.line(line))

    def compare(self, lines: Sequence[str] | None = None, *, by: str | None = None) -> pd.DataFrame:
        """Branches side by side; see :meth:`Session.compare`."""
        from sim.game.export import compared

        self._permissions.instructor(by)
        return compared(self._state, [self._state.line(name) for name in lines or self._state.record.lines])

    def scripted(self, line: str | None = None, *, by: str | None = None) -> Scenario:
        """A branch as a scenario whose firms follow scripts; see :meth:`Session.scripted`."""
        from sim.game.export import scripted

        self._permissions.instructor(by)
        return scripted(self._state, self._permissions.line(line))

    def export(
        self, folder: str | os.PathLike[str], *, seat: str | None = None, line: str | None = None,
        byte_order_mark: bool | None = None,
    ) -> None:  # fmt: skip
        """Write tables and the scripted scenario to a new folder; see :meth:`Session.export`."""
        from sim.game.export import export

        place = None if seat is None else self._permissions.joined_seat(seat)
        if place is not None and place.role == "observer":
            raise GameError(_("{seat} is an observer; what it can see is in its view").format(seat=place.name))
        whole = place is None or place.role == "instructor"
        shown = self._permissions.line(line) if whole or place is None else self._state.line_of(place.name)
        export(self._state, os.fspath(folder), shown, None if whole else place, byte_order_mark)

    def debrief(self, *, by: str | None = None, line: str | None = None, luck: int = 0) -> Debrief:
        """What was played and what it brought; see :meth:`Session.debrief_view`."""
        from sim.game.debrief.debrief import debrief, for_whom

        place = None if by is None else self._permissions.joined_seat(by)
        shown = self._permissions.line(line) if line is not None or place is None else self._state.line_of(place.name)
        seat = "" if place is None else for_whom(self._state, shown, place)
        found = debrief(self._state, shown, seat=seat)
        return found.with_luck(luck) if luck else found
