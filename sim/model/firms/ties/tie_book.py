"""The ties of one firm's people: one row for each person and customer who have a tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.firms.interface import CustomerIds, FirmActions
from sim.model.state.columns import CUSTOMER, GONE, HERE, PROSPECT
from sim.scenario.firm.departments.ties import (
    BUSINESS,
    BUSINESS_STRENGTH,
    GIVEN_STRENGTH,
    INTRODUCED,
    INTRODUCED_STRENGTH,
)

if TYPE_CHECKING:
    from sim.scenario.firm.departments.ties import Ties

TIE = np.dtype(
    [
        ("customer", "i8"),  # row in the population
        ("generation", "i4"),  # which of those who live in that place
        ("person", "i8"),  # number of the firm's person
        ("given", "f8"),  # strength that was there from the start
        ("made", "f8"),  # part of the missing strength that favours have made
        ("owes", "?"),  # whether the customer owes a favour
        ("since", "f8"),  # week of the last favour done
    ],
    align=True,
)


class TieBook:
    """The ties of one firm, in order of customers, then of the firm's people."""

    def __init__(self, firm: FirmActions, segments: tuple[str, ...] | None) -> None:
        self._firm, self._segments = firm, segments
        self.ties: NDArray[np.void] = np.zeros(0, TIE)
        self._met = np.full(firm.people(), -1, dtype=np.int64)

    @property
    def strength(self) -> NDArray[np.float64]:
        """Strength of each tie, 0 to 1."""
        return np.asarray(self.ties["given"] + (1.0 - self.ties["given"]) * self.ties["made"])

    def drop_gone(self) -> None:
        """Ties with people who have left the market are no more; that they left is in the log."""
        person, ties = self._firm.person, self.ties
        who = ties["customer"]
        stays = (person["presence"][who] != GONE) & (person["generation"][who] == ties["generation"])
        if not stays.all():
            self.ties = ties[stays]

    def _known(self) -> CustomerIds:
        """Rows of the people with whom there may be ties: who is in the market, and who may still come to it."""
        rows = self._firm.market.rows_of(self._segments or self._firm.market.names.segments)
        return np.asarray(rows[self._firm.person["presence"][rows] != GONE])

    def is_here(self, customers: CustomerIds) -> NDArray[np.bool_]:
        """Which of these people are in the market."""
        return np.asarray(self._firm.person["presence"][customers] == HERE)

    def meet_newcomers(self, asked: Ties, people: list[int]) -> None:
        """Who is new since the last tick may have something in common with the firm's people."""
        there = self._known()
        generation = self._firm.person["generation"][there]
        new = there[self._met[there] != generation]
        self._met[there] = generation
        for person in people:
            self._discover(asked, person, new)

    def meet_everybody(self, asked: Ties, person: int) -> None:
        """One of the firm's people who has just come finds out to whom there are ties."""
        there = self._known()
        self._discover(asked, person, there[self._met[there] == self._firm.person["generation"][there]])

    def _discover(self, asked: Ties, person: int, customers: CustomerIds) -> None:
        """Draw the ties that are given between this person and these customers; of several the strongest counts."""
        free = np.ones(len(customers), dtype=bool)
        for origin, strength in sorted(GIVEN_STRENGTH.items(), key=lambda row: -row[1]):
            if origin in asked.given:
                drawn = self._firm.luck(customers, f"tie of {origin}", person) < asked.given[origin]
                self.begin(customers[drawn & free], person, strength, origin)
                free &= ~drawn

    def introduce(self, customers: CustomerIds, person: int) -> None:
        """These customers are introduced to the person."""
        self.begin(customers, person, INTRODUCED_STRENGTH, INTRODUCED)

    def begin_in_business(self, person: int, number: int) -> CustomerIds:
        """Begin ties with so many customers of the firm to whom nobody there has one, in an order of chance."""
        customers = self._firm.customers(self._segments)
        customers = customers[~np.isin(customers, self.ties["customer"])]
        order = np.argsort(self._firm.luck(customers, "tie of business", person), kind="stable")
        chosen = np.sort(customers[order[:number]])
        self.begin(chosen, person, BUSINESS_STRENGTH, BUSINESS)
        return chosen

    def begin(self, customers: CustomerIds, person: int, strength: float, origin: str) -> None:
        """Begin ties of this strength with customers who have none to the person; the bond is there at once."""
        if len(customers) == 0:
            return
        new = np.zeros(len(customers), TIE)
        new["customer"], new["person"], new["given"] = customers, person, strength
        new["generation"] = self._firm.person["generation"][customers]
        new["since"] = self._firm.now
        self.add(new)
        self._firm.market.write_for_customers("tie", customers, firm=self._firm.name, money=0.0, cause=origin)
        self.warm(customers, np.full(len(customers), strength), 1.0)

    def add(self, ties: NDArray[np.void]) -> None:
        """Put these rows into the book."""
        both = np.concatenate([self.ties, ties])
        self.ties = both[np.lexsort((both["person"], both["customer"]))]

    def take_out(self, person: int) -> NDArray[np.void]:
        """Take all ties of a person out of the book, and return them."""
        gone = self.ties["person"] == person
        taken: NDArray[np.void] = self.ties[gone]
        self.ties = self.ties[~gone]
        return taken

    def strangers(self, person: int) -> CustomerIds:
        """People in the market who have no tie to this person, ascending."""
        known = self.ties["customer"][self.ties["person"] == person]
        there = self._known()
        return there[self.is_here(there) & ~np.isin(there, known)]

    def warm(self, customers: CustomerIds, strength: NDArray[np.float64], part: float) -> None:
        """Move the social bond of these customers by a part of what it is below the strength of their ties.

        A customer with several ties is warmed by the strongest. People who have left the firm are not warmed.
        """
        relation = self._firm.relation
        who, place = np.unique(customers, return_inverse=True)
        strongest = np.zeros(len(who))
        np.maximum.at(strongest, place, strength)
        social, status = relation["social"][who], relation["status"][who]
        below = (strongest > social) & ((status == CUSTOMER) | (status == PROSPECT))
        who, social, strongest = who[below], social[below], strongest[below]
        if len(who):
            self._firm.raise_social_bond(who, part * (strongest - social) / (1.0 - social), personal=True)
