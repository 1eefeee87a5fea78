"""Many customers with thin margins call for the basic degree, few with fat margins for partnership (A5)."""

from __future__ import annotations

from functools import lru_cache

import pytest

from sim.charts.style.canvas import headline_text
from sim.charts.value.best_degree_chart import best_degree_chart
from sim.metrics.value.best_degree import best_degree
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

DEGREES = ("basic", "reactive", "accountable", "proactive", "partnership")
HARBOUR = "firms.Harbour.departments.contact"
FEW, MANY, THIN, FAT = 30, 1000, 0.02, 0.5
REPLICATIONS = {FEW: 12, 300: 12, MANY: 4, 3000: 8}
"""By the number of customers. With 4 of the larger markets one lead in the map could be chance at most seeds."""


@lru_cache
def world(customers: int, margin: float, degree: str, scarcity: float = 1.0) -> Results:
    changes = {
        "population.segments.accounts.size": customers,
        "firms.Harbour.unit_cost": round(1 - margin, 9),
        f"{HARBOUR}.degrees.accounts": degree,
        f"{HARBOUR}.scarcity": scarcity,
    }
    return simulate(load("five_degrees").but(changes), replications=REPLICATIONS[customers], log="exits")


def grid(sizes: tuple[int, ...], margins: tuple[float, ...], scarcity: float = 1.0) -> list[Results]:
    return [world(size, margin, d, scarcity) for size in sizes for margin in margins for d in DEGREES]


def winners(worlds: list[Results], close: tuple[int, float] | None = None) -> dict[tuple[int, float], str]:
    """The best degree of each market; fails where its lead over the next could be chance, but for one that is close."""
    table = best_degree(worlds[0], worlds[1:])
    best = table[table["best"]]
    doubtful = best[~(best["low"] > 0)]
    assert set(zip(doubtful["customers"], doubtful["margin"], strict=True)) <= {close}, doubtful
    return {
        (int(size), float(margin)): str(degree)
        for size, margin, degree in zip(best["customers"], best["margin"], best["degree"], strict=True)
    }


@pytest.mark.slow
def test_few_with_fat_margins_call_for_partnership_and_thin_margins_for_the_basic_degree() -> None:
    found = winners(grid((FEW, MANY), (THIN, FAT)), close=(MANY, FAT))
    assert found[FEW, FAT] == "partnership"
    assert found[MANY, THIN] == found[FEW, THIN] == "basic"
    assert DEGREES.index("basic") < DEGREES.index(found[MANY, FAT]) < DEGREES.index("partnership")


@pytest.mark.slow
def test_where_good_people_are_not_scarce_the_number_of_customers_does_not_matter() -> None:
    """The finding behind the claim: with costs in proportion to contacts only the margin counts."""
    found = winners(grid((FEW, MANY), (FAT,), scarcity=0.0))
    assert found[FEW, FAT] == found[MANY, FAT] == "partnership"


@pytest.mark.slow
def test_over_the_whole_map_the_best_degree_rises_with_the_margin_and_falls_with_the_number() -> None:
    sizes, margins = (FEW, 300, 3000), (THIN, 0.06, 0.15, FAT)
    found = winners(grid(sizes, margins), close=(FEW, 0.15))
    height = {place: DEGREES.index(degree) for place, degree in found.items()}
    for size in sizes:
        up = [height[size, margin] for margin in margins]
        assert up == sorted(up) and up[0] < up[-1]
    for margin in margins:
        down = [height[size, margin] for size in sizes]
        assert down == sorted(down, reverse=True)
    assert set(found.values()) == set(DEGREES)


@pytest.mark.slow
def test_the_picture_says_no_more_than_the_numbers() -> None:
    worlds = grid((FEW, MANY), (THIN, FAT))
    drawn = best_degree_chart(worlds[0], worlds[1:])
    assert (
        headline_text(drawn)
        == "Partnership earned most with few customers and high margins, basic with many customers and low margins"
    )
    cells = [text.get_text().split("\n")[0] for text in drawn.axes[0].texts]
    assert sorted(cells) == sorted(winners(worlds, close=(MANY, FAT)).values())
    alone = simulate(load("five_degrees").but(horizon=8), replications=1)
    assert headline_text(best_degree_chart(alone)) == "No degree of relationship clearly earned most"


def test_worlds_that_cannot_be_compared_are_refused() -> None:
    one = world(FEW, FAT, "basic")
    with pytest.raises(ValueError, match=r"the degree 'basic' is given twice for 30 customers and a margin of 0\.5"):
        best_degree(one, [one])
    other = simulate(one.scenario.but({f"{HARBOUR}.degrees.accounts": "reactive"}), replications=2)
    with pytest.raises(ValueError, match="do not share seed and replications"):
        best_degree(one, [other])
    with pytest.raises(ValueError, match="did you mean 'accounts'"):
        best_degree(one, segment="acounts")
