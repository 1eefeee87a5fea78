"""A workforce at work: whom its people contact, what a contact is worth, and what all of it costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.firms.interface import CustomerIds, FirmActions, Process
from sim.model.firms.workforce.employees import TINY, Employees
from sim.model.state.columns import HERE, PROSPECT
from sim.registry import register
from sim.scenario.decisions.decision import Task
from sim.scenario.firm.departments.workforce import (
    APPRAISAL,
    INCENTIVE,
    QUALITY,
    SKILL,
    SPREAD,
    TIME,
    TRAINING,
    WAGES,
    Workforce,
)

TOLD_EVERY = 4.0
"""Weeks between two rows of the log that tell the figures of a workforce."""
IN_TROUBLE = 0.05
"""How far the satisfaction of a customer may lie below what is expected, before the customer is contacted first.
Assumed, as for the department ``contact``."""


class ContactWork:
    """The contacts that the people of one firm make."""

    def __init__(self, firm: FirmActions, asked: Workforce) -> None:
        self._firm, self.employees = firm, Employees(firm, asked)
        self._last = np.full(firm.people(), -np.inf)
        self._generation = np.asarray(firm.person["generation"]).copy()
        self._qualities: list[NDArray[np.float64]] = []
        self._week = 0

    def work(self, asked: Workforce, weeks: float) -> None:
        """One tick: who comes and goes, what is learned, whom the people contact."""
        self.employees.asked, self._week = asked, self._week + 1
        self.employees.come_and_go(weeks)
        self.employees.learn(weeks)
        self._forget_who_moved()
        winning, keeping = self.employees.contacts(weeks)
        self._contact("keeping", self._customers(asked), keeping, asked.warmth)
        self._contact("winning", self._prospects(asked), winning, asked.impression)

    def _forget_who_moved(self) -> None:
        """Someone new in a place has not been contacted yet."""
        new = self._generation != self._firm.person["generation"]
        self._last[new] = -np.inf
        self._generation[new] = self._firm.person["generation"][new]

    def _customers(self, asked: Workforce) -> CustomerIds:
        """Customers whom the firm can reach, in the order in which they are contacted: those in trouble first."""
        firm = self._firm
        rows = firm.identifiable_customers(firm.customers(asked.segments))
        calm = firm.relation["satisfaction"][rows] >= firm.person["norm"][rows] - IN_TROUBLE
        return self._in_turn(rows, calm)

    def _prospects(self, asked: Workforce) -> CustomerIds:
        """People who may become customers, in the order in which they are contacted."""
        firm = self._firm
        rows = firm.market.rows_of(asked.segments or firm.market.names.segments)
        free = (firm.relation["status"][rows] == PROSPECT) & (firm.person["presence"][rows] == HERE)
        return self._in_turn(rows[free], np.ones(int(free.sum()), dtype=bool))

    def _in_turn(self, rows: CustomerIds, calm: NDArray[np.bool_]) -> CustomerIds:
        """These people: those who are not calm first, then who has waited longest, then by an addressed draw."""
        lots = self._firm.luck(rows, "turn of the workforce", self._week)
        return np.asarray(rows[np.lexsort((lots, self._last[rows], calm))])

    def _contact(self, task: Task, waiting: CustomerIds, able: NDArray[np.int64], gain: float) -> None:
        """Let the employees contact those who wait, one after the other in turns, as many as each is able to."""
        firm, posts = self._firm, self.employees.posts
        post = np.repeat(np.arange(len(able)), able)
        turn = np.arange(len(post)) - np.repeat(np.cumsum(able) - able, able)
        by = post[np.lexsort((post, turn))][: len(waiting)]
        if len(by) == 0:
            return
        met = waiting[: len(by)]
        order = np.argsort(met)
        met, by = met[order], by[order]
        service = firm.market.level(firm.name, "service")
        quality = np.array([self.employees.asked.quality(skill, service) for skill in posts["skill"].tolist()])[by]
        if task == "keeping":
            firm.update_satisfaction(met, quality)
            self._qualities.append(quality)
        firm.raise_social_bond(met, gain * quality)
        self._last[met] = firm.now
        firm.market.write_for_customers("contact", met, firm=firm.name, money=0.0, cause=task)

    def book_costs(self) -> None:
        """From now on the firm pays for those who are there."""
        asked, there = self.employees.asked, len(self.employees.skill)
        costs = {
            WAGES: asked.wage, TRAINING: asked.training, APPRAISAL: asked.appraisal,
            INCENTIVE: sum(asked.incentive.values()),
        }  # fmt: skip
        for purpose, money in costs.items():
            self._firm.spend("relations cost", money * there, purpose)

    def tell(self) -> None:
        """Write what the workforce is like into the log, in per cent; the quality is that of contacts to keep."""
        figures = {TIME: self.employees.asked.winning_part}
        skill = self.employees.skill
        if len(skill):
            figures[SKILL] = float(skill.mean())
        if self._qualities:
            qualities = np.concatenate(self._qualities)
            figures |= {QUALITY: float(qualities.mean()), SPREAD: float(qualities.std())}
        self._qualities = []
        for what, value in figures.items():
            self._firm.market.write("workforce", firm=self._firm.name, cause=what, money=100.0 * value)


@register("department_process", "workforce")
def run_workforce(settings: Workforce, firm: FirmActions) -> Process:
    """Week by week: who comes and goes, what is learned, whom to contact; every four weeks what it is like."""
    people, before, told = ContactWork(firm, settings), firm.now, firm.now
    while True:
        now = firm.now
        people.work(firm.settings.department(Workforce) or settings, now - before)
        people.book_costs()
        if now >= told - TINY:
            told += TOLD_EVERY
            people.tell()
        before = now
        yield firm.wait(1.0)
