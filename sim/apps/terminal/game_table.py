"""A game at one keyboard: seats take turns, each looks alone, bots play the others, until all rounds are closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.apps.terminal.screen import Screen
from sim.apps.terminal.seat_turn import Turn
from sim.game.errors import GameError
from sim.game.presentation.seat_sections import seat_sections
from sim.language.messages import _
from sim.registry import unknown

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.session.session import Session

ALL = "all"
"""Given for a seat: people sit at every seat that decides something."""


def refuse_strange(game: Game, wanted: Sequence[str]) -> None:
    """Do nothing where people can take these seats. Raises :class:`GameError` for names of no seat that decides."""
    names = [seat.name for seat in game.deciding]
    odd = [name for name in wanted if name not in names and name != ALL]
    if odd:
        raise GameError("\n".join(f"--seat: {unknown('seat', name, [*names, ALL])}" for name in odd))


def seated(session: Session, wanted: Sequence[str]) -> tuple[str, ...]:
    """Let people take these seats, and bots all others that decide something; returns who the people are.

    Without any the people stay where they were; in a new game the first seat is a person's. Raises :class:`GameError`.
    """
    refuse_strange(session.game, wanted)
    names = [seat.name for seat in session.game.deciding]
    bots = session.playing.record.bots
    before = [name for name in names if name in session.playing.record.joined and name not in bots]
    people = names if ALL in wanted else [name for name in names if name in wanted] or before or names[:1]
    for name in people:
        session.join(name, session.codes[name])
        if name in bots:
            session.seat_human(name)
    for name in names:
        if name not in people and name not in session.playing.record.bots:
            session.seat_bot(name)
    return tuple(people)


def played(session: Session, people: Sequence[str], screen: Screen) -> None:
    """Play until all rounds are closed.

    Raises :class:`QuitRequestedError` when someone leaves; the file keeps what was decided.
    """
    last = people[0] if len(people) == 1 else ""
    while not all(session.view(name).over for name in people):
        waiting = [name for name in people if _is_waited_for(session, name)]
        if not waiting:
            with screen.waiting(_("The market runs for one round")):
                session.close_round()
            screen.say(_("The round is closed."))
            continue
        if waiting[0] != last:
            screen.hand_over(waiting[0])
        last = waiting[0]
        Turn(session, last, screen).take()
    for name in people:
        if name != last:
            screen.hand_over(name)
        last = name
        screen.tell(seat_sections(session.view(name)))


def _is_waited_for(session: Session, name: str) -> bool:
    view = session.view(name)
    return not view.over and view.standing is None
