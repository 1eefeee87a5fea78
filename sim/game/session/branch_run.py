"""The world that a line of play goes on in. It is never saved: scenario, seed and decisions bring it about again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self, TypeAlias

from sim.game.errors import GameError
from sim.language.messages import _
from sim.model.firms.decision_rounds.firm_view_builder import public_offer
from sim.model.state.initialise import names_of
from sim.results.results import Results
from sim.results.simulate import Replication
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.account_view import AccountView
from sim.scenario.decisions.apply_decision import ImpossibleDecisionError
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView, PublicOffer
from sim.scenario.scenario import Scenario
from sim.version import VERSION

Round: TypeAlias = tuple[Mapping[str, Decision], Mapping[str, AccountDecision]]
"""What counted in a round, by firm and by key account."""


class BranchRun:
    """A market that halts at each round until decisions are there."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        """The market at round 0."""
        self.scenario, self.seed = scenario, seed
        self._market = Replication(scenario, (seed, 0))
        self._table = self._market.market.decision_inbox
        self.over = not self._market.run_to_next_decision()

    @property
    def round(self) -> int:
        """Rounds played so far, which is the number of the round that is open unless the game is over."""
        return self._table.number + self.over

    @property
    def week(self) -> float:
        """The week it is."""
        return float(self._market.market.env.now)

    def view(self, firm: str) -> FirmView:
        """What a firm that is steered can know now."""
        return self._table.look[firm](self.round) if self.over else self._table.views[firm]

    def account_view(self, name: str) -> AccountView:
        """What a key account that is steered can know now."""
        return self._table.look_of_accounts[name](self.round) if self.over else self._table.account_views[name]

    def public(self) -> tuple[PublicOffer, ...]:
        """Public information of every firm."""
        return tuple(public_offer(self._market.market, name) for name in self._market.market.firms())

    def refuse_impossible(self, firm: str, decision: Decision) -> None:
        """Do nothing where the firm can do so now. Raises :class:`GameError` with everything that is wrong."""
        try:
            self._table.stands[firm](decision)
        except ImpossibleDecisionError as error:
            raise GameError(str(error)) from None

    def refuse_impossible_account(self, name: str, decision: AccountDecision) -> None:
        """Do nothing where the account can do so now. Raises :class:`GameError` with everything that is wrong."""
        try:
            self._table.account_stands[name](decision)
        except ImpossibleDecisionError as error:
            raise GameError(str(error)) from None

    def play(self, decisions: Mapping[str, Decision], accounts: Mapping[str, AccountDecision] | None = None) -> None:
        """Carry the decisions out and live on to the next round.

        A firm, or a key account that is steered, without a decision is steered by its policy.
        """
        self._table.decisions, self._table.account_decisions = decisions, accounts or {}
        self.over = not self._market.run_to_next_decision()

    def played(self, rounds: Iterable[Round]) -> Self:
        """The same world when these rounds have been played too."""
        for decisions, accounts in rounds:
            self.play(decisions, accounts)
        return self

    def results(self) -> Results:
        """What has happened so far, as the results of a run that ends now; there are none before the first round."""
        if not self.round:
            raise GameError(_("no round has been played yet, so there is nothing to see; close the first one"))
        run = self._market.run()
        weeks = len(run.weekly) if self.over else round(self.week)
        return Results(
            scenario=self.scenario.model_copy(update={"horizon": self.week}), seed=self.seed, version=VERSION,
            scheduler="kernel", log_level="all", names=names_of(self.scenario),
            runs=(type(run)(replication=0, rows=run.rows, weekly=run.weekly[:weeks]),),
        )  # fmt: skip

    def close(self) -> None:
        """Send any workers home."""
        self._market.close()
