"""What every way of steering a firm has in common, and every way of steering a key account."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from sim.scenario.declaration import Declaration

if TYPE_CHECKING:
    from sim.scenario.decisions.account_decision import AccountDecision
    from sim.scenario.decisions.account_view import AccountView
    from sim.scenario.decisions.decision import Decision
    from sim.scenario.decisions.estimate import Estimate
    from sim.scenario.decisions.firm_view import FirmView
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario


class Policy(Declaration):
    """A way of steering a firm: given what the firm can know, it decides, round by round.

    To write a new one, give it a ``kind`` and :meth:`decide`, in a file of its own in :mod:`sim.strategies`. It is
    pure:     the same view brings the same decision. What it wants to remember it finds in ``view.decisions``.
    """

    source: ClassVar[str] = ""
    """The literature it stands on."""

    decides_copies: ClassVar[bool] = False
    """Whether it decides what is copied: then the firm does not copy by reflex besides."""

    kind: str

    @abstractmethod
    def decide(self, view: FirmView) -> Decision:
        """The decision of this round; ``Decision()`` leaves everything as it is."""

    def decide_with_estimates(self, view: FirmView) -> tuple[Decision, tuple[Estimate, ...]]:
        """The decision of this round, and what it was worked out from: a row for each option, for the results.

        Most policies work nothing out and have no rows.
        """
        return self.decide(view), ()

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """What is wrong with it at this firm in this market; each fault may begin with the field it is about."""
        return []


class AccountPolicy(Declaration):
    """A way of being a key account: given what she can know, she decides, round by round.

    To write a new one, give it a ``kind`` and :meth:`decide`, in a file of its own in
    :mod:`sim.strategies.key_accounts`. It
    is pure: the same view brings the same decision. What it wants to remember it finds in ``view.rounds`` and
    ``view.decisions``.
    """

    source: ClassVar[str] = ""
    """The literature it stands on."""

    kind: str

    @abstractmethod
    def decide(self, view: AccountView) -> AccountDecision:
        """The decision of this round; ``AccountDecision()`` leaves everything as it stands."""
