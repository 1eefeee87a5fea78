"""What a scene may ask of whoever leads through the game at one screen."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from sim.apps.notebook.play.scene_panel import ScenePanel
from sim.apps.notebook.play.timer_task import Clock
from sim.game.session.session import Session


class GameHost(Protocol):
    """Leads from scene to scene."""

    session: Session
    stage: ScenePanel
    clock: Clock
    file: Path

    @property
    def people(self) -> tuple[str, ...]:
        """Seats at which people decide."""

    @property
    def leaders(self) -> tuple[str, ...]:
        """Instructors' seats at which people sit."""

    @property
    def present(self) -> tuple[str, ...]:
        """All seats at which people sit: those who decide, lead or look on."""

    @property
    def alone(self) -> bool:
        """Whether one person has the screen to herself, so that nothing need be hidden."""

    def begin(self, people: tuple[str, ...]) -> None:
        """Let these seats be people's and all others the bots'."""

    def onward(self, after: str = "", said: str = "") -> None:
        """Whatever comes next, after this seat is done; ``said`` is shown there."""

    def take(self, seat: str) -> None:
        """Give the screen to a seat."""

    def sit(self, seat: str, said: str = "", page: str = "") -> None:
        """She is there and alone: her view, with this page before her."""

    def table(self, said: str = "") -> None:
        """What all may see."""

    def end(self, said: str = "") -> None:
        """The debrief."""
