"""Channel partners: who shares an account, what they are paid, how they take it when orders are taken, who leaves."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.exits.exits import exits
from sim.model.event_log import event_table
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.scenario import Scenario
from tests.parity.comparing import both_schedulers
from tests.worlds import world

NOBODY_LEAVES = {"exits.preset": "none", "exits.rows": []}


def asked(people: int = 400, horizon: float = 104.0, **partners: Any) -> Scenario:
    """Two firms alike, the first of which shares its accounts with dealers."""
    shared = {"kind": "channel_partners", "segments": ["accounts"], "partners": 20, **partners}
    return world(
        [{"name": "accounts", "size": people, "purchase_rate": 0.25, "spend": 200.0},
         {"name": "others", "size": 20, "purchase_rate": 0.25}],
        [{"name": "Dealt", "departments": [shared]}, {"name": "Direct"}],
        horizon=horizon, exits={"rows": [{"name": "price", "base": 0.004}, {"name": "service", "base": 0.004}]},
    )  # fmt: skip


def rows_of(results: Results, event: str) -> pd.DataFrame:
    tables = [event_table(run.rows, results.names, run.replication) for run in results.runs]
    rows = pd.concat(tables, ignore_index=True)
    return rows[rows["event"] == event]


def lost(results: Results) -> np.ndarray:
    """Exits from the firm with dealers, moving away left out, by replication."""
    table = exits(results)
    of_firm = table[(table["firm"] == "Dealt") & (table["cause"] != "market")]
    return of_firm.groupby("replication")["exits"].sum().to_numpy(dtype=float)


def parted(results: Results) -> tuple[int, int]:
    """Contracts not renewed, and all that ended."""
    causes = rows_of(results, "partner")["detail"]
    return int((causes == "left").sum()), int(causes.isin(["left", "renewed"]).sum())


def z(found: int, of: int, chance: float) -> float:
    return (found / of - chance) / math.sqrt(chance * (1 - chance) / of)


@pytest.mark.parametrize(
    "partners",
    [
        {"orders_taken": 0.5, "local_service": {}, "contract": 13.0, "parting": 0.3, "signing_cost": 100.0},
        pytest.param(
            {"contract_dates": "common", "contract": 13.0, "parting": 0.5, "settles": 1.0, "search": 0.0},
            marks=pytest.mark.slow,
        ),
    ],
)
def test_reference_and_kernel_agree(partners: dict[str, Any]) -> None:
    results = both_schedulers(asked(25, 40.0, **partners))
    assert parted(results)[0] > 0


def test_the_commission_is_the_agreed_part_of_what_shared_accounts_paid() -> None:
    results = simulate(asked(horizon=53.0, parting=1e-9, commission=0.08).but(NOBODY_LEAVES), seed=2)
    paid, bought = rows_of(results, "commission"), rows_of(results, "purchase")
    shared = bought[(bought["firm"] == "Dealt") & bought["customer_id"].str.startswith("accounts")]
    shared = shared[shared["time"] < 52]
    due = 0.08 * shared.groupby("customer_id", observed=True)["monetary_value"].sum()
    got = paid.groupby("customer_id", observed=True)["monetary_value"].sum()
    assert len(due) > 300
    pd.testing.assert_series_equal(due, got, check_exact=False, rtol=1e-9)
    assert set(paid["time"]) == set(np.arange(4.0, 53.0, 4.0))
    books = weekly(results)
    assert books.loc[books["firm"] == "Dealt", "partners_cost"].sum() == pytest.approx(got.sum())
    assert books.loc[books["firm"] == "Direct", "partners_cost"].sum() == 0


def test_orders_that_managers_take_bear_no_commission() -> None:
    whole, rest = (
        rows_of(simulate(asked(orders_taken=t, grudge=0.0, warmth=0.0).but(NOBODY_LEAVES), seed=3), "commission")
        for t in (0.0, 0.4)
    )
    orders = round(whole["monetary_value"].sum() / 16.0)
    left = round(rest["monetary_value"].sum() / 16.0)
    assert orders > 3000
    assert abs(z(left, orders, 0.6)) < 4


@pytest.mark.parametrize(
    ("partners", "goodwill"), [({}, 1.0), ({"commission": 0.04}, 0.5), ({"orders_taken": 1.0}, 0.0)]
)
def test_a_partner_leaves_the_sooner_the_less_fairly_it_is_treated(partners: dict[str, Any], goodwill: float) -> None:
    """Contracts of a year that all end in week 52: chance of leaving = parting ^ goodwill."""
    terms = {"parting": 0.25, "contract_dates": "common", "partners": 300, "temper": 1.0, **partners}
    left, of = parted(simulate(asked(3000, 53.0, **terms).but(NOBODY_LEAVES), seed=4))
    assert of == 300
    expected = 0.25**goodwill
    if goodwill == 0.0:
        assert left >= 0.98 * of  # all but partners who sold nothing since the last settlement
    else:
        assert abs(z(left, of, expected)) < 4


def test_contracts_end_all_over_the_year_or_all_on_one_day() -> None:
    common = rows_of(simulate(asked(contract_dates="common"), seed=5), "partner")
    assert set(common.loc[common["detail"] != "signed", "time"]) == {52.0}
    spread = rows_of(simulate(asked(partners=200, parting=1e-9), seed=5), "partner")
    each_quarter = np.bincount((spread["time"] // 13).astype(int), minlength=8)
    assert len(spread) in range(385, 401)  # those that end in the last week fall on the horizon
    assert each_quarter.min() > 25


def test_another_partner_is_signed_after_the_search_and_until_then_nobody_is_paid() -> None:
    terms = {"partners": 1, "parting": 0.999999, "contract_dates": "common", "search": 20.0, "signing_cost": 500.0}
    results = simulate(asked(horizon=90.0, **terms).but(NOBODY_LEAVES), seed=6)
    steps = rows_of(results, "partner")[["time", "detail", "monetary_value"]].to_numpy().tolist()
    assert steps == [[52.0, "left", 0.0], [72.0, "signed", 500.0]]
    paid = rows_of(results, "commission")["time"]
    assert ((paid > 52) & (paid <= 72)).sum() == 0
    assert (paid > 72).sum() > 100


def test_an_account_stays_with_its_partner() -> None:
    """One partner leaves and takes its accounts' commission along; the other accounts are paid on."""
    terms = {"partners": 4, "parting": 0.5, "contract_dates": "common", "search": 1000.0}
    results = simulate(asked(horizon=104.0, **terms).but(NOBODY_LEAVES), seed=7)
    left, of = parted(results)
    assert 0 < left < of == 4
    paid = rows_of(results, "commission")
    before, after = (set(paid[part]["customer_id"]) for part in (paid["time"] <= 52, paid["time"] > 56))
    assert len(after) < len(before)
    assert abs(len(after) / len(before) - (4 - left) / 4) < 0.12


@pytest.mark.slow
def test_visits_and_repairs_by_partners_keep_accounts() -> None:
    """Fewer leave; visits without warmth and repairs that are late as often as ever keep nobody."""
    quiet = {"visits_a_year": 0.0}
    visits = {"visits_a_year": 12.0, "warmth": 0.06}
    idle = {"visits_a_year": 12.0, "warmth": 0.0}
    alone, visited, idly = (lost(simulate(asked(**v), seed=8, replications=8)) for v in (quiet, visits, idle))
    assert interval(alone - visited).low > 0
    assert np.array_equal(alone, idly)
    good = {**quiet, "local_service": {"faults_a_year": 6.0, "bond": 0.1}}
    poor = {**quiet, "local_service": {"faults_a_year": 6.0, "bond": 0.1, "kept": 0.0, "kept_elsewhere": 0.0}}
    repaired, failed = (lost(simulate(asked(**v), seed=8, replications=8)) for v in (good, poor))
    assert interval(alone - repaired).low > 0 > interval(alone - failed).high


def test_repairs_keep_the_promised_time_as_often_as_said() -> None:
    def kept(**service: float) -> tuple[int, int]:
        terms = {
            "parting": 1e-9,
            "visits_a_year": 0.0,
            "local_service": {"faults_a_year": 10.0, "cost": 3.0, **service},
        }
        rows = rows_of(simulate(asked(**terms).but(NOBODY_LEAVES), seed=9), "contact")
        assert (rows["monetary_value"] == 3.0).all()
        return int((rows["detail"] == "repaired").sum()), len(rows)

    assert abs(z(*kept(covered=1.0), 0.9)) < 4
    assert abs(z(*kept(covered=0.0), 0.4)) < 4
    assert abs(z(*kept(covered=0.5), 0.65)) < 6  # which accounts lie in a city is drawn once for all their repairs


@pytest.mark.slow
def test_taking_the_dealers_orders_loses_dealers_and_then_accounts() -> None:
    """Not where partners do not mind (grudge 0)."""
    service: dict[str, Any] = {
        "visits_a_year": 12.0, "warmth": 0.06, "local_service": {"faults_a_year": 6.0, "bond": 0.1}
    }  # fmt: skip
    fair, unfair, meek = (
        simulate(asked(**service, **terms), seed=10, replications=8)
        for terms in ({}, {"orders_taken": 0.4}, {"orders_taken": 0.4, "grudge": 0.0})
    )
    assert interval(lost(unfair) - lost(fair)).low > 0
    assert np.array_equal(lost(meek), lost(fair))
    assert parted(unfair)[0] > 2 * parted(fair)[0]
    assert parted(meek) == parted(fair)


@pytest.mark.parametrize(
    ("partners", "told"),
    [
        ({"segments": ["acounts"]}, "unknown segment 'acounts'; did you mean 'accounts'?"),
        ({"segments": []}, "segments"),
        ({"commission": 1.5}, "1.5 was given; give a number from 0 to 1"),
        ({"visits_a_year": 60.0}, "60 is more than one a tick; give at most 52"),
        ({"settles": 0.5}, "0.5 weeks is less than a tick; give at least 1"),
        ({"contract_dates": "comon"}, "did you mean 'common'?"),
        ({"local_service": {"coverd": 1}}, "did you mean 'covered'?"),
        ({"partners": 0}, "partners"),
    ],
)
def test_bad_input_is_refused_with_what_would_be_accepted(partners: dict[str, Any], told: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        asked(**partners)
    assert told in str(refused.value)
    assert "Dealt" in str(refused.value)
