"""How far a long run of the command line has come."""

from __future__ import annotations

from sim.progress import SECONDS_BEFORE_SHOWN, ProgressBar


class Progressing(ProgressBar):
    """Hears of a run's progress and shows it on the error channel."""

    def __init__(self, weeks: float, replications: int, *, delay: float = SECONDS_BEFORE_SHOWN) -> None:
        """``weeks`` of one replication, how many replications there are, and seconds before anything is shown."""
        super().__init__("weeks", weeks * replications, delay=delay)
        self._weeks, self._replications = weeks, replications

    def __call__(self, replication: int, week: float) -> None:
        """Show that this replication has come to this week."""
        which = f", replication {replication + 1} of {self._replications}" if self._replications > 1 else ""
        self.update(replication * self._weeks + week, f"week {week:g} of {self._weeks:g}{which}")
