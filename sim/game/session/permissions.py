"""Who may do what in a game: which seats there are, who has joined, who leads, which round is open."""

from __future__ import annotations

from sim.game.errors import GameError
from sim.game.game import Seat
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.results.simulate import whole_number


class Permissions:
    """The checks that come before everything that is done in a game."""

    def __init__(self, state: GameState) -> None:
        """Check against this game in progress."""
        self._state = state

    def seat(self, name: str) -> Seat:
        """The seat of that name. Raises :class:`GameError` where there is none."""
        try:
            return self._state.game.seat(name)
        except (LookupError, TypeError) as error:
            raise GameError(str(error.args[0]) if isinstance(error, LookupError) else f"{name!r} is no seat") from None

    def deciding_seat(self, name: str) -> Seat:
        """A seat that decides: for a firm or for a key account. Raises :class:`GameError` for another."""
        seat = self.seat(name)
        if not seat.plays:
            raise GameError(f"{seat.name} is an {seat.role} and steers no firm")
        return seat

    def joined_seat(self, name: str) -> Seat:
        """A seat that was joined with its pass code. Raises :class:`GameError` for another."""
        seat = self.seat(name)
        if seat.name not in self._state.record.joined:
            raise GameError(f"nobody has joined as {seat.name} yet; join with its pass code first")
        return seat

    def playing_seat(self, name: str) -> Seat:
        """A seat that decides, that was joined, and that no bot has taken over. Raises :class:`GameError`."""
        seat = self.deciding_seat(self.joined_seat(name).name)
        if seat.name in self._state.record.bots:
            raise GameError(f"a bot sits at {seat.name} now; ask the instructor for the seat")
        return seat

    def firm_seat(self, name: str) -> Seat:
        """A seat at which a person steers a firm. Raises :class:`GameError` for another."""
        seat = self.playing_seat(name)
        if not seat.steers:
            raise GameError(f"{seat.name} is an {seat.role} and steers no firm")
        return seat

    def instructor(self, by: str | None) -> str:
        """The name under which an instructor's act is logged: ``holder`` for None, or the instructor's seat.

        Raises :class:`GameError` for a seat that is no instructor's, or that was not joined.
        """
        if by is None:
            return "holder"
        seat = self.joined_seat(by)
        if seat.role != "instructor":
            raise GameError(f"{seat.name} is no instructor; only an instructor can do that")
        return seat.name

    def line(self, name: str | None) -> Branch:
        """The branch of that name, or the one that is played on.

        Raises :class:`GameError` for an unknown name, and for None where each team has a branch of its own.
        """
        state = self._state
        if name is not None:
            return state.line(name)
        teams = tuple(state.game.teams)
        if state.game.advance == "own_pace" and len(teams) > 1:
            raise GameError("each team plays on a line of its own; say which: line=" + ", ".join(state.record.on))
        return state.line_of(state.game.deciding[0].name if state.game.advance == "own_pace" else "")

    def open_line(self, seat: Seat, round: int | None) -> Branch:
        """The branch on which a seat plays. Raises :class:`GameError` where ``round`` is not the open one."""
        line = self._state.line_of(seat.name)
        if self._state.world(line).over:
            raise GameError(f"the game is over: all {self._state.game.rounds} rounds are closed")
        if round is not None and (isinstance(round, bool) or round != line.round):
            condition = "is closed" if isinstance(round, int) and 0 <= round < line.round else "is not open"
            raise GameError(f"round {round!r} {condition}; the open one is {line.round}")
        return line


def number_of_round(number: int) -> int:
    """The number, if it can be that of a round. Raises :class:`GameError`."""
    try:
        return whole_number("round", number, 0)
    except ValueError as error:
        raise GameError(str(error)) from None
