"""Two worlds meet the same customers with the same luck: what a strategy cannot change does not change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.scenario import Scenario
from tests.parity.mechanisms import CLUB, CUSTOMISED, FREQUENCY, LEAKY, VARIED, copied, three
from tests.worlds import FROZEN, NOBODY_LEAVES, by_name, happened, of_customers, world

PEOPLE = {**VARIED, "size": 250}


def choices(results: Results) -> pd.DataFrame:
    """The firm of each category purchase, by customer and ordinal."""
    rows = happened(results, "purchase")
    table = pd.DataFrame({"customer": rows["customer"], "firm": rows["firm"], "cents": rows["cents"]})
    table["ordinal"] = table.groupby("customer").cumcount()
    return table.set_index(["customer", "ordinal"])


@pytest.mark.parametrize(("attribute", "better"), [("price", 0.7), ("product", 1.6), ("technology", 1.5)])
@pytest.mark.parametrize("firm", [0, 1, 2])
def test_bettering_one_firm_moves_no_purchase_between_two_others(attribute: str, better: float, firm: int) -> None:
    """Purchase by purchase, matched by ordinal: those who change firm change to the bettered one."""
    firms = three()
    before = choices(simulate(world(PEOPLE, firms, exits=NOBODY_LEAVES, behaviour=FROZEN), seed=5))
    firms[firm] = {**firms[firm], "offer": {**firms[firm].get("offer", {}), attribute: better}}  # type: ignore[dict-item]
    after = choices(simulate(world(PEOPLE, firms, exits=NOBODY_LEAVES, behaviour=FROZEN), seed=5))
    assert before.index.equals(after.index), "demand is fixed, but someone bought more or less often"
    moved = before["firm"] != after["firm"]
    assert moved.sum() > 50
    assert (after["firm"][moved] == firm).all()


def test_what_a_purchase_is_worth_does_not_depend_on_where_it_is_made() -> None:
    """The quantity bought is drawn for the purchase, not for the firm: at equal prices she spends the same."""
    firms = [{"name": "A"}, {"name": "B"}, {"name": "C"}]
    one = choices(simulate(world(PEOPLE, firms, exits=NOBODY_LEAVES, behaviour=FROZEN), seed=5))
    firms[2] = {"name": "C", "offer": {"product": 3.0}}  # type: ignore[dict-item]
    two = choices(simulate(world(PEOPLE, firms, exits=NOBODY_LEAVES, behaviour=FROZEN), seed=5))
    assert (one["firm"] != two["firm"]).sum() > 50
    assert (one["cents"] == two["cents"]).all()


WORLDS: dict[str, dict[str, Any]] = {
    "no programme": {"firms": three()},
    "points": {"firms": three(FREQUENCY)},
    "club": {"firms": three({**CLUB, "events": {"every": 2.0, "capacity": 5}})},
    "customised": {"firms": three(CUSTOMISED)},
    "everybody copies": {"firms": copied(FREQUENCY, CLUB, CUSTOMISED)},
    "a price war": {"firms": three(), "shocks": [{"kind": "offer", "at": 3.0, "attribute": "price", "factor": 0.6}]},
    "one firm": {"firms": [{"name": "Only"}]},
    "worse service": {"firms": [{"name": "A", "offer": {"service": 0.1}}, {"name": "B"}]},
    "other news": {"firms": three(FREQUENCY), "tick": 3.0},
}


def departures(name: str) -> pd.DataFrame:
    """Who moved away, and when, in one of the worlds."""
    settings = dict(WORLDS[name])
    segment = {**PEOPLE, "newcomers_after": {"family": "gamma", "shape": 2.0, "mean": 3.0}}
    scenario = world(segment, settings.pop("firms"), exits=LEAKY, horizon=60.0, **settings)
    table = by_name(simulate(scenario, seed=6))
    return table.loc[table["event"] == "moving away", ["time", "customer_id", "cause"]].reset_index(drop=True)


@pytest.mark.parametrize("name", [name for name in WORLDS if name != "no programme"])
def test_everybody_moves_away_at_the_same_instant(name: str) -> None:
    """Nothing a firm does keeps those who move away (C4), nor hastens them: same people, same instants, to the bit."""
    usual = departures("no programme")
    assert len(usual) > 100 and usual["customer_id"].str.contains(".", regex=False).any()
    pd.testing.assert_frame_equal(departures(name), usual)


NOTHING_IN_IT: dict[str, dict[str, Any]] = {
    "frequency": {**FREQUENCY, "reward_worth": 0.0, "tiers": {"first_spend": 50.0, "period": 5.0}, "expiry": 5.0},
    "frequency by visit, as a prize draw": {
        **FREQUENCY,
        "reward_worth": 0.0,
        "points_per_visit": 3.0,
        "reward": "prize_draw",
    },
    "club": {**CLUB, "benefit_worth": 0.0, "belonging_worth": 0.0, "associate_quantity": 1, "outside_pull": 0.1},
    "customised": {**CUSTOMISED, "reach": 0.0},
}


@pytest.mark.parametrize("demand", ["fixed", "expandable"])
@pytest.mark.parametrize("programme", NOTHING_IN_IT)
def test_a_programme_of_no_benefit_is_the_world_without_it(programme: str, demand: str) -> None:
    """Customer by customer, row by row; only the firm's own rows (its launch, its running cost) tell."""

    def lived(firms: list[dict[str, object]]) -> pd.DataFrame:
        behaviour = {"demand": demand, "forgetting": 5.0}
        return by_name(simulate(world(PEOPLE, firms, exits=LEAKY, behaviour=behaviour), seed=7))

    with_it = lived(three({**NOTHING_IN_IT[programme], "running_cost": 2.0}))
    without = lived(three())
    pd.testing.assert_frame_equal(of_customers(with_it), of_customers(without))
    firms_own = with_it[with_it["customer_id"].isna()]
    assert set(firms_own["event"]) == {"launch", "running cost"}


@pytest.mark.parametrize("programme", [FREQUENCY, CLUB, CUSTOMISED], ids=lambda programme: str(programme["kind"]))
def test_before_its_launch_a_programme_is_not_there(programme: dict[str, object]) -> None:
    """The two worlds are one up to the launch, and differ after it."""
    late = {**programme, "launch": 20.0, "benefit_worth": 200.0} if programme is CLUB else {**programme, "launch": 20.0}

    def lived(firms: list[dict[str, object]]) -> pd.DataFrame:
        return of_customers(by_name(simulate(world(PEOPLE, firms, exits=LEAKY), seed=8)))

    with_it, without = lived(three(late)), lived(three())
    early = [table[table["time"] < 20.0].reset_index(drop=True) for table in (with_it, without)]
    pd.testing.assert_frame_equal(*early)
    assert not with_it.equals(without)


def test_all_traits_are_hers_in_any_world() -> None:
    """What is drawn for a person, such as her mean spend, is the same beside any firms."""

    def spends(scenario: Scenario) -> np.ndarray:
        rows = happened(simulate(scenario, seed=9), "purchase")
        return np.array([rows["cents"][rows["customer"] == customer].max(initial=0) for customer in range(250)])

    equal = {key: value for key, value in PEOPLE.items() if key != "spend_shape"}
    one = spends(world(equal, [{"name": "Only"}], exits=NOBODY_LEAVES, horizon=200.0))
    two = spends(world(equal, [{"name": "A"}, {"name": "B"}], exits=NOBODY_LEAVES, horizon=200.0))
    both = (one > 0) & (two > 0)
    assert both.sum() > 200 and (one == two)[both].all()
