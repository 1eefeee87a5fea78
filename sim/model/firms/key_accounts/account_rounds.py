"""The key accounts of a market at the table: they look when firms look, and act after them at the same tick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.model.firms.key_accounts.account_view_builder import AccountViewBuilder
from sim.model.firms.key_accounts.steered_account import SteeredAccount

if TYPE_CHECKING:
    from sim.model.firms.firm_process import FirmProcess
    from sim.scenario.decisions.account_decision import AccountDecision


class AccountRounds:
    """All key accounts that are steered. They take their places at the table before the first round."""

    def __init__(self, firms: Sequence[FirmProcess]) -> None:
        """One chair for each account that has a policy."""
        market = firms[0].market
        for account, row in zip(market.scenario.key_accounts, market.remembered.watched.tolist(), strict=True):
            if account.policy is not None:
                market.steered_accounts[row] = SteeredAccount(firms, account, row, account.policy)
        self._table = market.decision_inbox
        self._chairs = {chair.account.name: chair for chair in market.steered_accounts.values()}
        self._outlooks = {name: AccountViewBuilder(chair) for name, chair in self._chairs.items()}
        self._table.look_of_accounts = {name: outlook.view for name, outlook in self._outlooks.items()}
        self._table.account_stands = {name: chair.as_decided for name, chair in self._chairs.items()}

    def carry_out(self, laid: Mapping[str, AccountDecision], number: int) -> None:
        """Do what was decided for round ``number``: what lies on the table, else what each one's policy says."""
        views = self._table.account_views
        decisions = {
            name: laid[name] if name in laid else chair.policy.decide(views[name])
            for name, chair in self._chairs.items()
        }
        for name, decision in decisions.items():
            self._chairs[name].apply_decision(decision, number)
            self._outlooks[name].began()
