"""A key account: one customer of the market whom a person or a bot steers, her needs, and what else she can buy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, get_args

from pydantic import Field

from sim.language.messages import _
from sim.registry import unknown
from sim.scenario.declaration import Declaration, OneOf
from sim.scenario.files.twin_names import appearance, twins
from sim.scenario.firm.policy import AccountPolicy
from sim.scenario.market.population import AtStart, Name

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

NeedName: TypeAlias = Literal["stated", "real", "unstated", "delight", "secret"]
"""The five needs of a customer (Kotler, *Marketing Management*), the one she speaks of first."""
NEED_NAMES: tuple[NeedName, ...] = get_args(NeedName)


class Need(Declaration):
    """Something that an account needs besides the goods."""

    text: str = Field(min_length=1, max_length=300)
    """The need in plain words, as the account would say it. The firm that is told of it reads it so."""
    worth: float = Field(default=0.0, ge=0, le=1e9)
    """What it is worth to her a year to buy all she buys from a firm that meets it, money."""


class OutsideOffer(Declaration):
    """What she can buy outside the firms of this market; nobody but herself knows of it."""

    price: float = Field(default=1.0, gt=0, le=100)
    """Price level, 1 is ordinary."""
    product: float = Field(default=0.9, gt=0, le=100)
    """Quality of the product, 1 is ordinary. Assumed a little worse."""


class KeyAccount(Declaration):
    """One customer of a segment who decides for herself: whom she buys from, whom she lets in, when she leaves.

    She is a person of the population like any other and has that person's luck. Her needs, her outside offer and her
    value are private: a firm learns a need only when she tells it.
    """

    name: Name
    segment: Name
    """The segment that the account belongs to."""
    member: int = Field(ge=0, le=20_000_000)
    """Number of the account within the segment, from 0."""
    brief: str = Field(default="", max_length=2000)
    """Who she is, for the player who is this account."""
    needs: dict[NeedName, Need] = Field(default={})
    """Her needs; one that is left out she does not have."""
    value: float = Field(default=1.3, gt=0, le=100)
    """What goods of ordinary quality are worth to her, per unit of spend at price 1. Assumed 1.3."""
    visit_cost: float = Field(default=0.0, ge=0, le=1e6)
    """What a visit that she receives costs her in time, money."""
    outside: OutsideOffer | None = None
    """What she can buy elsewhere; leave out where doing without is all that is left to her."""
    policy: Annotated[AccountPolicy, OneOf("account_policy")] | None = None
    """Her bot; leave out for a customer who goes on by her clocks, as other customers do."""


def account_faults(accounts: Sequence[KeyAccount], scenario: Scenario) -> list[str]:
    """What is wrong with the key accounts of this scenario, each fault beginning with its place."""
    segments = {segment.name: segment for segment in scenario.population.segments}
    faults = twins("key_accounts", [account.name for account in accounts])
    taken: dict[tuple[str, int], str] = {}
    for account in accounts:
        where = f"key_accounts.{account.name}"
        segment = segments.get(account.segment)
        if appearance(account.name) in map(appearance, scenario.firm_names):
            faults.append(
                f"{where}: " + _("{name} is a firm; give the account another name").format(name=repr(account.name))
            )
        if segment is None:
            faults.append(f"{where}.segment: {unknown('segment', account.segment, segments)}")
            continue
        if account.member >= segment.size:
            faults.append(
                f"{where}.member: "
                + _("{member} is not in {name}, which has {size} customers; give a number from 0 to {last}").format(
                    member=account.member, name=segment.name, size=f"{segment.size:,}", last=f"{segment.size - 1:,}"
                )
            )
        other = taken.setdefault((account.segment, account.member), account.name)
        if other != account.name:
            faults.append(
                f"{where}.member: "
                + _("{other} is number {member} of {name} already; give each account a number of its own").format(
                    other=other, member=account.member, name=segment.name
                )
            )
        if not isinstance(segment.arrival, AtStart):
            faults.append(
                f"{where}.segment: "
                + _(
                    "customers of {name} arrive over time, and a key account is there from the start; take it "
                    "from a segment with arrival: {{kind: at_start}}"
                ).format(name=segment.name)
            )
    return faults
