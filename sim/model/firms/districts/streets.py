"""Where people live, and which firms they can reach: what happens when they move home or a branch opens or closes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.batch_draws import Addresses, draw_uniforms
from sim.model.customers.moving_home import meet_branch, move_home
from sim.model.event_log import ROW
from sim.model.firms.interface import CustomerIds
from sim.model.random_numbers import digest
from sim.model.state.columns import HERE
from sim.model.state.market import WorkerBuffer
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
        self._words = np.array([market.names.words.index(name) for name in self.names])
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
        moves, done = np.stack([customers, to]), 0
        while done < len(customers):
            done = move_home(self.market.state, self._desk(), moves, self._words, self._cause, self._now(), done)

    def settle(self, k: int, place: int, presence: float) -> None:
        """A firm is present in a district as much as this from this tick on."""
        m = self.market.state
        m.presence[place, k] = presence
        self.market.bump_offer_version()
        lives, done = np.flatnonzero((m.person["presence"] == HERE) & (m.person["home"] == place)), 0
        while done < len(lives):
            done = meet_branch(m, self._desk(), lives, k, self._cause, self._now(), done)

    def _desk(self) -> WorkerBuffer:
        """Where compiled rules write; there is room for the rows of one customer at least."""
        desk = self.market.desk
        return desk._replace(rows=desk.rows.view(ROW, np.ndarray))

    def _now(self) -> float:
        return float(self.market.env.now)
