"""Ties between a firm's people and customers: what is given, what favours make of it, and with whom they go."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.charts.key_accounts.ties_chart import ties_chart
from sim.charts.style.canvas import headline_text
from sim.metrics.key_accounts.ties import ties, ties_by_week
from sim.results.simulate import simulate
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.departments.ties import GIVEN_STRENGTH, Ties
from sim.scenario.scenario import Scenario
from tests.worlds import by_name, world

PEOPLE: dict[str, object] = {"size": 500, "purchase_rate": 0.5, "spend": 100.0}


def market(settings: dict[str, object] | None, rival: dict[str, object] | None = None, **rest: object) -> Scenario:
    """Two equal firms, of which the first has a department of ties, and the second one where it is told."""
    firms = [
        {"name": name, "departments": [{"kind": "ties", **asked}] if asked is not None else []}
        for name, asked in (("Azure", settings), ("Beryl", rival))
    ]
    people = {**PEOPLE, **{key: rest.pop(key) for key in ("size", "first_purchase") if key in rest}}
    return world(people, firms, horizon=rest.pop("horizon", 52.0), **rest)


def events(scenario: Scenario, seed: int = 1) -> pd.DataFrame:
    return by_name(simulate(scenario, seed=seed))


def test_people_of_the_firm_have_ties_with_the_parts_of_the_market_that_are_given() -> None:
    """Of 500 people each of three has a tie of school with one in five: a binomial count; |z| < 4."""
    told = events(market({"people": 3, "given": {"school": 0.2}}))
    begun = told[(told["event"] == "tie") & (told["detail"] == "school")]
    mean, deviation = 3 * 500 * 0.2, math.sqrt(3 * 500 * 0.2 * 0.8)
    assert abs(len(begun) - mean) < 4 * deviation
    assert (begun["time"] == 0.0).all() and set(begun["firm"]) == {"Azure"}


def test_of_two_origins_the_stronger_counts() -> None:
    told = events(market({"people": 1, "given": {"family": 1.0, "work": 1.0}}))
    assert set(told.loc[told["event"] == "tie", "detail"]) == {"family"}
    assert sorted(GIVEN_STRENGTH, key=GIVEN_STRENGTH.__getitem__)[-1] == "family"


def test_a_tie_brings_prospects_to_the_firm() -> None:
    """Between equal firms without a tie each has half of the first purchases; with a tie more; |z| < 4 and > 4."""
    told = events(market({"people": 1, "given": {"village": 0.5}}, behaviour={"pulls": {"social": 2.0}}))
    tied = set(told.loc[told["event"] == "tie", "customer_id"])
    first = told[told["event"] == "purchase"].drop_duplicates("customer_id").set_index("customer_id")["firm"]
    share = {known: float((first[first.index.isin(tied) == known] == "Azure").mean()) for known in (True, False)}
    number = {known: int((first.index.isin(tied) == known).sum()) for known in (True, False)}
    assert abs(share[False] - 0.5) < 4 * 0.5 / math.sqrt(number[False])
    assert share[True] - 0.5 > 4 * 0.5 / math.sqrt(number[True])


def test_a_department_without_people_or_ties_changes_nothing_that_customers_do() -> None:
    without, idle = events(market(None)), events(market({"people": 0}))
    pd.testing.assert_frame_equal(without, idle)
    alone = events(market({"people": 4}))
    pd.testing.assert_frame_equal(without, alone)


def test_a_favour_returned_brings_introductions_and_none_is_returned_twice() -> None:
    told = events(market({"people": 2, "given": {"school": 0.05}, "favours": 2.0, "favour_cost": 10.0}))
    count = told[told["event"].isin(("tie", "favour"))].groupby("detail").size()
    assert count["favour returned"] + count.get("favour forgotten", 0) <= count["favour done"]
    assert 0 < count["introduced"] <= count["favour returned"]
    done = told[told["detail"] == "favour done"]
    assert (done["monetary_value"] == 10.0).all()
    assert len(done) <= 2 * 2.0 * 52


def test_every_favour_that_is_never_returned_is_forgotten_once() -> None:
    settings = {"people": 1, "given": {"work": 0.02}, "favours": 1.0, "returned_after": 1e9, "forgotten_after": 10.0}
    told = events(market(settings, horizon=104.0))
    count = told[told["event"] == "favour"].groupby("detail").size()
    assert "favour returned" not in count and count["favour forgotten"] > 0
    waits = told[told["detail"] == "favour forgotten"].merge(
        told[told["detail"] == "favour done"], on="customer_id", suffixes=("", "_done")
    )
    waits = waits[waits["time_done"] < waits["time"]]
    last_done = waits.groupby(["customer_id", "time"])["time_done"].max().reset_index()
    assert (last_done["time_done"] == last_done["time"] - 10.0).all()


def test_what_favours_make_settles_where_gain_and_fading_are_equal() -> None:
    """dm/dt = c × gain × (1 - m) - fade × m is 0 at c × gain / (c × gain + fade)."""
    asked = Ties(people=1, gain=0.3, fade=0.02, returned_after=5.0)
    made, rate = 0.0, 1 / asked.returned_after
    step = 0.01
    for _ in range(200_000):
        made += step * (rate * asked.gain * (1 - made) - asked.fade * made)
    assert made == pytest.approx(asked.settles_at, abs=1e-9)


def test_ties_go_with_the_person_whom_a_rival_hires() -> None:
    settings = {"people": 1, "given": {"village": 0.3}}
    hires = {"people": 0, "hires": [{"at": 20.0, "rival": "Azure", "cost": 500.0}]}
    results = simulate(market(settings, hires, behaviour={"pulls": {"social": 2.0}}), seed=3)
    table = ties(results).set_index("firm")
    assert table.loc["Azure", "hired_away"] == table.loc["Beryl", "brought"] > 0
    told = by_name(results)
    gone = set(told.loc[told["detail"] == "hired away", "customer_id"])
    assert set(told.loc[told["detail"] == "brought along", "customer_id"]) == gone
    bought = told[(told["event"] == "purchase") & told["customer_id"].isin(gone)]
    share = {
        late: float((bought.loc[(bought["time"] > 20.0) == late, "firm"] == "Azure").mean()) for late in (True, False)
    }
    assert share[False] > 0.6 > 0.5 > share[True]
    cost = told[(told["event"] == "manager") & (told["firm"] == "Beryl")]
    assert cost["monetary_value"].tolist() == [500.0]


def test_nobody_is_hired_from_a_firm_without_people() -> None:
    hires = {"people": 0, "hires": [{"at": 1.0, "rival": "Azure", "cost": 500.0}]}
    told = events(market({"people": 0}, hires, horizon=4.0), seed=3)
    assert not (told["event"] == "manager").any()


def test_meetings_leave_more_with_the_firm_when_the_person_goes() -> None:
    hires = {"people": 0, "hires": [{"at": 40.0, "rival": "Azure"}]}
    rest = {"behaviour": {"pulls": {"social": 2.0}}, "horizon": 60.0}

    def left_after(meetings: float) -> float:
        settings = {"people": 1, "given": {"village": 0.4}, "meetings": meetings}
        told = events(market(settings, hires, **rest), seed=4)
        late = told[(told["event"] == "purchase") & (told["time"] > 40.0)]
        tied = set(told.loc[told["detail"] == "hired away", "customer_id"])
        return float((late.loc[late["customer_id"].isin(tied), "firm"] == "Azure").mean())

    assert left_after(20.0) > left_after(0.0) + 0.1


def test_patience_is_a_favour_returned_by_a_dissatisfied_customer() -> None:
    settings = {"people": 3, "given": {"village": 0.3}, "favours": 20.0, "returned_after": 1e6, "trouble": 0.6}
    scenario = market(settings, horizon=104.0).but({"firms.Azure.offer.service": 0.4})
    told = events(scenario)
    assert (told["detail"] == "patience").sum() > 20
    lost = {
        name: int(((run["event"] == "exit") & (run["cause"] == "service") & (run["firm"] == "Azure")).sum())
        for name, run in (("patient", told), ("not", events(scenario.but({"firms.Azure.departments.ties.trouble": 0}))))
    }
    assert lost["patient"] < lost["not"]


def test_ties_by_week_are_those_begun_less_those_ended() -> None:
    settings = {"people": 2, "given": {"school": 0.2}, "favours": 2.0, "turnover": 0.05}
    results = simulate(market(settings, first_purchase="on_arrival"), seed=5)
    last = ties_by_week(results)
    last = last[last["week"] == last["week"].max()].set_index("firm")["ties"]
    told = by_name(results)
    gone = set(told.loc[told["event"] == "moving away", "customer_id"])
    rows = told[(told["firm"] == "Azure") & (told["event"] == "tie") & ~told["customer_id"].isin(gone)]
    ended = rows["detail"].isin(("ended", "hired away"))
    assert last["Azure"] == int((~ended).sum() - ended.sum()) > 0
    assert last["Beryl"] == 0


def test_the_part_of_new_customers_who_came_by_a_tie() -> None:
    results = simulate(market({"people": 1, "given": {"family": 0.25}}), seed=6)
    table = ties(results).set_index("firm")
    told = by_name(results)
    tied = set(told.loc[told["event"] == "tie", "customer_id"])
    first = told[(told["event"] == "acquisition") & (told["time"] > 0) & (told["firm"] == "Azure")]
    assert table.loc["Azure", "new_customers"] == len(first)
    assert table.loc["Azure", "came_by_tie"] == pytest.approx(first["customer_id"].isin(tied).mean())
    assert np.isnan(table.loc["Beryl", "came_by_tie"]) or table.loc["Beryl", "came_by_tie"] == 0.0


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"people": 1, "hires": [{"at": 1, "rival": "Beryl"}]}, "unknown other firm with a department of ties 'Beryl'"),
        ({"people": 1, "segments": ["nobody"]}, "unknown segment 'nobody'"),
        ({"people": 1, "segments": []}, "leaves nobody to know"),
        ({"people": 1, "given": {"bith": 0.1}}, "given"),
        ({"people": 1, "given": {"school": 1.5}}, "1"),
        ({"people": -1}, "people"),
    ],
)
def test_wrong_settings_are_told(settings: dict[str, object], told: str) -> None:
    with pytest.raises(ScenarioError, match=told.replace("(", r"\(")):
        market(settings)


def test_the_picture_names_the_firm_with_most_ties() -> None:
    results = simulate(market({"people": 2, "given": {"school": 0.2}}), seed=7)
    picture = ties_chart(results)
    last = ties_by_week(results).query("week == 51").set_index("firm")["ties"]
    assert headline_text(picture).startswith(f"Azure has {last['Azure']} ties in the last week; ")
    assert [line.get_ydata()[-1] for line in picture.axes[0].lines][:2] == [last["Azure"], last["Beryl"]]
    none = simulate(market(None), seed=7)
    assert headline_text(ties_chart(none)) == "No firm has ties with customers"
