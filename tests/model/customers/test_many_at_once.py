"""What firms draw and count for many customers at once is what the readable rules say for each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from sim.model.batch_draws import Addresses, draw_uniforms, sample_many
from sim.model.random_numbers import lifetime_index, sample_distribution, uniforms
from sim.model.state.columns import CUSTOMER, LEFT, PERSON, PROSPECT, RELATION, distribution_record
from sim.model.state.recent_buyers import PurchaseSnapshot, bought_since

LUCK, PURPOSE, MANY = (7, 0), 1234567, 50
SPREADS = [(0, 2.5, 0.0), (1, 0.7, 2.0), (2, 3.0, 2.0), (3, 0.4, 2.0), (4, 1.0, 5.0), (5, 2.0, 0.5)]


def addresses() -> Addresses:
    places = np.arange(MANY, dtype=np.int64)
    return Addresses(places * 10**15, places % 3, 1 + places % 7)


def test_hands_drawn_at_once_are_those_drawn_one_by_one() -> None:
    at, hands = addresses(), np.empty((MANY, 4))
    draw_uniforms(LUCK, at, PURPOSE, hands)
    one_by_one = [
        uniforms(LUCK, who, PURPOSE, lifetime_index(lives, 0), nth) for who, lives, nth in zip(*at, strict=True)
    ]
    assert (hands == np.array(one_by_one)).all()


@pytest.mark.parametrize("code", SPREADS)
def test_spreads_drawn_at_once_are_those_drawn_one_by_one(code: tuple[int, float, float]) -> None:
    at, of, drawn = addresses(), distribution_record(code), np.empty(MANY)
    sample_many(LUCK, at, PURPOSE, of, drawn)
    one_by_one = [
        sample_distribution(LUCK, who, PURPOSE, lifetime_index(g, 0), nth, of[0])
        for who, g, nth in zip(*at, strict=True)
    ]
    assert drawn == pytest.approx(one_by_one, rel=1e-12)


weeks_of_lives = some.lists(
    some.lists(
        some.tuples(
            some.integers(0, 3), some.integers(0, 2), some.integers(0, 1), some.sampled_from([PROSPECT, CUSTOMER, LEFT])
        ),
        min_size=4, max_size=4,
    ),
    min_size=1, max_size=5,
)  # fmt: skip


@given(weeks_of_lives)
def test_buyers_are_customers_with_purchases_not_yet_seen_in_this_stay(
    weeks: list[list[tuple[int, int, int, int]]],
) -> None:
    person, relation = np.zeros(4, PERSON), np.zeros((4, 2), RELATION)
    seen = PurchaseSnapshot(*(np.zeros(4, dtype=np.int32) for _ in PurchaseSnapshot._fields))
    before = [(0, 0, 0)] * 4
    for week in weeks:
        rows, bought = np.zeros(4, dtype=np.int64), np.zeros(4, dtype=np.int64)
        expected = {}
        for i, (purchases, spell, generation, status) in enumerate(week):
            relation[i, 1]["purchases"], relation[i, 1]["spell"], relation[i, 1]["status"] = purchases, spell, status
            person[i]["generation"] = generation
            new = purchases - before[i][0] if before[i][1:] == (spell, generation) else purchases
            if new > 0 and status == CUSTOMER:
                expected[i] = new
            before[i] = (purchases, spell, generation)
        found = bought_since(person.view(np.recarray), relation.view(np.recarray), 1, seen, rows, bought)
        assert dict(zip(rows[:found].tolist(), bought[:found].tolist(), strict=True)) == expected
