"""A team of relationship managers at work: they come and go, look round each quarter, and visit who is due."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.batch_draws import draw_uniforms_of_one, sample_one
from sim.model.firms.account_management.account_list import NOBODY, TINY, AccountList, log_trust
from sim.model.firms.account_management.visits import log_doors, visit
from sim.model.firms.interface import FirmActions, Process
from sim.model.random_numbers import digest
from sim.model.state.columns import distribution_record
from sim.registry import register
from sim.scenario.firm.departments.relationship_managers import RelationshipManagers
from sim.scenario.market.key_account import NEED_NAMES
from sim.scenario.weeks import WEEKS_A_QUARTER

if TYPE_CHECKING:
    from sim.scenario.firm.departments.relationship_managers import RelationshipManagers

HERE, NEVER = -math.inf, math.inf


class ManagerTeam:
    """The managers of one firm. A post has a number; its holders follow one another."""

    def __init__(self, firm: FirmActions, asked: RelationshipManagers) -> None:
        self._firm, self.asked, self.book = firm, asked, AccountList(firm)
        firm.market.books[firm.name] = self.book
        self._purposes = {what: digest(f"{what}/{firm.name}") for what in ("manager leaves", "manager hired")}
        self._holder = np.zeros(0, dtype=np.int64)
        self._comes = np.zeros(0)
        self._patience = np.zeros(0)
        self._allowance = np.zeros(0)
        self._stars = sorted(asked.star_leaves)
        self._widen(asked.managers)
        self._comes[:] = HERE

    @property
    def present(self) -> NDArray[np.bool_]:
        """Which posts are filled."""
        return np.isneginf(self._comes)

    def _widen(self, posts: int) -> None:
        """Have so many posts; new ones have nobody yet."""
        more = range(len(self._holder), posts)
        self._holder = np.concatenate([self._holder, np.zeros(len(more), dtype=np.int64)])
        self._comes = np.concatenate([self._comes, np.full(len(more), NEVER)])
        self._allowance = np.concatenate([self._allowance, np.zeros(len(more))])
        self._patience = np.concatenate([self._patience, [self._new_patience(post) for post in more]])

    def _new_patience(self, post: int) -> float:
        """The unit-exponential budget of a clock that strikes when its holder leaves."""
        luck, purpose = self._firm.market.state.stream_key, self._purposes["manager leaves"]
        return -math.log(draw_uniforms_of_one(luck, digest(f"manager {post}"), purpose, 0, int(self._holder[post]))[0])

    def come_and_go(self, weeks: float) -> None:
        """Successors begin; managers leave whose clock has struck since, who are hired away, or who are too many."""
        now, asked = self._firm.now, self.asked
        for post in np.flatnonzero(~self.present & (self._comes <= now + TINY)).tolist():
            self._begin(post)
        self._patience[self.present] -= asked.leaving_rate(self._firm.morale) * weeks
        for post in np.flatnonzero(self.present & (self._patience <= 0)).tolist():
            self._leave(post)
        while self._stars and self._stars[0] <= now + TINY:
            self._stars.pop(0)
            if self.present.any():
                self._leave(self._star())
        self._widen(asked.managers)
        for post in np.flatnonzero(np.isposinf(self._comes[: asked.managers])).tolist():
            self._look_for(post)
        for post in range(asked.managers, len(self._holder)):
            if self.present[post]:
                self._leave(post)
            self._comes[post] = NEVER
            self.book.accounts["manager"][self.book.accounts["manager"] == post] = NOBODY

    def _star(self) -> int:
        book = self.book.accounts[self.book.accounts["manager"] != NOBODY]
        worth = np.bincount(book["manager"], book["worth"], len(self._holder))
        worth[~self.present] = -1.0
        return int(worth.argmax())

    def _leave(self, post: int) -> None:
        """She goes, and with her the personal part of the bonds and much of what she knew."""
        firm, asked, book = self._firm, self.asked, self.book.accounts
        hers = book["manager"] == post
        mine = book[hers]
        who = mine["customer"]
        firm.market.write("manager", firm=firm.name, cause="left")
        firm.market.write_for_customers("manager", who, firm=firm.name, money=0.0, cause="left")
        firm.remove_manager_bond(who)
        filed = np.isin(who, firm.identifiable_customers(who)) if firm.keeps_records else np.zeros(len(who), dtype=bool)
        firm.forget(who[~filed], asked.takes_along)
        week = round(firm.now / firm.market.scenario.tick)
        for number, need in enumerate(NEED_NAMES):
            forgotten = firm.luck(who, f"need forgotten/{need}", week) < asked.takes_along
            mine["known"][:, number] &= filed | ~forgotten
        mine["trust"] = log_trust(firm, mine)
        book[hers] = mine
        self._look_for(post)

    def _look_for(self, post: int) -> None:
        """A successor is looked for."""
        self._holder[post] += 1
        self._comes[post] = self._firm.now + sample_one(
            self._firm.market.state.stream_key, digest(f"manager {post}"), self._purposes["manager hired"], 0,
            int(self._holder[post]), distribution_record(self.asked.hiring.code),
        )  # fmt: skip

    def _begin(self, post: int) -> None:
        """A successor takes over."""
        self._firm.market.write("manager", firm=self._firm.name, cause="hired", money=self.asked.hiring_cost)
        self._take_over(np.flatnonzero(self.book.accounts["manager"] == post))
        self._comes[post], self._patience[post], self._allowance[post] = HERE, self._new_patience(post), 0.0

    def _take_over(self, places: NDArray[np.int64]) -> None:
        """These accounts meet a new manager, who has to open a door once more."""
        firm, book = self._firm, self.book.accounts
        firm.market.write_for_customers("manager", book["customer"][places], firm=firm.name, money=0.0, cause="hired")
        back = places[book["door"][places] > 0]
        book["door"][back] -= 1
        log_doors(firm, book[back])

    def screen_accounts(self) -> None:
        """Each quarter: turn personal bonds into the firm's, see to orphaned accounts, screen, and plan anew."""
        firm, asked, book = self._firm, self.asked, self.book
        if asked.conversion > 0:
            firm.transfer_bond_to_firm(book.accounts["customer"], asked.converted)
        self._take_over(book.reassign(book.room(asked, self.present)))
        opened = book.screen(asked, book.room(asked, self.present))
        book.plan(asked.plan)
        log_doors(firm, book.accounts[np.isin(book.accounts["customer"], opened)])
        book.accounts["trust"] = log_trust(firm, book.accounts)

    def make_visits(self, weeks: float) -> None:
        """Visit who is due, as far as each manager has visits left; the longest due and most valuable come first."""
        firm, book = self._firm, self.book.accounts
        self._allowance += self.asked.visits_a_week * weeks
        visits = np.floor(self._allowance + TINY)
        self._allowance -= visits
        free = np.append(self.present, False)  # nobody, number -1, is not there
        due = np.flatnonzero((book["due"] <= firm.now + TINY) & free[book["manager"]])
        order = due[np.lexsort((book["customer"][due], -book["worth"][due], book["due"][due], book["manager"][due]))]
        manager = book["manager"][order]
        turn = np.arange(len(order)) - np.searchsorted(manager, manager)
        met = np.sort(order[turn < visits[manager]])
        if len(met):
            book[met] = visit(firm, self.asked, book[met])

    def book_costs(self) -> None:
        """From now on the firm pays those who are there, and conversion for the accounts there are."""
        self._firm.spend("relations cost", self.asked.wage * int(self.present.sum()), "wages")
        self._firm.spend("relations cost", self.asked.conversion * len(self.book.accounts), "conversion")


@register("department_process", "relationship_managers")
def manage_accounts(settings: RelationshipManagers, firm: FirmActions) -> Process:
    """Week by week: who leaves, who comes, whom to visit; quarter by quarter: whom to look after at all."""
    yield firm.wait(settings.begins)
    team = ManagerTeam(firm, firm.settings.department(RelationshipManagers) or settings)
    quarter, before = firm.now, firm.now
    while True:
        now, team.asked = firm.now, firm.settings.department(RelationshipManagers) or settings
        team.book.drop_lost()
        team.come_and_go(now - before)
        if now >= quarter - TINY:
            quarter += WEEKS_A_QUARTER
            team.screen_accounts()
        team.make_visits(now - before)
        team.book_costs()
        before = now
        yield firm.wait(1.0)
