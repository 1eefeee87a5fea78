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
from sim.language.messages import _, mark, translate
from sim.scenario.declaration import Declaration
from sim.scenario.files.validation import checked
from sim.scenario.files.validation_errors import ScenarioError


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """It is in the log, and safe there."""

    entry: Entry
    again: bool = False
    """Whether it had been sent before, so that nothing was added."""
    remarked: tuple[str, ...] | None = None
    """The remarks in the language of who decided; None where they come from the log, which holds them in English."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is at odds with the strategy that was stated; it counts all the same."""
        kept = tuple(str(remark) for remark in self.entry.content.get("remarks", ()))
        return kept if self.remarked is None else self.remarked


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
HALVED = mark("{what}: there is half a character in it (one of a surrogate pair), which cannot be kept; take it out")
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
            raise GameError(_("client: give a text of up to 200 characters that is new for everything you send"))
        if not whole(client):
            raise GameError(translate(HALVED).format(what="client"))
        before = self._state.record.clients.get(client)
        if before is None:
            return None
        sent = {name: before.content.get(name) for name in content}
        if (before.act, before.seat, sent) != (act, seat.name, json.loads(json.dumps(content))):
            raise GameError(_("client: this mark came with something else before; give everything you send its own"))
        return Accepted(entry=before, again=True)

    def log(self, entry: Entry) -> Accepted:
        """Write an entry to the log."""
        return Accepted(entry=self._state.write(entry)[0])


def submitted(model: type[Submitted], content: Submitted | Mapping[str, object], seat: Seat) -> Submitted:
    """What a seat sent, as the declared value. Raises :class:`GameError` with everything that is wrong."""
    if isinstance(content, model):
        content = content.model_dump(mode="json", exclude_unset=True)
    return validated(model, content, seat.name)


def validated(model: type[Submitted], content: object, whose: str = "") -> Submitted:
    """The declared value that ``content`` describes; every sentence of an error names ``whose`` it is.

    Raises :class:`GameError` with everything that is wrong.
    """
    opening = _("{whose}: {fault}") if whose else "{fault}"
    try:
        if len(json.dumps(content, default=str)) > LARGEST:
            said = _("this is longer than {most} characters; a decision is shorter").format(most=f"{LARGEST:,}")
            raise GameError(opening.format(whose=whose, fault=said))
        if not whole(json.dumps(content, default=str, ensure_ascii=False)):
            raise GameError(translate(HALVED).format(what=whose or _("text")))
        return checked(model, content)
    except ScenarioError as error:
        raise GameError("\n".join(opening.format(whose=whose, fault=fault) for fault in error.faults)) from None
    except GameError:
        raise
    except (TypeError, ValueError, RecursionError) as error:
        said = _("this cannot be read: {reason}").format(reason=reason_of(error))
        raise GameError(opening.format(whose=whose, fault=said)) from None


def text_of(text: str, what: str) -> str:
    """The text, if it is one and not too long. Raises :class:`GameError`."""
    if not isinstance(text, str) or len(text) > LONGEST:
        said = _("{what}: give a text of up to {most} characters")
        raise GameError(said.format(what=what, most=f"{LONGEST:,}"))
    if not whole(text):
        raise GameError(translate(HALVED).format(what=what))
    return text


def whole(text: str) -> bool:
    """Whether a text can be written down; one that was cut within a character (half a surrogate pair) cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
