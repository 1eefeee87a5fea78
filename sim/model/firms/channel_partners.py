"""Channel partners at work: who shares which account, what they are owed, how they feel, who leaves, who is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.batch_draws import draw_uniforms_of_one
from sim.model.firms.contact_schedule import PurchaseCounter, due_this_tick
from sim.model.firms.interface import CustomerIds, FirmActions, Process
from sim.model.random_numbers import digest
from sim.registry import register
from sim.scenario.firm.departments.channel_partners import ChannelPartners
from sim.scenario.weeks import WEEKS_A_YEAR

if TYPE_CHECKING:
    from sim.scenario.firm.departments.channel_partners import ChannelPartners, LocalService

TINY = 1e-9


class PartnerProcess:
    """The partners of one firm. A partner has a number; those who are signed for another's accounts take its number."""

    def __init__(self, firm: FirmActions, terms: ChannelPartners) -> None:
        self._firm, self._terms = firm, terms
        everybody, partners = np.arange(firm.people()), terms.partners
        self._whose = (firm.luck(everybody, "partner", 0) * partners).astype(np.int64)
        self._visit_phase = firm.luck(everybody, "partner visit", 0)
        self._in_town = firm.luck(everybody, "partner city", 0)
        self._sales, self._owed = PurchaseCounter(firm, firm.market.rows_of(terms.segments)), np.zeros(len(everybody))
        self._who = [digest(f"partner {number}") for number in range(partners)]
        self._date_phase = self._contract_phases()
        self._goodwill = np.full(partners, terms.fairness(0.0))
        self._signs = np.full(partners, -np.inf)
        self._sold, self._taken = np.zeros(partners), np.zeros(partners)
        self._since, self._settled, self._number = firm.now, firm.now, 0

    def _contract_phases(self) -> NDArray[np.float64]:
        """Where in its contract each partner stands in week 0."""
        if self._terms.contract_dates == "common":
            return np.zeros(self._terms.partners)
        purpose, luck = digest(f"contract date/{self._firm.name}"), self._firm.market.state.stream_key
        return np.array([draw_uniforms_of_one(luck, who, purpose, 0, 0)[0] for who in self._who])

    @property
    def _present(self) -> NDArray[np.bool_]:
        """Which partners are under contract."""
        return np.isneginf(self._signs)

    def work(self, tick: float) -> None:
        """What happens at a tick."""
        firm, terms = self._firm, self._terms
        since, self._since = self._since, firm.now
        self._number += 1
        shared = firm.customers(terms.segments)
        self._count(shared)
        self._visit(shared, since)
        if terms.local_service is not None:
            self._repair(shared, terms.local_service, tick)
        if firm.now - self._settled >= terms.settles - TINY:
            self._settled = firm.now
            self._settle()
        self._sign()
        self._end_contracts(since)

    def _count(self, shared: CustomerIds) -> None:
        """Orders since the last tick, at each account's usual worth: with the partner, or taken past it."""
        firm, market = self._firm, self._firm.market
        orders = self._sales.purchases_since_last()[shared]
        ordered = (orders > 0) & self._present[self._whose[shared]]
        who, orders = shared[ordered], orders[ordered]
        worth = orders * firm.person["spend"][who] * market.level(firm.name, "price")
        taken = firm.luck(who, "order taken", self._number) < self._terms.orders_taken
        partners = self._terms.partners
        self._sold += np.bincount(self._whose[who], worth, partners)
        self._taken += np.bincount(self._whose[who[taken]], worth[taken], partners)
        self._owed[who[~taken]] += self._terms.commission * worth[~taken]

    def _visit(self, shared: CustomerIds, since: float) -> None:
        """Partner and firm visit the account together, and the partner takes as much trouble as it has goodwill."""
        with_partner = shared[self._present[self._whose[shared]]]
        turns = due_this_tick(self._visit_phase[with_partner], self._terms.visits_a_year, since, self._firm.now)
        met = self._firm.identifiable_customers(with_partner[turns])
        if len(met):
            self._firm.raise_social_bond(met, self._terms.warmth * self._goodwill[self._whose[met]])
            self._log(met, "partner visit", 0.0)

    def _repair(self, shared: CustomerIds, service: LocalService, tick: float) -> None:
        """Who reports a fault is helped within the promised time, or later."""
        firm = self._firm
        worth = firm.market.scenario.behaviour.service_experiences
        chance = -np.expm1(-service.faults_a_year / WEEKS_A_YEAR * tick)
        who = shared[firm.luck(shared, "fault", self._number) < chance]
        near = self._present[self._whose[who]] & (self._in_town[who] < service.covered)
        pains = np.where(near, self._goodwill[self._whose[who]], 0.0)
        on_time = service.kept_elsewhere + (service.kept - service.kept_elsewhere) * pains
        kept = firm.luck(who, "repair", self._number) < on_time
        firm.update_satisfaction(who, np.where(kept, worth.answered, worth.failed))
        firm.raise_structural_bond(who[kept & near], service.bond)
        for those, word in ((who[kept], "repaired"), (who[~kept], "repaired late")):
            if len(those):
                self._log(those, word, service.cost)

    def _log(self, customers: CustomerIds, cause: str, cost: float) -> None:
        self._firm.market.write_for_customers("contact", customers, firm=self._firm.name, money=cost, cause=cause)

    def _settle(self) -> None:
        """Commissions are paid, and partners feel how fairly they have been treated since the last settlement."""
        firm, terms = self._firm, self._terms
        who = np.flatnonzero(self._owed > 0)
        if len(who):
            firm.market.write_for_customers("commission", who, firm=firm.name, money=self._owed[who])
        self._owed[:] = 0.0
        for number in np.flatnonzero(self._sold > 0).tolist():
            fair = terms.fairness(float(self._taken[number] / self._sold[number]))
            self._goodwill[number] += terms.temper * (fair - self._goodwill[number])
        self._sold[:], self._taken[:] = 0.0, 0.0

    def _end_contracts(self, since: float) -> None:
        """Those whose contract ends now renew it or leave: chance of leaving = parting ^ goodwill."""
        firm, terms = self._firm, self._terms
        ends = due_this_tick(self._date_phase, WEEKS_A_YEAR / terms.contract, since, firm.now) & self._present
        purpose, luck = digest(f"contract renewal/{firm.name}"), firm.market.state.stream_key
        for number in np.flatnonzero(ends).tolist():
            drawn = draw_uniforms_of_one(luck, self._who[number], purpose, 0, self._number)[0]
            if drawn >= terms.parting ** float(self._goodwill[number]):
                firm.market.write("partner", firm=firm.name, cause="renewed")
                continue
            firm.market.write("partner", firm=firm.name, cause="left")
            self._signs[number] = firm.now + terms.search
            shared = firm.customers(terms.segments)
            hers = shared[self._whose[shared] == number]
            firm.lower_social_bond(hers, terms.takes_along)
            firm.lower_structural_bond(hers, terms.takes_along)

    def _sign(self) -> None:
        """Another partner is signed for the accounts of one who left."""
        firm, terms = self._firm, self._terms
        for number in np.flatnonzero(~self._present & (self._signs <= firm.now + TINY)).tolist():
            firm.market.write("partner", firm=firm.name, cause="signed", money=terms.signing_cost)
            self._signs[number] = -np.inf
            self._goodwill[number] = terms.fairness(0.0)


@register("department_process", "channel_partners")
def run_channel_partners(settings: ChannelPartners, firm: FirmActions) -> Process:
    """Tick by tick: orders, visits, repairs, and whose contract ends."""
    dealers, tick = PartnerProcess(firm, settings), firm.market.scenario.tick
    while True:
        yield firm.wait(tick)
        dealers.work(tick)
