"""What whoever sits at a seat does: join, look, say what she expects, decide, take it back."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping

from sim.game.decisions.account_screening import account_slips
from sim.game.decisions.decisions import AnyDecision, content_of, model_of, refuse_foreign, refuse_impossible
from sim.game.decisions.prediction import ACCOUNT_FIGURES, FIGURES, Prediction
from sim.game.decisions.screening import slips
from sim.game.decisions.strategy_statements import STRATEGIES, remarks
from sim.game.errors import GameError
from sim.game.forms.expectations import doubts
from sim.game.game import Seat
from sim.game.log.decision_log import Entry
from sim.game.seat_view.seat_view import SeatView, build_seat_view
from sim.game.session.answers import Accepted, ConfirmationNeeded
from sim.game.session.branches import Branch
from sim.game.session.permissions import text_of
from sim.game.session.round_timer import RoundTimer
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.shared_decisions import merge_decisions


class PlayerActions(RoundTimer):
    """A game at which seats are taken, and those who sit there decide."""

    def join(self, seat: str, code: str) -> None:
        """Take a seat. A person who comes back joins again."""
        place = self._seat(seat)
        if not hmac.compare_digest(str(code).encode(errors="replace"), self.playing.codes[place.name].encode()):
            raise GameError(f"that is not the pass code of {place.name}; ask whoever set the game up")
        if place.name not in self.playing.record.joined:
            self.playing.write(Entry(act="joined", seat=place.name, decided_by="human"))

    def view(self, seat: str, line: str | None = None) -> SeatView:
        """What a seat sees now; an instructor may look at any line."""
        place = self._joined(seat)
        shown = self.playing.line_of(place.name)
        if line is not None and line != shown.name:
            if place.role != "instructor":
                raise GameError(f"{place.name} sees the line it plays on, {shown.name}; only an instructor sees others")
            shown = self.playing.line(line)
        return build_seat_view(self.playing, place.name, shown)

    def predict(
        self, seat: str, prediction: Prediction | Mapping[str, object], *, round: int | None = None,
        confirmed: str = "", client: str | None = None,
    ) -> Accepted | ConfirmationNeeded:  # fmt: skip
        """Say what a seat expects of the open round; what was said last counts.

        Share and churn are parts of one: a churn of 0.17 is 17% of the customers in a year. A figure far from what
        this market has shown is asked back once; ``confirmed`` is the token of the question answered with yes.
        """
        place = self._playing(seat)
        expected = self._given(Prediction, prediction, place)
        foreign = [figure for figure in expected.figures if (figure in ACCOUNT_FIGURES) != bool(place.answers)]
        if foreign:
            own = ACCOUNT_FIGURES if place.answers else FIGURES
            kind = "a key account" if place.answers else "a firm"
            raise GameError(f"{place.name}: {', '.join(foreign)}: {kind} does not expect that; give {', '.join(own)}")
        content = {"prediction": expected.model_dump(exclude_none=True)}
        before = self._sent_before(client, "predicted", place, content)
        if before is not None:
            return before
        line = self._open_line(place, round)
        asked = doubts(build_seat_view(self.playing, place.name, line), expected)
        token = _digest("expected", line.name, line.round, place.name, content)
        if asked and confirmed != token:
            return ConfirmationNeeded(slips=asked, token=token)
        return self._say(Entry(act="predicted", line=line.name, round=line.round, seat=place.name, decided_by="human",
                               content=content, client=client))  # fmt: skip

    def decide(
        self, seat: str, decision: AnyDecision | Mapping[str, object], *, round: int | None = None, reason: str = "",
        confirmed: str = "", client: str | None = None,
    ) -> Accepted | ConfirmationNeeded:  # fmt: skip
        """Decide for the open round; what was decided last counts when it closes.

        ``round`` is the round that is meant, so that a decision that comes late does not count for the next.
        ``client`` is a mark of the sender's: the same sent twice counts once. ``confirmed`` is the token of the
        question that is answered with yes.
        """
        place = self._playing(seat)
        wanted = self._given(model_of(place), decision, place)
        content = content_of(place, wanted)
        before = self._sent_before(client, "decided", place, content)
        if before is not None:
            return before
        line = self._open_line(place, round)
        if self.game.predict_first and (line.round, place.name) not in line.predictions:
            raise GameError(f"{place.name}: say first what you expect of round {line.round}; then decide")
        asked = self._asked(line, place, wanted)
        token = _digest(line.name, line.round, place.name, content)
        if asked and confirmed != token:
            return ConfirmationNeeded(slips=asked, token=token)
        remarked = self._remarks(line, place, wanted)
        if remarked:
            content["remarks"] = list(remarked)
        accepted = self._say(Entry(act="decided", line=line.name, round=line.round, seat=place.name, decided_by="human",
                                   reason=text_of(reason, "reason"), content=content, client=client))  # fmt: skip
        self._close_if_all_in(line)
        return accepted

    def withdraw(self, seat: str, *, round: int | None = None, client: str | None = None) -> Accepted:
        """Take the decision for the open round back."""
        place = self._playing(seat)
        before = self._sent_before(client, "withdrew", place, {})
        if before is not None:
            return before
        line = self._open_line(place, round)
        if place.name not in line.standing:
            raise GameError(f"{place.name} has not decided for round {line.round}, so there is nothing to withdraw")
        return self._say(Entry(act="withdrew", line=line.name, round=line.round, seat=place.name, decided_by="human",
                               client=client))  # fmt: skip

    # Small steps

    def _asked(self, line: Branch, place: Seat, wanted: AnyDecision) -> tuple[str, ...]:
        """What may be a slip. Raises :class:`GameError` for what cannot be, alone or with what stands for the firm."""
        world = self.playing.world(line)
        if isinstance(wanted, AccountDecision):
            refuse_impossible(world, place, wanted)
            return account_slips(wanted, world.account_view(place.answers))
        refuse_foreign(self.game, place, wanted)
        others = self.game.beside(place)
        stands = [line.standing[other.name] for other in others if other.name in line.standing]
        refuse_impossible(world, place, wanted)
        try:
            refuse_impossible(world, place, wanted, [said.decision for said in stands])
        except GameError as error:
            names = " and ".join(other.name for other in others if other.name in line.standing)
            raise GameError(f"{place.name}: this does not go together with what {names} decided: {error}") from None
        beside = merge_decisions(said.decision for said in stands if isinstance(said.decision, Decision))
        return slips(wanted, world.view(place.steers), beside)

    def _remarks(self, line: Branch, place: Seat, wanted: AnyDecision) -> tuple[str, ...]:
        """What is at odds with the strategy that the firm has stated."""
        stated = self.playing.strategy_of(line, place.steers)
        if stated is None or not isinstance(wanted, Decision):
            return ()
        view = self.playing.world(line).view(place.steers)
        return remarks(STRATEGIES[stated.strategy], wanted, view, stated.seat)


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]
