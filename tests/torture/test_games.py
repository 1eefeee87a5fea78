"""A smaller version of the hard test of games, for the slow suite; damage is tried in tests/game/game_file."""

from __future__ import annotations

import pytest

from tests.torture.games import killed_games, main


@pytest.mark.slow
def test_killed_games_lose_and_double_nothing() -> None:
    found = killed_games(12, 2, kills_per_game=4)
    assert found["kills"] == 12 and found["decisions acknowledged"] >= 12
    assert found["decisions lost"] == found["decisions doubled"] == found["files refused"] == 0


@pytest.mark.slow
def test_figures_of_random_and_of_killed_games_count_faults_as_make_torture_adds_them() -> None:
    found = main(4, 10, 2)
    assert found["faults"] == 0
    assert found["random games, sequences"] >= 4 and found["kill -9, kills"] == 2
