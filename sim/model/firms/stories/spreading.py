"""How a story reaches people, and what those who have heard of it perceive: the state of each story in a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.batch_draws import draw_uniform
from sim.model.firms.interface import CustomerIds
from sim.model.random_numbers import digest
from sim.model.state.columns import HERE
from sim.model.state.market import Market
from sim.scenario.market.story import stories_of

if TYPE_CHECKING:
    from sim.model.firms.interface import StoryMarket


class Spreading:
    """One story: who has heard of it, how far it is on each one's mind, and what it changes at which firm."""

    def __init__(self, market: StoryMarket, name: str) -> None:
        """Nobody has heard of it yet, and it changes nothing."""
        names = [story.story_name for story in stories_of(market.scenario)]
        self.market, self.name, self.number = market, name, names.index(name)
        people = len(market.state.person)
        self.mind = np.zeros(people)
        """How far it is on each one's mind, 0 to 1."""
        self.heard = np.zeros(people, dtype=bool)
        self.present = np.zeros(people, dtype=bool)
        """Who was in the market when people last listened."""
        self._budget = np.zeros(people)
        self._generation = np.full(people, -1, dtype=np.int32)
        self._wave = 0

    @property
    def _m(self) -> Market:
        return self.market.state

    def listen(self) -> CustomerIds:
        """Those whose budget of not hearing has run out by this tick. Newcomers begin unaware, with a new budget."""
        person = self._m.person
        self.present = np.asarray(person["presence"] == HERE)
        new = np.flatnonzero(person["generation"] != self._generation)
        if len(new):
            self._generation[new] = person["generation"][new]
            self.heard[new], self.mind[new] = False, 0.0
            self._budget[new] = self._unit_budgets(new)
        hears = np.flatnonzero(~self.heard & (self._budget <= 0.0) & self.present)
        self.heard[hears] = True
        return hears

    def tell(self, rate: float) -> None:
        """Until the next tick, all who are present and have not heard of it hear of it at this rate per week."""
        used = rate * self.market.scenario.tick
        np.subtract(self._budget, used, out=self._budget, where=self.present & ~self.heard)

    def begin_again(self) -> None:
        """There is news: everybody can hear of it once more, with a budget of its own."""
        self._wave += 1
        self.heard[:] = False
        everybody = np.arange(len(self._budget))
        self._budget[:] = self._unit_budgets(everybody)

    def _unit_budgets(self, customers: CustomerIds) -> NDArray[np.float64]:
        lots = np.zeros(len(customers))
        draw_uniform(self._m.stream_key, self._m.person, customers, digest(f"hears/{self.name}"), self._wave, lots)
        return -np.log(lots)

    def publish_minds(self, perceived: NDArray[np.float64]) -> None:
        """Let each customer perceive at this tick so much of what it changes; whom it does not move is not touched."""
        column = self._m.touched[:, self.number]
        changed = np.flatnonzero((perceived != column) & self.present)
        column[changed] = perceived[changed]
        self._m.person["needs_tick_update"][changed] = 1

    def publish_depth(self, place: int, depth: float) -> None:
        """Let it change the level of the firm at this place of the offers by so much, for those who have it on their
        mind."""
        if self._m.depth[self.number, place] != depth:
            self._m.depth[self.number, place] = depth
            self.market.bump_offer_version()
