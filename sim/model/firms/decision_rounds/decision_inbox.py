"""The round table: where decisions are laid down that come from outside the run, such as those of people in a game."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario.decisions.account_decision import AccountDecision
    from sim.scenario.decisions.account_view import AccountView
    from sim.scenario.decisions.decision import Decision
    from sim.scenario.decisions.firm_view import FirmView
    from sim.scenario.firm.firm import Firm


class DecisionInbox:
    """What lies on the table in a round: the views of those who steer, then what they decided.

    Between the two a run may be halted for as long as people think; a firm for which nothing is laid down is steered
    by its policy.
    """

    def __init__(self) -> None:
        """An empty table: no round has begun, and nobody steers."""
        self.waits = False
        """Whether a round has begun whose decisions have not been taken up yet."""
        self.number = -1
        """The round."""
        self.views: Mapping[str, FirmView] = {}
        """What each firm that is steered can know in this round, by name."""
        self.decisions: Mapping[str, Decision] = {}
        """What was decided outside the run for this round, by firm."""
        self.look: Mapping[str, Callable[[int], FirmView]] = {}
        """How each firm that is steered looks around, at whatever moment."""
        self.stands: Mapping[str, Callable[[Decision], Firm]] = {}
        """The firm as a decision would make it now, by name; raises ``ImpossibleDecisionError``."""
        self.account_views: Mapping[str, AccountView] = {}
        """What each key account that is steered can know in this round, by name."""
        self.account_decisions: Mapping[str, AccountDecision] = {}
        """What key accounts decided outside the run for this round, by name."""
        self.look_of_accounts: Mapping[str, Callable[[int], AccountView]] = {}
        """How each key account that is steered looks around, at whatever moment."""
        self.account_stands: Mapping[str, Callable[[AccountDecision], object]] = {}
        """Does nothing where an account can decide so now, by name; raises ``ImpossibleDecisionError``."""

    def begin(self, number: int) -> None:
        """Firms look; from now on decisions may be laid down."""
        self.number, self.decisions, self.account_decisions = number, {}, {}
        self.views = {name: look(number) for name, look in self.look.items()}
        self.account_views = {name: look(number) for name, look in self.look_of_accounts.items()}
        self.waits = True

    def receive(self) -> tuple[Mapping[str, Decision], Mapping[str, AccountDecision]]:
        """Take up what was laid down: for firms, and for key accounts."""
        self.waits = False
        return self.decisions, self.account_decisions
