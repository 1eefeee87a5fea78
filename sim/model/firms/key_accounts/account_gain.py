"""What an account gains from a firm in a round, in money: goods and needs met, less what she paid.

All of it is assumed, in the spirit of customer value as benefits less costs (Zeithaml 1988, Journal of Marketing 52,
2-22; Anderson & Narus 1998, Harvard Business Review 76, on value in business markets, expressed in money).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sim.scenario.firm.departments.contact import DEGREES, Contact
from sim.scenario.market.key_account import NEED_NAMES, Need, NeedName
from sim.scenario.weeks import WEEKS_A_YEAR

if TYPE_CHECKING:
    from sim.model.firms.firm_process import FirmProcess


def quality(product: float, idiosyncrasy: float, fit: float) -> float:
    """A product as she sees it: level × exp(-e × (1 - fit)), where e is how far her ideal lies from the standard.

    It is the attribute that customers compare, taken out of its logarithm; ``fit`` is what goods made to her measure
    take away of the distance (reach × knowledge).

    >>> quality(1.1, 0.0, 0.0), round(quality(1.0, 0.2, 0.5), 4)
    (1.1, 0.9048)
    """
    return product * math.exp(-idiosyncrasy * (1.0 - fit))


def worth_of_goods(quantity: float, seen: float, value: float) -> float:
    """Goods: quantity (units of spend at price 1) × quality as she sees it × what a unit is worth to her.

    >>> round(worth_of_goods(100.0, 1.1, 1.3), 6)
    143.0
    """
    return quantity * seen * value


def worth_of_needs(needs: Mapping[NeedName, Need], met: Iterable[NeedName], part: float, weeks: float) -> float:
    """Needs met: Σ worth a year × weeks / 52 × part of her wallet that the firm has.

    >>> worth_of_needs({"real": Need(text="on time", worth=5200.0)}, ("real",), 0.5, 13.0)
    650.0
    """
    return math.fsum(needs[need].worth for need in met if need in needs) * weeks / WEEKS_A_YEAR * part


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
