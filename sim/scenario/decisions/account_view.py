"""What a key account can know when she decides: her needs, what she lived through with each firm, what all can see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.firm_view import PublicOffer, to_json
from sim.scenario.market.key_account import Need, NeedName, OutsideOffer


@dataclass(frozen=True, kw_only=True)
class AccountRound:
    """What she lived through with one firm in one closed round, or outside them all. Money in full units."""

    number: int
    """Number of the round."""
    week: float
    """Week in which it began."""
    weeks: float
    firm: str
    """Name of the firm, or ``outside``."""
    status: str
    """``prospect``, ``customer`` or ``left`` at the end of the round; ``outside`` where no firm is meant."""
    purchases: int
    quantity: float
    """What she bought, in units of spend at price 1; outside, what is to be expected."""
    paid: float
    """What she paid: goods and fees, less what was paid back."""
    visits: int
    """Visits that she received."""
    refused: int
    """Visits that she did not let in."""
    complaints: int
    """Times she turned to the firm's desk, with complaints or whatever she needed."""
    answered: int
    """How many of these were answered well, at once or after a failure that was made good."""
    failed: int
    """How many were answered badly, or given up by her."""
    wait_hours: float | None
    """Mean wait until an employee turned to her, in hours; None where none did."""
    satisfaction: float | None
    """How satisfied she is at the end of the round, 0 to 1; None outside."""
    door: int
    """The door that the firm has reached with her (place in ``DOORS``)."""
    told: tuple[NeedName, ...]
    """Needs that the firm has learned from her and still knows."""
    needs_met: tuple[NeedName, ...]
    """Needs that it met."""
    goods_worth: float
    """What the goods were worth to her, with rewards and benefits."""
    needs_worth: float
    """What it was worth to her that needs were met."""
    gain: float
    """Goods and needs, less what she paid and what visits cost her."""


@dataclass(frozen=True, kw_only=True)
class AccountView:
    """What a key account can know at the moment of her decision."""

    account: str
    brief: str
    week: float
    number: int
    """Rounds decided before this one."""
    weeks: float
    """Weeks until the next decision."""
    steered: bool
    """Whether she has ever decided something; until then she goes on by her clocks, as other customers do."""
    needs: dict[NeedName, Need]
    value: float
    """What goods of ordinary quality are worth to her, per unit of spend at price 1."""
    visit_cost: float
    purchases_a_year: float
    """Purchases that she makes a year on average."""
    spend: float
    """What she spends on one, at price 1."""
    outside: OutsideOffer | None
    present: AccountDecision
    """Where everything stands: wallet, receive, tell and door by firm. What is done once stands at nothing."""
    status: dict[str, str]
    """``prospect``, ``customer`` or ``left``, by firm."""
    causes: tuple[str, ...]
    """Causes for which she can leave a firm."""
    invited_back: tuple[str, ...]
    """Firms she has left that asked her back since the round before; it is for her to reopen."""
    market: tuple[PublicOffer, ...]
    """Public information of every firm."""
    quality: dict[str, float]
    """The product of each firm as she sees it, and of the outside offer if she has one: 1 is ordinary quality that fits
    her as well as it can."""
    rounds: tuple[AccountRound, ...]
    """Closed rounds, oldest first; in each one row for every firm, and one for outside."""
    gain: float
    """Her gain so far, money."""
    decisions: tuple[tuple[float, AccountDecision], ...]
    """Her own decisions so far, with their weeks."""

    @property
    def last(self) -> tuple[AccountRound, ...]:
        """The rows of the last closed round; none in the first round."""
        return tuple(row for row in self.rounds if row.number == self.number - 1)

    def plain(self) -> dict[str, Any]:
        """The same in plain numbers, text, lists and mappings, as JSON has them; what is no number is null."""
        found: dict[str, Any] = to_json(self)
        return found
