"""How far two ways of sorting the same customers agree, beyond what chance would bring."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray


def adjusted_rand(one: Sequence[Hashable] | NDArray[np.int64], other: Sequence[Hashable] | NDArray[np.int64]) -> float:
    """The adjusted Rand index: 1 for the same groups whatever they are called, 0 on average for groups by chance.

    Formula: (Σ C(n_ij, 2) − E) / (½ (Σ C(a_i, 2) + Σ C(b_j, 2)) − E), E = Σ C(a_i, 2) Σ C(b_j, 2) / C(n, 2); n_ij
    customers in group i of the one and j of the other, a_i and b_j those in each group. Where both put everybody into
    one group, or each both times alone, the groups are the same: 1.
    Source: Hubert & Arabie (1985), Comparing partitions, Journal of Classification 2, 193-218.

    Raises ``ValueError`` for sorts of different length, or of nobody.

    >>> adjusted_rand([1, 1, 2, 2], ["a", "a", "b", "b"]), adjusted_rand([1, 1, 1, 1], [1, 1, 2, 2])
    (1.0, 0.0)
    """
    if len(one) != len(other) or not len(one):
        raise ValueError(f"two sorts of {len(one)} and {len(other)} customers; give the same customers, one or more")
    first, second = numbered(one), numbered(other)
    table = np.zeros((first.max() + 1, second.max() + 1), dtype=np.int64)
    np.add.at(table, (first, second), 1)
    both, rows, columns = (_pairs(counts) for counts in (table, table.sum(axis=1), table.sum(axis=0)))
    every = _pairs(table.sum(keepdims=True))
    expected = rows * columns / every if every else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def numbered(labels: Sequence[Hashable] | NDArray[np.int64]) -> NDArray[np.int64]:
    """Groups by number, in the order in which they first appear."""
    number: dict[Hashable, int] = {}
    return np.array([number.setdefault(label, len(number)) for label in labels], dtype=np.int64)


def _pairs(counts: NDArray[np.int64]) -> float:
    return float((counts * (counts - 1) // 2).sum())
