"""Who may do what in a game, and what may be given to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeVar

from sim.game.decision_log import DecisionLog
from sim.game.game import Game, Seat
from sim.game.lines import Line
from sim.game.play import Clock, Play
from sim.game.refusal import Refused
from sim.scenario.checking import checked
from sim.scenario.declaration import Declaration
from sim.scenario.faults import ScenarioError

Given = TypeVar("Given", bound=Declaration)
LONGEST = 2_000
"""Characters of a reason or a message."""
LARGEST = 20_000
"""Characters of a decision, written as JSON."""


class Rights:
    """A game in progress behind a door at which everybody is asked who they are and what they bring."""

    def __init__(self, log: DecisionLog, clock: Clock) -> None:
        """Take up the game in a log. Raises :class:`Refused` where it makes no sense."""
        try:
            self.playing = Play(log, clock)
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
            raise Refused(str(error.args[0]) if isinstance(error, LookupError) else f"{name!r} is no seat") from None

    def _firm_seat(self, name: str) -> Seat:
        place = self._seat(name)
        if not place.steers:
            raise Refused(f"{place.name} is an {place.role} and steers no firm")
        return place

    def _joined(self, name: str) -> Seat:
        place = self._seat(name)
        if place.name not in self.playing.record.joined:
            raise Refused(f"nobody has joined as {place.name} yet; join with its pass code first")
        return place

    def _steering(self, name: str) -> Seat:
        place = self._firm_seat(self._joined(name).name)
        if place.name in self.playing.record.bots:
            raise Refused(f"a bot sits at {place.name} now; ask the instructor for the seat")
        return place

    def _leads(self, by: str | None) -> str:
        """Who acts: the holder of the session, or an instructor who has joined."""
        if by is None:
            return "holder"
        place = self._joined(by)
        if place.role != "instructor":
            raise Refused(f"{place.name} is no instructor; only an instructor can do that")
        return place.name

    def _line(self, name: str | None) -> Line:
        if name is not None:
            return self.playing.line(name)
        if self.game.advance == "own_pace" and len(self.game.steering) > 1:
            raise Refused("each team plays on a line of its own; say which: line=" + ", ".join(self.playing.record.on))
        return self.playing.line_of(self.game.steering[0].name if self.game.advance == "own_pace" else "")

    def _given(self, model: type[Given], content: Given | Mapping[str, object], place: Seat) -> Given:
        if isinstance(content, model):
            content = content.model_dump(mode="json", exclude_unset=True)
        return self._checked(model, content, f"{place.name}: ")

    def _checked(self, model: type[Given], content: object, opening: str = "") -> Given:
        try:
            if len(json.dumps(content, default=str)) > LARGEST:
                raise Refused(f"{opening}this is longer than {LARGEST:,} characters; a decision is shorter")
            return checked(model, content)
        except ScenarioError as error:
            raise Refused("\n".join(f"{opening}{fault}" for fault in error.faults)) from None
        except (TypeError, ValueError, RecursionError) as error:
            raise error if isinstance(error, Refused) else Refused(f"{opening}this cannot be read: {error}") from None


def text_of(text: str, what: str) -> str:
    """The text, if it is one and not too long. Raises :class:`Refused`."""
    if not isinstance(text, str) or len(text) > LONGEST:
        raise Refused(f"{what}: give a text of up to {LONGEST:,} characters")
    return text
