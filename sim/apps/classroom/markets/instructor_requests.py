"""What an instructor's page can ask for: the arguments of each action and the session's method that carries it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.apps.classroom.markets.action import Action, ActionArguments, ActionResult
from sim.game.errors import GameError
from sim.game.session.session import Session
from sim.language.messages import _


class CloseRound(ActionArguments):
    """The branch whose round is to be closed, and the number of the round that is meant."""

    line: str | None = None
    round: int | None = None

    def run(self, session: Session, seat: str) -> None:
        """Close the open round, if it is the one that is meant."""
        if self.round is not None:
            line = session.playing.line(self.line or session.line())
            if self.round != line.round:
                raise GameError(
                    _("Round {meant} is not open; round {open} is.").format(meant=self.round + 1, open=line.round + 1)
                )
        session.close_round(line=self.line, by=seat)


class Reopen(ActionArguments):
    """A closed round that is to be played again."""

    round: int
    name: str | None = None
    line: str | None = None

    def run(self, session: Session, seat: str) -> ActionResult:
        """Begin a branch at the closed round."""
        return session.reopen(self.round, name=self.name, line=self.line, by=seat)


class BeginBranch(ActionArguments):
    """The name of a new branch and the round at which it begins."""

    name: str
    round: int | None = None
    line: str | None = None

    def run(self, session: Session, seat: str) -> ActionResult:
        """Begin the branch."""
        return session.branch(self.name, self.round, line=self.line, by=seat)


class GoTo(ActionArguments):
    """The branch on which the game goes on."""

    line: str

    def run(self, session: Session, seat: str) -> None:
        """Go on with that branch."""
        session.go_to(self.line, by=seat)


class CarryOn(ActionArguments):
    """The branch whose decisions are to be repeated."""

    like: str
    line: str | None = None

    def run(self, session: Session, seat: str) -> None:
        """Close rounds with the decisions of that branch."""
        session.carry_on(self.like, line=self.line, by=seat)


class DealShock(ActionArguments):
    """A shock by name, or as a scenario declares it."""

    shock: str | Mapping[str, object]
    firms: Sequence[str] = ()
    line: str | None = None

    def run(self, session: Session, seat: str) -> None:
        """Add the shock to the market."""
        session.shock(self.shock, firms=self.firms, line=self.line, by=seat)


class Subsidise(ActionArguments):
    """Money for the firm that a seat steers."""

    seat: str
    money: float
    weeks: int | None = None
    rounds: int | None = None
    line: str | None = None

    def run(self, session: Session, seat: str) -> None:
        """Pay the money."""
        session.subsidise(
            self.seat, self.money, weeks=self.weeks, rounds=self.rounds, line=self.line, by=seat
        )  # fmt: skip


class Say(ActionArguments):
    """A message to a seat, or to all."""

    text: str
    to: str = ""

    def run(self, session: Session, seat: str) -> None:
        """Send the message."""
        session.say(self.text, to=self.to, by=seat)


class SeatBot(ActionArguments):
    """The seat that a bot takes over."""

    seat: str

    def run(self, session: Session, seat: str) -> None:
        """Let the seat's own bot decide for it."""
        session.seat_bot(self.seat, by=seat)


class SeatHuman(ActionArguments):
    """The seat that a bot gives back."""

    seat: str

    def run(self, session: Session, seat: str) -> None:
        """Give the seat back to its player."""
        session.seat_human(self.seat, by=seat)


class Pause(ActionArguments):
    """Nothing; the timer of the game is meant."""

    def run(self, session: Session, seat: str) -> None:
        """Stop the timer."""
        session.pause(by=seat)


class Resume(ActionArguments):
    """Nothing; the timer of the game is meant."""

    def run(self, session: Session, seat: str) -> None:
        """Let the timer run on."""
        session.resume(by=seat)


class Extend(ActionArguments):
    """The time that is added to the open round."""

    seconds: float

    def run(self, session: Session, seat: str) -> None:
        """Add the time."""
        session.extend(self.seconds, by=seat)


INSTRUCTOR_ACTIONS: dict[str, Action] = {
    action.name: action
    for action in (
        Action(name="close_round", role="instructor", arguments=CloseRound),
        Action(name="reopen", role="instructor", arguments=Reopen),
        Action(name="branch", role="instructor", arguments=BeginBranch),
        Action(name="go_to", role="instructor", arguments=GoTo),
        Action(name="carry_on", role="instructor", arguments=CarryOn),
        Action(name="shock", role="instructor", arguments=DealShock),
        Action(name="subsidise", role="instructor", arguments=Subsidise),
        Action(name="say", role="instructor", arguments=Say),
        Action(name="seat_bot", role="instructor", arguments=SeatBot),
        Action(name="seat_human", role="instructor", arguments=SeatHuman),
        Action(name="pause", role="instructor", arguments=Pause),
        Action(name="resume", role="instructor", arguments=Resume),
        Action(name="extend", role="instructor", arguments=Extend),
    )
}
"""Every action of an instructor, by name."""
