"""Deliveries of one firm: each order comes in time or late, whole or faulty; promises are kept, broken, made good."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sim.model.engine.scheduler import then
from sim.model.firms.promises.trust_memory import TrustMemory
from sim.model.firms.request_dispatch import RequestDraws
from sim.model.state.columns import distribution_record
from sim.registry import register
from sim.scenario.firm.departments.promises import BROKEN, FAULTY, HONOURED, KEPT, LATE, REFUSED, Promises

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.model.firms.interface import FirmActions, Process
    from sim.model.firms.service_requests import Request, RequestBatch, ScheduledAction


class Luck(NamedTuple):
    """Four uniform draws of an order: below the part in question, the thing happens."""

    express: float
    faulty: float
    claims: float
    paid: float


class Order(NamedTuple):
    """An order on its way, with the promise that held when it was given."""

    need: Request
    terms: Promises
    weeks: float
    """Weeks from order to delivery."""
    rushed: bool
    """Whether it goes by express."""
    luck: Luck
    gain: float
    """What the customer gains by it before anything is paid back, money."""

    @property
    def is_late(self) -> bool:
        """Whether it comes after the time that was promised, or after the usual time where nothing was."""
        return self.weeks > self.terms.expected_weeks

    @property
    def is_faulty(self) -> bool:
        """Whether the goods are faulty."""
        return self.luck.faulty < self.terms.faulty


class Deliveries:
    """The orders of one firm, from the day they are given to the day they come."""

    def __init__(self, firm: FirmActions, terms: Promises) -> None:
        self._firm, self._market, self._terms = firm, firm.market, terms
        self.memory = TrustMemory(firm, terms.trust.first)
        self._asking = RequestDraws(firm)
        self._weeks = distribution_record(terms.delivery.code)

    @property
    def terms(self) -> Promises:
        """What the firm promises now."""
        return self._firm.settings.department(Promises) or self._terms

    def read(self, needs: RequestBatch) -> Iterator[ScheduledAction]:
        """Orders are taken at the instant they are given."""
        at = self._asking.addresses(needs)
        weeks = self._asking.spreads(at, "delivery time", self._weeks).tolist()
        hands = self._asking.hands(at, "promise").tolist()
        for need, takes, luck in zip(needs.each(), weeks, hands, strict=True):
            yield need.time, partial(self._take, need, takes), Luck(*luck)

    def _take(self, need: Request, weeks: float, luck: Luck) -> None:
        """Take an order: it comes by itself, or by express where it would be late and the firm pays for that."""
        terms, market, name = self.terms, self._market, self._firm.name
        rushed = bool(terms.promised) and weeks > terms.promised and luck.express < terms.express
        weeks = terms.promised if rushed else weeks
        price, product = market.level(name, "price"), market.level(name, "product")
        gain = terms.gain_of_order(need.money, price, product, weeks, faulty=luck.faulty < terms.faulty)
        order = Order(need, terms, weeks, rushed, luck, gain)
        then(market.env.timeout(weeks), partial(self._deliver, order))

    def _deliver(self, order: Order) -> None:
        """The goods are there: what was promised is kept or broken, and claims are answered."""
        market, need, terms = self._market, order.need, order.terms
        market.write_about(need, "delivery", None)
        if terms.promised and order.is_late:
            market.write_about(need, "delivery late", None)
        failed = order.is_late or order.is_faulty
        claimed = failed and order.luck.claims < terms.claims and terms.guarantee > 0.0
        covered = order.is_faulty or bool(terms.promised)
        paid = claimed and covered and order.luck.paid < terms.claims_paid
        if failed:
            self._disappoint(order, compensated=paid)
        if terms.promised:
            self._keep_or_break(order, compensated=paid)
        if claimed and covered:
            self._answer_claim(order, paid=paid)
        back = need.money * terms.guarantee if paid else 0.0
        market.write_about(need, "customer gain", None, order.gain + back)

    def _disappoint(self, order: Order, *, compensated: bool) -> None:
        """A late or faulty delivery is a bad experience; trust takes away a part of it, and so does compensation."""
        terms, worth = order.terms, self._market.scenario.behaviour.service_experiences
        felt = min(
            terms.late_experience if order.is_late else 1.0,
            worth.failed if order.is_faulty else 1.0,
        )  # fmt: skip
        ordinary = self._market.level(self._firm.name, "service")
        felt += terms.trust.forgives * self.memory.of(order.need) * max(0.0, ordinary - felt)
        self._market.apply_experience(order.need, max(felt, worth.recovered) if compensated else felt)

    def _keep_or_break(self, order: Order, *, compensated: bool) -> None:
        """The promise of a time of delivery is kept or broken."""
        rules = order.terms.trust
        if order.is_late:
            self._market.write_about(order.need, "promise", BROKEN)
            self.memory.remember(order.need, partial(rules.broken, compensated=compensated))
        else:
            self._market.write_about(order.need, "promise", KEPT, order.terms.express_cost if order.rushed else 0.0)
            self.memory.remember(order.need, rules.kept)

    def _answer_claim(self, order: Order, *, paid: bool) -> None:
        """A claim under the guarantee is paid or refused; paid for faulty goods, the guarantee is a promise kept."""
        market, need, rules = self._market, order.need, order.terms.trust
        if not paid:
            market.write_about(need, "promise", REFUSED)
            self.memory.remember(need, rules.broken)
            return
        if not order.is_late:
            market.write_about(need, "promise", HONOURED)
            self.memory.remember(need, rules.kept)
        market.write_about(need, "compensation", LATE if order.is_late else FAULTY, need.money * order.terms.guarantee)


@register("department_process", "promises")
def keep_promises(settings: Promises, firm: FirmActions) -> Process:
    """Take orders from the first instant on; tick by tick, people hear of the firm, believe it, and commit to it."""
    deliveries, before = Deliveries(firm, settings), firm.now
    firm.market.subscribe("order", firm.name, deliveries.read)
    while True:
        terms = deliveries.terms
        deliveries.memory.tell(terms)
        deliveries.memory.commit(terms, firm.now - before)
        before = firm.now
        yield firm.wait(1.0)
