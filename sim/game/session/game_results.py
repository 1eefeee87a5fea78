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
        """What has happened on a branch, as the results of a run, from which every metric and chart can be made.

        Args:
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            Results of one replication, up to the last closed round.
        """
        self._permissions.instructor(by)
        return self._state.world(self._permissions.line(line)).results()

    def outcomes(self, line: str | None = None, *, by: str | None = None) -> tuple[RoundOutcome, ...]:
        """The figures of each closed round and firm on a branch.

        Args:
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            One outcome per closed round and firm.
        """
        self._permissions.instructor(by)
        return outcomes(self._state, self._permissions.line(line))

    def account_outcomes(self, line: str | None = None, *, by: str | None = None) -> tuple[AccountOutcome, ...]:
        """The figures of each closed round and key account that has a seat.

        Args:
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            One outcome per closed round and key account.
        """
        self._permissions.instructor(by)
        return outcomes_of_accounts(self._state, self._permissions.line(line))

    def calibration(self, line: str | None = None, *, by: str | None = None) -> tuple[Calibration, ...]:
        """How close the expectations of each seat came, and how well its margins were calibrated.

        Args:
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            One calibration per seat that predicted.
        """
        self._permissions.instructor(by)
        played = self._permissions.line(line)
        return tuple(
            calibration(seat.name, scores(self._state, seat.name, played, share=True))
            for seat in self._state.game.deciding
        )

    def visits(self, line: str | None = None, *, by: str | None = None) -> tuple[MarkedVisit, ...]:
        """The notes of seats on visits to key accounts, with their marks by the three questions.

        Args:
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            One marked note per visit that was noted.
        """
        from sim.game.debrief.notes import marked_visits

        self._permissions.instructor(by)
        return marked_visits(self._state, self._permissions.line(line))

    def compare(self, lines: Sequence[str] | None = None, *, by: str | None = None) -> pd.DataFrame:
        """Branches side by side, with the same random numbers.

        Args:
            lines: Names of the branches; all if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            One row per branch, round and firm: figures, and their differences from the first branch.
        """
        from sim.game.export import compared

        self._permissions.instructor(by)
        return compared(self._state, [self._state.line(name) for name in lines or self._state.record.lines])

    def scripted(self, line: str | None = None, *, by: str | None = None) -> Scenario:
        """What was played on a branch as a scenario whose firms follow scripts: a run of it gives the same figures.

        Args:
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            The scenario.
        """
        from sim.game.export import scripted

        self._permissions.instructor(by)
        return scripted(self._state, self._permissions.line(line))

    def export(
        self, folder: str | os.PathLike[str], *, seat: str | None = None, line: str | None = None,
        byte_order_mark: bool | None = None,
    ) -> None:  # fmt: skip
        """Write tables and the scripted scenario to a new folder; for a seat that steers a firm, those of its own.

        Tables are CSV for spreadsheets, with what people wrote made harmless; exactly as they wrote it, it is in the
        JSON-lines files beside.

        Args:
            folder: Path of the new folder.
            seat: Seat whose own tables are written; those of all firms if left out.
            line: Name of the branch; the one that is played on if left out.
            byte_order_mark: Whether CSV files begin with a byte order mark, see :mod:`sim.files.csv_export`; as the
                system needs it if left out.
        """
        from sim.game.export import export

        place = None if seat is None else self._permissions.joined_seat(seat)
        if place is not None and place.role == "observer":
            raise GameError(_("{seat} is an observer; what it can see is in its view").format(seat=place.name))
        whole = place is None or place.role == "instructor"
        shown = self._permissions.line(line) if whole or place is None else self._state.line_of(place.name)
        export(self._state, os.fspath(folder), shown, None if whole else place, byte_order_mark)

    def debrief(self, *, by: str | None = None, line: str | None = None, luck: int = 0) -> Debrief:
        """What was played and what it brought: decisions and their effects, hidden moves, true causes, luck and skill.

        Args:
            by: Seat of an instructor, at any time, or of a player, once the game is over; the holder of the session if
                left out.
            line: Name of the branch; the one that is played on if left out.
            luck: Number of other seeds for telling luck and skill apart (200 are many); 0 for none.

        Returns:
            The debrief.
        """
        from sim.game.debrief.debrief import debrief, for_whom

        place = None if by is None else self._permissions.joined_seat(by)
        shown = self._permissions.line(line) if line is not None or place is None else self._state.line_of(place.name)
        seat = "" if place is None else for_whom(self._state, shown, place)
        found = debrief(self._state, shown, seat=seat)
        return found.with_luck(luck) if luck else found
