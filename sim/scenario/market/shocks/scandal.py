"""A scandal: an incident of a firm becomes known, people are indignant and talk, and a boycott grows and decays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.registry import register, unknown
from sim.scenario.market.population import Name
from sim.scenario.market.story import Story

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

Part = Annotated[float, Field(ge=0, le=1)]


@register("shock", "scandal")
class Scandal(Story):
    """Pollution, false claims, harsh dismissals: who hears of it minds the conduct of the firm until the anger fades.

    Press and talk, indignation and answers after the crisis literature: Coombs (2007, Corporate Reputation Review 10);
    contagion: Roehm & Tybout (2006, Journal of Marketing Research 43). A boycott that decays within months: Chavis &
    Leslie (2009, Quantitative Marketing and Economics 7). All values are assumed.
    """

    kind: Literal["scandal"]
    firm: Name
    """Firm whose conduct it is."""
    severity: float = Field(ge=0, le=1)
    """By how much the firm's conduct is worse in the eyes of people who are fully indignant; 1 takes all of it."""
    press: float = Field(default=0.05, ge=0)
    """Rate per week at which each person hears of it from the press at first. Assumed."""
    press_half_life: float = Field(default=4.0, gt=0)
    """Weeks after which the press reports half as much. Assumed."""
    word_of_mouth: float = Field(default=0.3, ge=0)
    """Rate per week of hearing from others, where everybody is fully indignant. Assumed."""
    indignation_half_life: float = Field(default=10.0, gt=0)
    """Weeks after which people are half as indignant. Assumed."""
    care: dict[Name, Annotated[float, Field(ge=0, le=100)]] = Field(default={})
    """How much each segment minds such conduct; 1 where a segment is left out."""
    contagion: dict[Name, Part] = Field(default={})
    """Part of what it changes that falls on another firm, for a strong likeness; by firm."""
    found_out: Part = 0.5
    """Chance that a denial is found out. Assumed."""
    found_out_after: float = Field(default=13.0, gt=0)
    """Weeks from a denial until the truth comes out. Assumed."""
    graver: float = Field(default=1.5, ge=1, le=10)
    """Factor by which it is more severe once a denial has been found out. Assumed."""

    @property
    def changes(self) -> str:
        """The conduct of firms."""
        return "conduct"

    def faults(self, firms: Sequence[str], attributes: Sequence[str]) -> list[str]:
        """Firms that are not there."""
        found = [] if self.firm in firms else [f"firm: {unknown('firm', self.firm, firms)}"]
        return found + [f"contagion: {unknown('firm', firm, firms)}" for firm in self.contagion if firm not in firms]

    def story_faults(self, scenario: Scenario) -> list[str]:
        """Segments that are not there."""
        segments = scenario.population.segment_names
        return [f"care: {unknown('segment', name, segments)}" for name in self.care if name not in segments]
