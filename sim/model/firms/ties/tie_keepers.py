"""The firm's people who keep ties: they do favours, get them back, are introduced, leave, and are hired away."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.batch_draws import draw_uniforms_of_one
from sim.model.firms.interface import FirmActions, Process
from sim.model.firms.ties.tie_book import TieBook
from sim.model.random_numbers import digest
from sim.model.state.columns import CUSTOMER
from sim.registry import register
from sim.scenario.firm.departments.ties import (
    BROUGHT,
    DONE,
    ENDED,
    FORGOTTEN,
    HIRED_AWAY,
    PATIENCE,
    RETURNED,
    Ties,
)

if TYPE_CHECKING:
    from sim.scenario.firm.departments.ties import Hire

TINY = 1e-9
LEARNING = 0.1
"""Part of what the firm does not know of a customer that news brings."""


class TieKeepers:
    """The people of one firm who keep ties, each with a number of their own; a successor has a new one."""

    def __init__(self, firm: FirmActions, asked: Ties) -> None:
        self._firm, self.asked, self.book = firm, asked, TieBook(firm, asked.segments)
        self._numbers = self._hired = 0
        self.people: list[int] = []
        self._budget: dict[int, float] = {}
        self._allowance: dict[int, float] = {}
        firm.market.tie_keepers[firm.name] = self

    def _new_person(self) -> int:
        """A person with a number, a clock that strikes at departure, and no favour done yet."""
        number, firm = self._numbers, self._firm
        self._numbers += 1
        purpose = digest(f"tie keeper leaves/{firm.name}")
        drawn = draw_uniforms_of_one(firm.market.state.stream_key, digest(f"tie keeper {number}"), purpose, 0, 0)[0]
        self._budget[number], self._allowance[number] = -math.log(drawn), 0.0
        self.people.append(number)
        return number

    def fill_posts(self) -> None:
        """As many people as the settings say and were hired; who is too many goes, the last first."""
        posts = self.asked.people + self._hired
        while len(self.people) < posts:
            self.book.meet_everybody(self.asked, self._new_person())
        while len(self.people) > posts:
            self._leave(self.people[-1], ENDED)

    def come_and_go(self, weeks: float) -> None:
        """People leave whose clock has struck since the last tick; successors come at once."""
        for person in list(self.people):
            self._budget[person] -= self.asked.turnover * weeks
            if self._budget[person] <= 0:
                self._leave(person, ENDED)
        self.fill_posts()

    def _leave(self, person: int, how: str) -> NDArray[np.void]:
        """A person goes, the ties too, and with them what of the bonds is personal where no other tie holds it."""
        firm = self._firm
        self.people.remove(person)
        gone = self.book.take_out(person)
        customers = np.asarray(gone["customer"], dtype=np.int64)
        firm.market.write_for_customers("tie", customers, firm=firm.name, money=0.0, cause=how)
        firm.remove_manager_bond(customers[~np.isin(customers, self.book.ties["customer"])])
        return gone

    def release_best(self) -> NDArray[np.void]:
        """The best connected person goes to a rival: the ties that go along. There is such a person."""
        sums = [float(self.book.strength[self.book.ties["person"] == person].sum()) for person in self.people]
        return self._leave(self.people[int(np.argmax(sums))], HIRED_AWAY)

    def hire(self, wish: Hire) -> None:
        """Hire the best connected person of another firm, if it has one, beside the people the settings ask for."""
        firm = self._firm
        rival = firm.market.tie_keepers.get(wish.rival)
        if rival is None or not rival.people:
            return
        ties = rival.release_best()
        firm.market.write("manager", firm=firm.name, cause="hired", money=wish.cost)
        self._hired += 1
        person = self._new_person()
        ties["person"], ties["owes"] = person, False
        self.book.add(ties)
        customers = np.asarray(ties["customer"], dtype=np.int64)
        firm.market.write_for_customers("tie", customers, firm=firm.name, money=0.0, cause=BROUGHT)
        self.book.warm(customers, ties["given"] + (1.0 - ties["given"]) * ties["made"], 1.0)

    def do_favours(self, weeks: float) -> None:
        """Each person does favours: to those who have waited longest and owe none, then to customers without a tie."""
        firm = self._firm
        for person in self.people:
            self._allowance[person] += self.asked.favours * weeks
            number = int(self._allowance[person] + TINY)
            self._allowance[person] -= number
            more = number - len(self._owing_none(person))
            if more > 0:
                self.book.begin_in_business(person, more)
            ties, free = self.book.ties, self._owing_none(person)
            done = np.sort(free[np.lexsort((ties["customer"][free], ties["since"][free]))][:number])
            ties["owes"][done], ties["since"][done] = True, firm.now
            self._log(ties["customer"][done], DONE, self.asked.favour_cost)

    def _owing_none(self, person: int) -> NDArray[np.int64]:
        """Places of the ties of a person with people in the market who owe no favour."""
        ties = self.book.ties
        return np.flatnonzero((ties["person"] == person) & ~ties["owes"] & self.book.is_here(ties["customer"]))

    def get_favours_back(self, weeks: float) -> None:
        """Who owes a favour may return it; one that is too old is written off, and the tie suffers."""
        firm, asked, week = self._firm, self.asked, round(self._firm.now / self._firm.market.scenario.tick)
        for person in self.people:
            ties, strength = self.book.ties, self.book.strength
            owing = np.flatnonzero((ties["person"] == person) & ties["owes"])
            chance = -np.expm1(-weeks * strength[owing] / asked.returned_after)
            drawn = firm.luck(ties["customer"][owing], f"favour returned to {person}", week)
            back, late = owing[drawn < chance], owing[drawn >= chance]
            late = late[ties["since"][late] + asked.forgotten_after <= firm.now + TINY]
            ties["owes"][back] = ties["owes"][late] = False
            ties["made"][late] *= 1.0 - asked.loss
            self._returned(back)
            self._log(ties["customer"][back], RETURNED)
            self._log(ties["customer"][late], FORGOTTEN)
            self._use(np.asarray(ties["customer"][back], dtype=np.int64), person, week)

    def _returned(self, places: NDArray[np.int64]) -> None:
        """A favour that is returned strengthens the tie."""
        made = self.book.ties["made"]
        made[places] += self.asked.gain * (1.0 - made[places])

    def _use(self, customers: NDArray[np.int64], person: int, week: int) -> None:
        """What a favour returned brings: an introduction, or news."""
        firm, book = self._firm, self.book
        lot = firm.luck(customers, f"introduction to {person}", week)
        introduces = lot < self.asked.introductions
        firm.learn(customers[~introduces], LEARNING)
        strangers = book.strangers(person)
        if len(strangers) and introduces.any():
            place = lot[introduces] / self.asked.introductions * len(strangers)
            book.introduce(np.unique(strangers[place.astype(np.int64)]), person)

    def call_in_patience(self) -> None:
        """A dissatisfied customer who owes a favour returns it by overlooking what went wrong."""
        firm, ties = self._firm, self.book.ties
        who = ties["customer"]
        relation = firm.relation
        angry = ties["owes"] & (relation["status"][who] == CUSTOMER)
        angry &= relation["satisfaction"][who] < self.asked.trouble
        customers, place = np.unique(who[angry], return_index=True)
        if len(customers):
            used = np.flatnonzero(angry)[place]
            ties["owes"][used] = False
            self._returned(used)
            self._log(customers, PATIENCE)
            firm.update_satisfaction(customers, 1.0)

    def warm_bonds(self, weeks: float) -> None:
        """What favours made fades; bonds move to the strength of the ties; meetings turn them into the firm's."""
        firm, asked, ties = self._firm, self.asked, self.book.ties
        ties["made"] *= math.exp(-asked.fade * weeks)
        customers = np.asarray(ties["customer"], dtype=np.int64)
        self.book.warm(customers, self.book.strength, -math.expm1(-asked.warms * weeks))
        if asked.meetings > 0:
            firm.transfer_bond_to_firm(np.unique(customers), asked.converted(weeks))

    def book_costs(self) -> None:
        """From now on the firm pays for the meetings with those to whom there are ties."""
        self._firm.spend("relations cost", self.asked.meetings * len(self.book.ties), "meetings")

    def _log(self, customers: NDArray[np.int64], what: str, cost: float = 0.0) -> None:
        """Log a favour between the person and each of these customers."""
        if len(customers):
            self._firm.market.write_for_customers(
                "favour", np.asarray(customers, dtype=np.int64), firm=self._firm.name, money=cost, cause=what
            )


@register("department_process", "ties")
def keep_ties(settings: Ties, firm: FirmActions) -> Process:
    """Week by week: who comes and goes, favours done and returned, and what becomes of bonds."""
    keepers, before = TieKeepers(firm, settings), firm.now
    hires = sorted(settings.hires, key=lambda wish: wish.at)
    while True:
        now, keepers.asked = firm.now, firm.settings.department(Ties) or settings
        keepers.book.drop_gone()
        keepers.come_and_go(now - before)
        keepers.book.meet_newcomers(keepers.asked, keepers.people)
        while hires and hires[0].at <= now + TINY:
            keepers.hire(hires.pop(0))
        keepers.get_favours_back(now - before)
        keepers.do_favours(now - before)
        keepers.call_in_patience()
        keepers.warm_bonds(now - before)
        keepers.book_costs()
        before = now
        yield firm.wait(1.0)
