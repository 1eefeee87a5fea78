"""What a seat hears when it has done something: that it counts, or that it may be a slip."""

from __future__ import annotations

from dataclasses import dataclass

from sim.game.log.decision_log import Entry


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
