"""What players do: join, look, predict, decide, take a decision back, and state what they live by and believe."""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sim.game.decisions.decisions import AnyDecision, actor_of
from sim.game.decisions.prediction import Prediction
from sim.game.decisions.strategy_statements import STRATEGIES
from sim.game.errors import GameError
from sim.game.forms.expectations import doubts
from sim.game.game import Seat
from sim.game.log.entries import Entry
from sim.game.presentation.seat_view import SeatView, build_seat_view
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.game.session.permissions import Permissions
from sim.game.session.round_timer import RoundTimer
from sim.game.session.submissions import Accepted, ConfirmationNeeded, Submissions, submitted, text_of
from sim.game.words import listed, round_label, word
from sim.language.choice import ENGLISH, using_language
from sim.language.messages import _, translate
from sim.registry import unknown
from sim.scenario.decisions.firm_view import KnownAccount


class PlayerActions:
    """What players do in a game: they join, read their view, predict and decide."""

    def __init__(self, state: GameState, permissions: Permissions, timer: RoundTimer) -> None:
        """Act in this game in progress; the timer closes the round where a decision was the last."""
        self._state, self._permissions, self._timer = state, permissions, timer
        self._submissions = Submissions(state)

    def join(self, seat: str, code: str) -> None:
        """Take a seat; see :meth:`Session.join`."""
        place = self._permissions.seat(seat)
        if not hmac.compare_digest(str(code).encode(errors="replace"), self._state.codes[place.name].encode()):
            said = _("that is not the pass code of {seat}; ask the person who set the game up")
            raise GameError(said.format(seat=place.name))
        if place.name not in self._state.record.joined:
            self._state.write(Entry(act="joined", seat=place.name, decided_by="human"))

    def view(self, seat: str, line: str | None = None) -> SeatView:
        """What a seat sees now; see :meth:`Session.view`."""
        place = self._permissions.joined_seat(seat)
        shown = self._state.line_of(place.name)
        if line is not None and line != shown.name:
            if place.role != "instructor":
                said = _("{seat} sees the line it plays on, {line}; only an instructor sees others")
                raise GameError(said.format(seat=place.name, line=shown.name))
            shown = self._state.line(line)
        return build_seat_view(self._state, place.name, shown)

    def predict(
        self, seat: str, prediction: Prediction | Mapping[str, object], *, round: int | None = None,
        confirmed: str = "", client: str | None = None,
    ) -> Accepted | ConfirmationNeeded:  # fmt: skip
        """Record what a seat expects of the open round; see :meth:`Session.predict`."""
        place = self._permissions.playing_seat(seat)
        expected = submitted(Prediction, prediction, place)
        actor = actor_of(place)
        foreign = [figure for figure in expected.figures if figure not in actor.figures]
        if foreign:
            said = _("{seat}: {given}: {who} does not expect that; give {figures}")
            raise GameError(said.format(seat=place.name, given=listed(map(word, foreign)), who=translate(actor.who),
                                        figures=listed(map(word, actor.figures))))  # fmt: skip
        content = {"prediction": expected.model_dump(exclude_none=True)}
        before = self._submissions.sent_before(client, "predicted", place, content)
        if before is not None:
            return before
        line = self._permissions.open_line(place, round)
        asked = doubts(build_seat_view(self._state, place.name, line), expected)
        token = _digest("expected", line.name, line.round, place.name, content)
        if asked and confirmed != token:
            return ConfirmationNeeded(slips=asked, token=token)
        entry = Entry(act="predicted", line=line.name, round=line.round, seat=place.name, decided_by="human",
                      content=content, client=client)  # fmt: skip
        return self._submissions.log(entry)

    def decide(
        self, seat: str, decision: AnyDecision | Mapping[str, object], *, round: int | None = None, reason: str = "",
        confirmed: str = "", client: str | None = None,
    ) -> Accepted | ConfirmationNeeded:  # fmt: skip
        """Record a decision for the open round; see :meth:`Session.decide`."""
        place = self._permissions.playing_seat(seat)
        decision = submitted(actor_of(place).model, decision, place)
        content = actor_of(place).content(decision)
        before = self._submissions.sent_before(client, "decided", place, content)
        if before is not None:
            return before
        line = self._permissions.open_line(place, round)
        if self._state.game.predict_first and (line.round, place.name) not in line.predictions:
            said = _("{seat}: say first what you expect of round {round}; then decide")
            raise GameError(said.format(seat=place.name, round=round_label(line.round)))
        asked = self._possible_slips(line, place, decision)
        token = _digest(line.name, line.round, place.name, content)
        if asked and confirmed != token:
            return ConfirmationNeeded(slips=asked, token=token)
        remarked = self._remarks(line, place, decision)
        if remarked:
            with using_language(ENGLISH):  # the log is the same in each language
                content["remarks"] = list(self._remarks(line, place, decision))
        entry = Entry(act="decided", line=line.name, round=line.round, seat=place.name, decided_by="human",
                      reason=text_of(reason, "reason"), content=content, client=client)  # fmt: skip
        accepted = replace(self._submissions.log(entry), remarked=remarked)
        self._timer.close_if_all_in(line)
        return accepted

    def withdraw(self, seat: str, *, round: int | None = None, client: str | None = None) -> Accepted:
        """Take the decision for the open round back; see :meth:`Session.withdraw`."""
        place = self._permissions.playing_seat(seat)
        before = self._submissions.sent_before(client, "withdrew", place, {})
        if before is not None:
            return before
        line = self._permissions.open_line(place, round)
        if place.name not in line.standing:
            said = _("{seat} has not decided for round {round}, so there is nothing to withdraw")
            raise GameError(said.format(seat=place.name, round=round_label(line.round)))
        return self._submissions.log(
            Entry(act="withdrew", line=line.name, round=line.round, seat=place.name, decided_by="human", client=client)
        )

    # Small steps

    def _possible_slips(self, line: Branch, place: Seat, decision: AnyDecision) -> tuple[str, ...]:
        """What may be a slip. Raises :class:`GameError` for what cannot be, alone or with what stands for the firm."""
        world, actor, others = self._state.world(line), actor_of(place), self._state.game.beside(place)
        actor.refuse_foreign(self._state.game, decision)
        stands = {other.name: line.standing[other.name].decision for other in others if other.name in line.standing}
        actor.refuse_impossible(world, decision)
        try:
            if stands:
                actor.refuse_impossible(world, decision, stands.values())
        except GameError as error:
            said = _("{seat}: this does not go together with what {others} decided: {reason}")
            raise GameError(said.format(seat=place.name, others=listed(stands), reason=error)) from None
        return actor.slips(world, decision, stands.values())

    def _remarks(self, line: Branch, place: Seat, decision: AnyDecision) -> tuple[str, ...]:
        """What is at odds with the strategy that the firm has stated."""
        stated = self._state.strategy_of(line, place.steers)
        if stated is None:
            return ()
        return actor_of(place).remarks(self._state.world(line), decision, stated.strategy, stated.seat)


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


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
        """State the part of each cause among the customers who left; see :meth:`Session.believe`."""
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
        """Record notes on the visits to a key account; see :meth:`Session.note_visit`."""
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
