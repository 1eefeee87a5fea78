"""A game at one screen that is passed from hand to hand: what comes next, and what may be seen when."""

from __future__ import annotations

from pathlib import Path

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.end_page import end
from sim.apps.notebook.play.scene_panel import Clock, DisplayOnce, ScenePanel
from sim.apps.notebook.play.table_page import at_table, hand_over, start
from sim.apps.notebook.play.turn_page import turn
from sim.game.session.session import Session
from sim.language.messages import _
from sim.reports.html_page import paragraph


class HotSeat(DisplayOnce):
    """A game that is being played at this screen. Everything that counts is in ``session`` and in its file.

    ``session`` sees everything; a player who types ``player.session`` in a cell has stopped playing.
    """

    def __init__(self, session: Session, file: Path) -> None:
        """Take the game up where its file says it is."""
        self.session, self.file = session, file
        self.stage = ScenePanel()
        self.clock = Clock(session, lambda: self.onward(said=paragraph(_("The time was up: the round is closed."))))
        self.clock.start()
        if not self.present and session.seconds_left is not None:
            session.pause()
        self.panel = ipywidgets.VBox([self.clock.label, self.stage.panel])
        self.onward()

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
        """Whether one person has the screen to herself, so that nothing need be hidden."""
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
        self.onward()

    def onward(self, after: str = "", said: str = "") -> None:
        """Whatever comes next: a seat that has not decided yet, or the table, or the end."""
        if not self.people and not self.leaders:
            self.stage.show(*start(self), tall=False)
            return
        waiting = self._waiting()
        if waiting is None:
            self.end(said)
        elif self.alone and waiting:
            self.sit(self.people[0], said)
        elif waiting:
            place = self.people.index(after) if after in self.people else -1
            later = [seat for seat in waiting if self.people.index(seat) > place]
            self._hand_over((later or waiting)[0], said)
        elif self.leaders and not self.alone:
            self._hand_over(self.leaders[0], said)
        else:
            self.table(said)

    def take(self, seat: str) -> None:
        """Give the screen to a seat: at once where there is nobody to hide anything from."""
        if self.alone:
            self.sit(seat)
        else:
            self._hand_over(seat, "")

    def sit(self, seat: str, said: str = "", page: str = "") -> None:
        """She is there and alone: her view."""
        self.stage.show(*turn(self, seat, said, page))

    def table(self, said: str = "") -> None:
        """What all may see."""
        self.stage.show(*at_table(self, said))

    def end(self, said: str = "") -> None:
        """The debrief."""
        self.stage.show(*end(self, said))

    def close(self) -> None:
        """Let the file go, so that another notebook can open it."""
        self.clock.stop()
        self.stage.show()
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

    def _hand_over(self, seat: str, said: str) -> None:
        self.stage.show(*hand_over(self, seat, said, lambda: self.sit(seat)))
