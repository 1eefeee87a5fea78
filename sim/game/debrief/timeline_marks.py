"""Events and messages of a game with the round in which they fell, to be marked on its timelines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sim.game.log.entries import Entry
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.game.shocks import NAMED_SHOCKS
from sim.game.words import listed, option_word, round_label, word
from sim.language.messages import _
from sim.number_text import significant
from sim.scenario.market.shock import Shock


@dataclass(frozen=True, kw_only=True)
class TimelineMark:
    """An event in the market, or a message of the instructor."""

    label: str
    """A letter for an event, a number for a message, in order of time."""
    round: int
    """The round that was open."""
    week: float
    """The week of an event; of a message the week in which the round began."""
    kind: Literal["event", "message"]
    to: str
    """The seat that got the message; empty where all did, and for events."""
    text: str = ""
    """The text of a message."""
    shock: Shock | None = None
    """The event."""
    branch: str = ""
    """The branch on which the round was played again; empty for other events."""

    @property
    def words(self) -> str:
        """What happened, or the text of the message."""
        if self.branch:
            said = _("Round {round} was played again, on the branch {branch}.")
            return said.format(round=round_label(self.round), branch=self.branch)
        return self.text if self.shock is None else shock_words(self.shock)


def timeline_marks(play: GameState, line: Branch, seat: str = "") -> tuple[TimelineMark, ...]:
    """The events on a line in order of time, then its messages; for a seat only messages that it got.

    Events are those of the scenario and those that the instructor dealt out, as far as the line was played.
    """
    weeks = play.scenario.round
    dealt = [(number, shock) for number, shock in line.shocks]
    planned = [(int(shock.at // weeks), shock) for shock in play.scenario.shocks]
    events: list[tuple[int, float, Shock | None, str]] = [
        (number, shock.at, shock, "") for number, shock in planned + dealt
    ]  # fmt: skip
    if line.parent:
        events.append((line.start, line.start * weeks, None, line.name))
    events = sorted((one for one in events if one[0] < line.round), key=lambda one: one[:2])
    found = [
        TimelineMark(label=_letter(place), round=number, week=week, kind="event", to="", shock=shock, branch=branch)
        for place, (number, week, shock, branch) in enumerate(events)
    ]
    heard = [
        (number, entry) for number, entry in message_rounds(play, line) if seat in ("", entry.seat) or not entry.seat
    ]
    return tuple(found) + tuple(
        TimelineMark(
            label=str(place), round=number, week=number * weeks, kind="message", to=entry.seat,
            text=str(entry.content["text"]),
        )
        for place, (number, entry) in enumerate(heard, start=1)
    )  # fmt: skip


def shock_words(shock: Shock) -> str:
    """What an event is, in words, with its figures and the firms that it strikes."""
    held = shock.model_dump(mode="json", exclude_unset=True)
    named = next((one for one in NAMED_SHOCKS.values() if one.content.items() <= held.items()), None)
    told = {"at", "kind"} | (set(named.content) if named else set())
    rest = listed(f"{word(name)} {_value(value)}" for name, value in held.items() if name not in told)
    words = word(shock.kind)
    if named:
        words = _("{shock}: {meaning}").format(shock=named.title, meaning=named.meaning)
    return _("{shock} ({terms})").format(shock=words, terms=rest) if rest else words


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return listed(map(_value, value))
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return significant(float(value)) if is_number else option_word(str(value))  # type: ignore[arg-type]


def message_rounds(play: GameState, line: Branch) -> Iterator[tuple[int, Entry]]:
    """Messages with the round of this line that was open when they were sent."""
    closings = [_closing(play, line, number) for number in range(line.round)]
    for entry in play.record.messages:
        number = sum(closed < entry.number for closed in closings)
        if number < line.round:
            yield number, entry


def _closing(play: GameState, line: Branch, number: int) -> int:
    """The place in the log at which a round of a line was closed, on this line or on the one that it began from."""
    owner = line
    while number < owner.start and owner.parent:
        owner = play.line(owner.parent)
    places = (
        entry.number
        for entry in play.record.entries
        if (entry.act, entry.line, entry.round) == ("closed", owner.name, number)
    )
    return next(places, 0)


def _letter(place: int) -> str:
    """A, B, ... Z, then A2, B2, ...

    >>> _letter(0), _letter(27)
    ('A', 'B2')
    """
    times, letter = divmod(place, 26)
    return chr(ord("A") + letter) + (str(times + 1) if times else "")
