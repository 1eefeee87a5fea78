"""Who may do what in a game, and what may be given to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from sim.game.errors import GameError, reason_of
from sim.game.game import Game, Seat
from sim.game.log.decision_log import Entry
from sim.game.log.log_copy import Log
from sim.game.session.answers import Accepted
from sim.game.session.branches import Branch
from sim.game.session.game_state import Clock, GameState
from sim.results.simulate import whole_number
from sim.scenario.declaration import Declaration
from sim.scenario.files.validation import checked
from sim.scenario.files.validation_errors import ScenarioError

Given = TypeVar("Given", bound=Declaration)
LONGEST = 2_000
"""Characters of a reason or a message."""
LARGEST = 20_000
"""Characters of a decision, written as JSON."""
HALVED = "there is half a character in it (one of a surrogate pair), which cannot be kept; take it out"
"""What is said of a text that was cut within a character."""


class Permissions:
    """A game in progress behind a door at which everybody is asked who they are and what they bring."""

    def __init__(self, log: Log, clock: Clock) -> None:
        """Take up the game in a log. Raises :class:`GameError` where it makes no sense."""
        try:
            self.playing = GameState(log, clock)
            """The game in progress behind it, with everything that is hidden: not for those who play."""
        except BaseException:
            log.close()
            raise

    @property
    def game(self) -> Game:
        """The game as it was declared."""
        return self.playing.game

    def _seat(self, name: str) -> Seat:
        try:
            return self.game.seat(name)
        except (LookupError, TypeError) as error:
            raise GameError(str(error.args[0]) if isinstance(error, LookupError) else f"{name!r} is no seat") from None

    def _deciding(self, name: str) -> Seat:
        place = self._seat(name)
        if not place.plays:
            raise GameError(f"{place.name} is an {place.role} and steers no firm")
        return place

    def _firm_seat(self, name: str) -> Seat:
        """A seat that steers a firm, at which somebody has sat down."""
        place = self._playing(name)
        if not place.steers:
            raise GameError(f"{place.name} is an {place.role} and steers no firm")
        return place

    def _joined(self, name: str) -> Seat:
        place = self._seat(name)
        if place.name not in self.playing.record.joined:
            raise GameError(f"nobody has joined as {place.name} yet; join with its pass code first")
        return place

    def _playing(self, name: str) -> Seat:
        """A seat that decides, at which somebody has sat down and no bot sits."""
        place = self._deciding(self._joined(name).name)
        if place.name in self.playing.record.bots:
            raise GameError(f"a bot sits at {place.name} now; ask the instructor for the seat")
        return place

    def _leads(self, by: str | None) -> str:
        """Who acts: the holder of the session, or an instructor who has joined."""
        if by is None:
            return "holder"
        place = self._joined(by)
        if place.role != "instructor":
            raise GameError(f"{place.name} is no instructor; only an instructor can do that")
        return place.name

    def _line(self, name: str | None) -> Branch:
        if name is not None:
            return self.playing.line(name)
        teams = tuple(self.game.teams)
        if self.game.advance == "own_pace" and len(teams) > 1:
            raise GameError(
                "each team plays on a line of its own; say which: line=" + ", ".join(self.playing.record.on)
            )
        return self.playing.line_of(self.game.deciding[0].name if self.game.advance == "own_pace" else "")

    def _open_line(self, place: Seat, round: int | None) -> Branch:
        line = self.playing.line_of(place.name)
        if self.playing.world(line).over:
            raise GameError(f"the game is over: all {self.game.rounds} rounds are closed")
        if round is not None and (isinstance(round, bool) or round != line.round):
            state = "is closed" if isinstance(round, int) and 0 <= round < line.round else "is not open"
            raise GameError(f"round {round!r} {state}; the open one is {line.round}")
        return line

    def _sent_before(self, client: str | None, act: str, place: Seat, content: Mapping[str, Any]) -> Accepted | None:
        if client is None:
            return None
        if not isinstance(client, str) or not 0 < len(client) <= 200:
            raise GameError("client: give a text of up to 200 characters that is new for everything you send")
        if not whole(client):
            raise GameError(f"client: {HALVED}")
        before = self.playing.record.clients.get(client)
        if before is None:
            return None
        sent = {name: before.content.get(name) for name in content}
        if (before.act, before.seat, sent) != (act, place.name, json.loads(json.dumps(content))):
            raise GameError("client: this mark came with something else before; give everything you send its own")
        return Accepted(entry=before, again=True)

    def _say(self, entry: Entry) -> Accepted:
        return Accepted(entry=self.playing.write(entry)[0])

    def _given(self, model: type[Given], content: Given | Mapping[str, object], place: Seat) -> Given:
        if isinstance(content, model):
            content = content.model_dump(mode="json", exclude_unset=True)
        return self._checked(model, content, f"{place.name}: ")

    def _checked(self, model: type[Given], content: object, opening: str = "") -> Given:
        try:
            if len(json.dumps(content, default=str)) > LARGEST:
                raise GameError(f"{opening}this is longer than {LARGEST:,} characters; a decision is shorter")
            if not whole(json.dumps(content, default=str, ensure_ascii=False)):
                raise GameError(f"{opening}{HALVED}")
            return checked(model, content)
        except ScenarioError as error:
            raise GameError("\n".join(f"{opening}{fault}" for fault in error.faults)) from None
        except GameError:
            raise
        except (TypeError, ValueError, RecursionError) as error:
            raise GameError(f"{opening}this cannot be read: {reason_of(error)}") from None


def text_of(text: str, what: str) -> str:
    """The text, if it is one and not too long. Raises :class:`GameError`."""
    if not isinstance(text, str) or len(text) > LONGEST:
        raise GameError(f"{what}: give a text of up to {LONGEST:,} characters")
    if not whole(text):
        raise GameError(f"{what}: {HALVED}")
    return text


def whole(text: str) -> bool:
    """Whether a text can be written down; one that was cut within a character (half a surrogate pair) cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def number_of_round(number: int) -> int:
    """The number, if it can be that of a round. Raises :class:`GameError`."""
    try:
        return whole_number("round", number, 0)
    except ValueError as error:
        raise GameError(str(error)) from None
