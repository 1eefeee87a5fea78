"""Needs and orders: how customers turn to firms, and what firms do about them at the very instant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray


class Request(NamedTuple):
    """A customer turns to a firm with a need or an order: when, who, in which tier she is then, what she paid."""

    time: float
    customer: int
    generation: int
    address: int
    firm: int
    tier: int
    money: float = 0.0


class RequestBatch(NamedTuple):
    """Needs or orders at one firm as columns of equal length, in the order of time."""

    time: NDArray[np.float64]
    customer: NDArray[np.int64]
    generation: NDArray[np.int64]
    address: NDArray[np.int64]
    firm: NDArray[np.int64]
    tier: NDArray[np.int64]
    money: NDArray[np.float64]

    def each(self) -> Iterator[Request]:
        """One after the other."""
        return map(Request, *(column.tolist() for column in self))


ScheduledAction: TypeAlias = tuple[float, Callable[..., object], object]
"""Something that a firm does about a need or an order: the instant, what it does, and to whom or what."""
RequestHandler: TypeAlias = Callable[[RequestBatch], Iterator[ScheduledAction]]
"""What a firm will do about needs or orders, in the order of time."""
