"""Rows in order: buckets give what comparing whole columns gives, whatever the instants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.model.event_log import ROW
from sim.model.row_order import sort_in_buckets, sort_rows

KEYS = ("firm", "event", "generation", "customer", "time")


def in_order(rows: NDArray[np.void]) -> NDArray[np.void]:
    """The rows ordered by NumPy, and else as they were written."""
    return rows[np.lexsort([np.arange(len(rows)), *(rows[key] for key in KEYS)])]


def written(times: list[float], seed: int) -> NDArray[np.void]:
    """Rows at these times, few customers and firms, each with an amount of its own; bytes between the fields vary."""
    luck, many = np.random.default_rng(seed), len(times)
    rows = luck.integers(0, 256, (many, ROW.itemsize), dtype=np.uint8).view(ROW).reshape(-1)
    rows["time"], rows["cents"] = times, np.arange(many)
    rows["customer"], rows["firm"] = luck.integers(-1, 4, many), luck.integers(-1, 2, many)
    rows["generation"], rows["event"] = luck.integers(0, 2, many), luck.integers(0, 3, many)
    rows["cause"], rows["programme"] = luck.integers(-1, 3, many), -1
    return rows


@given(st.lists(st.one_of(st.floats(0, 500), st.integers(0, 3).map(float)), max_size=60), st.integers(0, 1000))
def test_rows_are_ordered_by_time_and_then_by_the_other_keys(times: list[float], seed: int) -> None:
    rows = written(times, seed)
    ordered = sort_rows(rows)
    assert ordered.tolist() == in_order(rows).tolist()
    if len(rows):
        used = sum(ROW[name].itemsize for name in ROW.names or ())
        assert not ordered.view(np.uint8).reshape(len(rows), -1)[:, used:].any()


@pytest.mark.parametrize("instants", [1, 3, 400])
def test_many_rows_of_few_instants_take_the_other_way_to_the_same_order(instants: int) -> None:
    """2,000 rows; where they share an instant, buckets are given up."""
    rows = written(np.random.default_rng(2).integers(0, instants, 2000).astype(float).tolist(), 5)
    assert sort_rows(rows).tolist() == in_order(rows).tolist()
    assert (sort_in_buckets(rows) is None) == (instants < 400)


def test_one_far_away_instant_leaves_all_others_in_one_bucket() -> None:
    rows = written([*np.random.default_rng(3).random(3000).tolist(), 1e9], 6)
    assert sort_rows(rows).tolist() == in_order(rows).tolist()
