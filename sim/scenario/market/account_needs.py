"""What an account needs besides the goods, and what she can buy elsewhere: private until she speaks of it."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

from pydantic import Field

from sim.scenario.declaration import Declaration

NeedName: TypeAlias = Literal["stated", "real", "unstated", "delight", "secret"]
"""The five needs of a customer (Kotler, *Marketing Management*), the one she speaks of first."""
NEED_NAMES: tuple[NeedName, ...] = get_args(NeedName)


class Need(Declaration):
    """Something that an account needs besides the goods."""

    text: str = Field(min_length=1, max_length=300)
    """The need in plain words, as she would say it. Whoever she tells it reads it so."""
    worth: float = Field(default=0.0, ge=0, le=1e9)
    """What it is worth to her a year to buy all she buys from a firm that meets it, money."""


class OutsideOffer(Declaration):
    """What she can buy outside the firms of this market; nobody but herself knows of it."""

    price: float = Field(default=1.0, gt=0, le=100)
    """Price level, 1 is ordinary."""
    product: float = Field(default=0.9, gt=0, le=100)
    """Quality of the product, 1 is ordinary. Assumed a little worse."""
