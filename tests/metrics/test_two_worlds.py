"""Gain, incremental profit, first-mover advantage and its erosion; intervals over replications."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.metrics._shared.interval import ONE_REPLICATION, interval, over_replications
from sim.metrics.programmes.gain import erosion, first_mover_advantage, gain, half_life
from sim.metrics.value.profit import incremental_profit
from sim.results.results import Results
from tests.metrics.hand_made import Happening, results_of, sales_story

FIRST = Happening(2.0, -1, "Red", "launch", 40, programme="frequency")
COPY = Happening(5.0, -1, "Blue", "launch", 20, programme="frequency")
EVEN = [10] * 12


def raced(*reds: list[int]) -> Results:
    """Worlds in which Red launches at 2 and Blue copies at 5; 20 purchases a week in all."""
    return results_of(*(sales_story(red, [20 - n for n in red], FIRST, COPY) for red in reds), horizon=12)


def quiet(replications: int) -> Results:
    """As many worlds without the programme: half and half."""
    return results_of(*([sales_story(EVEN, EVEN)] * replications), horizon=12)


FADING = [10, 10, 14, 14, 14, 14, 13, 12, 11, 10, 10, 10]


def test_gain_is_the_difference_of_shares() -> None:
    table = gain(raced(FADING), quiet(1)).set_index(["firm", "week"])
    assert table.loc["Red", "gain"].to_list() == pytest.approx([(n - 10) / 20 for n in FADING])
    assert table.loc["Blue", "gain"].to_list() == pytest.approx([(10 - n) / 20 for n in FADING])
    assert table["low"].isna().all()
    assert gain(raced(FADING), quiet(1)).attrs["note"] == ONE_REPLICATION


def test_gain_over_replications_is_paired() -> None:
    table = gain(raced(FADING, [n + 2 for n in FADING]), quiet(2)).query("firm == 'Red' and week == 3").iloc[0]
    assert (table["gain"], table["low"], table["high"]) == pytest.approx(interval([0.2, 0.3])[:3])


def test_advantage_and_half_life() -> None:
    """Area from the launch on; half of the gain at copying (0.2) is gone where the curve crosses 0.1: in week 7."""
    row = first_mover_advantage(raced(FADING), quiet(1), span=1).iloc[0]
    assert (row["firm"], row["programme"], row["launched"], row["copied"]) == ("Red", "frequency", 2.0, 5.0)
    assert row["advantage"] == pytest.approx(sum(n - 10 for n in FADING) / 20)
    assert row["gain_at_copying"] == pytest.approx(0.2)
    assert row["half_life_weeks"] == pytest.approx(3.0)


def test_an_advantage_that_lasts_has_no_half_life() -> None:
    lasting = [10, 10, *[14] * 10]
    assert np.isnan(first_mover_advantage(raced(lasting), quiet(1), span=1)["half_life_weeks"].iloc[0])


def test_nobody_copies() -> None:
    alone = results_of(sales_story(FADING, EVEN, FIRST), horizon=12)
    row = first_mover_advantage(alone, quiet(1)).iloc[0]
    assert np.isnan(row["copied"]) and np.isnan(row["half_life_weeks"]) and row["advantage"] > 0
    assert len(erosion(alone, quiet(1))) == 0


def test_the_follower_has_no_race_of_its_own() -> None:
    row = first_mover_advantage(raced(FADING), quiet(1), firm="Blue").iloc[0]
    assert row["launched"] == 5.0 and np.isnan(row["copied"])
    with pytest.raises(LookupError, match="did you mean 'Blue'"):
        first_mover_advantage(raced(FADING), quiet(1), firm="blue")


def test_erosion_counts_from_each_copy() -> None:
    """Two replications copied in different weeks are laid over each other at the copy."""
    late = Happening(6.0, -1, "Blue", "launch", 20, programme="frequency")
    shifted = [10, *FADING[:-1]]
    two = results_of(
        sales_story(FADING, [20 - n for n in FADING], FIRST, COPY),
        sales_story(shifted, [20 - n for n in shifted], FIRST, late),
        horizon=12,
    )
    table = erosion(two, quiet(2), span=1)
    assert table["gain"].to_list() == pytest.approx([0.2, 0.2, 0.15, 0.1, 0.05, 0, 0])
    assert table["low"].to_list() == pytest.approx(table["gain"].to_list())  # both alike: no spread
    assert table["remaining"].iloc[3] == pytest.approx(0.5)
    assert table.attrs["half_life_weeks"] == pytest.approx(3.0)


def test_half_life() -> None:
    assert half_life(0.5 ** (np.arange(40) / 13), at=0) == pytest.approx(13)
    assert np.isnan(half_life([0.0, -0.1, -0.2], at=0))
    with pytest.raises(IndexError, match="0 to 2"):
        half_life([1.0, 1.0, 1.0], at=3)


def test_incremental_profit() -> None:
    """Red sells 12 more at a margin of 4 each, for 40 of building."""
    more = raced(FADING, [n + 1 for n in FADING])
    table = incremental_profit(more, quiet(2)).set_index("firm")
    gained = [4 * sum(n - 10 for n in FADING) - 40, 4 * sum(n - 9 for n in FADING) - 40]
    assert table.loc["Red", ["incremental_profit", "low", "high"]].to_list() == pytest.approx(interval(gained)[:3])
    assert table.loc["Red", "profit_without"] == pytest.approx(480)
    assert table["replications"].to_list() == [2, 2]


def test_worlds_of_other_luck_are_refused() -> None:
    other = results_of(sales_story(EVEN, EVEN), horizon=12, seed=2)
    with pytest.raises(ValueError, match="share their seed"):
        gain(raced(FADING), other)
    with pytest.raises(ValueError, match="share their replications"):
        incremental_profit(raced(FADING), quiet(2))
    with pytest.raises(ValueError, match="share their weeks"):
        gain(raced(FADING), results_of(sales_story(EVEN, EVEN), horizon=13))


def test_interval_of_values_without_skew_is_the_t_interval() -> None:
    half = np.random.default_rng(4).normal(3, 2, 6)
    values = np.concatenate([half, 6 - half])
    expected = stats.t.interval(0.9, 11, values.mean(), stats.sem(values))
    found = interval(values, 0.9)
    assert (found.low, found.high) == pytest.approx(expected)
    assert (found.mean, found.replications, found.note) == (pytest.approx(values.mean()), 12, "")


def test_interval_says_why_it_has_no_bounds() -> None:
    one = interval([4.0])
    assert one.mean == 4.0 and np.isnan(one.low) and np.isnan(one.high) and one.note == ONE_REPLICATION
    assert "1 of 3" in interval([1.0, np.nan, 2.0]).note
    for bad in ([], [1.0, 2.0]):
        with pytest.raises(ValueError, match=r"values|level"):
            interval(bad, level=1.5 if bad else 0.95)


def test_over_replications_is_the_interval_of_each_group() -> None:
    luck = np.random.default_rng(8)
    frame = pd.DataFrame({"firm": list("abab" * 5), "week": [0, 0, 1, 1] * 5, "x": luck.normal(size=20)})
    found = over_replications(frame, "x", ["firm", "week"], 0.8).set_index(["firm", "week"])
    assert len(found) == 4
    for key, part in frame.groupby(["firm", "week"])["x"]:
        assert found.loc[key, ["x", "low", "high"]].to_list() == pytest.approx(interval(part, 0.8)[:3])
