"""Steering: round by round, each who steers a firm or is a key account sees what can be known there, and decides.

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
from sim.model.firms.key_accounts.steered_account import AccountRounds
from sim.registry import register
from sim.scenario.decisions.apply_decision import ImpossibleDecisionError, apply_decision
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.scenario.market.offers import COURSE_ATTRIBUTES

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm


@register("process", "steering")
def steering(firms: Sequence[FirmProcess]) -> Iterable[Process]:
    """Every firm that has a policy is steered by it, and every key account that has one."""
    seats = [_Seat(firm, firm.settings.policy) for firm in firms if firm.settings.policy is not None]
    firms[0].market.remembered.asks_for_exits = bool(seats)
    if seats or any(account.policy is not None for account in firms[0].market.scenario.key_accounts):
        yield _rounds(firms, seats)


def _rounds(firms: Sequence[FirmProcess], seats: list[_Seat]) -> Process:
    market, number = firms[0].market, 0
    table, weeks = market.decision_inbox, market.scenario.round
    accounts = AccountRounds(firms)
    table.look = {seat.firm.name: seat.outlook.view for seat in seats}
    table.stands = {seat.firm.name: seat.as_decided for seat in seats}
    while True:
        yield market.env.timeout(0)  # after departments have begun, and rows of the week before are handed on
        yield market.env.timeout(0)
        table.begin(number)
        yield market.env.timeout(0)  # here a game halts the run until people have decided
        laid, by_accounts = table.receive()
        views = [table.views[seat.firm.name] for seat in seats]
        decisions = [
            laid[view.firm] if view.firm in laid else seat.decide(view) for seat, view in zip(seats, views, strict=True)
        ]
        for seat, decision in zip(seats, decisions, strict=True):
            seat.carry_out(decision)
        accounts.carry_out(by_accounts, number)
        number += 1
        yield market.wait(number * weeks - market.env.now)


class _Seat:
    """A firm and who steers it."""

    def __init__(self, firm: FirmProcess, policy: Policy) -> None:
        self.firm, self.policy, self.outlook = firm, policy, FirmViewBuilder(firm)
        self._studies = 0

    def decide(self, view: FirmView) -> Decision:
        """What the policy decides; what it was worked out from goes to the log and to the table of decisions."""
        decision, estimates = self.policy.decide_with_estimates(view)
        for row in estimates:
            self.firm.market.write(
                "estimate", firm=self.firm.name, cause=row.option, programme=row.programme or None, money=row.expected
            )
        self.firm.market.estimates += estimates
        return decision

    def carry_out(self, decision: Decision) -> None:
        """Move the levers. Raises ``ImpossibleDecisionError`` where one cannot be moved so."""
        firm, market = self.firm, self.firm.market
        if not isinstance(decision, Decision):
            raise ImpossibleDecisionError(
                firm.name, [f"policy {self.policy.kind!r} decided {decision!r}; give a Decision, Decision() for none"]
            )
        before, after = firm.current_settings(), self.as_decided(decision)
        for lever in decision.moved:
            market.write("decision", firm=firm.name, cause=lever.replace("_", " "))
        for kind, settlement in (decision.close or {}).items():
            firm.close(kind, settlement)
        firm.apply_settings(self._offer(before, after))
        for kind, generosity in (decision.imitate or {}).items():
            self.outlook.copies.begin(kind, generosity)
        for study in decision.research or ():
            cost = after.steering_costs.study(study.people)
            market.write("research", firm=firm.name, cause="research", money=cost)
            self._studies += 1
            self.outlook.reports.append(studied(firm, study, self._studies))
        self.outlook.decisions.append((firm.now, decision))

    def as_decided(self, decision: Decision) -> Firm:
        """The firm as the decision would make it now. Raises ``ImpossibleDecisionError``."""
        firm = self.firm
        faults = self.outlook.copies.faults(decision)
        settings, scenario = firm.current_settings(), firm.market.scenario
        try:
            after = apply_decision(decision, settings, scenario, firm.running, firm.now)
        except ImpossibleDecisionError as error:
            raise ImpossibleDecisionError(firm.name, [*error.faults, *faults]) from None
        if faults:
            raise ImpossibleDecisionError(firm.name, faults)
        return after

    def _offer(self, before: Firm, after: Firm) -> Firm:
        """Move each level by as much as the firm's own; what a shock does to it besides goes on doing so.

        Returns the firm with what its goods cost now.
        """
        market, name = self.firm.market, self.firm.name
        for attribute in COURSE_ATTRIBUTES:
            old, new = getattr(before.offer, attribute), getattr(after.offer, attribute)
            if old != new:
                level = market.level(name, attribute) * new / old if old else new
                market.set_level(name, attribute, level)
        declared = market.scenario.firms[self.firm.index]
        factor = after.steering_costs.factor(declared.offer, after.offer)
        market.state.unit_cost[self.firm.index] = cost = declared.unit_cost * factor
        return after.model_copy(update={"unit_cost": cost})
