"""What an account gains from a firm in a round, in money: goods and needs met, less what she paid.

All of it is assumed, in the spirit of customer value as benefits less costs (Zeithaml 1988, Journal of Marketing 52,
2-22; Anderson & Narus 1998, Harvard Business Review 76, on value in business markets, expressed in money).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from sim.scenario.market.key_account import Need, NeedName
from sim.scenario.weeks import WEEKS_A_YEAR


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
