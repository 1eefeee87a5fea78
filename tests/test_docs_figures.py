"""Figures on the pages that come out of runs are those that ``python -m docs.figures`` made."""

from __future__ import annotations

import pytest

from docs.figure_runs import GROUPS, REPLICATIONS, SEED
from docs.figures import kept, made, on_pages, text

KEPT = kept()


def test_every_figure_on_a_page_is_the_one_that_was_made() -> None:
    places = on_pages()
    assert len(places) >= 20
    assert [(page, name) for page, name, said in places if name not in KEPT or said != text(KEPT[name], page)] == []


def test_every_figure_has_an_interval_over_32_replications_at_a_seed_not_chosen() -> None:
    assert REPLICATIONS >= 32
    for name, figure in KEPT.items():
        assert (figure["replications"], figure["seed"]) == (REPLICATIONS, SEED), name
        assert float(str(figure["low"])) <= float(str(figure["value"])) <= float(str(figure["high"])), name


def test_every_figure_that_was_made_stands_on_a_page() -> None:
    assert set(KEPT) - {name for _, name, _ in on_pages()} == set()


def test_a_figure_is_told_with_its_interval_in_its_unit() -> None:
    asked = {"value": 0.9312, "low": 0.861, "high": 0.988, "unit": "percent"}
    assert text(asked) == "93% (86 to 99)"
    money = {"value": -48_900, "low": -52_100, "high": -45_200, "unit": "thousand"}
    assert text(money) == "−49 k (−52 to −45)"
    assert text(asked, "README.zh.md") == "93%（86 至 99）"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["exit_types", "hotel", "exit_managing"])
def test_a_group_made_again_is_the_same(name: str) -> None:
    """The cheap ones; all of them take some five minutes."""
    assert made(GROUPS[name]) == {key: value for key, value in KEPT.items() if value["group"] == name}
