"""Keeping in touch: who is contacted when, what it costs, and what comes of it in each of the five degrees."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from simpy import Environment

from sim.metrics._shared.interval import interval
from sim.metrics.exits.exits import exits
from sim.metrics.purchasing.share import sales
from sim.model.event_log import event_table
from sim.model.firms import firm_process
from sim.model.firms.communication.contact import ContactProcess
from sim.model.firms.firm_process import FirmProcess
from sim.model.firms.market_process import MarketProcess
from sim.model.state.initialise import initialise_market
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.scenario import Scenario
from tests.parity.comparing import both_schedulers
from tests.worlds import bought, by_name, of_customers, world

DEGREES = ("basic", "reactive", "accountable", "proactive", "partnership")
NOTHING = {"warmth": 0.0, "bond": 0.0, "learning": 0.0, "mends": 0.0, "cost": 7.0}


def asked(degree: str | None, people: int = 200, horizon: float = 52.0, **contact: Any) -> Scenario:
    """Two firms alike, the first of which keeps this degree with all its customers."""
    calling: dict[str, Any] = {"name": "Calling"}
    if degree is not None:
        calling["departments"] = [{"kind": "contact", "degrees": {"accounts": degree}, **contact}]
    return world(
        {"name": "accounts", "size": people, "purchase_rate": 0.25, "first_purchase": "on_arrival"},
        [calling, {"name": "Silent"}], horizon=horizon,
        exits={"rows": [{"name": "service", "base": 0.004, "slope": 4.0}]},
    )  # fmt: skip


def log(results: Results) -> pd.DataFrame:
    return event_table(results.runs[0].rows, results.names)


def contacts(results: Results) -> pd.DataFrame:
    rows = log(results)
    return rows[rows["event"] == "contact"]


@pytest.mark.parametrize(
    "degree", [pytest.param(one, marks=[pytest.mark.slow] * (one != "reactive")) for one in DEGREES]
)
def test_reference_and_kernel_agree(degree: str) -> None:
    both_schedulers(asked(degree, 25, 30.0, team=10.0).but(tick=0.5 if degree == "reactive" else 1.0))


def test_the_basic_degree_is_the_world_without_contact() -> None:
    plain, basic = (of_customers(by_name(simulate(asked(degree), seed=2))) for degree in (None, "basic"))
    pd.testing.assert_frame_equal(plain, basic)


def test_contacts_that_bring_nothing_change_only_the_costs() -> None:
    plain = simulate(asked(None), seed=2)
    idle = simulate(asked("proactive", meaning={"proactive": {**NOTHING, "experience": 0.7}}).but(
        {"behaviour.satisfaction_step": 0.0}), seed=2)  # fmt: skip
    frozen = simulate(asked(None).but({"behaviour.satisfaction_step": 0.0}), seed=2)
    assert np.array_equal(bought(idle), bought(frozen)) and not np.array_equal(bought(plain), bought(frozen))
    assert (contacts(idle)["monetary_value"] == 7.0).all() and len(contacts(idle)) > 500


def test_planned_contacts_are_as_many_as_agreed_and_never_all_in_one_week() -> None:
    meaning = {"proactive": {"contacts": 6.0, "after_sale": False, "speaks_up": 0.0}}
    still = asked("proactive", 400, 104.0, meaning=meaning).but(firms=asked("proactive", meaning=meaning).firms[:1])
    rows = contacts(simulate(still.but({"exits.preset": "none", "exits.rows": []}), seed=3))
    each = rows.groupby("customer_id", observed=True).size()
    assert len(each) == 400
    assert each.between(11, 12).all()
    by_week = np.bincount(rows["time"].astype(int), minlength=104)[1:]
    assert by_week.max() < 2 * by_week.mean()
    assert set(rows["detail"]) == {"proactive"}


def test_an_accountable_firm_calls_after_each_sale_at_the_next_tick() -> None:
    meaning = {"accountable": {"speaks_up": 0.0}}
    results = simulate(asked("accountable", meaning=meaning).but({"exits.preset": "none", "exits.rows": []}), seed=4)
    rows = log(results)
    sold = rows[(rows["event"] == "purchase") & (rows["firm"] == "Calling") & (rows["time"] < 51)]
    expected = set(zip(sold["customer_id"], np.floor(sold["time"]) + 1, strict=True))
    assert set(zip(contacts(results)["customer_id"], contacts(results)["time"], strict=True)) == expected


def test_to_a_reactive_firm_only_those_in_trouble_speak() -> None:
    poor = asked("reactive").but({"firms.Calling.offer.service": 0.5})
    assert len(contacts(simulate(poor, seed=5))) > 100
    content = asked("reactive").but({"firms.Calling.offer.service": 0.95, "population.segments.accounts.norm": 0.5})
    assert len(contacts(simulate(content, seed=5))) == 0


@pytest.mark.slow
def test_what_is_mended_keeps_customers_and_hearing_alone_does_not() -> None:
    """The same calls, mended or not: fewer leave for the service; the social bond is left out."""

    def lost(mends: float) -> np.ndarray:
        meaning = {"reactive": {"warmth": 0.0, "mends": mends, "speaks_up": 0.5}}
        content = asked("reactive", 400, 104.0, meaning=meaning).but({"firms.Calling.offer.service": 0.5})
        table = exits(simulate(content, seed=6, replications=12))
        return table[(table["firm"] == "Calling") & (table["cause"] == "service")]["exits"].to_numpy(dtype=float)

    unheard = simulate(asked(None, 400, 104.0).but({"firms.Calling.offer.service": 0.5}), seed=6, replications=12)
    table = exits(unheard)
    plain = table[(table["firm"] == "Calling") & (table["cause"] == "service")]["exits"].to_numpy(dtype=float)
    assert interval(plain - lost(1.0)).low > 0.1 * plain.mean()
    assert np.array_equal(plain, lost(0.0))


def test_beyond_what_the_people_can_do_contacts_grow_dearer() -> None:
    meaning = {"proactive": {"contacts": 52.0, "after_sale": False, "speaks_up": 0.0, "cost": 10.0}}

    def cost(**contact: Any) -> pd.Series:
        content = asked("proactive", meaning=meaning, **contact).but({"exits.preset": "none", "exits.rows": []})
        return contacts(simulate(content, seed=7)).groupby("time")["monetary_value"]

    count = cost().size()
    assert (cost().sum() == 10.0 * count).all()
    square = cost(team=500.0, scarcity=2.0)
    assert np.allclose(square.first(), 10.0 * np.maximum(1.0, count / 50.0) ** 2, atol=0.006)
    assert (cost(team=500.0, scarcity=0.0).sum() == 10.0 * count).all()
    books = weekly(simulate(asked("proactive", meaning=meaning, team=500.0), seed=7))
    assert books.loc[books["firm"] == "Silent", "relations_cost"].sum() == 0
    assert books.loc[books["firm"] == "Calling", "relations_cost"].sum() > 10_000


def test_the_firm_calls_only_whom_it_can_find(monkeypatch: pytest.MonkeyPatch) -> None:
    """But a customer who calls by herself is heard."""
    monkeypatch.setattr(firm_process, "_everybody", lambda customers: customers[customers % 2 == 0])
    rows = contacts(simulate(asked("accountable", meaning={"accountable": {"speaks_up": 0.0}}), seed=8))
    assert {int(who.split("-")[1]) % 2 for who in rows["customer_id"]} == {0}
    heard = contacts(simulate(asked("reactive"), seed=8))
    assert {int(who.split("-")[1]) % 2 for who in heard["customer_id"]} == {0, 1}


@pytest.mark.slow
def test_each_degree_binds_more_than_the_one_below() -> None:
    """Purchases here, under the same luck; that a degree pays is another matter (tests/claims)."""
    results = {degree: simulate(asked(degree, 300, 104.0), seed=9, replications=6) for degree in DEGREES}
    sold = {
        degree: sales(world).query("firm == 'Calling'")["purchases"].to_numpy(dtype=float)
        for degree, world in results.items()
    }
    for lower, higher in pairwise(DEGREES):
        assert interval(sold[higher] - sold[lower]).low > 0, (lower, higher)


def test_one_more_customer_changes_only_her_own_rows() -> None:
    fewer, more = (of_customers(by_name(simulate(asked("partnership", n), seed=10))) for n in (120, 121))
    pd.testing.assert_frame_equal(
        fewer, more[more["customer_id"] != "accounts-120"].reset_index(drop=True), check_dtype=False
    )


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ({"degrees": {"acounts": "basic"}}, "unknown segment 'acounts'; did you mean 'accounts'?"),
        ({"degrees": {"accounts": "parnership"}}, "unknown value 'parnership'; did you mean 'partnership'?"),
        ({"meaning": {"reactiv": {}}}, "did you mean 'reactive'?"),
        ({"meaning": {"proactive": {"contacts": 60.0}}}, "with ticks of 1 weeks give at most 52"),
        ({"meaning": {"proactive": {"mends": 1.5}}}, "1.5 was given"),
        ({"team": 0}, "team"),
        ({"tem": 5}, "did you mean 'team'?"),
    ],
)
def test_bad_input_is_refused_with_what_would_be_accepted(contact: dict[str, Any], told: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        world({"name": "accounts", "size": 10}, [{"name": "Calling", "departments": [{"kind": "contact", **contact}]}])
    assert told in str(refused.value)
    assert "Calling" in str(refused.value)


def test_who_steers_the_firm_may_change_the_degree() -> None:
    """From the tick of the decision on; here as steering does it, by putting another firm in its place."""
    env = Environment()
    content = asked("basic")
    place = MarketProcess(env, content, initialise_market(content, (1, 0)))
    calling = FirmProcess(place, content.firms[0])
    people = ContactProcess(calling, content.firms[0].departments[0])  # type: ignore[arg-type]
    assert people.needed == []
    calling.settings = asked("partnership").firms[0]
    people.work(1.0)
    assert people.needed == ["accounts"]
