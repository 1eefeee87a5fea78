"""Customer records at work: who is put on file, what is checked, and what the firm believes of its customers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.model.firms.interface import CustomerIds, FirmActions, Process
from sim.model.firms.records.customer_database import Buyers, CustomerDatabase
from sim.model.state.columns import ASSOCIATE, HERE
from sim.model.state.recent_buyers import PurchaseSnapshot, bought_since
from sim.registry import register
from sim.scenario.firm.departments.records import IDENTITY, KINDS, Records


@register("department_process", "records")
def keep_records(settings: Records, firm: FirmActions) -> Process:
    """Look by look, put on file who was recognised; now and then, check what has grown old."""
    at_work = RecordsProcess(firm, settings)
    yield firm.wait(settings.begins)
    at_work.begin()
    rounds = dates(settings, firm.now)
    number, (due, cleans) = 0, next(rounds)
    while True:
        yield firm.wait(due - firm.now)
        number += 1
        at_work.look(number)
        if cleans:
            at_work.check(number)
        firm.spend("records cost", settings.keeping * at_work.index.entries, "keeping")
        due, cleans = next(rounds)


def dates(records: Records, begun: float) -> Iterator[tuple[float, bool]]:
    """Weeks (before rounding up to ticks) of the looks after ``begun``, and whether each comes with a clean-up.

    >>> from sim.scenario.firm.departments.records import CleanUp
    >>> rounds = dates(Records(every=2, clean_up=CleanUp(every=3)), 0.0)
    >>> [next(rounds) for _ in range(4)]
    [(2.0, False), (4.0, True), (6.0, True), (8.0, False)]
    """
    number, cleaned = 0, 0
    while True:
        number += 1
        week = begun + number * records.every
        due = 0 if records.clean_up is None else int((week - begun) / records.clean_up.every + 1e-9)
        yield week, due > cleaned
        cleaned = due


class RecordsProcess:
    """Records being kept in the course of a run."""

    def __init__(self, firm: FirmActions, records: Records) -> None:
        self._firm, self._records = firm, records
        self.index = CustomerDatabase(records, firm.people(), firm.luck)
        self._seen = PurchaseSnapshot(*(np.zeros(firm.people(), dtype=np.int32) for _ in PurchaseSnapshot._fields))
        self._seen.spell[:] = -1
        firm.identifiable_customers = self.reached
        firm.believed_segment = self.segment
        firm.believed_worth = self.worth

    def begin(self) -> None:
        """What was bought before is nobody's business."""
        self._since_last()

    def look(self, number: int) -> None:
        """Put on file whom someone recognised, and log who is on file for the first time."""
        first, _ = self.index.look(self._firm.now, number, self._since_last())
        self._log(first)

    def check(self, number: int) -> None:
        """Check what has grown old, pay for it, and log whose entries were renewed."""
        firm, rule = self._firm, self._records.clean_up
        assert rule is not None
        done = self.index.check(firm.now, number, self._here)
        if done.checked:
            cost = done.checked * rule.cost
            firm.market.write("records cost", firm=firm.name, cause="clean-up", money=cost)
        self._log(done.renewed)

    def reached(self, customers: CustomerIds) -> CustomerIds:
        """Those whose entry of who they are is there and still right."""
        right = self.index.right(IDENTITY, customers, self._generation(customers), self._firm.now)
        return np.asarray(customers[right])

    def segment(self, customers: CustomerIds) -> NDArray[np.int64]:
        """Number of the segment that the file puts each of these in, -1 where it says nothing."""
        firm = self._firm
        true, sizes = firm.person["segment"][customers].astype(np.int64), firm.market.names.sizes
        return self.index.segment(customers, self._generation(customers), firm.now, true, sizes)

    def worth(self, customers: CustomerIds) -> NDArray[np.float64]:
        """Sales a week that the file leads one to expect of each of these, money; 0 where it says nothing.

        What single purchases brought cannot be seen while customers live; her mean spend stands for it.
        """
        firm = self._firm
        rate = self.index.purchase_rate(customers, self._generation(customers), firm.now)
        paid = firm.person["spend"][customers] * firm.market.state.price[firm.index]
        worth: NDArray[np.float64] = np.nan_to_num(rate) * paid
        return worth

    def _here(self, customers: CustomerIds, generation: NDArray[np.int64]) -> NDArray[np.bool_]:
        person = self._firm.person[customers]
        return np.asarray((person["presence"] == HERE) & (person["generation"] == generation))

    def _generation(self, customers: CustomerIds) -> NDArray[np.int64]:
        return np.asarray(self._firm.person["generation"][customers], dtype=np.int64)

    def _since_last(self) -> Buyers:
        state, relation = self._firm.market.state, self._firm.relation
        rows, bought = np.empty((2, self._firm.people()), dtype=np.int64)
        found = bought_since(state.person, state.relation, self._firm.index, self._seen, rows, bought)
        rows = rows[:found].copy()
        collects, club, tailored = (relation[name][rows] for name in ("collects", "club", "tailored"))
        member = (collects == 1) | (club >= ASSOCIATE) | (tailored == 1)
        return Buyers(rows, self._generation(rows), bought[:found].copy(), member)

    def _log(self, of_kinds: list[CustomerIds]) -> None:
        for kind, customers in zip(KINDS, of_kinds, strict=True):
            if len(customers):
                market, name = self._firm.market, self._firm.name
                market.write_for_customers("recorded", customers, firm=name, money=0.0, cause=kind)
