"""An invention in the course of a run: who wants it, and who sells it."""

from __future__ import annotations

import numpy as np

from sim.model.firms.interface import StoryMarket
from sim.model.firms.stories.spreading import Spreading
from sim.scenario.market.shocks.invention import Invention
from sim.scenario.market.story import stories_of


class Diffusion(Spreading):
    """An invention: who wants it, and who sells it."""

    def __init__(self, market: StoryMarket, invention: Invention, base: Diffusion | None) -> None:
        """Nobody wants it yet, and nobody sells it."""
        super().__init__(market, invention.story_name)
        self.invention, self.base = invention, base

    def want(self) -> float:
        """One tick: some come to want it. Returns how many people in the market do."""
        hears = self.listen()
        self.mind[hears] = 1.0
        before = self.base
        while before is not None:
            before.heard[hears], before.mind[hears] = True, 1.0
            before.present = self.present
            before.publish_minds(before.mind)
            before = before.base
        self.publish_minds(self.mind)
        here = self.present
        people, wanting = int(np.count_nonzero(here)), float(self.mind[here].sum())
        pull = self.invention.outside_pull + self.invention.word_of_mouth * wanting / max(1, people)
        self.tell(pull)
        return wanting

    def sell(self, place: int) -> None:
        """From now on it is to be had of the firm at this place of the offers, and what it builds on too."""
        self.publish_depth(place, self.invention.depth)
        if self.base is not None:
            self.base.sell(place)


def diffusion_of(market: StoryMarket, shock: Invention) -> Diffusion:
    """The state of an invention, made when it is first asked for."""
    if shock.story_name not in market.stories:
        earlier = {story.story_name: story for story in stories_of(market.scenario) if isinstance(story, Invention)}
        base = diffusion_of(market, earlier[shock.builds_on]) if shock.builds_on is not None else None
        market.stories[shock.story_name] = Diffusion(market, shock, base)
    found = market.stories[shock.story_name]
    assert isinstance(found, Diffusion)
    return found
