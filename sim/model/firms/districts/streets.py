"""Where people live, and which firms they can reach: what happens when they move home or a branch opens or closes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.batch_draws import Addresses, draw_uniforms
from sim.model.customers.event_logging import EXIT, MOVES_HOME, log_event
from sim.model.customers.exits import end_relation
from sim.model.firms.interface import CustomerIds
from sim.model.random_numbers import digest
from sim.model.state.columns import CUSTOMER, HERE, LEFT
from sim.scenario.market.district import moving_cause

if TYPE_CHECKING:
    from sim.model.firms.interface import StoryMarket


class Streets:
    """The districts of a market."""

    def __init__(self, market: StoryMarket) -> None:
        """The districts as they are."""
        self.market = market
        self.names = [district.name for district in market.scenario.districts]
        cause = moving_cause(market.scenario)
        self._cause = market.names.causes.index(cause.name) if cause is not None else -1
        self._budget = np.zeros(len(market.state.person))
        self._key = np.full(len(market.state.person), -1)
        self._moves = np.zeros(len(market.state.person), dtype=np.int64)

    def change(self, place: int, *, moving_away: float, newcomers: float) -> None:
        """Multiply what holds for a district; infinity puts back what had been multiplied by 0."""
        m, scenario = self.market.state, self.market.scenario
        shares = np.diff(m.home_share, prepend=0.0)
        district = scenario.districts[place]
        shares[place] = district.share if np.isinf(newcomers) else shares[place] * newcomers
        if shares.sum() > 0:
            m.home_share[:] = np.cumsum(shares) / shares.sum()
        m.home_moving[place] = district.moving_away if np.isinf(moving_away) else m.home_moving[place] * moving_away
        if moving_away != 1.0:
            self.market.bump_offer_version()
            m.offer_version[1] += 1

    def flow(self, place: int, rates: Mapping[int, float]) -> None:
        """One tick of people of a district moving to others, each when her unit-exponential budget is used up."""
        market, m = self.market, self.market.state
        person, total = m.person, sum(rates.values())
        lives = np.flatnonzero((person["presence"] == HERE) & (person["home"] == place))
        new = lives[self._key[lives] != person["generation"][lives]]
        self._key[new], self._moves[new] = person["generation"][new], 0
        self._budget[new] = -np.log(self._lots(new, place)[:, 0])
        moves = lives[self._budget[lives] <= 0.0]
        if len(moves):
            lots, bounds = self._lots(moves, place)[:, 1], np.cumsum(list(rates.values())) / total
            to = np.array(list(rates))[np.minimum(np.searchsorted(bounds, lots), len(rates) - 1)]
            self._move(moves, to)
            self._moves[moves] += 1
            self._budget[moves] = -np.log(self._lots(moves, place)[:, 0])
        stays = np.setdiff1d(lives, moves, assume_unique=True)
        self._budget[stays] -= total * market.scenario.tick

    def _lots(self, customers: CustomerIds, place: int) -> NDArray[np.float64]:
        person, lots = self.market.state.person, np.zeros((len(customers), 4))
        at = Addresses(
            person["address"][customers], person["generation"][customers].astype(np.int64), self._moves[customers]
        )
        draw_uniforms(self.market.state.stream_key, at, digest(f"moves home/{self.names[place]}"), lots)
        return lots

    def _move(self, customers: CustomerIds, to: CustomerIds) -> None:
        """These people move home at this tick. Firms that are not there lose them."""
        market, m = self.market, self.market.state
        words = [market.names.words.index(name) for name in self.names]
        for i, place in zip(customers.tolist(), to.tolist(), strict=True):
            log_event(market.columns, market.desk, float(market.env.now), i, -1, MOVES_HOME, words[place], -1, 0)
        m.person["home"][customers] = to
        m.person["needs_tick_update"][customers] = 1
        for k in range(m.relation.shape[1]):
            reach = m.presence[to, k] > 0
            self._lose(customers[~reach], k)
            self._readmit(customers[reach], k)

    def settle(self, k: int, place: int, presence: float) -> None:
        """A firm is present in a district as much as this from this tick on."""
        m = self.market.state
        m.presence[place, k] = presence
        self.market.bump_offer_version()
        lives = np.flatnonzero((m.person["presence"] == HERE) & (m.person["home"] == place))
        if presence > 0:
            self._readmit(lives, k)
        else:
            self._lose(lives, k)

    def _lose(self, customers: CustomerIds, k: int) -> None:
        """Customers of the firm whom it can no longer reach are lost to it, and to no other firm."""
        market = self.market
        m = market.columns
        for i in customers[m.relation["status"][customers, k] == CUSTOMER].tolist():
            log_event(m, market.desk, float(market.env.now), i, k, EXIT, self._cause, -1, 0)
            m.relation[i, k].left_for = self._cause
            end_relation(m, market.desk, i, k, float(market.env.now))
            m.person["needs_tick_update"][i] = 1

    def _readmit(self, customers: CustomerIds, k: int) -> None:
        """Those who were lost because the firm was out of reach may choose it again."""
        relation = self.market.state.relation
        lost = (relation["status"][customers, k] == LEFT) & (relation["left_for"][customers, k] == self._cause)
        relation["back"][customers[lost], k] = float(self.market.env.now)
        self.market.state.person["needs_tick_update"][customers[lost]] = 1
