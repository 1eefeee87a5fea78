"""Whether intervals hold the truth as often as they say, where the truth is known."""

from __future__ import annotations

import re

import numpy as np
import pytest
from numpy.typing import NDArray

import sim
from docs.coverage import DRAWN, REAL, SIZES, TRIES, Case, coverage, pool
from docs.page_parts import written
from sim.experiments.comparison.paired import paired, pairs_of
from tests.worlds import FROZEN, NOBODY_LEAVES, world

ABC = ("a", "b", "c")


def z(held: int, tries: int, promised: float) -> float:
    return (held - promised * tries) / float(np.sqrt(tries * promised * (1 - promised)))


def drawn(luck: np.random.Generator, size: int) -> NDArray[np.float64]:
    """Three strategies with means 0, 1 and 3, and luck that they share."""
    return np.array([0.0, 1.0, 3.0]) + luck.normal(0, 5, (size, 1)) + luck.normal(0, [1, 2, 3], (size, 3))


def test_a_single_interval_of_normal_values_holds_in_95_to_97_of_a_hundred() -> None:
    tries, luck = 2000, np.random.default_rng(11)
    held = 0
    for _ in range(tries):
        row = paired(drawn(luck, 10), ABC, [(2, 0)], 0.95, "bonferroni").iloc[0]
        held += row["low"] <= 3 <= row["high"]
    assert z(held, tries, 0.95) > -4
    assert z(held, tries, 0.97) < 4


@pytest.mark.parametrize("case", DRAWN, ids=lambda case: case.name)
@pytest.mark.parametrize("size", [10, 20, 40])
def test_intervals_hold_in_93_of_a_hundred_from_ten_replications_on(case: Case, size: int) -> None:
    """Student's do not where values are skewed; other luck than that of the table on the page."""
    tries = 10_000
    single, _, _ = coverage(case, size, tries, seed=2)
    assert z(round(single * tries), tries, 0.93) > -4
    if case.name == "normal":
        assert z(round(single * tries), tries, 0.97) < 4


def test_students_interval_would_not_do_for_ten_lognormal_differences() -> None:
    (case,) = (case for case in DRAWN if case.name.startswith("lognormal"))
    assert z(round(coverage(case, 10, 10_000, seed=2)[2] * 10_000), 10_000, 0.93) < -20


@pytest.mark.slow
def test_the_coverage_table_of_the_page_is_what_comes_out() -> None:
    """Drawn cases, other luck; the page's 20,000 tries and these 10,000 both vary."""
    rows = [line.strip("| ").split(" | ") for line in written("compare", "coverage").splitlines()[2:]]
    page = {name: cells for name, *cells in rows}
    assert len(page) == len(DRAWN) + len(REAL)
    for case in DRAWN:
        for size, cell in zip(SIZES, page[case.name], strict=True):
            told = [float(figure) / 100 for figure in re.findall(r"[\d.]+", cell)]
            for one, other in zip(told, coverage(case, size, 10_000, seed=2), strict=True):
                spread = np.sqrt(one * (1 - one) * (1 / 10_000 + 1 / TRIES)) + 0.0005
                assert abs(one - other) < 4 * spread, (case.name, size, cell)


def test_from_ten_replications_on_the_page_claims_93_of_a_hundred_for_every_case() -> None:
    for line in written("compare", "coverage").splitlines()[2:]:
        name, _, *enough = line.strip("| ").split(" | ")
        assert all(float(cell.split()[0]) >= 93 for cell in enough), name


@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_intervals_of_real_measures_hold_in_93_of_a_hundred_from_ten_replications_on(name: str) -> None:
    """Samples are drawn from the differences of 200 replications."""
    values = pool(*REAL[name], replications=200)
    case = Case(name=name, draw=lambda luck, shape: luck.choice(values, shape), mean=float(values.mean()))
    for size in (10, 20):
        assert z(round(coverage(case, size, 10_000, seed=2)[0] * 10_000), 10_000, 0.93) > -4


@pytest.mark.slow
def test_three_intervals_hold_jointly_at_least_as_often() -> None:
    tries, luck = 1500, np.random.default_rng(12)
    truth = {("a", "b"): -1, ("a", "c"): -3, ("b", "c"): -2}
    held, apart = 0, 0
    for _ in range(tries):
        values = drawn(luck, 8)
        for joint in ("bonferroni", "none"):
            table = paired(values, ABC, pairs_of(ABC, None), 0.95, joint)
            inside = all(row.low <= truth[row.one, row.other] <= row.high for row in table.itertuples())
            held += inside and joint == "bonferroni"
            apart += inside and joint == "none"
    assert z(held, tries, 0.95) > -4
    assert z(apart, tries, 0.95) < -4, "each by itself, they do not hold jointly: that is what the correction is for"


@pytest.mark.slow
def test_in_a_market_whose_difference_is_known_the_interval_holds_in_95_of_a_hundred() -> None:
    """Nobody leaves and nobody else sells: goods cheaper by 0.1 earn 0.1 × what is bought, 60 × 0.3 × 30 × 26 weeks."""
    person = {"size": 60, "purchase_rate": 0.3, "spend": 30.0}
    market = world(person, horizon=26.0, exits=NOBODY_LEAVES, behaviour=FROZEN)
    worlds = {"dear": market.but({"firms.Only.unit_cost": 0.6}), "cheap": market.but({"firms.Only.unit_cost": 0.5})}
    profit = sim.replicate(
        worlds, lambda results: float(sim.profit(results)["profit"].iloc[0]), replications=2400, seed=4,
        log="exits", where=sim.Execution(workers=1, quiet=True),
    )  # fmt: skip
    values = np.column_stack([profit["cheap"], profit["dear"]]).reshape(-1, 8, 2)
    truth = 0.1 * 60 * 0.3 * 26 * 30
    tables = [paired(each, ("cheap", "dear"), [(0, 1)], 0.95, "bonferroni").iloc[0] for each in values]
    held = sum(bool(row["low"] <= truth <= row["high"]) for row in tables)
    assert abs(z(held, len(tables), 0.95)) < 4
    gaps = values.reshape(-1, 2)[:, 0] - values.reshape(-1, 2)[:, 1]
    assert abs(gaps.mean() - truth) / (gaps.std() / np.sqrt(len(gaps))) < 4
