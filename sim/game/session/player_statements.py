"""What players state beside their decisions: what they live by, why customers left, what a visit revealed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from sim.game.decisions.strategy_statements import STRATEGIES
from sim.game.errors import GameError
from sim.game.log.entries import Entry
from sim.game.session.game_state import GameState
from sim.game.session.permissions import Permissions
from sim.game.session.submissions import Accepted, Submissions, text_of
from sim.game.words import listed, word
from sim.language.messages import _
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
        """State the strategy of the firm that a seat steers, with a text in the player's own words.

        It holds for the whole firm from the open round on, until another one is stated; all are kept. A decision that
        is at odds with it counts, and brings a remark.

        Args:
            seat: Name of the seat.
            name: One of :data:`sim.game.decisions.strategy_statements.STRATEGIES`.
            text: The strategy in the player's own words.
            client: Mark of the sender's own: the same message sent twice counts once.

        Returns:
            That it counts, with a remark where decisions are at odds with it.
        """
        place = self._permissions.firm_seat(seat)
        if not isinstance(name, str) or name not in STRATEGIES:
            reason = unknown("strategy", str(name), STRATEGIES)
            raise GameError(_("{whose}: {fault}").format(whose=place.name, fault=reason))
        content = {"strategy": name, "text": text_of(text, "text")}
        before = self._submissions.sent_before(client, "strategy", place, content)
        if before is not None:
            return before
        line = self._permissions.open_line(place, None)
        entry = Entry(act="strategy", line=line.name, round=line.round, seat=place.name, decided_by="human",
                      content=content, client=client)  # fmt: skip
        return self._submissions.log(entry)

    def believe(self, seat: str, causes: Mapping[str, float], *, client: str | None = None) -> Accepted:
        """State why customers left the firm in the last closed round: the part of each cause, summing to 1.

        The last statement on a round counts; it can be made until the next round closes.

        Args:
            seat: Name of the seat.
            causes: Part of each cause, 0 to 1; the parts sum to 1.
            client: Mark of the sender's own: the same message sent twice counts once.

        Returns:
            That it counts.
        """
        place = self._permissions.firm_seat(seat)
        line = self._state.line_of(place.name)
        known = [cause.name for cause in self._state.scenario.exits.causes]
        content: dict[str, Any] = {"causes": self._parts(place.name, causes, known)}
        before = self._submissions.sent_before(client, "believed", place, content)
        if before is not None:
            return before
        if not line.round:
            said = _("{seat}: no round is closed yet, so nobody has left whom you could explain")
            raise GameError(said.format(seat=place.name))
        content["about"] = line.round - 1
        entry = Entry(act="believed", line=line.name, round=line.round, seat=place.name, decided_by="human",
                      content=content, client=client)  # fmt: skip
        return self._submissions.log(entry)

    def note_visit(  # noqa: PLR0913 (the answers of one form, each by its name)
        self, seat: str, account: str, *, know: Iterable[str] = (), conclude: str, decide: str | None = None,
        text: str = "", client: str | None = None,
    ) -> Accepted:  # fmt: skip
        """Record notes on the visits that the firm made to a key account in the last closed round.

        They answer three questions: what do we ``know`` now that we did not (needs by name), what do we ``conclude``
        (the door at which the account stands), what do we ``decide`` (the need to be acted upon, or None)? The firm's
        own view shows which visits were made.

        Args:
            seat: Name of the seat.
            account: Name of the key account.
            know: Needs that the visit revealed.
            conclude: Door at which the account stands.
            decide: Need to be acted upon; None for none.
            text: Notes in the player's own words.
            client: Mark of the sender's own: the same message sent twice counts once.

        Returns:
            That it counts.
        """
        from sim.game.exercises.marking import AnswerError
        from sim.game.exercises.well_led_visit import VisitReport

        place = self._permissions.firm_seat(seat)
        try:
            report = VisitReport(learned=know, concluded=conclude, decided=decide)
        except AnswerError as error:
            said = _("{whose}: {fault}")
            raise GameError("\n".join(said.format(whose=place.name, fault=fault) for fault in error.faults)) from None
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
            said = _("{seat}: {firm} made no visit to {account} in the last round; accounts visited: {accounts}")
            there = listed(made) or word("none")
            raise GameError(said.format(seat=seat, firm=firm, account=repr(account), accounts=there))
        return made[account]

    def _parts(self, seat: str, given: object, known: list[str]) -> dict[str, float]:
        """Parts by cause. Raises :class:`GameError` with everything that is wrong."""
        if not isinstance(given, Mapping) or not given:
            said = _("{seat}: give a part for each cause, such as {example}")
            raise GameError(said.format(seat=seat, example="{'price': 0.6, 'service': 0.4}"))
        whose = _("{whose}: {fault}")
        strange = [unknown("cause", str(name), known) for name in given if name not in known]
        faults = [whose.format(whose=seat, fault=fault) for fault in strange]
        for name, part in given.items():
            number = isinstance(part, int | float) and not isinstance(part, bool)
            if not number or not 0 <= part <= 1:
                said = _("{seat}: {cause}: {given} was given; give a number from 0 to 1")
                faults.append(said.format(seat=seat, cause=name, given=repr(part)))
        if not faults and abs(math.fsum(given.values()) - 1) > NEAR_ONE:
            said = _("{seat}: the parts sum to {total}; they must sum to 1")
            faults.append(said.format(seat=seat, total=f"{math.fsum(given.values()):g}"))
        if faults:
            raise GameError("\n".join(faults))
        return {name: float(part) for name, part in given.items()}
