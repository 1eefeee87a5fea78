"""What a seat states beside its decisions: its strategy, what it believes of those who left, what a visit brought."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from sim.game.decisions.strategy_statements import STRATEGIES
from sim.game.errors import GameError
from sim.game.log.decision_log import Entry
from sim.game.session.answers import Accepted
from sim.game.session.game_state import GameState
from sim.game.session.permissions import Permissions
from sim.game.session.submissions import Submissions, text_of
from sim.registry import unknown
from sim.scenario.decisions.firm_view import KnownAccount

NEAR_ONE = 0.005
"""By how much parts may miss their sum of 1: 0.33, 0.33 and 0.34 will do, three times 0.33 will not."""


class PlayerStatements:
    """What seats state beside their decisions."""

    def __init__(self, state: GameState, permissions: Permissions) -> None:
        """Record statements in this game in progress."""
        self._state, self._permissions, self._submissions = state, permissions, Submissions(state)

    def strategy(self, seat: str, name: str, text: str = "", *, client: str | None = None) -> Accepted:
        """State the strategy of the firm; see :meth:`Session.strategy`."""
        place = self._permissions.firm_seat(seat)
        if not isinstance(name, str) or name not in STRATEGIES:
            raise GameError(f"{place.name}: {unknown('strategy', str(name), STRATEGIES)}")
        content = {"strategy": name, "text": text_of(text, "text")}
        before = self._submissions.sent_before(client, "strategy", place, content)
        if before is not None:
            return before
        line = self._permissions.open_line(place, None)
        entry = Entry(act="strategy", line=line.name, round=line.round, seat=place.name, decided_by="human",
                      content=content, client=client)  # fmt: skip
        return self._submissions.log(entry)

    def believe(self, seat: str, causes: Mapping[str, float], *, client: str | None = None) -> Accepted:
        """State the part of each cause among the customers who left; see :meth:`Session.believe`."""
        place = self._permissions.firm_seat(seat)
        line = self._state.line_of(place.name)
        known = [cause.name for cause in self._state.scenario.exits.causes]
        content: dict[str, Any] = {"causes": self._parts(place.name, causes, known)}
        before = self._submissions.sent_before(client, "believed", place, content)
        if before is not None:
            return before
        if not line.round:
            raise GameError(f"{place.name}: no round is closed yet, so nobody has left whom you could explain")
        content["about"] = line.round - 1
        entry = Entry(act="believed", line=line.name, round=line.round, seat=place.name, decided_by="human",
                      content=content, client=client)  # fmt: skip
        return self._submissions.log(entry)

    def note_visit(
        self, seat: str, account: str, *, know: Iterable[str] = (), conclude: str, decide: str | None = None,
        text: str = "", client: str | None = None,
    ) -> Accepted:  # fmt: skip
        """Record notes on the visits to a key account; see :meth:`Session.note_visit`."""
        from sim.game.exercises.marking import AnswerError
        from sim.game.exercises.well_led_visit import VisitReport

        place = self._permissions.firm_seat(seat)
        try:
            report = VisitReport(learned=know, concluded=conclude, decided=decide)
        except AnswerError as error:
            raise GameError("\n".join(f"{place.name}: {fault}" for fault in error.faults)) from None
        content: dict[str, Any] = {"account": str(account), "know": list(report.learned), "conclude": report.concluded,
                                   "decide": report.decided, "text": text_of(text, "text")}  # fmt: skip
        before = self._submissions.sent_before(client, "noted", place, content)
        if before is not None:
            return before
        line = self._state.line_of(place.name)
        visited = self._visited(place.name, place.steers, str(account))
        content |= {"about": line.round - 1, "visits": [list(visit) for visit in visited.visits]}
        entry = Entry(act="noted", line=line.name, round=line.round, seat=place.name, decided_by="human",
                      content=content, client=client)  # fmt: skip
        return self._submissions.log(entry)

    def _visited(self, seat: str, firm: str, account: str) -> KnownAccount:
        view = self._state.world(self._state.line_of(seat)).view(firm)
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
