"""The book of accounts: who is worth a relationship, who looks after each, and how often she is visited."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.firms.interface import CustomerIds, FirmActions
from sim.model.state.columns import CUSTOMER
from sim.scenario.firm.departments.relationship_managers import TRUST
from sim.scenario.market.key_account import NEED_NAMES
from sim.scenario.weeks import WEEKS_A_MONTH, WEEKS_A_QUARTER, WEEKS_A_YEAR

if TYPE_CHECKING:
    from sim.scenario.firm.departments.relationship_managers import RelationshipManagers, VisitPlan

FAMILIAR = 0.1
"""Social bond from which an account is no stranger."""
TRUSTS = 0.3
"""Social bond from which there is trust: in the person while more of the bond is hers, else in the organisation."""


def trust(social: NDArray[np.float64], personal: NDArray[np.float64]) -> NDArray[np.int64]:
    """The station of each account, as a place in :data:`TRUST`, from its social bond and the manager's part of it.

    >>> trust(np.array([0.0, 0.2, 0.5, 0.5]), np.array([0.0, 0.2, 0.4, 0.1])).tolist()
    [0, 1, 2, 3]
    """
    deep = np.where(personal > social - personal, 2, 3)
    return np.where(social < FAMILIAR, 0, np.where(social < TRUSTS, 1, deep))


def log_trust(firm: FirmActions, accounts: NDArray[np.void]) -> NDArray[np.int64]:
    """Log where on the path each account now is, if it has moved; returns the stations."""
    who = accounts["customer"]
    now = trust(firm.relation["social"][who], firm.relation["personal"][who])
    for station, name in enumerate(TRUST):
        moved = who[(now == station) & (accounts["trust"] != station)]
        if len(moved):
            firm.market.write_for_customers("door", moved, firm=firm.name, money=0.0, cause=name)
    return now


NOBODY = -1
"""Number of the manager of an account whose manager's post was closed."""
TINY = 1e-9

ACCOUNT = np.dtype(
    [
        ("customer", "i8"),  # her row in the population
        ("generation", "i4"),  # which of those who live in her place
        ("spell", "i4"),  # and which of her stays with the firm
        ("manager", "i8"),  # number of the manager's post, or NOBODY
        ("door", "i8"),  # place in DOORS
        ("trust", "i8"),  # place on the path of trust; -1 before it is looked at
        ("worth", "f8"),  # money a year that she spends in the category, as the firm believed at the screening
        ("every", "f8"),  # weeks between two visits, as the plan has it
        ("due", "f8"),  # week from which the next visit is due
        ("seen", "f8"),  # week of the last visit, or in which the account was opened
        ("known", "?", (len(NEED_NAMES),)),  # which of her needs are known
    ],
    align=True,
)


class AccountList:
    """The accounts of one firm, in order of customers."""

    def __init__(self, firm: FirmActions) -> None:
        self._firm = firm
        self.accounts: NDArray[np.void] = np.zeros(0, ACCOUNT)

    def drop_lost(self) -> None:
        """A customer who has left the firm since the last tick is an account no more; her exit is in the log."""
        relation, person = self._firm.relation, self._firm.person
        who = self.accounts["customer"]
        stays = relation["status"][who] == CUSTOMER
        stays &= (relation["spell"][who] == self.accounts["spell"]) & (
            person["generation"][who] == self.accounts["generation"]
        )
        if not stays.all():
            self.accounts = self.accounts[stays]

    def room(self, asked: RelationshipManagers, present: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many more accounts each post can take; ``present`` says which posts are filled."""
        looked_after = self.accounts["manager"][self.accounts["manager"] != NOBODY]
        taken = np.bincount(looked_after, minlength=len(present))
        return np.where(present, np.maximum(0, asked.accounts_each - taken), 0)

    def reassign(self, room: NDArray[np.int64]) -> CustomerIds:
        """Give accounts whose manager's post was closed to others, the most valuable first, as far as there is room."""
        orphans = np.flatnonzero(self.accounts["manager"] == NOBODY)
        orphans = orphans[np.argsort(-self.accounts["worth"][orphans], kind="stable")][: int(room.sum())]
        self.accounts["manager"][orphans] = most_room_first(room, len(orphans))
        return np.sort(orphans)

    def screen(self, asked: RelationshipManagers, room: NDArray[np.int64]) -> CustomerIds:
        """Open accounts for the most valuable customers who pass the screening, as far as there is room.

        The firm goes by what it believes of those it can name. Accounts that are open stay with their manager; each new
        one, the most valuable first, goes to the manager with the most room. Returns the rows of the new accounts.
        """
        firm = self._firm
        found = firm.identifiable_customers(firm.customers())
        if asked.segments is not None:
            numbers = [firm.market.names.segments.index(name) for name in asked.segments]
            found = found[np.isin(firm.believed_segment(found), numbers)]
        worth = firm.believed_worth(found) * WEEKS_A_YEAR
        new = (worth >= asked.least_worth) & ~np.isin(found, self.accounts["customer"])
        found, worth = found[new], worth[new]
        chosen = np.argsort(-worth, kind="stable")[: int(room.sum())]
        found, worth = found[chosen], worth[chosen]
        opened = np.zeros(len(found), ACCOUNT)
        opened["customer"], opened["worth"] = found, worth
        opened["generation"] = firm.person["generation"][found]
        opened["spell"] = firm.relation["spell"][found]
        opened["manager"] = most_room_first(room, len(found))
        opened["trust"], opened["seen"], opened["due"] = -1, firm.now, np.inf
        book = np.concatenate([self.accounts, opened])
        self.accounts = book[np.argsort(book["customer"], kind="stable")]
        return np.sort(found)

    def plan(self, plan: VisitPlan) -> None:
        """Write down how often each account is visited: by its place in worth among its manager's accounts."""
        book = self.accounts
        order = np.lexsort((book["customer"], -book["worth"], book["manager"]))
        manager = book["manager"][order]
        rank = np.arange(len(book)) - np.searchsorted(manager, manager)
        every = np.where(
            rank < plan.weekly, 1.0, np.where(rank < plan.weekly + plan.monthly, WEEKS_A_MONTH, WEEKS_A_QUARTER)
        )
        book["every"][order] = every
        new = np.isinf(book["due"])
        start = self._firm.luck(book["customer"][new], "first visit", 0)
        book["due"][new] = self._firm.now + book["every"][new] * start
        book["due"] = np.minimum(book["due"], self._firm.now + book["every"] * plan.put_off)


def most_room_first(room: NDArray[np.int64], accounts: int) -> NDArray[np.int64]:
    """Numbers of the managers who get so many accounts, one after another; of those with equal room the first.

    >>> most_room_first(np.array([1, 3, 2]), 5).tolist()
    [1, 1, 2, 0, 1]
    """
    posts = [(-int(free), number) for number, free in enumerate(room)]
    heapq.heapify(posts)
    given = np.zeros(accounts, dtype=np.int64)
    for place in range(accounts):
        free, given[place] = posts[0]
        heapq.heapreplace(posts, (free + 1, int(given[place])))
    return given
