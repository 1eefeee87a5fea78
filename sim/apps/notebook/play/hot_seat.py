"""A game at one screen that is passed from hand to hand: what comes next, and who sits where."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from sim.apps.classroom.seats.drafts import Drafts
from sim.apps.notebook.play.game_requests import GameRequests
from sim.apps.notebook.play.page_widget import CellPlayer, PageRequest, PageWidget
from sim.apps.notebook.play.round_clock import RoundClock
from sim.apps.notebook.play.still import still_game
from sim.game.debrief.debrief import Debrief
from sim.game.session.session import Session


class HotSeat(CellPlayer):
    """A game that is being played at this screen. Everything that counts is in ``session`` and in its file.

    ``session`` sees everything; a player who types ``player.session`` in a cell has stopped playing.
    """

    def __init__(self, session: Session, file: Path) -> None:
        """Take the game up where its file says it is."""
        self.session, self.file = session, file
        self.drafts = Drafts(session.playing.log.path)
        self.found: Debrief | None = None
        """The debrief that was read last."""
        self.clock = RoundClock(session, self.drafts, self._round_closed)
        self.clock.start()
        if not self.present and session.seconds_left is not None:
            session.pause()
        self.requests = GameRequests(self)
        self._told = self._position()
        self.page = PageWidget("game", self.requests.answer, self._changed)

    @property
    def people(self) -> tuple[str, ...]:
        """Seats at which people decide."""
        record = self.session.playing.record
        return tuple(
            s.name for s in self.session.game.deciding if s.name in record.joined and s.name not in record.bots
        )

    @property
    def leaders(self) -> tuple[str, ...]:
        """Instructors' seats at which people sit."""
        return self._others("instructor")

    @property
    def present(self) -> tuple[str, ...]:
        """All seats at which people sit: those who decide, lead or look on."""
        return (*self.people, *self.leaders, *self._others("observer"))

    @property
    def alone(self) -> bool:
        """Whether one person has the screen, so that nothing need be hidden."""
        return len(self.present) == 1

    def begin(self, people: tuple[str, ...]) -> None:
        """Let these seats be people's and all others the bots'."""
        for seat in self.session.game.seats:
            if seat.name in people:
                self.session.join(seat.name, self.session.codes[seat.name])
            elif seat in self.session.game.deciding:
                self.session.seat_bot(seat.name)
        if self.session.seconds_left is not None:
            self.session.resume()
        self.page.tell()

    def next_page(self, after: str = "") -> tuple[str, str]:
        """What comes next, after a seat is done, and for which seat.

        Returns:
            ``start`` where it is asked who plays; ``sit`` where one person is alone; ``hand_over`` to the next person
            who has not decided, or to the instructor; ``table``; or ``end``.
        """
        if not self.people and not self.leaders:
            return "start", ""
        if self.alone:
            return "sit", self.present[0]
        waiting = self._waiting()
        if waiting is None:
            return "end", ""
        if waiting:
            place = self.people.index(after) if after in self.people else -1
            later = [seat for seat in waiting if self.people.index(seat) > place]
            return "hand_over", (later or waiting)[0]
        return ("hand_over", self.leaders[0]) if self.leaders else ("table", "")

    def still(self) -> Markup:
        """How the game stands, as HTML: what all may see, and for a person who plays alone what that seat is told."""
        return still_game(self)

    def close(self) -> None:
        """Let the file go, so that another notebook can open it."""
        self.clock.stop()
        self.page.close()
        self.session.close()
        self.closed = True

    def __repr__(self) -> str:
        game = self.session.game
        return f"<{game.name}, kept in {self.file.name}: line {self.session.line()}, {game.rounds} rounds>"

    def _others(self, role: str) -> tuple[str, ...]:
        joined = self.session.playing.record.joined
        return tuple(seat.name for seat in self.session.game.seats if seat.role == role and seat.name in joined)

    def _waiting(self) -> list[str] | None:
        """People who have not decided yet, in order; None once there is nothing left to decide for anyone."""
        views = [self.session.view(seat) for seat in self.people or self.leaders]
        if all(view.over for view in views):
            return None
        return [
            seat for seat, view in zip(self.people, views, strict=False) if not view.over and seat in view.waiting_for
        ]

    def _position(self) -> tuple[object, ...]:
        """What a still depends on: who sits where, and which rounds are closed."""
        return self.present, self.session.line(), *((name, held.round) for name, held in self.session.lines.items())

    def _changed(self, _request: PageRequest) -> None:
        """Bring the still up to date where a round has closed or someone has sat down."""
        position = self._position()
        if position != self._told:
            self._told = position
            self.update_still()

    def _round_closed(self) -> None:
        self._told = self._position()
        self.update_still()
        self.page.tell()
