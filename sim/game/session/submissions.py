"""What players and instructors send: checked against its form, logged once, and what they hear of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sim.game.errors import GameError, reason_of
from sim.game.game import Seat
from sim.game.log.entries import Entry
from sim.game.session.game_state import GameState
from sim.scenario.declaration import Declaration
from sim.scenario.files.validation import checked
from sim.scenario.files.validation_errors import ScenarioError


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """It is in the log, and safe there."""

    entry: Entry
    again: bool = False
    """Whether it had been sent before, so that nothing was added."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is at odds with the strategy that was stated; it counts all the same."""
        return tuple(str(remark) for remark in self.entry.content.get("remarks", ()))


@dataclass(frozen=True, kw_only=True)
class ConfirmationNeeded:
    """It may be a slip, and does not count yet; if it is meant, decide the same with ``confirmed=question.token``."""

    slips: tuple[str, ...]
    token: str


Submitted = TypeVar("Submitted", bound=Declaration)
LONGEST = 2_000
"""Characters of a reason or a message."""
LARGEST = 20_000
"""Characters of a decision, written as JSON."""
HALVED = "there is half a character in it (one of a surrogate pair), which cannot be kept; take it out"
"""The advice on a text that was cut within a character."""


class Submissions:
    """The log of a game, as players write to it."""

    def __init__(self, state: GameState) -> None:
        """Write to the log of this game in progress."""
        self._state = state

    def sent_before(self, client: str | None, act: str, seat: Seat, content: Mapping[str, Any]) -> Accepted | None:
        """The entry that the same submission made when it was sent before; None for a new one.

        Raises :class:`GameError` for a mark that cannot be one, or that came with something else.
        """
        if client is None:
            return None
        if not isinstance(client, str) or not 0 < len(client) <= 200:
            raise GameError("client: give a text of up to 200 characters that is new for everything you send")
        if not whole(client):
            raise GameError(f"client: {HALVED}")
        before = self._state.record.clients.get(client)
        if before is None:
            return None
        sent = {name: before.content.get(name) for name in content}
        if (before.act, before.seat, sent) != (act, seat.name, json.loads(json.dumps(content))):
            raise GameError("client: this mark came with something else before; give everything you send its own")
        return Accepted(entry=before, again=True)

    def log(self, entry: Entry) -> Accepted:
        """Write an entry to the log."""
        return Accepted(entry=self._state.write(entry)[0])


def submitted(model: type[Submitted], content: Submitted | Mapping[str, object], seat: Seat) -> Submitted:
    """What a seat sent, as the declared value. Raises :class:`GameError` with everything that is wrong."""
    if isinstance(content, model):
        content = content.model_dump(mode="json", exclude_unset=True)
    return validated(model, content, f"{seat.name}: ")


def validated(model: type[Submitted], content: object, opening: str = "") -> Submitted:
    """The declared value that ``content`` describes; every sentence of an error begins with ``opening``.

    Raises :class:`GameError` with everything that is wrong.
    """
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
