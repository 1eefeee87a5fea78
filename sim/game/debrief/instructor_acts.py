"""What the instructor did on a line: events, money for firms, rounds played again, messages; and who was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sim.game.debrief.timeline_marks import message_rounds, shock_words
from sim.game.game import Seat
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.game.words import round_label
from sim.language.messages import _
from sim.number_text import money
from sim.scenario.market.shock import Shock
from sim.scenario.market.shocks.subsidy import Subsidy

Kind = Literal["event", "money", "correction", "message"]


@dataclass(frozen=True, kw_only=True)
class InstructorAct:
    """One thing that the instructor did."""

    round: int
    """The round that was open, counted from 0."""
    week: float
    """The week from which on it had an effect."""
    kind: Kind
    whom: tuple[str, ...]
    """Firms that it concerned, or the seat that got the message; empty for all."""
    shock: Shock | None = None
    """The event, or the money."""
    text: str = ""
    """The text of a message."""
    branch: str = ""
    """The branch on which a round was played again."""

    @property
    def words(self) -> str:
        """What it was, in the language in use."""
        if self.shock is not None:
            return event_words(self.shock)
        if self.branch:
            said = _("Round {round} was played again, on the branch {branch}.")
            return said.format(round=round_label(self.round), branch=self.branch)
        return self.text


def instructor_acts(play: GameState, line: Branch) -> tuple[InstructorAct, ...]:
    """Everything that the instructor did on a line as far as it was played, in order of time.

    Events that the scenario planned are not among it.
    """
    found = [*_corrections(play, line), *_shocks(line), *_messages(play, line)]
    return tuple(sorted((act for act in found if act.round < max(line.round, 1)), key=lambda act: act.round))


def _shocks(line: Branch) -> Iterator[InstructorAct]:
    for number, shock in line.shocks:
        kind: Kind = "money" if isinstance(shock, Subsidy) else "event"
        yield InstructorAct(round=number, week=shock.at, kind=kind, whom=concerned_firms(shock), shock=shock)


def event_words(shock: Shock) -> str:
    """What an event is, in words; of money who got how much."""
    if not isinstance(shock, Subsidy):
        return shock_words(shock)
    if shock.lasts is None:
        return _("{firm} was given {money}.").format(firm=shock.firm, money=money(shock.money))
    said = _("{firm} was given {money} over {weeks} weeks.")
    return said.format(firm=shock.firm, money=money(shock.money), weeks=shock.lasts)


def _corrections(play: GameState, line: Branch) -> Iterator[InstructorAct]:
    """A line that begins at a round of another one plays that round again."""
    if line.parent:
        yield InstructorAct(round=line.start, week=line.start * play.scenario.round, kind="correction", whom=(),
                            branch=line.name)  # fmt: skip


def _messages(play: GameState, line: Branch) -> Iterator[InstructorAct]:
    for number, entry in message_rounds(play, line):
        yield InstructorAct(round=number, week=number * play.scenario.round, kind="message",
                            whom=(entry.seat,) if entry.seat else (), text=str(entry.content["text"]))  # fmt: skip


def concerned_firms(shock: Shock) -> tuple[str, ...]:
    """The firms that an event names; empty for one that concerns the whole market."""
    if isinstance(shock, Subsidy):
        return (shock.firm,)
    return tuple(getattr(shock, "firms", None) or ())


def money_given(line: Branch, weeks: float) -> Mapping[str, float]:
    """What the instructor has given each firm on a line up to a week, as far as it was paid, in money.

    A subsidy is paid in equal parts at the beginning of each of its weeks; see
    :class:`sim.scenario.market.shocks.subsidy.Subsidy`.
    """
    given: dict[str, float] = {}
    for _round, shock in line.shocks:
        if isinstance(shock, Subsidy) and shock.at < weeks:
            lasts = shock.lasts or 1
            paid = sum(shock.at + week < weeks for week in range(lasts))
            cents = round(shock.money * 100) * paid // lasts
            given[shock.firm] = given.get(shock.firm, 0.0) + cents / 100
    return given


def news_for(line: Branch, seat: Seat) -> tuple[str, ...]:
    """What a seat is told of the instructor's acts in the open round: those that concern its firm, or everybody.

    Seats of key accounts and observers hear of what concerns everybody; money for a firm its own seats alone hear of.
    """
    told = []
    for number, shock in line.shocks:
        firms = concerned_firms(shock)
        if number == line.round and (not firms or seat.steers in firms or seat.role == "instructor"):
            told.append(_("From round {round} on: {event}").format(round=round_label(number), event=event_words(shock)))
    if line.parent and line.start == line.round:
        told.append(_("Round {round} is played again.").format(round=round_label(line.start)))
    return tuple(told)
