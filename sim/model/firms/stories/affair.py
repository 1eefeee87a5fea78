"""A scandal in the course of a run: how indignant people are, how much the press reports, what has been forgiven."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.model.firms.stories.spreading import Spreading
from sim.model.random_numbers import digest, lifetime_index, uniforms
from sim.model.state.columns import CUSTOMER
from sim.scenario.firm.departments.public_affairs import ANSWERS, FORGIVENESS_WEEKS, Answer
from sim.scenario.market.shocks.scandal import Scandal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.model.firms.interface import StoryMarket

FORGOTTEN = 1e-3
"""Indignation below this is none (assumed)."""
STEPS = 16
"""Customers look anew at firms when their indignation has come nearer to another sixteenth of the whole.

So what they act on is at most 1/32 beside what they feel, and over a whole fading 2% less of it. A week in which it
halves in ten weeks takes away more than that, 1/15. What is told to others and written down is not rounded.
"""
SILENT_PRESS = 1e-9
"""A rate per week below which the press does not report."""


class Affair(Spreading):
    """One scandal: how indignant people are, how much the press reports, and what has been forgiven."""

    def __init__(self, market: StoryMarket, scandal: Scandal) -> None:
        """Nothing has happened yet."""
        super().__init__(market, scandal.story_name)
        self.scandal = scandal
        self.severity = scandal.severity
        self.press = scandal.press
        self.half_life = scandal.indignation_half_life
        self.forgiven: dict[str, float] = {}
        """Part that is forgiven, by answer."""
        segments = market.scenario.population.segment_names
        care = np.array([scandal.care.get(name, 1.0) for name in segments])
        self._felt_per_step: NDArray[np.float64] = care[market.state.person["segment"]] / STEPS

    def publish(self) -> None:
        """Let customers read how grave it is, at the firm and at those it is thought to be like."""
        depth = -self.severity * math.prod(1 - part for part in self.forgiven.values())
        names = self.market.firms()
        for firm, part in {**self.scandal.contagion, self.scandal.firm: 1.0}.items():
            self.publish_depth(names.index(firm), part * depth)

    def step(self) -> tuple[int, float]:
        """One tick: who hears is indignant, the others calm down. Returns how many know of it, and the indignation."""
        tick = self.market.scenario.tick
        self.mind *= 0.5 ** (tick / self.half_life)
        self.mind[self.mind < FORGOTTEN] = 0.0
        self.mind[self.listen()] = 1.0
        self.publish_minds(np.rint(self.mind * STEPS) * self._felt_per_step)
        here = self.present
        people, anger = int(np.count_nonzero(here)), float(self.mind[here].sum())
        self.tell(self.press + self.scandal.word_of_mouth * anger / max(1, people))
        self.press *= 0.5 ** (tick / self.scandal.press_half_life)
        self.press = self.press if self.press > SILENT_PRESS else 0.0
        return int(np.count_nonzero(self.heard & here)), anger

    def answer(self, answer: Answer, delay: float) -> None:
        """The firm answers so many weeks after the incident."""
        effect = ANSWERS[answer.what]
        self.forgiven[answer.what] = effect.forgiven * math.exp(-delay / FORGIVENESS_WEEKS)
        self.half_life *= effect.calms
        self.press *= effect.press
        self.publish()
        k = self.market.firms().index(self.scandal.firm)
        paid = (self.mind > 0) & (self.market.state.relation["status"][:, k] == CUSTOMER)
        money = answer.cost + (answer.each * int(np.count_nonzero(paid)) if answer.what == "compensation" else 0.0)
        self.market.write("spending", firm=self.scandal.firm, cause=answer.what, money=money)

    def come_out(self) -> None:
        """The denial is found out: it is graver than before, the press is back, and everybody can hear of it anew."""
        self.forgiven.pop("denial", None)
        self.severity *= self.scandal.graver
        self.press = self.scandal.press
        self.begin_again()
        self.publish()

    def is_found_out(self) -> bool:
        """Whether the truth about a denial will come out: one draw for the firm and the story."""
        who, purpose = digest(self.scandal.firm), digest(f"found out/{self.name}")
        return uniforms(self.market.state.stream_key, who, purpose, lifetime_index(0, 0), 0)[0] < self.scandal.found_out


def affair_of(market: StoryMarket, shock: Scandal) -> Affair:
    """The state of a scandal, made when it is first asked for."""
    found = market.stories.setdefault(shock.story_name, Affair(market, shock))
    assert isinstance(found, Affair)
    return found
