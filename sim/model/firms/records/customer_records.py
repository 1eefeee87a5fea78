"""Customer records: four kinds of entry about a customer, which not everybody leaves and which go stale.

The firm acts on what is on file: whom it cannot name and find it can neither write to nor win back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from sim.model.firms.records.customer_database import IDENTITY, KINDS, Buyers, CustomerDatabase
from sim.model.state.columns import ASSOCIATE, HERE
from sim.model.state.recent_buyers import PurchaseSnapshot, bought_since
from sim.registry import register
from sim.scenario.declaration import Declaration
from sim.scenario.expected_events import Crowd, Load
from sim.scenario.firm.department import Department
from sim.scenario.firm.interface import CustomerIds, Process

if TYPE_CHECKING:
    from sim.model.firms.firm_process import FirmProcess
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

Part = Annotated[float, Field(ge=0, le=1)]
Rate = Annotated[float, Field(ge=0)]


class Coverage(Declaration):
    """Chance that a purchase of somebody who is recognised leaves an entry of each kind. All assumed."""

    identity: Part = 0.8
    dealings: Part = 0.95
    promotions: Part = 0.6
    products: Part = 0.7

    @property
    def by_kind(self) -> tuple[float, ...]:
        """In the order of :data:`sim.model.firms.records.customer_database.KINDS`."""
        return self.identity, self.dealings, self.promotions, self.products


class Ageing(Declaration):
    """Rate per week at which an entry of each kind stops being right: exp(-rate × age) are still right. All assumed:
    a fifth of addresses change in a year; what was bought and promoted stays true; tastes drift faster.
    """

    identity: Rate = 0.004
    dealings: Rate = 0.0
    promotions: Rate = 0.0
    products: Rate = 0.008

    @property
    def by_kind(self) -> tuple[float, ...]:
        """In the order of :data:`sim.model.firms.records.customer_database.KINDS`."""
        return self.identity, self.dealings, self.promotions, self.products


class CleanUp(Declaration):
    """Every so many weeks, old entries of the kinds that go stale are checked, and are right again."""

    every: float = Field(default=26.0, gt=0)
    """Weeks between two rounds."""
    older_than: float = Field(default=26.0, ge=0)
    """Weeks since an entry was made or renewed, from which it is checked."""
    cost: float = Field(default=0.5, ge=0)
    """Cost of checking an entry, money. Assumed 0.5: a letter or a call for some of them."""


@register("department", "records")
class Records(Department):
    """Files on customers. A firm without them knows its customers by sight, as a small shop does; one that has them
    reaches those who are on file, as far as what the file says of who they are is still right.
    """

    source: ClassVar[str] = "Shaw & Stone (1988), Database Marketing; Redman (1998, Communications of the ACM 41(2))"
    event_labels: ClassVar[tuple[str, ...]] = (*KINDS, "keeping", "clean-up")

    kind: Literal["records"] = "records"
    begins: float = Field(default=0.0, ge=0)
    """Week from which purchases are put on file."""
    every: float = Field(default=1.0, gt=0)
    """Weeks between two looks at who has bought."""
    identified: float = Field(default=0.3, ge=0, le=1)
    """Chance that the buyer is recognised at a purchase. Members of a programme always are: they show their card.
    Assumed 0.3."""
    coverage: Coverage = Coverage()
    """Chance that a purchase of somebody recognised leaves an entry, for each of the four kinds. Assumed."""
    ageing: Ageing = Ageing()
    """Rate per week at which entries stop being right, for each of the four kinds. Assumed."""
    renewed: bool = True
    """Whether a purchase of somebody recognised renews an old entry; ``false``: only a clean-up does."""
    keeping: float = Field(default=0.002, ge=0)
    """Cost of keeping an entry for a week, money. Assumed 0.002, ten cents a year."""
    clean_up: CleanUp | None = None
    """Leave out for files that nobody checks."""

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Files that would never be written."""
        faults = []
        if self.begins + self.every >= scenario.horizon:
            faults.append(
                f"begins: the first look, {self.every:g} weeks after week {self.begins:g}, comes when the run of "
                f"{scenario.horizon:g} weeks is over; begin earlier, or look more often"
            )
        if self.clean_up is not None and not any(self.ageing.by_kind):
            faults.append("clean_up: no entry goes stale, so there is nothing to check; leave it out, or give ageing")
        return faults

    def expected(self, crowd: Crowd) -> Iterator[Load]:
        """Looks, and entries of four kinds for each customer, which clean-ups renew."""
        yield Load(path="every", what="looks at the records", events=2 * crowd.weeks / self.every)
        checks = 0.0 if self.clean_up is None else crowd.weeks / self.clean_up.every
        entries = len(KINDS) * crowd.people * crowd.share
        yield Load(path="", what="entries", events=entries)
        yield Load(path="clean_up.every", what="entries renewed", events=entries * checks)

    def calendar(self, house: FirmProcess) -> Process:
        """Look by look, put on file who was recognised; now and then, check what has grown old."""
        at_work = RecordsProcess(house, self)
        yield house.wait(self.begins)
        at_work.begin()
        rounds = dates(self, house.now)
        number, (due, cleans) = 0, next(rounds)
        while True:
            yield house.wait(due - house.now)
            number += 1
            at_work.look(number)
            if cleans:
                at_work.check(number)
            house.spend("records cost", self.keeping * at_work.index.entries, "keeping")
            due, cleans = next(rounds)


def dates(records: Records, begun: float) -> Iterator[tuple[float, bool]]:
    """Weeks (before rounding up to ticks) of the looks after ``begun``, and whether each comes with a clean-up.

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

    def __init__(self, house: FirmProcess, records: Records) -> None:
        self._house, self._records = house, records
        self.index = CustomerDatabase(records, house.people(), house.luck)
        self._seen = PurchaseSnapshot(*(np.zeros(house.people(), dtype=np.int32) for _ in PurchaseSnapshot._fields))
        self._seen.spell[:] = -1
        house.identifiable_customers = self.reached
        house.believed_segment = self.segment
        house.believed_worth = self.worth

    def begin(self) -> None:
        """What was bought before is nobody's business."""
        self._since_last()

    def look(self, number: int) -> None:
        """Put on file whom somebody recognised, and log who is on file for the first time."""
        first, _ = self.index.look(self._house.now, number, self._since_last())
        self._log(first)

    def check(self, number: int) -> None:
        """Check what has grown old, pay for it, and log whose entries were renewed."""
        house, rule = self._house, self._records.clean_up
        assert rule is not None
        done = self.index.check(house.now, number, self._here)
        if done.checked:
            cost = done.checked * rule.cost
            house.place.write("records cost", firm=house.name, cause="clean-up", money=cost)
        self._log(done.renewed)

    def reached(self, customers: CustomerIds) -> CustomerIds:
        """Those whose entry of who they are is there and still right."""
        right = self.index.right(IDENTITY, customers, self._generation(customers), self._house.now)
        return np.asarray(customers[right])

    def segment(self, customers: CustomerIds) -> NDArray[np.int64]:
        """Number of the segment that the file puts each of these in, -1 where it says nothing."""
        house = self._house
        true, sizes = house.person["segment"][customers].astype(np.int64), house.place.names.sizes
        return self.index.segment(customers, self._generation(customers), house.now, true, sizes)

    def worth(self, customers: CustomerIds) -> NDArray[np.float64]:
        """Sales a week that the file leads one to expect of each of these, money; 0 where it says nothing.

        What single purchases brought cannot be seen while customers live; her mean spend stands for it.
        """
        house = self._house
        rate = self.index.purchase_rate(customers, self._generation(customers), house.now)
        paid = house.person["spend"][customers] * house.place.m.price[house.index]
        worth: NDArray[np.float64] = np.nan_to_num(rate) * paid
        return worth

    def _here(self, customers: CustomerIds, generation: NDArray[np.int64]) -> NDArray[np.bool_]:
        person = self._house.person[customers]
        return np.asarray((person["presence"] == HERE) & (person["generation"] == generation))

    def _generation(self, customers: CustomerIds) -> NDArray[np.int64]:
        return np.asarray(self._house.person["generation"][customers], dtype=np.int64)

    def _since_last(self) -> Buyers:
        m, relation = self._house.place.m, self._house.relation
        rows, bought = np.empty((2, self._house.people()), dtype=np.int64)
        found = bought_since(m.person, m.relation, self._house.index, self._seen, rows, bought)
        rows = rows[:found].copy()
        collects, club, tailored = (relation[name][rows] for name in ("collects", "club", "tailored"))
        member = (collects == 1) | (club >= ASSOCIATE) | (tailored == 1)
        return Buyers(rows, self._generation(rows), bought[:found].copy(), member)

    def _log(self, of_kinds: list[CustomerIds]) -> None:
        for kind, customers in zip(KINDS, of_kinds, strict=True):
            if len(customers):
                place, name = self._house.place, self._house.name
                place.write_for_customers("recorded", customers, firm=name, money=0.0, cause=kind)
