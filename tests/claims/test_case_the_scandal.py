"""The scandal (C6): a boycott that grows and fades; answers, and how soon they come; denial."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.exits.exits import exits
from sim.metrics.exits.stories import stories
from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

ANSWERS = "firms.Harbour.departments.public_affairs.answers"
AT = 26


def answered(*answers: dict[str, Any]) -> dict[str, Any]:
    return {ANSWERS: list(answers)}


WORLDS: dict[str, dict[str, Any]] = {
    "none": {"shocks": []},
    "silence": {},
    "apology at once": answered({"what": "apology", "after": 1}),
    "apology late": answered({"what": "apology", "after": 12}),
    "all": answered({"what": "apology"}, {"what": "repair", "cost": 20_000}, {"what": "compensation", "each": 10}),
    "believed": {**answered({"what": "denial"}), "shocks.scandal.found_out": 0.0},
    "found out": {**answered({"what": "denial"}), "shocks.scandal.found_out": 1.0},
}


@pytest.fixture(scope="module")
def worlds() -> dict[str, Results]:
    return {name: simulate(load("the_scandal").but(but)) for name, but in WORLDS.items()}


def lost(results: Results, firm: str = "Harbour", since: float = 0.0, until: float | None = None) -> np.ndarray:
    table = exits(results, since, until)
    return np.asarray(table[(table["firm"] == firm) & (table["cause"] == "political")]["exits"], dtype=float)


def bought(results: Results) -> np.ndarray:
    """Purchases at Harbour week by week, mean over replications."""
    return np.mean([run.weekly[:, 0, RANK["purchase"], 0] for run in results.runs], axis=0)


def test_sales_fall_as_much_as_in_the_boycott_of_2003_and_come_back(worlds: dict[str, Results]) -> None:
    """About 26% at the peak and 13% over half a year, as fitted; within 2% a year and a half later."""
    part = bought(worlds["silence"]) / bought(worlds["none"])
    silence, none = bought(worlds["silence"])[AT : AT + 26].sum(), bought(worlds["none"])[AT : AT + 26].sum()
    assert 0.20 < 1 - part[AT : AT + 26].min() < 0.30
    assert 0.10 < 1 - silence / none < 0.16
    assert abs(part[104:].mean() - 1) < 0.02


def test_exits_peak_in_the_first_quarter_and_return_to_what_they_were(worlds: dict[str, Results]) -> None:
    usual, peak = lost(worlds["none"], since=26, until=39).mean(), lost(worlds["silence"], since=26, until=39).mean()
    assert peak > 2.5 * usual
    late = interval(lost(worlds["silence"], since=78) - lost(worlds["none"], since=78))
    assert late.low < 0 < late.high


def test_the_sooner_the_apology_the_fewer_leave_and_all_answers_keep_most(worlds: dict[str, Results]) -> None:
    at_once, late, silence, every = (lost(worlds[n]) for n in ("apology at once", "apology late", "silence", "all"))
    assert (
        interval(silence - at_once).low > 0 and interval(late - at_once).low > 0 and interval(at_once - every).low > 0
    )
    assert (late <= silence).mean() >= 0.5


def test_a_denial_that_is_found_out_costs_far_more_than_one_that_is_believed_saves(worlds: dict[str, Results]) -> None:
    silence = lost(worlds["silence"])
    worse, saved = lost(worlds["found out"]) - silence, silence - lost(worlds["believed"])
    assert interval(worse).low > 0 and worse.mean() > 5 * saved.mean()


def test_the_firm_it_is_likened_to_loses_a_little_too(worlds: dict[str, Results]) -> None:
    delta = interval(lost(worlds["silence"], "Delta", 26, 52) - lost(worlds["none"], "Delta", 26, 52))
    harbour = interval(lost(worlds["silence"], since=26, until=52) - lost(worlds["none"], since=26, until=52))
    assert 0 < delta.mean < 0.4 * harbour.mean


def test_anger_fades_while_most_still_know(worlds: dict[str, Results]) -> None:
    table = stories(worlds["silence"]).groupby("week")[["heard", "indignation"]].mean()
    assert table["indignation"].iloc[-1] < 0.05 * table["indignation"].max()
    assert table["heard"].iloc[-1] > 0.7 * table["heard"].max()
