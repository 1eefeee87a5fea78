"""Designs cover their space, sensitivities find what is known to matter, maps and searches find what was put in."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import sim
from sim import charts
from sim.charts.style.canvas import figure_of, png
from sim.experiments.design.factor import Factor, factors_of, latin_hypercube, responses, setting, sobol_sequence
from sim.experiments.design.response_map import response_map
from sim.experiments.design.sensitivity import elementary_effects, screen, shares_of_variance
from sim.experiments.errors import ExperimentError
from sim.experiments.execution.execution import Execution
from sim.experiments.selection.search import Tries, search
from sim.metrics._shared.interval import mean_bounds
from sim.results.results import Results
from sim.scenario.scenario import Scenario

HERE = Execution(workers=1, quiet=True)
PRICE, SERVICE, PRODUCT = (f"firms.Azure.offer.{name}" for name in ("price", "service", "product"))
UNIT = {PRICE: (0.5, 1.5), SERVICE: (0.2, 0.8), PRODUCT: (0.5, 1.5)}


@pytest.fixture(scope="module")
def tiny() -> Scenario:
    """So small that a run takes a moment: what is tested here is the arithmetic on what comes out."""
    return sim.load("imitation_race").but({"population.segments.consumers.size": 12}, horizon=4)


def parts(results: Results) -> dict[str, float]:
    """Each factor as a part of its range, 0 to 1."""
    offer = results.scenario.firms[0].offer
    return {path: (getattr(offer, path.rsplit(".", 1)[1]) - low) / (high - low) for path, (low, high) in UNIT.items()}


def plane(results: Results) -> float:
    """Known: price counts 10, service -4, product nothing."""
    part = parts(results)
    return 10 * part[PRICE] - 4 * part[SERVICE]


def together(results: Results) -> float:
    """Known: price and service only count together."""
    part = parts(results)
    return (part[PRICE] - 0.5) * (part[SERVICE] - 0.5)


def hill(results: Results) -> float:
    """Known: best at 0.3 and 0.7 of the ranges, and luck does not matter."""
    part = parts(results)
    return -((part[PRICE] - 0.3) ** 2) - (part[SERVICE] - 0.7) ** 2


@pytest.mark.parametrize("points", [2, 16, 64])
def test_a_latin_hypercube_hits_each_stratum_once(points: int) -> None:
    table = latin_hypercube({PRICE: (0.5, 1.5), "firms.Azure.programmes.frequency.launch": (1, 40)}, points, seed=3)
    strata = np.floor((table[PRICE].to_numpy() - 0.5) * points).astype(int)
    assert sorted(strata) == list(range(points))
    launches = table["firms.Azure.programmes.frequency.launch"]
    assert (launches % 1 == 0).all() and launches.between(1, 40).all()


def test_a_sobol_sequence_fills_each_quarter_alike() -> None:
    table = sobol_sequence({PRICE: (0.0, 1.0), SERVICE: (0.0, 1.0)}, 64, seed=1)
    quarters = 2 * (table[PRICE] >= 0.5).astype(int) + (table[SERVICE] >= 0.5).astype(int)
    assert (quarters.value_counts() == 16).all()


def test_designs_are_the_same_for_the_same_seed_only() -> None:
    one, again, other = (latin_hypercube(UNIT, 8, seed=seed) for seed in (1, 1, 2))
    assert one.equals(again) and not one.equals(other)


def test_whole_numbers_each_get_an_equal_part() -> None:
    launch = Factor(path="x", least=2, most=5, whole=True)
    found = launch.at(np.linspace(0, 1, 401))
    assert sorted(set(found)) == [2, 3, 4, 5] and (np.bincount(found.astype(int))[2:5] == 100).all()


def test_responses_are_what_the_market_answers(tiny: Scenario) -> None:
    table = responses(tiny, UNIT, latin_hypercube(UNIT, 4), plane, replications=2, where=HERE)
    wanted = 10 * (table[PRICE] - 0.5) - 4 * (table[SERVICE] - 0.2) / 0.6
    assert np.allclose(table["mean"], wanted) and np.allclose(table["error"], 0)


def test_screening_finds_what_is_known_to_matter(tiny: Scenario) -> None:
    found = screen(tiny, UNIT, plane, trajectories=6, replications=1, where=HERE)
    table = found.table.set_index("path")
    assert list(found.table["factor"]) == ["price", "service", "product"]
    assert table.loc[PRICE, "effect"] == pytest.approx(10) and table.loc[SERVICE, "direction"] == pytest.approx(-4)
    assert table.loc[PRODUCT, "effect"] == pytest.approx(0) and np.allclose(table["bends"], 0)
    assert "depends most on price" in str(found) and "Hardly at all on product" in str(found)


def test_four_trajectories_give_no_interval_and_the_sentence_tells_why(tiny: Scenario) -> None:
    found = screen(tiny, UNIT, together, trajectories=4, replications=1, where=HERE)
    assert found.table[["low", "high"]].isna().all(axis=None) and (found.table["effect"] >= 0).all()
    assert "Fewer than 6 trajectories give no interval" in str(found) and "nan" not in str(found)
    assert len(png(charts.sensitivity_chart(found))) > 5_000


def test_few_points_give_no_intervals_of_shares_and_the_sentence_tells_why(tiny: Scenario) -> None:
    found = shares_of_variance(tiny, UNIT, plane, points=16, where=HERE)
    assert found.table[["alone low", "in all high"]].isna().all(axis=None)
    assert "fewer than 64 points give no intervals" in str(found) and "nan" not in str(found)
    assert len(png(charts.sensitivity_chart(found))) > 5_000


@pytest.mark.slow
@pytest.mark.parametrize("trajectories", [6, 10, 20])
def test_intervals_of_screening_hold_what_many_trajectories_find(trajectories: int) -> None:
    """Of 300 designs, four factors each, on a product and an S-shaped answer: at least 93 of a hundred (z > -4)."""
    from SALib.sample import morris

    found = factors_of({f"a.{letter}": (0.0, 1.0) for letter in "abcd"})
    box = {"num_vars": 4, "names": list("abcd"), "bounds": [[0.0, 1.0]] * 4}

    def sizes(number: int, seed: int) -> np.ndarray:
        design = morris.sample(box, number, num_levels=4, seed=seed)
        a, b, c, d = design.T
        answer = 5 * a * b + np.exp(2 * c) - a * d + 3 / (1 + np.exp(6 - 8 * a - 4 * d))
        return np.abs(elementary_effects(found, design, answer))

    true, designs = sizes(5_000, 999).mean(axis=0), 300
    bounds = [mean_bounds(sizes(trajectories, seed), 0.95)[1:] for seed in range(designs)]
    held = np.sum([(low <= true) & (true <= high) for low, high in bounds], axis=0)
    assert ((held - 0.93 * designs) / math.sqrt(designs * 0.93 * 0.07) > -4).all(), held / designs


def test_what_only_works_together_bends(tiny: Scenario) -> None:
    table = screen(tiny, UNIT, together, trajectories=8, replications=1, where=HERE).table.set_index("path")
    assert float(table["bends"][PRICE]) > 0.1 > float(table["bends"][PRODUCT])


def test_a_step_of_a_whole_number_counts_as_far_as_it_goes() -> None:
    from SALib.sample import morris

    found = factors_of({"a.switch": (0, 1), "a.price": (0.0, 1.0), "a.few": (0, 2), "a.many": (0, 9)})
    box = {"num_vars": 4, "names": list("abcd"), "bounds": [[0.0, 1.0]] * 4}
    design = morris.sample(box, 12, num_levels=4, seed=1)
    whole_way = np.array([3.0, -3.0, 2.0, 1.0])
    ways = [(one.at(design[:, n]) - one.least) / (one.most - one.least) for n, one in enumerate(found)]
    each = elementary_effects(found, design, np.stack(ways, axis=1) @ whole_way)
    assert each.shape == (12, 4)
    assert np.allclose(each, whole_way), "a linear answer has the same effect in every step"


@pytest.mark.slow
def test_shares_of_variance_are_those_of_the_formula(tiny: Scenario) -> None:
    found = shares_of_variance(tiny, UNIT, plane, points=128, where=HERE).table.set_index("path")
    whole = 10**2 + 4**2  # variances of independent uniform factors add up in squares of their weights
    assert found.loc[PRICE, "alone"] == pytest.approx(100 / whole, abs=0.05)
    assert found.loc[SERVICE, "in all"] == pytest.approx(16 / whole, abs=0.05)
    assert abs(float(found["in all"][PRODUCT])) < 0.01
    both = shares_of_variance(tiny, UNIT, together, points=128, where=HERE).table.set_index("path")
    assert abs(float(both["alone"][PRICE])) < 0.15 and float(both["in all"][PRICE]) == pytest.approx(1, abs=0.15)


def test_a_map_names_the_best_where_it_is_clear(tiny: Scenario) -> None:
    def judged(results: Results) -> float:
        """Dear is better where service is good, cheap where it is bad; in between chance decides."""
        offer = results.scenario.firms[0].offer
        noise = 0.01 * (results.runs[0].replication % 2 - 0.5)
        return (offer.price - 1.0) * (offer.service - 0.5 + noise)

    found = response_map(
        tiny, {"cheap": {PRICE: 0.9}, "dear": {PRICE: 1.1}}, ((SERVICE, [0.2, 0.5, 0.8]), (PRODUCT, [1.0])), judged,
        replications=4, where=HERE,
    )  # fmt: skip
    table = found.table.set_index("across")
    assert table.loc[0.2, "best"] == "cheap" and table.loc[0.8, "best"] == "dear"
    assert list(table["clear"]) == [True, False, True]
    assert float(table["lead"][0.8]) == pytest.approx(0.06)
    assert "'cheap' is clearly best at 1, 'dear' is clearly best at 1; at 1 it cannot be told" in found.sentence
    assert len(png(charts.response_map_chart(found))) > 5_000


def test_a_circumstance_may_be_a_name_and_a_strategy_a_function(tiny: Scenario) -> None:
    def strategy(across: Any, up: Any) -> dict[str, object]:
        return {PRICE: 1.0 + across / 10, SERVICE: up}

    found = response_map(
        tiny, {"as it is": {}, "moves": strategy},
        (("generosity", {0: {}, 1: {PRODUCT: 1.2}}), ("service", {0.3: {}, 0.6: {}})),
        lambda results: results.scenario.firms[0].offer.price + results.scenario.firms[0].offer.product,
        replications=2, where=HERE,
    )  # fmt: skip
    cell = found.table.set_index(["across", "up"])
    assert cell.loc[(1, 0.3), "moves"] == pytest.approx(1.1 + 1.2)
    assert cell.loc[(0, 0.6), "moves"] == cell.loc[(0, 0.6), "as it is"]


def test_a_search_finds_the_top_of_the_hill(tiny: Scenario) -> None:
    ranges = {PRICE: UNIT[PRICE], SERVICE: UNIT[SERVICE]}
    found = search(tiny, ranges, hill, tries=Tries(settings=80, replications=1, hold_out=2), where=HERE)
    assert found.settings[PRICE] == pytest.approx(0.5 + 0.3, abs=0.03)
    assert found.settings[SERVICE] == pytest.approx(0.2 + 0.7 * 0.6, abs=0.03)
    assert found.scenario.firms[0].offer.price == found.settings[PRICE]
    assert found.gain == pytest.approx(found.found_gain) and found.gain > 0
    assert not found.tried.duplicated([PRICE, SERVICE]).any()


def test_a_search_keeps_to_its_limits(tiny: Scenario) -> None:
    ranges = {"firms.Azure.programmes.frequency.build_cost": (0.0, 4000.0)}
    dear = tiny.but({"firms.Azure.programmes.frequency.launch": 0})

    def generous(results: Results) -> float:
        return results.scenario.firms[0].programmes[0].build_cost

    limit = {"programme_cost": 2500}
    tries = Tries(settings=25, replications=1, hold_out=2)
    found = search(dear, ranges, generous, tries=tries, within=limit, where=HERE)
    assert 1500 < found.settings["firms.Azure.programmes.frequency.build_cost"] <= 2500
    assert (found.tried["programme_cost"] <= 2500).equals(found.tried["allowed"])
    assert not found.tried["allowed"].all()
    with pytest.raises(ExperimentError, match=r"none of \d+ settings tried is allowed \(programme_cost at most -1\)"):
        search(dear, ranges, generous, tries=tries, within={"programme_cost": -1}, where=HERE)


def test_a_limit_that_does_not_hold_on_other_luck_is_told(tiny: Scenario) -> None:
    dear = tiny.but({"firms.Azure.programmes.frequency.launch": 0}, horizon=30)
    ranges = {"firms.Azure.programmes.frequency.threshold": (5.0, 60.0)}
    tries = Tries(settings=15, replications=1, hold_out=6)

    def few(results: Results) -> float:
        return -results.scenario.firms[0].programmes[0].threshold  # type: ignore[attr-defined]

    spent = search(dear, ranges, few, tries=tries, where=HERE, within={"programme_cost": 1e9}).held["programme_cost"]
    found = search(dear, ranges, few, tries=tries, where=HERE, within={"programme_cost": 0.9 * spent})
    over = found.held["programme_cost"] > 0.9 * spent
    assert ("above its limit" in found.sentence) == over


def test_what_is_found_by_luck_alone_is_not_sold(tiny: Scenario) -> None:
    def luck(results: Results) -> float:
        digits = str(results.scenario.firms[0].offer.price + results.runs[0].replication / 7)
        return float(sum(map(ord, digits)) % 17)

    found = search(tiny, {PRICE: (0.5, 1.5)}, luck, tries=Tries(settings=30, replications=1, hold_out=12), where=HERE)
    assert found.found_gain > found.gain and found.low < 0
    assert "cannot be told from the scenario as it is" in str(found)


def test_pictures_of_sensitivity_name_the_factors(tiny: Scenario) -> None:
    for found in (screen(tiny, UNIT, plane, trajectories=3, replications=1, where=HERE),
                  shares_of_variance(tiny, UNIT, plane, points=16, where=HERE)):  # fmt: skip
        picture = charts.sensitivity_chart(found)
        labels = [text.get_text().split("\n")[0] for text in figure_of(picture.axes[0]).axes[0].get_yticklabels()]
        assert labels == list(found.table["factor"])


@pytest.mark.parametrize(("factors", "said"), [
    ({}, "nothing is varied"),
    ({PRICE: (1.0, 0.5)}, "varied from 1 to 0.5; give two numbers, the smaller one first"),
    ({PRICE: (0.5, math.inf)}, "varied from 0.5 to inf"),
    ({PRICE: 0.5}, "0.5 is no pair of bounds"),
    ([Factor(path=PRICE, least=0, most=1)] * 2, "varied twice: firms.Azure.offer.price"),
])  # fmt: skip
def test_factors_that_make_no_sense_are_refused(factors: Any, said: str) -> None:
    with pytest.raises(ExperimentError, match=said):
        factors_of(factors)


def test_settings_beyond_what_is_allowed_are_named(tiny: Scenario) -> None:
    with pytest.raises(ExperimentError, match=r"this setting cannot be run \(firms.Azure.offer.price = -1\)"):
        setting(tiny, factors_of({PRICE: (-1.0, 1.0)}), [-1.0])
    with pytest.raises(ExperimentError, match="did you mean 'price'"):
        setting(tiny, factors_of({"firms.Azure.offer.prise": (0.5, 1.0)}), [0.7])
    with pytest.raises(ExperimentError, match="balanced at powers of two; give 8 or 16"):
        sobol_sequence(UNIT, 10)
    with pytest.raises(ExperimentError, match="<lambda> is the same at all settings; there is no variance"):
        shares_of_variance(tiny, UNIT, lambda results: 1.0, points=4, where=HERE)
