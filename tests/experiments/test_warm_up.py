"""How long a market takes to settle."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.charts.style.canvas import headline_text
from sim.experiments.comparison.warm_up import _settled, mser5
from tests.worlds import FROZEN, world

HERE = sim.Execution(workers=1, quiet=True)


def test_a_transient_of_known_length_is_cut_off() -> None:
    """An exponential transient ten times the noise: cut where it has sunk into the noise, never in the middle of it."""
    cuts = []
    for number in range(60):
        luck = np.random.default_rng(number)
        cuts.append(mser5(10 * np.exp(-np.arange(300) / 15) + luck.normal(0, 1, 300)))
    known = [cut for cut in cuts if cut is not None]
    assert len(known) == 60 and min(known) >= 20 and np.median(known) < 75


def test_nothing_is_cut_off_where_there_is_nothing_to_cut() -> None:
    cuts = [mser5(np.random.default_rng(number).normal(0, 1, 300)) for number in range(60)]
    assert np.median([cut for cut in cuts if cut is not None]) <= 10


def test_a_trend_never_settles() -> None:
    assert mser5(np.arange(100.0)) is None
    assert mser5([1.0, 2.0]) is None


def test_weeks_without_a_value_are_part_of_the_warm_up() -> None:
    series = np.concatenate([np.full(3, np.nan), np.tile([0.0, 1.0], 60)])
    series[20] = np.nan
    assert _settled(series) == 21
    series[-1] = np.nan
    assert _settled(series) is None, "nobody was left at the end"


def test_a_market_that_fills_up_is_looked_at_once_it_is_full() -> None:
    """People leave at 0.1 a week and someone else takes their place at once: half-life seven weeks."""
    market = world(
        {"size": 400, "purchase_rate": 1.0}, horizon=150.0, behaviour=FROZEN,
        exits={"preset": "none", "rows": [{"name": "away", "base": 0.02}]},
    )  # fmt: skip
    found = sim.warm_up(market, measure="customers", replications=2, where=HERE)
    assert not found.settles and "does not settle within 150 weeks (world); give a longer horizon" in str(found)
    with pytest.raises(sim.ExperimentError, match="does not settle"):
        _ = found.measure


def test_strategies_are_compared_from_there_on(small: sim.Scenario) -> None:
    strategies = {"points": {}, "none": {"firms.Azure.programmes": []}}
    market = small.but(horizon=104)
    found = sim.warm_up(market, strategies, measure="share", replications=4, where=HERE)
    assert found.settles and found.week % 5 == 0 and list(found.series.columns) == ["points", "none"]
    compared = sim.compare(market, strategies, measure=found.measure, replications=4, where=HERE)
    bought = sim.share(sim.simulate(market, replications=4), found.week)
    expected = bought.loc[bought["firm"] == "Azure", "share_of_revenue"]
    assert compared.runs["points"].to_numpy() == pytest.approx(expected.to_numpy())
    picture = sim.charts.warm_up_chart(found)
    assert headline_text(picture).startswith(f"Share of Azure settles by week {found.week}")


def test_a_measure_without_weeks_is_refused(small: sim.Scenario) -> None:
    with pytest.raises(sim.ExperimentError, match="has no weekly value; give one that has"):
        sim.warm_up(small, measure="lifetime_value")
    with pytest.raises(sim.ExperimentError, match="did you mean 'share'"):
        sim.warm_up(small, measure="shar")
