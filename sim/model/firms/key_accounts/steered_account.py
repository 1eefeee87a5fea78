"""A chair at the table: a key account that is steered, where she stands, and how what she decides is carried out.

Until she first decides something she goes on by her clocks, as others do, but for moving away. From then on her clocks
of leaving stand still, and whatever she has decided takes the place of what her clocks and her inclination would do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.model.customers.event_logging import log_event
from sim.model.customers.exits import become_prospect_again, end_relation
from sim.model.events import RANK
from sim.model.firms.key_accounts.account_history import WORD
from sim.model.firms.key_accounts.account_view_builder import AccountViewBuilder
from sim.model.firms.key_accounts.complaints import complaints, weeks_of
from sim.model.state.columns import LEFT
from sim.scenario.decisions.account_decision import ACCOUNT_WORDS, LAST_DOOR, AccountDecision
from sim.scenario.decisions.apply_account_decision import Standing, apply_account_decision
from sim.scenario.market.key_account import NEED_NAMES, NeedName
from sim.scenario.market.offers import OUTSIDE

if TYPE_CHECKING:
    from sim.model.firms.firm_process import FirmProcess
    from sim.scenario.decisions.account_decision import AccountDecision
    from sim.scenario.firm.policy import AccountPolicy
    from sim.scenario.market.key_account import KeyAccount

FIRST: NeedName = "stated"
"""The need that she tells those who visit her, unless she has decided otherwise."""


class SteeredAccount:
    """A key account in the course of a run."""

    def __init__(self, firms: Sequence[FirmProcess], account: KeyAccount, row: int, policy: AccountPolicy) -> None:
        """Take her place: from now on she does not move away."""
        self.firms, self.account, self.row, self.policy = firms, account, row, policy
        self.market = market = firms[0].market
        self.steered = False
        """Whether she has ever decided something."""
        self.decisions: list[tuple[float, AccountDecision]] = []
        self.refused: list[tuple[float, str]] = []
        """Visits that she did not receive: week and firm."""
        self._wallet: dict[str, float] | None = None
        self._receive: dict[str, bool] = {}
        self._tell: dict[str, tuple[NeedName, ...]] = {}
        self._door: dict[str, int] = {}
        market.state.base[row, : market.state.n_market_exits] = 0.0
        if len(market.state.chance):
            market.state.chance[row, : market.state.n_market_exits] = 0.0

    @property
    def status(self) -> dict[str, str]:
        """``prospect``, ``customer`` or ``left``, by firm."""
        status = self.market.state.relation["status"][self.row]
        return {firm: WORD.get(int(code), "prospect") for firm, code in zip(self.market.firms(), status, strict=True)}

    @property
    def present(self) -> AccountDecision:
        """Where everything stands, for every firm; of a firm that nothing was decided about, what holds unasked."""
        firms = self.market.firms()
        first = (FIRST,) if FIRST in self.account.needs else ()
        return AccountDecision.model_construct(
            wallet=dict(self._wallet) if self._wallet is not None else self._leanings(),
            receive={firm: self._receive.get(firm, True) for firm in firms},
            tell={firm: self._tell.get(firm, first) for firm in firms},
            door={firm: self._door.get(firm, LAST_DOOR) for firm in firms},
        )

    def _leanings(self) -> dict[str, float]:
        """Her inclinations as parts, where she has not decided on a wallet; before week 0 her tastes."""
        relation = self.market.state.relation[self.row]
        lean = np.where(relation["status"] == LEFT, 0.0, relation["propensity"])
        if not lean.sum():
            lean = np.where(relation["status"] == LEFT, 0.0, relation["taste"])
        total = float(lean.sum())
        parts = (lean / total if total else lean).tolist()
        return {**dict(zip(self.market.firms(), parts, strict=True)), OUTSIDE: 0.0 if total else 1.0}

    def receives(self, firm: str) -> bool:
        """Whether she lets the firm's managers in."""
        return self._receive.get(firm, True)

    def disclosed_needs(self, firm: str) -> list[bool]:
        """For each of the five needs, whether she speaks of it when that firm visits."""
        told = (self.present.tell or {})[firm]
        return [need in told for need in NEED_NAMES]

    def step(self, firm: str, door: int, opens: bool) -> int:
        """Doors that a visit moves: towards the one she allows, or, undecided, as visits to anyone do."""
        if firm not in self._door:
            return int(opens)
        return int(np.sign(self._door[firm] - door))

    def as_decided(self, decision: AccountDecision) -> AccountDecision:
        """Where she would stand after the decision. Raises ``ImpossibleDecisionError``."""
        standing = Standing(account=self.account, status=self.status, present=self.present)
        return apply_account_decision(decision, standing, self.market.scenario)

    def apply_decision(self, decision: AccountDecision, number: int) -> None:
        """Do as she has decided in round ``number``. Raises ``ImpossibleDecisionError``."""
        after = self.as_decided(decision)
        if decision.moved:
            self._take_over()
            self._write(decision)
        for firm in decision.reopen or ():
            self._reopen(firm)
        for firm, cause in (decision.close or {}).items():
            self._leave(firm, cause, (decision.says or {}).get(firm, cause))
        if decision.wallet is not None or (decision.close and self._wallet is not None):
            self._split(after.wallet or {})
        self._receive |= decision.receive or {}
        self._tell |= decision.tell or {}
        self._door |= decision.door or {}
        for firm, many in (decision.complain or {}).items():
            weeks = weeks_of(self.market, self.row, firm, number, many)
            self.market.env.process(complaints(self.market, self.row, firm, weeks))
        self.decisions.append((float(self.market.env.now), decision))

    def _take_over(self) -> None:
        """From now on her clocks of leaving and of coming back stand still; at the next tick she looks anew."""
        state = self.market.state
        state.base[self.row] = 0.0
        if len(state.chance):
            state.chance[self.row] = 0.0
        state.relation["back"][self.row] = np.inf
        state.person["needs_tick_update"][self.row] = 1
        self.steered = True

    def _split(self, wallet: dict[str, float]) -> None:
        """Her tastes become parts of her wallet."""
        state, self._wallet = self.market.state, wallet
        state.person["decides"][self.row] = 1
        state.relation["taste"][self.row] = [wallet[firm] for firm in self.market.firms()]

    def _leave(self, firm: str, cause: str, says: str) -> None:
        market, k, now = self.market, self.market.firms().index(firm), float(self.market.env.now)
        state, desk = market.columns, market.desk
        number = market.names.words.index(cause)
        log_event(state, desk, now, self.row, k, RANK["exit"], number, -1, 0)
        log_event(state, desk, now, self.row, k, RANK["stated"], market.names.words.index(says), -1, 0)
        state.relation[self.row, k].left_for = number
        end_relation(state, desk, self.row, k, now)
        state.relation[self.row, k].back = np.inf

    def _reopen(self, firm: str) -> None:
        k = self.market.firms().index(firm)
        become_prospect_again(self.market.columns, self.market.desk, self.row, k, float(self.market.env.now))

    def _write(self, decision: AccountDecision) -> None:
        """A row for each thing decided about each firm."""
        row = np.array([self.row])
        for word in ACCOUNT_WORDS:
            given = getattr(decision, word) or {}
            for firm in given:
                if firm != OUTSIDE:
                    how_much = _number(given[firm]) if isinstance(given, dict) else 1.0
                    self.market.write_for_customers("account", row, firm=firm, money=how_much, cause=word)


def _number(given: object) -> float:
    """A part, a door, a number, yes or no as they are; of needs how many; 1 for a cause."""
    if isinstance(given, int | float):
        return float(given)
    return float(len(given)) if isinstance(given, tuple) else 1.0


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
