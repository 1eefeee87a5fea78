"""A story reaches people as in Bass (1969), and does nothing where it changes nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from sim.results.simulate import simulate
from sim.scenario.scenario import Scenario
from tests.limits import closed_forms as closed
from tests.worlds import FROZEN, NOBODY_LEAVES, by_name, happened, world

P, Q, WEEKS = 0.01, 0.15, 60
INVENTION: dict[str, object] = {"kind": "invention", "at": 1.0, "advance": 1.0, "outside_pull": P, "word_of_mouth": Q}
SCANDAL: dict[str, object] = {"kind": "scandal", "at": 5.0, "firm": "Azure", "severity": 0.7}
LEAVING: dict[str, object] = {"rows": [{"name": name, "base": 0.01} for name in ("price", "technology", "political")]}
TOLD = ("heard", "indignant", "shock", "spending")
FIRMS: list[dict[str, object]] = [{"name": "Azure"}, {"name": "Beryl", "offer": {"price": 0.97}}]


def wanting(people: int, tick: float) -> pd.Series:
    """Part of people who want an invention, week by week."""
    segment = {"size": people, "purchase_rate": 0.0}
    market = world(segment, horizon=float(WEEKS), tick=tick, exits=NOBODY_LEAVES, behaviour=FROZEN, shocks=[INVENTION])
    rows = happened(simulate(market, seed=5), "heard")
    return pd.Series(rows["cents"] / 100 / people, index=rows["time"])


@pytest.mark.parametrize("people", [20_000, pytest.param(200_000, marks=pytest.mark.slow)])
def test_hearing_follows_the_recursion_of_ticks(people: int) -> None:
    """The week of the invention nobody wants it; then, from tick to tick, with chance 1 - exp(-(p + q F)); |z| < 4."""
    found = wanting(people, tick=1.0)
    for week in range(3, WEEKS):
        before = float(found[week - 1.0])
        chance = -math.expm1(-(P + Q * before))
        expected = before + (1 - before) * chance
        error = math.sqrt((1 - before) * chance * (1 - chance) / people)
        assert abs(found[float(week)] - expected) < 4 * error, week


def test_hearing_tends_to_bass_as_the_tick_gets_short() -> None:
    """The largest distance from the continuous curve falls with the tick, to less than .02 at a quarter of a week."""
    model = closed.Bass(P, Q)
    distances = []
    for tick in (1.0, 0.25):
        found = wanting(50_000, tick)
        distances.append(float(np.abs(found.to_numpy() - model.adopted(found.index.to_numpy() - 1.0)).max()))
    assert distances[1] < distances[0] / 2 and distances[1] < 0.02, distances


def of_people(scenario: Scenario) -> pd.DataFrame:
    """The log without what is told of stories."""
    table = by_name(simulate(scenario, seed=7))
    return table[~table["event"].isin(TOLD)].reset_index(drop=True)


def market(shocks: Sequence[dict[str, object]], firms: Sequence[dict[str, object]] = FIRMS, **rest: object) -> Scenario:
    segment = {"size": 400, "purchase_rate": 0.5, "newcomers_after": 2.0}
    return world(segment, firms, exits=LEAVING, shocks=list(shocks), **rest)


@pytest.mark.parametrize(
    "shock",
    [
        {**SCANDAL, "severity": 0.0},
        {**SCANDAL, "care": {"people": 0.0}},
        {**SCANDAL, "press": 0.0},
        {**INVENTION, "outside_pull": 0.5},
    ],
    ids=["of no severity", "nobody cares", "nobody hears", "nobody sells it"],
)
def test_a_story_that_changes_nothing_changes_no_row(shock: dict[str, object]) -> None:
    pd.testing.assert_frame_equal(of_people(market([shock])), of_people(market([])))


def test_an_invention_that_all_want_at_once_is_a_better_offer_one_tick_later() -> None:
    sells = {"kind": "technology", "adopts": [{"invention": "invention", "at": 5.0, "takes": 0.0}]}
    firms = [FIRMS[0], {**FIRMS[1], "departments": [sells]}]
    nobody_comes = {"size": 400, "purchase_rate": 0.5}
    story = {**INVENTION, "at": 5.0, "outside_pull": 1e9}
    better = {"kind": "offer", "at": 6.0, "firms": ["Beryl"], "attribute": "technology", "factor": 2.0}
    logs = [of_people(world(nobody_comes, firms, exits=LEAVING, shocks=[story])),
            of_people(world(nobody_comes, FIRMS, exits=LEAVING, shocks=[better]))]  # fmt: skip
    pd.testing.assert_frame_equal(*logs)
    assert (logs[0]["cause"] == "technology").sum() > 10


def heard_of(name: str, scenario: Scenario) -> list[float]:
    table = by_name(simulate(scenario, seed=7))
    return table.loc[(table["event"] == "heard") & (table["detail"] == name), "monetary_value"].tolist()


def test_a_further_story_or_firm_changes_nobodys_hearing() -> None:
    """Where nobody moves away, hearing depends on the story alone."""
    alone = world({"size": 400}, FIRMS, shocks=[SCANDAL], exits=NOBODY_LEAVES)
    more = world({"size": 400}, [*FIRMS, {"name": "Cedar"}], shocks=[INVENTION, SCANDAL], exits=NOBODY_LEAVES)
    assert heard_of("scandal", alone) == heard_of("scandal", more) != []


def test_who_wants_the_later_invention_wants_the_one_it_builds_on() -> None:
    """Customers lost to a firm that sells the second are as many as if it had sold a better first to those people."""
    second = {**INVENTION, "name": "second", "advance": 0.5, "builds_on": "first", "outside_pull": 1e9}
    first = {**INVENTION, "name": "first", "outside_pull": 0.0, "word_of_mouth": 0.0}
    sells = {"kind": "technology", "adopts": [{"invention": "second", "at": 0.0, "takes": 0.0}]}
    firms = [FIRMS[0], {**FIRMS[1], "departments": [sells]}]
    table = by_name(simulate(world({"size": 300}, firms, exits=LEAVING, shocks=[first, second]), seed=7))
    better = {"kind": "offer", "at": 2.0, "firms": ["Beryl"], "attribute": "technology", "factor": 3.0}
    plain = by_name(simulate(world({"size": 300}, FIRMS, exits=LEAVING, shocks=[better]), seed=7))
    exits = [frame.loc[frame["event"] == "exit", ["customer_id", "cause"]].to_numpy() for frame in (table, plain)]
    assert (exits[0] == exits[1]).all() and len(exits[0]) > 20
