"""What claims measure: shares of runs, missing values, who begins a price war, and the margin of a changed value."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest

from sim.experiments.claims.bound import above, below
from sim.experiments.claims.claim import Claim, Figure, pooled, runs_in_which, value
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import column
from sim.experiments.claims.robustness import margin
from sim.experiments.claims.table.competition.price_war import begins, ends
from sim.experiments.stylised_facts.fact import Measured
from sim.metrics._shared.interval import Interval, share_interval, wilson_bounds
from sim.results.results import Results
from sim.scenario.decisions.estimate import Estimate
from tests.metrics.hand_made import results_of

NOT_RUN = ClaimMarket(scenario="first_look", worlds={"here": {}})


def test_a_share_of_runs_has_wilsons_interval() -> None:
    """Of Wilson (1927) as in Brown, Cai & DasGupta (2001), table of n = 10: 0 of 10 up to 27.8%."""
    found = share_interval(np.zeros(10))
    assert (found.mean, found.low) == (0.0, pytest.approx(0.0, abs=1e-12)) and found.high == pytest.approx(
        0.2775, abs=1e-4
    )
    low, high = wilson_bounds([0, 10], [10, 10])
    assert low[1] == pytest.approx(1 - high[0]) and high[1] == pytest.approx(1.0)
    for wrong in ([], [0.5, 1.0], [math.nan]):
        with pytest.raises(ValueError, match="1 where it holds and 0 where it does not"):
            share_interval(wrong)


def test_a_figure_of_runs_is_read_with_that_interval() -> None:
    figure = runs_in_which("it rains", lambda _: np.array([1.0, 1.0, 0.0, 1.0]))
    found = figure.look(Worlds(NOT_RUN))
    assert figure.what == "part of runs in which it rains" and isinstance(found, Interval)
    assert found.mean == 0.75 and 0 < found.low < 0.75 < found.high < 1
    assert not figure.expected.met(found)


def read_of(values: list[float], replications: list[int]) -> np.ndarray:
    """A column with these values, of runs 0, 1 and 2."""
    table = pd.DataFrame({"replication": replications, "firm": "Red", "sold": values})
    results = dataclasses.replace(results_of([], [], []))
    return np.asarray(column(lambda _: table, "Red", "sold")(results), dtype=float)


def test_a_missing_value_is_told_and_no_zero() -> None:
    assert read_of([1.0, 2.0, 3.0, 4.0], [0, 1, 2, 2]).tolist() == [1.0, 2.0, 7.0]
    missing = read_of([1.0, 2.0, math.nan, 4.0], [0, 1, 2, 2])
    assert missing[:2].tolist() == [1.0, 2.0] and math.isnan(missing[2])
    no_row = read_of([1.0, 2.0], [0, 2])
    assert math.isnan(no_row[1]) and no_row[2] == 2.0
    claim = Claim(claim="It sells.", source="made up", course=(), market=NOT_RUN,
                  figures=(Figure(what="sold", look=lambda _: missing, expected=above(-9)),))  # fmt: skip
    found = claim.read(Worlds(NOT_RUN))
    assert "1 of 3 values are missing" in found[0].value.note
    assert claim.evaluate(found).outcome == "does not come out"


def price(firm: str, week: float, to: float) -> Estimate:
    """A price that a firm has decided on."""
    return Estimate(week=week, firm=firm, step="choice", about="", programme="", option="price", detail=f"price {to:g}",
                    expected=1.0, expected_error=1.0, chance=1.0, needed=0.5, chosen=True, share_before=0.3, loss=0.0,
                    loss_error=0.1, strength=1.0, strength_error=0.1)  # fmt: skip


def decided(*moves: Estimate) -> Results:
    """One run in which firms decided on these prices."""
    results = results_of([])
    return dataclasses.replace(results, runs=(dataclasses.replace(results.runs[0], estimates=moves),))


@pytest.mark.parametrize(
    ("moves", "azure_begins", "war_ends"),
    [
        ((price("Azure", 13, 0.9), price("Beryl", 26, 0.9), price("Beryl", 78, 1.0), price("Azure", 78, 1.0)), 1, 1),
        ((price("Beryl", 13, 0.9), price("Azure", 26, 0.9), price("Beryl", 78, 1.0), price("Azure", 78, 1.0)), 0, 1),
        ((price("Azure", 13, 0.9), price("Beryl", 13, 0.9), price("Azure", 78, 1.0)), 0, 0),
        ((price("Azure", 13, 0.9),), 1, 0),
        ((), 0, 0),
    ],
)
def test_who_cuts_first_begins_a_price_war(moves: tuple[Estimate, ...], azure_begins: float, war_ends: float) -> None:
    results = decided(*moves)
    assert begins("Azure")(results).tolist() == [azure_begins]
    assert ends(results.runs[0], results) == war_ends


def test_a_figure_that_does_not_move_does_not_hold_the_margin_at_one() -> None:
    figures = tuple(
        Figure(what=what, look=value(lambda _: pooled(0), "here"), expected=bound)
        for what, bound in (("still", below(10)), ("rises", above(0)))
    )
    claim = Claim(claim="It rises.", source="made up", course=(), market=NOT_RUN, figures=figures)

    def seen(still: float, rises: float) -> tuple[Measured, ...]:
        found = (Interval(each, each, each, 0.95, 8) for each in (still, rises))
        return tuple(Measured(what=f.what, value=one, unit="number") for f, one in zip(figures, found, strict=True))

    usual = seen(5, 2)
    assert margin(claim, seen(5, 3), usual) == 1.5
    assert margin(claim, seen(5, 1), usual) == 0.5
    assert margin(claim, seen(6, 3), usual) == 0.8
    assert margin(claim, seen(5, -1), usual) == -0.5
    assert margin(claim, usual, usual) == 1.0
