"""What the instructor of a class does in each of its markets, and how each of it is undone."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import Field

from sim.apps.classroom.markets.action import CheckedArguments
from sim.apps.classroom.markets.actions import run_instructor_action
from sim.apps.classroom.markets.market import Market
from sim.game.errors import GameError
from sim.game.session.session import Session
from sim.language.messages import _, ngettext

MOST_NAMED = 8
"""Seats that a question names; of more it gives the number."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an action is carried out."""

    market: Market
    client: str | None = None
    """The client's mark."""
    left: frozenset[str] = frozenset()
    """Seats that their people have left, so that they count as empty."""


@dataclass(frozen=True, kw_only=True)
class Before:
    """How a market was before an action, as far as undoing it needs that."""

    line: str
    round: int
    """The open round of the line, counted from 0."""
    bots: frozenset[str]
    submits: bool
    open: bool


def before_in(session: Session, place: Place, *, is_open: bool) -> Before:
    """How the market is now."""
    line = session.playing.line_of()
    return Before(line=line.name, round=line.round, bots=frozenset(session.playing.record.bots),
                  submits=place.market.drafts.submits, open=is_open)  # fmt: skip


class MarketAction(CheckedArguments, ABC):
    """An action in several markets."""

    in_progress: ClassVar[bool] = True
    """Whether it is left out in markets whose game is over."""
    undoable: ClassVar[bool] = True
    """Whether it can be undone as the last act."""
    undone_by_branch: ClassVar[bool] = False
    """Whether undoing it begins a branch, so that decisions which were made since stay behind."""

    @abstractmethod
    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """What is missing in a market, in a sentence; empty where nothing is."""

    @abstractmethod
    def act(self, session: Session, by: str, place: Place) -> str:
        """Do it in one market, in the thread of its game. Returns what was done, in a sentence."""

    def undo(self, session: Session, by: str, place: Place, before: Before) -> str:
        """Undo it in one market. Returns what was done, in a sentence; raises :class:`GameError` where it cannot be."""
        raise GameError(_("This cannot be undone."))


class OpenMarket(MarketAction):
    """Nothing; the markets are opened for decisions."""

    opens: ClassVar[bool] = True

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Which seats are empty."""
        taken = {*summary["joined"], *summary["bots"]}
        empty = [seat for seat in summary["seats"] if seat not in taken]
        if not empty:
            return ""
        return ngettext("Market {market}: {seats} is empty.", "Market {market}: {seats} are empty.", len(empty)).format(
            market=market, seats=named_seats(empty)
        )

    def act(self, session: Session, by: str, place: Place) -> str:
        """Let the time run."""
        return _opened(session, by)

    def undo(self, session: Session, by: str, place: Place, before: Before) -> str:
        """Stop a market that was not open."""
        return _("It was open before.") if before.open else _stopped(session, by)


class StopMarket(MarketAction):
    """Nothing; the markets take no decisions until they are opened again."""

    opens: ClassVar[bool] = False

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Nothing is asked."""
        return ""

    def act(self, session: Session, by: str, place: Place) -> str:
        """Stop the time."""
        return _stopped(session, by)

    def undo(self, session: Session, by: str, place: Place, before: Before) -> str:
        """Open a market that was open."""
        return _opened(session, by) if before.open else _("It was not open before.")


class CloseRounds(MarketAction):
    """The rounds that are meant, by market."""

    undone_by_branch: ClassVar[bool] = True
    rounds: dict[str, int] = Field(default_factory=dict)

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Who has not submitted."""
        missing = summary["missing"]
        if not missing:
            return ""
        return ngettext(
            "Market {market}, round {round} of {rounds}: {seats} has not submitted.",
            "Market {market}, round {round} of {rounds}: {seats} have not submitted.",
            len(missing),
        ).format(market=market, round=summary["round"] + 1, rounds=summary["rounds"], seats=named_seats(missing))

    def act(self, session: Session, by: str, place: Place) -> str:
        """Close the open round, if it is the one that is meant."""
        if session.game.advance == "own_pace":
            raise GameError(
                _("Each team closes its own rounds in this game; open the market to see the round of each.")
            )
        meant = self.rounds.get(place.market.name)
        request = {} if meant is None else {"round": meant}
        run_instructor_action(session, by, "close_round", request | mark_of(place))
        return _("Round {round} of {rounds} is closed.").format(
            round=session.playing.line_of().round, rounds=session.game.rounds
        )

    def undo(self, session: Session, by: str, place: Place, before: Before) -> str:
        """Play the round again on a new branch."""
        return _played_again(session, by, before)


class EmptySeatBots(MarketAction):
    """Nothing; bots take all seats at which no person sits."""

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Which seats bots take."""
        empty = [seat for seat in summary["seats"] if seat not in {*summary["joined"], *summary["bots"]}]
        if not empty:
            return ""
        return ngettext(
            "Market {market}: a bot takes {seats}.", "Market {market}: bots take {seats}.", len(empty)
        ).format(market=market, seats=named_seats(empty))

    def act(self, session: Session, by: str, place: Place) -> str:
        """Let each empty seat's own bot decide for it."""
        record = session.playing.record
        empty = [
            seat.name
            for seat in session.game.deciding
            if (seat.name not in record.joined or seat.name in place.left) and seat.name not in record.bots
        ]
        for seat in empty:
            session.seat_bot(seat, by=by)
        return ngettext("{n} bot seated.", "{n} bots seated.", len(empty)).format(n=len(empty))

    def undo(self, session: Session, by: str, place: Place, before: Before) -> str:
        """Let the bots get up that it seated; decisions that they have made stay."""
        seated = [seat for seat in session.playing.record.bots if seat not in before.bots]
        for seat in seated:
            session.seat_human(seat, by=by)
        return ngettext("{n} bot got up.", "{n} bots got up.", len(seated)).format(n=len(seated))


class SayToAll(MarketAction):
    """A message to all seats."""

    in_progress: ClassVar[bool] = False
    undoable: ClassVar[bool] = False
    text: str

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Nothing is asked."""
        return ""

    def act(self, session: Session, by: str, place: Place) -> str:
        """Send the message."""
        run_instructor_action(session, by, "say", {"text": self.text} | mark_of(place))
        return _("Message sent.")


class DraftRule(MarketAction):
    """Whether what is typed and valid is submitted when a round closes."""

    in_progress: ClassVar[bool] = False
    submits: bool

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Nothing is asked."""
        return ""

    def act(self, session: Session, by: str, place: Place) -> str:
        """Say what holds; the drafts of the market keep it."""
        if self.submits:
            return _("When a round closes, what is typed and valid is submitted.")
        return _("When a round closes, only submitted decisions count.")

    def undo(self, session: Session, by: str, place: Place, before: Before) -> str:
        """Let hold what held before; the drafts of the market keep it."""
        place.market.drafts.submits = before.submits
        place.market.drafts.write()
        return DraftRule(submits=before.submits).act(session, by, place)


class ExtendRounds(MarketAction):
    """The time that is added to the open rounds."""

    undoable: ClassVar[bool] = False
    seconds: float

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Nothing is asked."""
        return ""

    def act(self, session: Session, by: str, place: Place) -> str:
        """Add the time."""
        run_instructor_action(session, by, "extend", {"seconds": self.seconds} | mark_of(place))
        return ngettext("{n} second added.", "{n} seconds added.", round(self.seconds)).format(n=f"{self.seconds:g}")


class ShockMarkets(MarketAction):
    """An event by name, and the firms that it affects."""

    undone_by_branch: ClassVar[bool] = True
    shock: str
    firms: Sequence[str] = ()

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Nothing is asked."""
        return ""

    def act(self, session: Session, by: str, place: Place) -> str:
        """Add the event from the open round on."""
        request = {"shock": self.shock, "firms": list(self.firms)}
        if session.game.advance != "own_pace":
            run_instructor_action(session, by, "shock", request | mark_of(place))
            return _("The event begins in the open round.")
        for number, line in enumerate(_open_lines(session)):
            own = {} if place.client is None else {"client": f"{place.client} {number}"}
            run_instructor_action(session, by, "shock", request | {"line": line} | own)
        return _("The event begins in the open round of each team.")

    def undo(self, session: Session, by: str, place: Place, before: Before) -> str:
        """Play the round again on a new branch, without the event."""
        return _played_again(session, by, before)


def _opened(session: Session, by: str) -> str:
    if session.seconds_left is not None and session.paused:
        session.resume(by=by)
    return _("Open for decisions.")


def _stopped(session: Session, by: str) -> str:
    if session.seconds_left is not None and not session.paused:
        session.pause(by=by)
    return _("Stopped: no decisions are accepted.")


def _played_again(session: Session, by: str, before: Before) -> str:
    """The round that was open before is open again, on a new branch; the former one stays as it is."""
    if session.game.advance == "own_pace":
        raise GameError(_("Each team plays its own rounds in this game; open the market to play one of them again."))
    line = session.playing.line_of()
    if line.name != before.line or line.round > before.round + 1:
        raise GameError(_("The game has gone on since; open the market to play a round again."))
    session.branch(None, before.round, line=line.name, by=by)
    return _("Round {round} is open again, on a new branch.").format(round=before.round + 1)


def mark_of(place: Place) -> dict[str, str]:
    """The client's mark as a part of a request."""
    return {} if place.client is None else {"client": place.client}


def named_seats(seats: Sequence[str]) -> str:
    """Names of seats in a sentence."""
    if len(seats) > MOST_NAMED:
        return ngettext("{n} seat", "{n} seats", len(seats)).format(n=len(seats))
    if len(seats) == 1:
        return seats[0]
    return _("{names} and {last}").format(names=_(", ").join(seats[:-1]), last=seats[-1])


def _open_lines(session: Session) -> list[str]:
    """The lines whose game is not over, in a game in which each team has its own."""
    state = session.playing
    return [line.name for line in state.lines_played() if line.owner and not state.world(line).over]
