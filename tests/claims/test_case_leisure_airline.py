"""A points card and a club begun together: the card wins at once and is copied, the club lasts (B1, B2)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.metrics._shared.interval import interval
from sim.metrics.purchasing.share import share
from sim.metrics.value.profit import profit
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

REPLICATIONS = 8
SUNHOP = "Sunhop"
AT_ONCE = (26, 52)
FOURTH_YEAR = (156, 208)


@lru_cache
def world(*kinds: str, rivals: str = "course") -> Results:
    """The market in which Sunhop launches programmes of these kinds only."""
    asked = load("leisure_airline")
    kept = [programme for programme in asked.firms[0].programmes if programme.kind in kinds]
    habits = {"firms.Coastair.imitation": rivals, "firms.Isla.imitation": rivals}
    return simulate(asked.but({"firms.Sunhop.programmes": kept, **habits}), replications=REPLICATIONS)


def gain(results: Results, weeks: tuple[int, int]) -> np.ndarray:
    """Sunhop's share beyond that in the world without programmes, by replication."""
    won, without = (
        share(w, *weeks).query("firm == @SUNHOP")["share_of_purchases"].to_numpy() for w in (results, world())
    )
    return won - without


def earned(results: Results, since: int = 0, until: int | None = None) -> np.ndarray:
    """Sunhop's profit beyond that in the world without programmes, by replication."""
    got, without = (profit(w, since, until).query("firm == @SUNHOP")["profit"].to_numpy() for w in (results, world()))
    return got - without


def test_the_card_wins_at_once_and_is_copied_away_the_club_wins_slowly_and_lasts() -> None:
    card, club = world("frequency"), world("club")
    assert interval(gain(card, AT_ONCE) - gain(club, AT_ONCE)).low > 0
    assert interval(gain(card, FOURTH_YEAR) - 0.5 * gain(card, AT_ONCE)).high < 0
    assert interval(gain(club, FOURTH_YEAR) - gain(club, AT_ONCE)).low > 0


def test_both_together_have_the_cards_beginning_and_the_clubs_end() -> None:
    both, card, club = world("frequency", "club"), world("frequency"), world("club")
    assert interval(gain(both, AT_ONCE) - gain(club, AT_ONCE)).low > 0
    assert interval(gain(both, FOURTH_YEAR) - gain(card, FOURTH_YEAR)).low > 0


def test_copied_the_launch_costs_more_than_it_brings_and_with_sleepy_rivals_it_earns_its_running() -> None:
    """A finding, not the course's claim: people who fly twice a year are dear to bind."""
    assert interval(earned(world("frequency", "club"))).high < 0
    card, club, both = (world(*kinds, rivals="never") for kinds in (("frequency",), ("club",), ("frequency", "club")))
    assert interval(earned(both, 104, 208)).low > 0
    assert interval(earned(card, 104, 208) - earned(club, 104, 208)).low > 0
