"""Public affairs: how a firm answers a scandal of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from sim.registry import register, unknown
from sim.scenario.declaration import Declaration
from sim.scenario.firm.department import Department
from sim.scenario.market.population import Name
from sim.scenario.market.shocks.scandal import Scandal
from sim.scenario.market.story import stories_of

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class AnswerEffect:
    """What an answer does to a scandal."""

    forgiven: float
    """Part of what it changes that is forgiven, where the answer comes at once."""
    calms: float
    """Factor on the weeks in which indignation halves."""
    press: float
    """Factor on what the press reports."""


ANSWERS: dict[str, AnswerEffect] = {
    # All assumed. That an apology and making good lower the anger more than a denial, which keeps the story alive:
    # Coombs (2007, Corporate Reputation Review 10).
    "apology": AnswerEffect(forgiven=0.25, calms=0.7, press=1.0),
    "repair": AnswerEffect(forgiven=0.35, calms=0.6, press=0.2),
    "compensation": AnswerEffect(forgiven=0.5, calms=0.7, press=0.7),
    "denial": AnswerEffect(forgiven=0.1, calms=1.0, press=1.5),
}
FORGIVENESS_WEEKS = 8.0
"""Weeks of delay after which an answer is forgiven two thirds less. Assumed."""


class Answer(Declaration):
    """One answer to a scandal."""

    what: Literal["apology", "repair", "compensation", "denial"]
    """What the firm does; each weighs on anger and press in its own way."""
    after: float = Field(default=1.0, ge=0)
    """Weeks from the incident to the answer."""
    cost: float = Field(default=0.0, ge=0)
    """What it costs, money."""
    each: float = Field(default=0.0, ge=0)
    """What a compensation pays to each indignant customer of the firm, money."""
    story: Name | None = None
    """The scandal that it answers; all scandals of the firm if left out."""


@register("department", "public_affairs")
class PublicAffairs(Department):
    """Answers to scandals of the firm. What an answer forgives falls with its delay: forgiven × exp(-weeks / 8)."""

    source: ClassVar[str] = "Coombs (2007, Corporate Reputation Review 10)"
    event_labels: ClassVar[tuple[str, ...]] = tuple(ANSWERS)

    kind: Literal["public_affairs"] = "public_affairs"
    answers: tuple[Answer, ...] = ()
    """What the firm does about a scandal; nothing, where there are none."""

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Scandals that are not there."""
        own = [s.story_name for s in stories_of(scenario) if isinstance(s, Scandal) and s.firm == firm.name]
        return [
            f"answers.{number}.story: {unknown('scandal of this firm', answer.story, own)}"
            for number, answer in enumerate(self.answers)
            if answer.story is not None and answer.story not in own
        ]
