"""What a firm can do to its customers: the verbs of the firms' side, each at a tick and for many customers at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.model.batch_draws import draw_lots
from sim.model.firms.market_process import MarketPlace
from sim.model.random_numbers import digest
from sim.model.state.columns import CUSTOMER, HERE, LEFT
from sim.scenario.firm.interface import Rows


class Relations:
    """The relations of one firm with everybody in the market."""

    def __init__(self, place: MarketPlace, name: str) -> None:
        self.place, self.name = place, name
        self.k = place.names.firms.index(name)

    @property
    def person(self) -> NDArray[np.void]:
        """The columns of everybody in the market, :data:`sim.model.state.columns.PERSON`; read, never written."""
        person: NDArray[np.void] = self.place.m.person
        return person

    @property
    def relation(self) -> NDArray[np.void]:
        """The columns of everybody's relation with this firm, :data:`sim.model.state.columns.RELATION`.

        At a tick they may be read; what is written to them goes through the verbs of this class. Between ticks, when
        a need is answered, they must not be read: customers may already have lived on.
        """
        relation: NDArray[np.void] = self.place.m.relation[:, self.k]
        return relation

    def customers(self, segments: Sequence[str] | None = None) -> Rows:
        """Customers now, of these segments or of all."""
        status = self.relation["status"]
        if segments is None:
            return np.flatnonzero(status == CUSTOMER)
        rows = self.place.rows_of(tuple(segments))
        return np.asarray(rows[status[rows] == CUSTOMER])

    def warm(self, customers: Rows, gain: ArrayLike, *, personal: bool = False) -> None:
        """Their social bond rises by ``gain`` × (1 - bond); the rise may belong to a manager instead of the firm."""
        relation = self.relation
        rise = np.minimum(1.0, gain) * (1.0 - relation["social"][customers])
        relation["social"][customers] += rise
        if personal:
            relation["personal"][customers] += rise
        self._stir(customers)

    def part(self, customers: Rows) -> None:
        """Their manager leaves, and takes her part of the social bond along."""
        relation = self.relation
        left = relation["social"][customers] - relation["personal"][customers]
        relation["social"][customers] = np.maximum(0.0, left)
        relation["personal"][customers] = 0.0
        self._stir(customers)

    def convert(self, customers: Rows, part: ArrayLike) -> None:
        """This part of what belongs to their manager becomes a bond with the firm."""
        self.relation["personal"][customers] *= 1.0 - np.asarray(part)

    def bind(self, customers: Rows, gain: ArrayLike) -> None:
        """Their structural bond rises by ``gain`` × (1 - bond)."""
        relation = self.relation
        relation["structural"][customers] += np.minimum(1.0, gain) * (1.0 - relation["structural"][customers])
        self._stir(customers)

    def loosen(self, customers: Rows, part: ArrayLike) -> None:
        """This part of their structural bond is gone."""
        self.relation["structural"][customers] *= 1.0 - np.asarray(part)
        self._stir(customers)

    def cool(self, customers: Rows, part: ArrayLike) -> None:
        """This part of their social bond is gone, a manager's part of it and the firm's alike."""
        relation, left = self.relation, 1.0 - np.asarray(part)
        relation["social"][customers] *= left
        relation["personal"][customers] *= left
        self._stir(customers)

    def learn(self, customers: Rows, gain: ArrayLike) -> None:
        """The firm learns this part of what it does not know of them yet."""
        relation = self.relation
        relation["knowledge"][customers] += np.asarray(gain) * (1.0 - relation["knowledge"][customers])
        self._stir(customers)

    def forget(self, customers: Rows, part: ArrayLike) -> None:
        """This part of what the firm knows of them is gone."""
        self.relation["knowledge"][customers] *= 1.0 - np.asarray(part)
        self._stir(customers)

    def please(self, customers: Rows, experience: ArrayLike) -> None:
        """They live through something of this worth, between 0 and 1; their satisfaction moves towards it."""
        relation, step = self.relation, self.place.m.constant.step
        relation["satisfaction"][customers] += step * (experience - relation["satisfaction"][customers])
        self._stir(customers)

    def _stir(self, customers: Rows) -> None:
        self.place.m.person["drifts"][customers] = 1
        self.place.stirred = True

    def entertain(self, guests: Rows, gain: NDArray[np.float64], cost: float, kind: str) -> None:
        """Guests attend: their social bond rises by ``gain`` × (1 - bond), each costs ``cost`` (money)."""
        self.place.m.relation["news"][guests, self.k] += gain
        self.place.m.person["drifts"][guests] = 1
        self.place.write_each("attendance", guests, firm=self.name, programme=kind, money=cost)

    def lost(self, since: float) -> Rows:
        """Customers who have left the firm since that week (and not the market), ascending."""
        relation = self.place.m.relation[:, self.k]
        here = self.place.m.person["presence"] == HERE
        return np.flatnonzero(here & (relation["status"] == LEFT) & (relation["left_at"] >= since))

    def left_for(self, customers: Rows) -> NDArray[np.int64]:
        """The cause for which each of these left, as a place in the scenario's table."""
        return np.asarray(self.place.m.relation["left_for"][customers, self.k])

    def left_at(self, customers: Rows) -> NDArray[np.float64]:
        """The week in which each of these left."""
        return np.asarray(self.place.m.relation["left_at"][customers, self.k])

    def court(self, customers: Rows, cost: float, outcome: str) -> None:
        """Log an offer to each of these, what it cost, and whether she took it."""
        self.place.write_each("win-back", customers, firm=self.name, money=cost, cause=outcome)

    def invite_back(self, customers: Rows) -> None:
        """These may choose the firm again from this tick on."""
        self.place.m.relation["back"][customers, self.k] = self.place.env.now
        self.place.m.person["drifts"][customers] = 1

    def luck(self, customers: Rows, purpose: str, ordinal: int) -> NDArray[np.float64]:
        """A uniform draw for each of these customers, addressed by firm, purpose and ordinal."""
        lots = np.zeros(len(customers))
        m = self.place.m
        draw_lots(m.luck, m.person, customers, digest(f"{purpose}/{self.name}"), ordinal, lots)
        return lots

    def sociability(self, customers: Rows) -> NDArray[np.float64]:
        """How readily each of these customers takes part, κ."""
        return np.asarray(self.place.m.person["sociability"][customers])
