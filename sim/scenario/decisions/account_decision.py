"""What a key account decides in a round: whom she buys from, whom she lets in and tells what, whom she leaves.

People and bots decide in this one form. A field that is left out, and a firm that is not named in it, stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from annotated_types import BaseMetadata, GroupedMetadata
from pydantic import Field

from sim.scenario.declaration import Declaration
from sim.scenario.market.key_account import NeedName
from sim.scenario.market.population import Name

MOST_COMPLAINTS = 10
"""Complaints that an account can make to one firm in a round."""
LAST_DOOR = 3
"""The innermost of the four doors of an account (places of ``DOORS``, from 0, outside)."""
Part: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Door: TypeAlias = Annotated[int, Field(ge=0, le=LAST_DOOR)]
Complaints: TypeAlias = Annotated[int, Field(ge=0, le=MOST_COMPLAINTS)]


@dataclass(frozen=True, kw_only=True)
class Choice(GroupedMetadata):
    """What a field of an account's decision stands for."""

    meaning: str
    """What is decided, in a few words."""
    unit: str
    sort: str
    """What is given for each firm: ``part``, ``yes_no``, ``needs``, ``door``, ``count``, ``cause``; or ``firms``."""
    least: float | None = None
    most: float | None = None
    once: bool = False
    """Whether it holds for this round only; the others stand until they are changed."""

    def __iter__(self) -> Iterator[BaseMetadata]:
        """No bounds beyond those of the field's own members."""
        yield from ()


class AccountDecision(Declaration):
    """A key account's decision for one round; what is left out stays as it stands."""

    wallet: Annotated[dict[Name, Part] | None, Choice(
        meaning="parts of her purchases", unit="parts that sum to 1, by firm and outside", sort="part", least=0, most=1,
    )] = None  # fmt: skip
    """Parts of what she buys, by firm and ``outside``; they sum to 1, and who is not named gets nothing."""
    receive: Annotated[dict[Name, bool] | None, Choice(
        meaning="whose visits she receives", unit="yes or no, by firm", sort="yes_no",
    )] = None  # fmt: skip
    """Whether a firm's relationship managers are let in."""
    tell: Annotated[dict[Name, tuple[NeedName, ...]] | None, Choice(
        meaning="needs she speaks of when visited", unit="needs, by firm", sort="needs",
    )] = None  # fmt: skip
    """Needs that she tells a firm that visits her."""
    door: Annotated[dict[Name, Door] | None, Choice(
        meaning="how far a firm may come in", unit="door 0 to 3, by firm", sort="door", least=0, most=LAST_DOOR,
    )] = None  # fmt: skip
    """The innermost door that a firm may reach: 0 outside, 1 on speaking terms, 2 gets help inside, 3 the account
    calls. Each visit moves one door towards it."""
    complain: Annotated[dict[Name, Complaints] | None, Choice(
        meaning="complaints in this round", unit="complaints, by firm", sort="count", least=0, most=MOST_COMPLAINTS,
        once=True,
    )] = None  # fmt: skip
    """Complaints that she brings to a firm's service desk, spread over the weeks of this round."""
    close: Annotated[dict[Name, Name] | None, Choice(
        meaning="firms she leaves, and why in truth", unit="exit cause, by firm", sort="cause", once=True,
    )] = None  # fmt: skip
    """Firms that she leaves now, and the true cause."""
    says: Annotated[dict[Name, Name] | None, Choice(
        meaning="what she says why she leaves", unit="exit cause, by firm", sort="cause", once=True,
    )] = None  # fmt: skip
    """The cause that she states to a firm that she leaves now; the true one if left out."""
    reopen: Annotated[tuple[Name, ...] | None, Choice(
        meaning="firms she deals with again", unit="firms", sort="firms", once=True,
    )] = None  # fmt: skip
    """Firms she had left, with whom she deals again."""

    @property
    def moved(self) -> tuple[str, ...]:
        """Names of the fields that say something.

        >>> AccountDecision(wallet={"Azure": 1.0}, close={}).moved
        ('wallet',)
        """
        return tuple(name for name in CHOICES if getattr(self, name))


CHOICES: dict[str, Choice] = {
    name: next(part for part in field.metadata if isinstance(part, Choice))
    for name, field in AccountDecision.model_fields.items()
}
"""What each field stands for, by its name."""
ACCOUNT_WORDS: tuple[str, ...] = tuple(name for name in CHOICES if name != "says")
"""What the log calls them, as causes of ``account`` rows; what she says has an event of its own."""
