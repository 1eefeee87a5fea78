"""What a firm can do to its customers: the verbs of the firms' side, each at a tick and for many customers at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.model.batch_draws import draw_uniform
from sim.model.firms.interface import CustomerIds
from sim.model.firms.market_process import MarketProcess
from sim.model.random_numbers import digest
from sim.model.state.columns import CUSTOMER, HERE, LEFT


class CustomerActions:
    """The relations of one firm with everybody in the market."""

    def __init__(self, market: MarketProcess, name: str) -> None:
        self.market, self.name = market, name
        self.index = market.names.firms.index(name)

    @property
    def person(self) -> NDArray[np.void]:
        """The columns of everybody in the market, :data:`sim.model.state.columns.PERSON`; read, never written."""
        person: NDArray[np.void] = self.market.state.person
        return person

    @property
    def relation(self) -> NDArray[np.void]:
        """The columns of everybody's relation with this firm, :data:`sim.model.state.columns.RELATION`.

        At a tick they may be read; what is written to them goes through the verbs of this class. Between ticks, when
        a need is answered, they must not be read: customers may already have lived on.
        """
        relation: NDArray[np.void] = self.market.state.relation[:, self.index]
        return relation

    def customers(self, segments: Sequence[str] | None = None) -> CustomerIds:
        """Customers now, of these segments or of all."""
        status = self.relation["status"]
        if segments is None:
            return np.flatnonzero(status == CUSTOMER)
        rows = self.market.rows_of(tuple(segments))
        return np.asarray(rows[status[rows] == CUSTOMER])

    def raise_social_bond(self, customers: CustomerIds, gain: ArrayLike, *, personal: bool = False) -> None:
        """Their social bond rises by ``gain`` × (1 - bond); the rise may belong to a manager instead of the firm."""
        relation = self.relation
        rise = np.minimum(1.0, gain) * (1.0 - relation["social"][customers])
        relation["social"][customers] += rise
        if personal:
            relation["personal"][customers] += rise
        self._mark_for_update(customers)

    def remove_manager_bond(self, customers: CustomerIds) -> None:
        """Their manager leaves, and takes her part of the social bond along."""
        relation = self.relation
        left = relation["social"][customers] - relation["personal"][customers]
        relation["social"][customers] = np.maximum(0.0, left)
        relation["personal"][customers] = 0.0
        self._mark_for_update(customers)

    def transfer_bond_to_firm(self, customers: CustomerIds, part: ArrayLike) -> None:
        """This part of what belongs to their manager becomes a bond with the firm."""
        self.relation["personal"][customers] *= 1.0 - np.asarray(part)

    def raise_structural_bond(self, customers: CustomerIds, gain: ArrayLike) -> None:
        """Their structural bond rises by ``gain`` × (1 - bond)."""
        relation = self.relation
        relation["structural"][customers] += np.minimum(1.0, gain) * (1.0 - relation["structural"][customers])
        self._mark_for_update(customers)

    def lower_structural_bond(self, customers: CustomerIds, part: ArrayLike) -> None:
        """This part of their structural bond is gone."""
        self.relation["structural"][customers] *= 1.0 - np.asarray(part)
        self._mark_for_update(customers)

    def lower_social_bond(self, customers: CustomerIds, part: ArrayLike) -> None:
        """This part of their social bond is gone, a manager's part of it and the firm's alike."""
        relation, left = self.relation, 1.0 - np.asarray(part)
        relation["social"][customers] *= left
        relation["personal"][customers] *= left
        self._mark_for_update(customers)

    def learn(self, customers: CustomerIds, gain: ArrayLike) -> None:
        """The firm learns this part of what it does not know of them yet."""
        relation = self.relation
        relation["knowledge"][customers] += np.asarray(gain) * (1.0 - relation["knowledge"][customers])
        self._mark_for_update(customers)

    def forget(self, customers: CustomerIds, part: ArrayLike) -> None:
        """This part of what the firm knows of them is gone."""
        self.relation["knowledge"][customers] *= 1.0 - np.asarray(part)
        self._mark_for_update(customers)

    def update_satisfaction(self, customers: CustomerIds, experience: ArrayLike) -> None:
        """They live through something of this worth, between 0 and 1; their satisfaction moves towards it."""
        relation, step = self.relation, self.market.state.constant.step
        relation["satisfaction"][customers] += step * (experience - relation["satisfaction"][customers])
        self._mark_for_update(customers)

    def let_believe(self, customers: CustomerIds, levels: ArrayLike) -> None:
        """From now on these believe so much of the firm's promises, in units of perceived service."""
        self.relation["promise"][customers] = levels
        self._mark_for_update(customers)

    def _mark_for_update(self, customers: CustomerIds) -> None:
        self.market.state.person["needs_tick_update"][customers] = 1

    def entertain(self, guests: CustomerIds, gain: NDArray[np.float64], cost: float, kind: str) -> None:
        """Guests attend: their social bond rises by ``gain`` × (1 - bond), each costs ``cost`` (money)."""
        self.market.state.relation["pending_social_gain"][guests, self.index] += gain
        self.market.state.person["needs_tick_update"][guests] = 1
        self.market.write_for_customers("attendance", guests, firm=self.name, programme=kind, money=cost)

    def lost(self, since: float) -> CustomerIds:
        """Customers who have left the firm since that week (and not the market), ascending."""
        relation = self.market.state.relation[:, self.index]
        here = self.market.state.person["presence"] == HERE
        return np.flatnonzero(here & (relation["status"] == LEFT) & (relation["left_at"] >= since))

    def left_for(self, customers: CustomerIds) -> NDArray[np.int64]:
        """The cause for which each of these left, as a place in the scenario's table."""
        return np.asarray(self.market.state.relation["left_for"][customers, self.index])

    def left_at(self, customers: CustomerIds) -> NDArray[np.float64]:
        """The week in which each of these left."""
        return np.asarray(self.market.state.relation["left_at"][customers, self.index])

    def log_winback_offer(self, customers: CustomerIds, cost: float, outcome: str) -> None:
        """Log an offer to each of these, what it cost, and whether she took it."""
        self.market.write_for_customers("win-back", customers, firm=self.name, money=cost, cause=outcome)

    def invite_back(self, customers: CustomerIds) -> None:
        """These may choose the firm again from this tick on."""
        self.market.state.relation["back"][customers, self.index] = self.market.env.now
        self.market.state.person["needs_tick_update"][customers] = 1

    def scar(self, customers: CustomerIds, scars: ArrayLike) -> None:
        """In the spell that comes, the rates at which these leave are multiplied by exp(scar)."""
        self.market.state.relation["scar"][customers, self.index] = scars

    def luck(self, customers: CustomerIds, purpose: str, ordinal: int) -> NDArray[np.float64]:
        """A uniform draw for each of these customers, addressed by firm, purpose and ordinal."""
        lots = np.zeros(len(customers))
        state = self.market.state
        draw_uniform(state.stream_key, state.person, customers, digest(f"{purpose}/{self.name}"), ordinal, lots)
        return lots

    def sociability(self, customers: CustomerIds) -> NDArray[np.float64]:
        """How readily each of these customers takes part, κ."""
        return np.asarray(self.market.state.person["sociability"][customers])
