"""What every customer remembers of one firm's promises: trust, apart from satisfaction; and what others hear of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.model.state.columns import CUSTOMER
from sim.scenario.firm.departments.promises import CUSTOMERS, REVIEW, TALK

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.model.firms.interface import FirmActions
    from sim.model.firms.service_requests import Request
    from sim.scenario.firm.departments.promises import Promises

HEARD_STEP = 0.005
"""Least change of what people hear that they notice."""
TINY = 1e-9


class TrustMemory:
    """Trust of everybody in the market in one firm, 0 to 1.

    Who has lived through a promise of the firm goes by that. All others go by what people hear, which follows the mean
    trust of the firm's customers. Trust stays when a customer leaves the firm; a newcomer begins anew.
    """

    def __init__(self, firm: FirmActions, first: float) -> None:
        """Nobody knows anything of the firm: everybody trusts it by the part ``first``."""
        self._firm, people = firm, firm.people()
        self._trust = np.full(people, first)
        self._lived = np.zeros(people, dtype=bool)
        self._generation = np.array(firm.person["generation"], dtype=np.int64)
        self._talk = self._told = first
        self._appeal = 0.0
        self._changed: set[int] = set()
        self._reviewed = firm.now

    def of(self, need: Request) -> float:
        """Trust of the customer who gave this order; what people hear where another customer lives there by now."""
        there = self._generation[need.customer] == need.generation
        return float(self._trust[need.customer]) if there and self._lived[need.customer] else self._talk

    def remember(self, need: Request, changed: Callable[[float], float]) -> None:
        """A promise to the customer was kept or broken: trust becomes what ``changed`` makes of it."""
        who = need.customer
        if self._generation[who] == need.generation:
            self._trust[who] = changed(self.of(need))
            self._lived[who] = True
            self._changed.add(who)

    def tell(self, asked: Promises) -> None:
        """At a tick: newcomers begin anew, people hear of the firm, and believe it as far as they trust it."""
        self._forget_gone()
        everybody = self._hear(asked)
        appeal = asked.appeal()
        if appeal != self._appeal:
            self._appeal, everybody = appeal, True
        if everybody:
            self._trust[~self._lived] = self._told
            self._firm.relation["promise"][:] = appeal * self._trust
            self._firm.market.bump_offer_version()
        elif self._changed:
            rows = np.array(sorted(self._changed), dtype=np.int64)
            self._firm.let_believe(rows, appeal * self._trust[rows])
        self._changed.clear()

    def _forget_gone(self) -> None:
        """Who has taken the place of someone who moved away knows nothing by experience."""
        generation = self._firm.person["generation"]
        new = generation != self._generation
        if not new.any():
            return
        self._generation[new], self._lived[new] = generation[new], False
        self._trust[new] = self._told
        if self._appeal:
            self._firm.let_believe(np.flatnonzero(new), self._appeal * self._told)

    def _hear(self, asked: Promises) -> bool:
        """Every four weeks what people hear moves to the mean trust of customers; whether they notice a change."""
        firm, weeks = self._firm, self._firm.now - self._reviewed
        if weeks < REVIEW - TINY:
            return False
        self._reviewed = firm.now
        customers = np.flatnonzero(firm.relation["status"] == CUSTOMER)
        if len(customers) == 0:
            return False
        mean = float(np.where(self._lived[customers], self._trust[customers], self._talk).mean())
        self._talk += -math.expm1(-asked.trust.heard * weeks) * (mean - self._talk)
        firm.market.write("trust", firm=firm.name, cause=CUSTOMERS, money=100.0 * mean)
        firm.market.write("trust", firm=firm.name, cause=TALK, money=100.0 * self._talk)
        if abs(self._talk - self._told) < HEARD_STEP:
            return False
        self._told = self._talk
        return True

    def commit(self, asked: Promises, weeks: float) -> None:
        """Trust that was gained becomes commitment: the social bond of customers moves towards it, from below only."""
        firm, rules = self._firm, asked.trust
        relation = firm.relation
        gained = np.maximum(0.0, self._trust - rules.first) / max(TINY, 1.0 - rules.first)
        warms = self._lived & (relation["status"] == CUSTOMER) & (gained > relation["social"])
        who = np.flatnonzero(warms)
        if len(who) and rules.commits > 0.0:
            social = relation["social"][who]
            part = -math.expm1(-rules.commits * weeks)
            firm.raise_social_bond(who, part * (gained[who] - social) / (1.0 - social))
