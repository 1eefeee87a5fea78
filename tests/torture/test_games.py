"""A smaller version of the hard test of games, for the slow suite; damage is tried in tests/game/game_file."""

from __future__ import annotations

import pytest

from tests.torture.games import killed_games


@pytest.mark.slow
def test_killed_games_lose_and_double_nothing() -> None:
    found = killed_games(12, 2, kills_per_game=4)
    assert found["kills"] == 12 and found["decisions acknowledged"] >= 12
    assert found["decisions lost"] == found["decisions doubled"] == found["files refused"] == 0
