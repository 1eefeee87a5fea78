"""Which needs of an account a firm meets: those it knows and is near enough to act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.scenario.firm.departments.contact import DEGREES, Contact
from sim.scenario.market.account_needs import NEED_NAMES, NeedName

if TYPE_CHECKING:
    from sim.model.firms.firm_process import FirmProcess

NEEDED_DOOR: Mapping[NeedName, int] = {"stated": 0, "real": 1, "unstated": 2, "delight": 2, "secret": 3}
"""The door (place in ``DOORS``) from which on a firm can act on a need. Assumed."""
NEEDED_DEGREE: Mapping[NeedName, str] = dict(zip(NEED_NAMES, DEGREES, strict=True))
"""The degree of relationship that does so without any door: basic for the stated need, partnership for the secret
one. Kotler's five needs laid beside his five degrees; assumed."""


def on_the_book(firm: FirmProcess, row: int) -> tuple[int, tuple[NeedName, ...]] | None:
    """The door that a firm has reached with a customer, and what it knows of her needs; None off the book."""
    book = firm.market.books.get(firm.name)
    if book is None:
        return None
    book.drop_lost()
    hers = book.accounts[book.accounts["customer"] == row]
    if not len(hers):
        return None
    known = tuple(name for name, is_known in zip(NEED_NAMES, hers["known"][0], strict=True) if is_known)
    return int(hers["door"][0]), known


def meets(door: int, degree: str, needs: tuple[NeedName, ...]) -> tuple[NeedName, ...]:
    """Those of the needs that a firm knows which it also meets, by the door it has reached or the degree it keeps.

    >>> meets(0, "basic", ("stated", "real"))
    ('stated',)
    >>> meets(1, "basic", ("stated", "real", "secret")), meets(0, "partnership", ("secret",))
    (('stated', 'real'), ('secret',))
    """
    reached = list(DEGREES).index(degree)
    return tuple(
        need for need in needs
        if door >= NEEDED_DOOR[need] or reached >= list(DEGREES).index(NEEDED_DEGREE[need])
    )  # fmt: skip


def degree_of(firm: FirmProcess, segment: str) -> str:
    """The degree of relationship that a firm keeps with a segment; basic where it does not keep in touch."""
    contact = firm.settings.department(Contact)
    return contact.degrees.get(segment, "basic") if contact else "basic"


assert NEED_NAMES == NEED_NAMES
