"""Keeping in touch, at work: whose turn it is, who calls, what is mended, and what it costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.firms.contact_schedule import PurchaseCounter, due_this_tick
from sim.model.firms.interface import CustomerIds, FirmActions, Process
from sim.registry import register
from sim.scenario.firm.departments.contact import DEGREES, Contact


@register("department_process", "contact")
def keep_in_touch(settings: Contact, firm: FirmActions) -> Process:
    """Tick by tick, call whose turn it is, hear who calls, and mend what can be mended."""
    people, tick = ContactProcess(firm, settings), firm.market.scenario.tick
    while people.needed or firm.settings.policy is not None:
        yield firm.wait(tick)
        people.work(tick)


class ContactProcess:
    """The people who keep in touch, at work."""

    def __init__(self, firm: FirmActions, contact: Contact) -> None:
        self._firm = firm
        self._phase = firm.luck(np.arange(firm.people()), "contact phase", 0)
        self._sales = PurchaseCounter(firm)
        self._recovered = firm.market.scenario.behaviour.service_experiences.recovered
        self._since, self._number = firm.now, 0
        self._agree(contact)

    def _agree(self, contact: Contact) -> None:
        """Which degree each segment has from now on, and what degrees mean."""
        order, segments = list(DEGREES), self._firm.market.names.segments
        self._contact = contact
        self._meant = [contact.degree(name) for name in order]
        self._degree = np.array([order.index(contact.degrees.get(segment, "basic")) for segment in segments])
        idle = [not (each.contacts or each.after_sale or each.speaks_up) for each in self._meant]
        self.needed = [segment for segment, degree in zip(segments, self._degree, strict=True) if not idle[degree]]
        """Segments with which firm and customer ever speak."""

    def work(self, tick: float) -> None:
        """One tick's contacts."""
        firm = self._firm
        since, self._since = self._since, firm.now
        self._number += 1
        contact = firm.settings.department(Contact)
        if contact is not None and contact is not self._contact:  # the firm's decisions have changed it
            self._agree(contact)
        bought = self._sales.purchases_since_last()
        if not self.needed:
            return
        customers = firm.customers(self.needed)
        degree = self._degree[firm.person["segment"][customers]]
        troubled = self._troubled(customers)
        calls = due_this_tick(self._phase[customers], self._each("contacts")[degree], since, firm.now)
        calls |= (self._each("after_sale")[degree] > 0) & (bought[customers] > 0)
        calls &= np.isin(customers, firm.identifiable_customers(customers[calls]))
        chance = 1.0 - (1.0 - self._each("speaks_up")[degree]) ** tick
        hears = troubled & (chance > 0)
        hears[hears] = firm.luck(customers[hears], "speaks up", self._number) < chance[hears]
        met = calls | hears
        if met.any():
            self._speak(customers[met], degree[met], troubled[met])
            self._book(customers[met], degree[met], tick)

    def _each(self, field: str) -> NDArray[np.float64]:
        """A field of the five degrees, in their order."""
        return np.array([float(getattr(degree, field)) for degree in self._meant])

    def _troubled(self, customers: CustomerIds) -> NDArray[np.bool_]:
        """Whose satisfaction lies below what she expects by more than she tolerates."""
        satisfaction, norm = self._firm.relation["satisfaction"][customers], self._firm.person["norm"][customers]
        below: NDArray[np.bool_] = satisfaction < norm - self._contact.tolerance
        return below

    def _speak(self, met: CustomerIds, degree: NDArray[np.int64], troubled: NDArray[np.bool_]) -> None:
        """What contacts leave behind. Trouble that cannot be mended leaves her satisfaction as it was."""
        firm = self._firm
        lucky = firm.luck(met, "mended", self._number) < self._each("mends")[degree]
        firm.update_satisfaction(met[~troubled], self._each("experience")[degree[~troubled]])
        firm.update_satisfaction(met[troubled & lucky], self._recovered)
        firm.raise_social_bond(met, self._each("warmth")[degree])
        firm.learn(met, self._each("learning")[degree])
        firm.raise_structural_bond(met, self._each("bond")[degree])

    def _book(self, met: CustomerIds, degree: NDArray[np.int64], tick: float) -> None:
        """A row for each contact; all of them are dearer when the people the firm has are not enough."""
        cost = self._each("cost")
        load, dearer = float(cost[degree].sum()) / tick, 1.0
        if self._contact.team is not None and load > self._contact.team:
            dearer = (load / self._contact.team) ** self._contact.scarcity
        for number, name in enumerate(DEGREES):
            those = met[degree == number]
            if len(those):
                firm = self._firm
                firm.market.write_for_customers(
                    "contact", those, firm=firm.name, money=cost[number] * dearer, cause=name
                )
