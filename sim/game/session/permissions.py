"""Who may do what in a game: which seats there are, who has joined, who leads, which round is open."""

from __future__ import annotations

from sim.game.errors import GameError
from sim.game.game import Seat
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.game.words import listed, round_label
from sim.language.messages import _
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
            odd = _("{name} is no seat").format(name=repr(name))
            raise GameError(str(error.args[0]) if isinstance(error, LookupError) else odd) from None

    def deciding_seat(self, name: str) -> Seat:
        """A seat that decides: for a firm or for a key account. Raises :class:`GameError` for another."""
        seat = self.seat(name)
        if not seat.plays:
            raise GameError(
                _("{seat} is an {role} and steers no firm").format(seat=seat.name, role=role_word(seat.role))
            )
        return seat

    def joined_seat(self, name: str) -> Seat:
        """A seat that was joined with its pass code. Raises :class:`GameError` for another."""
        seat = self.seat(name)
        if seat.name not in self._state.record.joined:
            said = _("nobody has joined as {seat} yet; join with its pass code first")
            raise GameError(said.format(seat=seat.name))
        return seat

    def playing_seat(self, name: str) -> Seat:
        """A seat that decides, that was joined, and that no bot has taken over. Raises :class:`GameError`."""
        seat = self.deciding_seat(self.joined_seat(name).name)
        if seat.name in self._state.record.bots:
            said = _("a bot sits at {seat} now; ask the instructor for the seat")
            raise GameError(said.format(seat=seat.name))
        return seat

    def firm_seat(self, name: str) -> Seat:
        """A seat at which a person steers a firm. Raises :class:`GameError` for another."""
        seat = self.playing_seat(name)
        if not seat.steers:
            raise GameError(
                _("{seat} is an {role} and steers no firm").format(seat=seat.name, role=role_word(seat.role))
            )
        return seat

    def instructor(self, by: str | None) -> str:
        """The name under which an instructor's act is logged: ``holder`` for None, or the instructor's seat.

        Raises :class:`GameError` for a seat that is no instructor's, or that was not joined.
        """
        if by is None:
            return "holder"
        seat = self.joined_seat(by)
        if seat.role != "instructor":
            said = _("{seat} is no instructor; only an instructor can do that")
            raise GameError(said.format(seat=seat.name))
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
            said = _("each team plays on a line of its own; say which: line={lines}")
            raise GameError(said.format(lines=listed(filter(None, state.record.on))))
        return state.line_of(state.game.deciding[0].name if state.game.advance == "own_pace" else "")

    def open_line(self, seat: Seat, round: int | None) -> Branch:
        """The branch on which a seat plays. Raises :class:`GameError` where ``round`` is not the open one."""
        line = self._state.line_of(seat.name)
        if self._state.world(line).over:
            said = _("the game is over: all {rounds} rounds are closed")
            raise GameError(said.format(rounds=self._state.game.rounds))
        if round is not None and (isinstance(round, bool) or round != line.round):
            closed = _("round {round} is closed; the open one is {open}")
            said = (
                closed
                if isinstance(round, int) and 0 <= round < line.round
                else _("round {round} is not open; the open one is {open}")
            )
            asked = round_label(round) if isinstance(round, int) and not isinstance(round, bool) else repr(round)
            raise GameError(said.format(round=asked, open=round_label(line.round)))
        return line


def number_of_round(number: int) -> int:
    """The number, if it can be that of a round. Raises :class:`GameError`."""
    try:
        return whole_number("round", number, 0)
    except ValueError as error:
        raise GameError(str(error)) from None


def role_word(role: str) -> str:
    """A role of a seat in the language in use."""
    words = {
        "firm": _("firm"), "rival": _("rival"), "account": _("account"), "observer": _("observer"),
        "instructor": _("instructor"),
    }  # fmt: skip
    return words.get(role, role)
