"""What a seat states beside its decisions: its strategy, what it believes of those who left, what a visit brought."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from sim.game.decisions.strategy_statements import STRATEGIES
from sim.game.errors import GameError
from sim.game.log.decision_log import Entry
from sim.game.session.answers import Accepted
from sim.game.session.permissions import text_of
from sim.game.session.round_timer import RoundTimer
from sim.registry import unknown
from sim.scenario.decisions.firm_view import KnownAccount

NEAR_ONE = 0.005
"""By how much parts may miss their sum of 1: 0.33, 0.33 and 0.34 will do, three times 0.33 will not."""


class PlayerStatements(RoundTimer):
    """A game in which seats say what they are about."""

    def strategy(self, seat: str, name: str, text: str = "", *, client: str | None = None) -> Accepted:
        """State the strategy of the firm, with remarks in words of one's own.

        ``strategy`` is one of :data:`sim.game.decisions.strategy_statements.STRATEGIES`.

        It holds for the whole firm from the open round on, until another one is stated; all are kept. A decision that
        is at odds with it counts, and brings a remark.
        """
        place = self._firm_seat(seat)
        if not isinstance(name, str) or name not in STRATEGIES:
            raise GameError(f"{place.name}: {unknown('strategy', str(name), STRATEGIES)}")
        content = {"strategy": name, "text": text_of(text, "text")}
        before = self._sent_before(client, "strategy", place, content)
        if before is not None:
            return before
        line = self._open_line(place, None)
        return self._say(Entry(act="strategy", line=line.name, round=line.round, seat=place.name, decided_by="human",
                               content=content, client=client))  # fmt: skip

    def believe(self, seat: str, causes: Mapping[str, float], *, client: str | None = None) -> Accepted:
        """Say why those who left the firm in the last closed round did so: the part of each cause, summing to 1.

        What was said last of a round counts; it can be said until the next round closes.
        """
        place = self._firm_seat(seat)
        line = self.playing.line_of(place.name)
        known = [cause.name for cause in self.playing.scenario.exits.causes]
        content: dict[str, Any] = {"causes": self._parts(place.name, causes, known)}
        before = self._sent_before(client, "believed", place, content)
        if before is not None:
            return before
        if not line.round:
            raise GameError(f"{place.name}: no round is closed yet, so nobody has left whom you could explain")
        content["about"] = line.round - 1
        return self._say(Entry(act="believed", line=line.name, round=line.round, seat=place.name, decided_by="human",
                               content=content, client=client))  # fmt: skip

    def note_visit(
        self, seat: str, account: str, *, know: Iterable[str] = (), conclude: str, decide: str | None = None,
        text: str = "", client: str | None = None,
    ) -> Accepted:  # fmt: skip
        """Write up the visits that the firm made to a key account in the last closed round, by the three questions.

        What do we ``know`` now that we did not (needs by name)? What do we ``conclude`` (the door at which the account
        stands)? What do we ``decide`` (the need to be acted upon, None to leave it at that)? The firm's own view shows
        which visits were made.
        """
        from sim.game.exercises.marking import AnswerError
        from sim.game.exercises.well_led_visit import VisitReport

        place = self._firm_seat(seat)
        try:
            report = VisitReport(learned=know, concluded=conclude, decided=decide)
        except AnswerError as error:
            raise GameError("\n".join(f"{place.name}: {fault}" for fault in error.faults)) from None
        content: dict[str, Any] = {"account": str(account), "know": list(report.learned), "conclude": report.concluded,
                                   "decide": report.decided, "text": text_of(text, "text")}  # fmt: skip
        before = self._sent_before(client, "noted", place, content)
        if before is not None:
            return before
        line = self.playing.line_of(place.name)
        visited = self._visited(place.name, place.steers, str(account))
        content |= {"about": line.round - 1, "visits": [list(visit) for visit in visited.visits]}
        return self._say(Entry(act="noted", line=line.name, round=line.round, seat=place.name, decided_by="human",
                               content=content, client=client))  # fmt: skip

    def _visited(self, seat: str, firm: str, account: str) -> KnownAccount:
        view = self.playing.world(self.playing.line_of(seat)).view(firm)
        made = {known.name: known for known in view.accounts if known.visits}
        if account not in made:
            there = ", ".join(made) or "none"
            raise GameError(f"{seat}: {firm} made no visit to {account!r} in the last round; accounts visited: {there}")
        return made[account]

    def _parts(self, seat: str, given: object, known: list[str]) -> dict[str, float]:
        """Parts by cause. Raises :class:`GameError` with everything that is wrong."""
        if not isinstance(given, Mapping) or not given:
            raise GameError(f"{seat}: give a part for each cause, such as {{'price': 0.6, 'service': 0.4}}")
        faults = [f"{seat}: {unknown('cause', str(name), known)}" for name in given if name not in known]
        for name, part in given.items():
            number = isinstance(part, int | float) and not isinstance(part, bool)
            if not number or not 0 <= part <= 1:
                faults.append(f"{seat}: {name}: {part!r} was given; give a number from 0 to 1")
        if not faults and abs(math.fsum(given.values()) - 1) > NEAR_ONE:
            faults.append(f"{seat}: the parts sum to {math.fsum(given.values()):g}; they must sum to 1")
        if faults:
            raise GameError("\n".join(faults))
        return {name: float(part) for name, part in given.items()}
