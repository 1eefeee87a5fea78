"""Steering: round by round, whoever steers a firm or is a key account sees what can be known there, and decides.

All firms look first, then all decide, then all decisions are carried out, before customers live on: nobody sees what
a rival decides in the same round. Decisions fall on ticks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sim.model.firms.decision_rounds.firm_view_builder import FirmViewBuilder
from sim.model.firms.decision_rounds.market_research import studied
from sim.model.firms.firm_process import FirmProcess
from sim.model.firms.interface import Process
from sim.model.firms.key_accounts.account_rounds import AccountRounds
from sim.registry import register
from sim.scenario.decisions.apply_decision import ImpossibleDecisionError, apply_decision
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.scenario.market.offers import COURSE_ATTRIBUTES

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm


@register("process", "steering")
def steering(houses: Sequence[FirmProcess]) -> Iterable[Process]:
    """Every firm that has a policy is steered by it, and every key account that has one."""
    seats = [_Seat(house, house.firm.policy) for house in houses if house.firm.policy is not None]
    houses[0].place.remembered.asks_for_exits = bool(seats)
    if seats or any(account.policy is not None for account in houses[0].place.scenario.key_accounts):
        yield _rounds(houses, seats)


def _rounds(houses: Sequence[FirmProcess], seats: list[_Seat]) -> Process:
    place, number = houses[0].place, 0
    table, weeks = place.decision_inbox, place.scenario.round
    accounts = AccountRounds(houses)
    table.look = {seat.house.name: seat.outlook.view for seat in seats}
    table.stands = {seat.house.name: seat.as_decided for seat in seats}
    while True:
        yield place.env.timeout(0)  # after departments have begun, and rows of the week before are handed on
        yield place.env.timeout(0)
        table.begin(number)
        yield place.env.timeout(0)  # here a game halts the run until people have decided
        laid, by_accounts = table.receive()
        views = [table.views[seat.house.name] for seat in seats]
        decisions = [
            laid[view.firm] if view.firm in laid else seat.decide(view) for seat, view in zip(seats, views, strict=True)
        ]
        for seat, decision in zip(seats, decisions, strict=True):
            seat.carry_out(decision)
        accounts.carry_out(by_accounts, number)
        number += 1
        yield place.wait(number * weeks - place.env.now)


class _Seat:
    """A firm and who steers it."""

    def __init__(self, house: FirmProcess, policy: Policy) -> None:
        self.house, self.policy, self.outlook = house, policy, FirmViewBuilder(house)
        self._studies = 0

    def decide(self, view: FirmView) -> Decision:
        """What the policy decides; what it was worked out from goes to the log and to the table of decisions."""
        decision, estimates = self.policy.decide_with_estimates(view)
        for row in estimates:
            self.house.place.write(
                "estimate", firm=self.house.name, cause=row.option, programme=row.programme or None, money=row.expected
            )
        self.house.place.estimates += estimates
        return decision

    def carry_out(self, decision: Decision) -> None:
        """Move the levers. Raises ``ImpossibleDecisionError`` where one cannot be moved so."""
        house, place = self.house, self.house.place
        if not isinstance(decision, Decision):
            raise ImpossibleDecisionError(
                house.name, [f"policy {self.policy.kind!r} decided {decision!r}; give a Decision, Decision() for none"]
            )
        before, after = house.current_settings(), self.as_decided(decision)
        for lever in decision.moved:
            place.write("decision", firm=house.name, cause=lever.replace("_", " "))
        for kind, settlement in (decision.close or {}).items():
            house.close(kind, settlement)
        house.apply_settings(self._offer(before, after))
        for kind, generosity in (decision.imitate or {}).items():
            self.outlook.copies.begin(kind, generosity)
        for study in decision.research or ():
            cost = after.steering_costs.study(study.people)
            place.write("research", firm=house.name, cause="research", money=cost)
            self._studies += 1
            self.outlook.reports.append(studied(house, study, self._studies))
        self.outlook.decisions.append((house.now, decision))

    def as_decided(self, decision: Decision) -> Firm:
        """The firm as the decision would make it now. Raises ``ImpossibleDecisionError``."""
        house = self.house
        faults = self.outlook.copies.faults(decision)
        settings, scenario = house.current_settings(), house.place.scenario
        try:
            after = apply_decision(decision, settings, scenario, house.running, house.now)
        except ImpossibleDecisionError as error:
            raise ImpossibleDecisionError(house.name, [*error.faults, *faults]) from None
        if faults:
            raise ImpossibleDecisionError(house.name, faults)
        return after

    def _offer(self, before: Firm, after: Firm) -> Firm:
        """Move each level by as much as the firm's own; what a shock does to it besides goes on doing so.

        Returns the firm with what its goods cost now.
        """
        place, name = self.house.place, self.house.name
        for attribute in COURSE_ATTRIBUTES:
            old, new = getattr(before.offer, attribute), getattr(after.offer, attribute)
            if old != new:
                level = place.level(name, attribute) * new / old if old else new
                place.set_level(name, attribute, level)
        declared = place.scenario.firms[self.house.index]
        factor = after.steering_costs.factor(declared.offer, after.offer)
        place.m.unit_cost[self.house.index] = cost = declared.unit_cost * factor
        return after.model_copy(update={"unit_cost": cost})
