"""What is told of stories, and who moved away: hand-made logs with known answers."""

from __future__ import annotations

import pytest

import sim
from sim.charts.style.canvas import headline_text
from sim.results.simulate import simulate
from tests.metrics.hand_made import STORY, Happening, results_of
from tests.worlds import NOBODY_LEAVES, world


def test_a_story_stands_as_last_written_until_the_next_row() -> None:
    written = ((2.0, "heard", 3.0), (4.0, "heard", 5.0), (4.0, "indignant", 1.25))
    told = [Happening(time, -1, "Red", event, money, cause="political") for time, event, money in written]
    table = sim.stories(results_of(told), 0, 6)
    assert table["heard"].tolist() == [0, 0, 3, 3, 5, 5]
    assert table["indignation"].tolist() == [0, 0, 0, 0, 1.25, 1.25]
    assert set(table["story"]) == {"political"}


def test_who_leaves_the_market_is_told_from_who_is_out_of_reach() -> None:
    near = [*STORY, Happening(16.0, 2, "Blue", "exit", cause="market")]
    table = sim.moved_away(results_of(near)).set_index("firm")
    assert table.loc["Red", ["out_of_market", "out_of_reach"]].tolist() == [1, 0]
    assert table.loc["Blue", ["out_of_market", "out_of_reach"]].tolist() == [1, 1]


def test_a_picture_of_a_story_says_when_most_left_and_refuses_one_that_is_not_there() -> None:
    scandal = {"kind": "scandal", "at": 8, "firm": "Azure", "severity": 1.0, "press": 0.5}
    market = world({"size": 300}, [{"name": "Azure"}, {"name": "Beryl"}], shocks=[scandal],
                   exits={"rows": [{"name": "political", "base": 0.005}]})  # fmt: skip
    results = simulate(market, seed=1)
    assert "Azure lost most customers in weeks" in headline_text(sim.charts.story_chart(results))
    with pytest.raises(ValueError, match="no story 'spill' in this scenario; it has: scandal"):
        sim.charts.story_chart(results, story="spill")
    quiet = simulate(world({"size": 20}, exits=NOBODY_LEAVES), seed=1)
    with pytest.raises(ValueError, match="it has: none"):
        sim.charts.story_chart(quiet)
