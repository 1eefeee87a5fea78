"""Sort your customers: agreement beyond chance, and profit from worlds that were really run."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.game.errors import GameError
from sim.game.exercises.marking import AnswerError
from sim.game.exercises.sorting import (
    adjusted_rand,
    as_sort,
    bracket,
    by_rfm,
    compared,
    read_sort,
    score,
    together,
    treated,
)
from sim.game.exercises.sorting_case import SortingCase, open_base
from sim.game.exercises.sorting_task import _from_file
from sim.metrics._shared.interval import interval
from sim.scenario.scenario import Scenario

SEEDS = range(1, 9)


@lru_cache
def case(seed: int = 1) -> SortingCase:
    return open_base(sim.load("sort_your_customers"), seed=seed)


def small(worth: list[list[float]], kinds: str) -> SortingCase:
    """A case of a few customers whose worth under treatments a, b is given."""
    base = case().base
    few = dataclasses.replace(base, customers=base.customers.head(len(worth)))
    return SortingCase(base=few, kinds=tuple(kinds), worth=pd.DataFrame(worth, columns=["a", "b"]))


@pytest.mark.parametrize(
    ("one", "other", "index"),
    [
        # pairs together in both 2, in the one 6, in the other 3, of 15: (2 - 1.2) / (4.5 - 1.2)
        ([1, 1, 1, 2, 2, 2], [1, 1, 2, 2, 3, 3], 0.8 / 3.3),
        # none together in both, 2 in each, of 6: (0 - 2/3) / (2 - 2/3)
        ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),
        # ax 3 and by 1 in both, 6 + 1 in the one, 3 + 3 in the other, of 21: (4 - 2) / (6.5 - 2)
        (list("aaaabbc"), list("xxxyyyz"), 2 / 4.5),
        (list("aab"), list("xxy"), 1.0),
        ([1, 1, 1], [2, 2, 2], 1.0),
        ([1, 2, 3], [3, 2, 1], 1.0),
        ([1, 1, 1, 1], [1, 2, 3, 4], 0.0),
        ([7], [7], 1.0),
    ],
)
def test_the_adjusted_rand_index_as_worked_out_by_hand(one: list[Any], other: list[Any], index: float) -> None:
    assert adjusted_rand(one, other) == pytest.approx(index)
    assert adjusted_rand(other, one) == pytest.approx(index)


def test_by_chance_it_is_nothing_on_average() -> None:
    luck = np.random.default_rng(1)
    found = [adjusted_rand(luck.integers(0, 4, 200), luck.integers(0, 3, 200)) for _ in range(300)]
    assert abs(np.mean(found)) < 3 * np.std(found) / np.sqrt(300)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=30), st.permutations(range(5)))
def test_names_of_groups_do_not_matter(pairs: list[tuple[int, int]], names: list[int]) -> None:
    one, other = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    index = adjusted_rand(one, other)
    assert adjusted_rand([names[label] for label in one], other) == pytest.approx(index)
    assert index <= 1 + 1e-12


def test_two_sorts_of_different_people_are_refused() -> None:
    with pytest.raises(ValueError, match="two sorts of 2 and 1 customers"):
        adjusted_rand([1, 2], [1])
    with pytest.raises(ValueError, match="two sorts of 0 and 0"):
        adjusted_rand([], [])


def test_each_gets_what_is_best_for_the_others_of_her_group() -> None:
    worth = [[5.0, 0.0], [3.0, 1.0], [0.0, 4.0], [1.0, 9.0]]
    found = small(worth, "ppqq")
    # p: the other brings more under a; q: the other brings more under b
    assert treated(found, found.kinds).profit == 5 + 3 + 4 + 9
    # together: sums without herself are (4, 14), (6, 13), (9, 10), (8, 5): b, b, b, a
    assert treated(found, together(found)).profit == 0 + 1 + 4 + 1
    # everybody alone is everybody treated alike
    assert treated(found, (1, 2, 3, 4)).profit == treated(found, together(found)).profit
    assert treated(found, found.kinds).choice == {"p": "a", "q": "b"}
    assert score(found, as_sort(found, found.kinds)).points("profit") == 100


@pytest.mark.slow
def test_one_group_scores_nothing_and_the_true_kinds_score_full() -> None:
    for seed in SEEDS:
        table = bracket(case(seed)).set_index("sort")
        assert table.loc["all alike", ["likeness", "profit_points", "total"]].tolist() == [0, 0, 0]
        assert table.loc["true kinds", ["likeness", "profit_points", "total"]].tolist() == pytest.approx(
            [100, 100, 100]
        )


def test_everybody_in_a_group_of_her_own_scores_nothing() -> None:
    base = case().base
    marks = score(case(), {who: who for who in base.customers["customer"].tolist()})
    assert marks.points("profit") == 0 and marks.points("likeness") == pytest.approx(0, abs=1e-9)


def by_money(found: SortingCase) -> dict[int, Any]:
    customers = found.base.customers
    bands = pd.qcut(customers["money"], 4, labels=False).astype(int)
    return dict(zip(customers["customer"].tolist(), bands.tolist(), strict=True))


@pytest.mark.slow
def test_recency_frequency_and_money_lie_between() -> None:
    tables = [
        compared(case(seed), {"rfm": by_rfm(case(seed).base), "money": by_money(case(seed))}).set_index("sort")
        for seed in SEEDS
    ]
    rfm = interval([table.loc["rfm", "total"] for table in tables])
    assert 5 < rfm.low < rfm.high < 60
    money = interval([table.loc["money", "total"] - table.loc["rfm", "total"] for table in tables])
    assert money.low > 0  # how often someone buys says less here than for how much


def test_the_worth_of_a_sort_is_what_the_books_show_when_it_is_carried_out() -> None:
    """Treat each true kind in the degree that suits it, in one world: the books show the sum of the parts."""
    found, asked = case(), sim.load("sort_your_customers")
    choice = treated(found, found.kinds).choice
    world = sim.simulate(
        asked.but({"firms.Counter.policy": {"kind": "script", "rounds": [{}] * 4 + [{"degrees": choice}]}}), seed=1
    )
    early, late = (
        sim.profit_analysis(world, week=week, of="truth").set_index("card").eval("total - spent_on_her")
        for week in (52, None)
    )
    brought = (late.reindex(early.index) - early).sum()
    degrees = [choice[kind] for kind in found.kinds]
    parts = sum(found.worth[degree].iloc[place] for place, degree in enumerate(degrees))
    assert len(set(degrees)) >= 3
    assert brought == pytest.approx(parts, rel=1e-6)


def test_the_base_has_no_labels(tmp_path: Path) -> None:
    base = case().base
    assert not {"segment", "true_segment", "card", "customer_id", "stated_cause"} & set(base.customers.columns)
    files = base.export(tmp_path)
    text = "".join(file.read_text() for file in files)
    assert not [kind for kind in set(case().kinds) if kind in text]
    assert base.customers["customer"].tolist() == list(range(1, len(case().kinds) + 1))
    counted = base.purchases.groupby("customer").size()
    assert counted.tolist() == base.customers["purchases"].tolist()
    assert base.purchases["week"].max() < base.week
    assert "kinds" not in repr(case()).split("base=")[0] and "worth=" not in repr(case())


def test_the_number_of_a_customer_says_nothing_of_her_kind() -> None:
    """Kinds follow one another in the market; in the base neighbours are alike no more often than by chance."""
    kinds = np.array(case().kinds)
    alike = (kinds[1:] == kinds[:-1]).mean()
    shares = np.unique(kinds, return_counts=True)[1] / len(kinds)
    expected = (shares**2).sum()
    assert abs(alike - expected) < 4 * np.sqrt(expected * (1 - expected) / len(kinds))


def everybody(label: object = "x") -> dict[Any, Any]:
    return dict.fromkeys(case().base.customers["customer"].tolist(), label)


@pytest.mark.parametrize(
    ("sort", "said"),
    [
        (lambda: {1: "a"}, "customers have no label: 2, 3, 4, 5, 6, ...; give every one a label"),
        (lambda: {**everybody(), 9999: "a"}, "unknown customer 9999; the base has 1 to"),
        (lambda: {**everybody(), "1": "a"}, "unknown customer '1'"),
        (lambda: everybody(None), "customer 1: None is no label; give text or a whole number"),
        (lambda: everybody(float("inf")), "customer 1: inf is no label"),
        (lambda: everybody(""), "customer 1: '' is no label"),
        (lambda: everybody(["a"]), "customer 1: ['a'] is no label"),
        (lambda: "abc", "str was given; give a label for each customer"),
        (lambda: pd.Series(["a", "b"], index=[1, 1]), "customer 1 is sorted twice"),
    ],
)
def test_sorts_that_make_no_sense_are_refused(sort: Callable[[], Any], said: str) -> None:
    with pytest.raises(AnswerError) as caught:
        score(case(), sort())
    assert said in str(caught.value)


def test_a_sort_is_read_from_a_table() -> None:
    table = pd.DataFrame({"customer": case().base.customers["customer"], "label": case().kinds})
    assert score(case(), read_sort(table)).total == pytest.approx(100)
    assert score(case(), pd.Series(case().kinds, index=table["customer"])).total == pytest.approx(100)
    with pytest.raises(AnswerError, match="the column 'label' is missing"):
        read_sort(table[["customer"]])
    with pytest.raises(AnswerError, match="customer 1 is sorted twice"):
        read_sort(pd.concat([table, table.head(1)]))


@pytest.mark.parametrize("groups", [0, 14])
def test_so_many_bands_cannot_be(groups: int) -> None:
    with pytest.raises(ValueError, match="give 1 to 13 groups"):
        by_rfm(case().base, groups)


def changed(**changes: object) -> Scenario:
    return sim.load("sort_your_customers").but({path.replace("__", "."): value for path, value in changes.items()})


@pytest.mark.parametrize(
    ("asked", "options", "said"),
    [
        (changed(), {"firm": "Countr"}, "firm: unknown firm 'Countr'; did you mean 'Counter'"),
        (changed(), {"firm": "Arcade"}, "Arcade: sorting needs a firm with the department 'contact'"),
        (changed(), {"week": 50}, "week=50: give a round of 13 weeks"),
        (changed(), {"week": 156}, "week=156: give a round"),
        (changed(), {"degrees": ["basic"]}, "one treatment for all leaves nothing to sort for"),
        (changed(), {"degrees": ["basic", "proactiv"]}, "unknown degree 'proactiv'; did you mean 'proactive'"),
        (changed(behaviour__word_of_mouth={}), {}, "word of mouth: what one customer gets would depend on the others"),
        (changed(firms__Counter__departments__contact__team=50), {}, "contact with a team of limited size"),
        (changed(firms__Counter__policy={"kind": "hold"}), {}, "without a policy of its own"),
    ],
)
def test_bases_that_cannot_be(asked: Scenario, options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        open_base(asked, **options)


def test_where_kinds_do_not_matter_nobody_scores() -> None:
    alike = small([[5.0, 0.0]] * 4, "ppqq")
    marks = score(alike, as_sort(alike, alike.kinds))
    assert marks.points("profit") == 0 and "worth nothing here" in str(marks)


def test_a_sort_saved_by_chinese_excel_is_read(tmp_path: Path) -> None:
    file = tmp_path / "分类.csv"
    file.write_bytes("customer,label\r\n0,常客\r\n1,新客\r\n".encode("gb18030"))
    assert _from_file(str(file)) == {0: "常客", 1: "新客"}
    file.write_bytes(b"customer,label\n0,\xff\xff\n")
    with pytest.raises(GameError, match="neither UTF-8 nor GB18030"):
        _from_file(str(file))
