"""What every way of steering a key account has in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from sim.scenario.declaration import Declaration

if TYPE_CHECKING:
    from sim.scenario.decisions.account_decision import AccountDecision
    from sim.scenario.decisions.account_view import AccountView


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
