"""What players do: join, look, predict, decide, take a decision back."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import replace

from sim.game.decisions.decisions import AnyDecision, actor_of
from sim.game.decisions.prediction import Prediction
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


class PlayerActions:
    """What players do in a game: they join, read their view, predict and decide."""

    def __init__(self, state: GameState, permissions: Permissions, timer: RoundTimer) -> None:
        """Act in this game in progress; the timer closes the round where a decision was the last."""
        self._state, self._permissions, self._timer = state, permissions, timer
        self._submissions = Submissions(state)

    def join(self, seat: str, code: str) -> None:
        """Take a seat with its pass code. A person who comes back joins again.

        Args:
            seat: Name of the seat.
            code: Pass code of the seat.
        """
        place = self._permissions.seat(seat)
        if not hmac.compare_digest(str(code).encode(errors="replace"), self._state.codes[place.name].encode()):
            said = _("that is not the pass code of {seat}; ask the person who set the game up")
            raise GameError(said.format(seat=place.name))
        if place.name not in self._state.record.joined:
            self._state.write(Entry(act="joined", seat=place.name, decided_by="human"))

    def view(self, seat: str, line: str | None = None) -> SeatView:
        """What a seat sees now.

        Args:
            seat: Name of the seat.
            line: Name of a branch, for an instructor; the one that the seat plays on if left out.

        Returns:
            The view of the seat.
        """
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
        """Record what a seat expects of the open round; the last prediction counts.

        Share and churn are parts of one: a churn of 0.17 is 17% of the customers in a year. A figure far from what
        this market has shown is asked back once; ``confirmed`` is the token of the question answered with yes.

        Args:
            seat: Name of the seat.
            prediction: The expected figures, by name.
            round: Round that is meant, counted from 0, so that a late message does not count for the next; the open one
                if left out.
            confirmed: Token of the question that is answered with yes; empty if none was asked.
            client: Mark of the sender's own: the same message sent twice counts once.

        Returns:
            That it counts, or a question about what may be a slip.
        """
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
        """Record a seat's decision for the open round; the last one counts when the round closes.

        Args:
            seat: Name of the seat.
            decision: The levers that are moved, by name.
            round: Round that is meant, counted from 0, so that a late message does not count for the next; the open one
                if left out.
            reason: Why, in the player's own words; it is kept with the decision.
            confirmed: Token of the question that is answered with yes; empty if none was asked.
            client: Mark of the sender's own: the same message sent twice counts once.

        Returns:
            That it counts, or a question about what may be a slip.
        """
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
        """Take a seat's decision for the open round back.

        Args:
            seat: Name of the seat.
            round: Round that is meant, counted from 0, so that a late message does not count for the next; the open one
                if left out.
            client: Mark of the sender's own: the same message sent twice counts once.

        Returns:
            That it counts.
        """
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
