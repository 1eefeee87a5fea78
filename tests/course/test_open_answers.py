"""Open answers: two peers each, never oneself, late and missing markers, and what the points come to."""

from __future__ import annotations

from collections import Counter

import pytest

from sim.course.open_answers.peers import PEERS, Pairing, paired, reassigned, with_late
from sim.course.open_answers.rubric import answer_mark, mark_of, mean_of_tasks


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5, 17, 200])
def test_everybody_marks_two_answers_and_is_marked_by_two_never_by_oneself(size: int) -> None:
    people = [f"person {number}" for number in range(size)]
    pairs = paired(people, "seed 4/D2")
    each = min(PEERS, max(size - 1, 0))
    assert len(set(pairs)) == len(pairs) == size * each
    assert all(one.author != one.marker for one in pairs)
    if each:
        assert (
            {*Counter(one.author for one in pairs).values()}
            == {*Counter(one.marker for one in pairs).values()}
            == {each}
        )
    if size >= 5:
        assert not any(Pairing(one.marker, one.author) in pairs for one in pairs), "nobody marks who marks them"
    assert paired(people[::-1], "seed 4/D2") == pairs, "the order of the list says nothing"


def test_another_seed_and_another_task_give_other_pairs() -> None:
    people = [f"person {number}" for number in range(20)]
    assert len({paired(people, address) for address in ("seed 4/D2", "seed 5/D2", "seed 4/D3")}) == 3


def test_a_late_answer_goes_to_those_who_have_fewest_to_mark() -> None:
    people = ["a", "b", "c", "d", "e"]
    pairs = paired(people, "x")
    first = with_late(pairs, people, "late", "x")
    assert {one.author for one in first} == {"late"} and len({one.marker for one in first}) == 2
    second = with_late([*pairs, *first], [*people, "late"], "later", "x")
    authors = {one.author for one in second}
    assert authors == {"later"} and "late" in {one.marker for one in second}, "the late one has nothing to mark yet"
    load = Counter(one.marker for one in (*pairs, *first, *second))
    assert max(load.values()) == 3
    assert not {*first} & {*with_late([*pairs, *first], [*people, "late"], "late", "x")}


def test_a_late_answer_beside_a_single_one_is_marked_by_it_and_marks_it() -> None:
    assert paired(["a"], "x") == ()
    assert {*with_late((), ["a"], "late", "x")} == {Pairing("late", "a"), Pairing("a", "late")}


def test_answers_of_a_person_who_marks_nothing_go_to_people_who_are_done() -> None:
    people = ["a", "b", "c", "d", "e", "f"]
    pairs = paired(people, "x")
    marked = [one for one in pairs if one.marker != "c"]
    found = reassigned(pairs, marked, "x")
    assert {*found} == {one for one in pairs if one.marker == "c"}
    for former, fresh in found.items():
        assert fresh.author == former.author and fresh.marker not in ("c", fresh.author) and fresh not in pairs
    assert len({fresh.marker for fresh in found.values()}) == 2, "two answers go to two people"
    assert reassigned(pairs, [], "x") == {}, "nobody is done"


def test_points_become_a_mark_and_the_instructors_counts_alone() -> None:
    assert mark_of([2, 2, 2, 2]) == 100 and mark_of([0, 0]) == 0
    two = answer_mark([[2, 1, 1, 0], [2, 2, 2, 1]])
    assert (two.mark, two.peers, two.spread, two.apart) == (68.75, (50.0, 87.5), 37.5, True)
    near = answer_mark([[2, 1], [1, 2]])
    assert (near.mark, near.spread, near.apart) == (75.0, 0.0, False)
    over = answer_mark([[2, 1], [1, 2]], [2, 2])
    assert (over.mark, over.spread, over.overruled) == (100.0, 0.0, True)
    none = answer_mark([])
    assert (none.mark, none.spread) == (None, None)
    assert answer_mark([[1, 1]]).spread is None
    assert mean_of_tasks({"D2": 50.0, "D3": None, "D8": 0.0}) == 25.0 and mean_of_tasks({"D2": None}) is None
