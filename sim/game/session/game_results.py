"""What came of a game: results, figures of rounds, lines side by side, everything written out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.game.decisions.forecast_calibration import Calibration, calibration
from sim.game.errors import GameError
from sim.game.seat_view.round_outcome import AccountOutcome, RoundOutcome
from sim.game.seat_view.seat_view import outcomes, outcomes_of_accounts, scores
from sim.game.session.permissions import Permissions
from sim.results.results import Results
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

    from sim.game.debrief.debrief import Debrief
    from sim.game.decisions.visit_notes import MarkedVisit


class GameResults(Permissions):
    """A game of which one can ask what came of it."""

    def results(self, line: str | None = None, *, by: str | None = None) -> Results:
        """All that has happened on a line, as the results of a run; every metric and view can be asked of it."""
        self._leads(by)
        return self.playing.world(self._line(line)).results()

    def outcomes(self, line: str | None = None, *, by: str | None = None) -> tuple[RoundOutcome, ...]:
        """The figures of each closed round and firm on a line."""
        self._leads(by)
        return outcomes(self.playing, self._line(line))

    def account_outcomes(self, line: str | None = None, *, by: str | None = None) -> tuple[AccountOutcome, ...]:
        """The figures of each closed round and key account who has a seat."""
        self._leads(by)
        return outcomes_of_accounts(self.playing, self._line(line))

    def calibration(self, line: str | None = None, *, by: str | None = None) -> tuple[Calibration, ...]:
        """How near each seat's expectations came, and whether it knew how sure it could be; apart from profit."""
        self._leads(by)
        played = self._line(line)
        return tuple(
            calibration(seat.name, scores(self.playing, seat.name, played, share=True)) for seat in self.game.deciding
        )

    def visits(self, line: str | None = None, *, by: str | None = None) -> tuple[MarkedVisit, ...]:
        """Visits to key accounts as seats wrote them up, marked by the three questions."""
        from sim.game.decisions.visit_notes import marked_visits

        self._leads(by)
        return marked_visits(self.playing, self._line(line))

    def compare(self, lines: Sequence[str] | None = None, *, by: str | None = None) -> pd.DataFrame:
        """Lines side by side, under the same luck: figures of each round and firm, and what differs from the first."""
        from sim.game.seat_view.branch_comparison import compared

        self._leads(by)
        return compared(self.playing, [self.playing.line(name) for name in lines or self.playing.record.lines])

    def scripted(self, line: str | None = None, *, by: str | None = None) -> Scenario:
        """What was played on a line as a scenario whose firms follow scripts: run it to get the same figures."""
        from sim.game.export import scripted

        self._leads(by)
        return scripted(self.playing, self._line(line))

    def export(
        self, folder: str | os.PathLike[str], *, seat: str | None = None, line: str | None = None,
        byte_order_mark: bool | None = None,
    ) -> None:  # fmt: skip
        """Write tables and the scripted scenario to a new folder; for a seat that steers a firm, what is its own.

        Tables are CSV for spreadsheets, with what people wrote made harmless; exactly as they wrote it, it is in the
        JSON-lines files beside. ``byte_order_mark``: see :mod:`sim.files.csv_export`; False leaves it out.
        """
        from sim.game.export import export

        place = None if seat is None else self._joined(seat)
        if place is not None and place.role == "observer":
            raise GameError(f"{place.name} is an observer; what it can see is in its view")
        whole = place is None or place.role == "instructor"
        shown = self._line(line) if whole or place is None else self.playing.line_of(place.name)
        export(self.playing, os.fspath(folder), shown, None if whole else place, byte_order_mark)

    def debrief(self, *, by: str | None = None, line: str | None = None, luck: int = 0) -> Debrief:
        """What was played, looked back on: decisions and what they did, hidden moves, true causes, luck and skill.

        ``by``: an instructor's seat, who may see it at any time, or a seat that plays, once the game is over; without
        it, it is the holder who asks. ``luck``: other lucks for telling luck and skill apart (200 are many), 0 none.
        """
        from sim.game.debrief.debrief import debrief, for_whom

        place = None if by is None else self._joined(by)
        shown = self._line(line) if line is not None or place is None else self.playing.line_of(place.name)
        seat = "" if place is None else for_whom(self.playing, shown, place)
        found = debrief(self.playing, shown, seat=seat)
        return found.with_luck(luck) if luck else found
