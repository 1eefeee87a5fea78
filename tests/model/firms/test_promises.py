"""Promises to customers: kept or broken, remembered as trust, made good by compensation; and what both sides gain."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.charts.style.canvas import headline_text
from sim.charts.value.both_gain_chart import both_gain_chart
from sim.charts.value.promises_chart import promises_chart
from sim.metrics.value.profit import profit
from sim.metrics.value.promises import gain_of_both_sides, gains_by_quarter, promises, trust_by_week
from sim.results.simulate import simulate
from sim.scenario.decisions.apply_decision import ImpossibleDecisionError, apply_decision
from sim.scenario.decisions.decision import Decision
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.departments.promises import REVIEW, Promises, TrustRules
from sim.scenario.scenario import Scenario
from tests.worlds import by_name, world

PEOPLE: dict[str, object] = {"size": 300, "purchase_rate": 0.5, "spend": 100.0, "first_purchase": "on_arrival"}
KEPT = {"delivery": 1.0, "promised": 2.0, "faulty": 0.0}
BROKEN = {"delivery": 2.0, "promised": 1.0, "faulty": 0.0}


def market(settings: dict[str, object] | None, rival: dict[str, object] | None = None, **rest: object) -> Scenario:
    """Two equal firms, of which the first has a department of promises, and the second one where it is told."""
    firms = [
        {"name": name, "departments": [{"kind": "promises", **asked}] if asked is not None else []}
        for name, asked in (("Azure", settings), ("Beryl", rival))
    ]
    people = {**PEOPLE, **{key: rest.pop(key) for key in ("size", "spend", "first_purchase") if key in rest}}
    return world(people, firms, horizon=rest.pop("horizon", 26.0), **rest)


def events(scenario: Scenario, seed: int = 1) -> pd.DataFrame:
    return by_name(simulate(scenario, seed=seed))


def details(told: pd.DataFrame) -> dict[str, int]:
    """How often each word stands in the column of details."""
    return {str(word): int(n) for word, n in told["detail"].value_counts().items() if n}


def test_the_part_of_promises_kept_is_the_chance_that_delivery_takes_no_longer() -> None:
    """Exponential weeks of mean 1 against a promise of 1.5: kept with 1 - exp(-1.5); |z| < 4."""
    asked = {"delivery": {"family": "exponential", "mean": 1.0}, "promised": 1.5}
    table = promises(simulate(market(asked), seed=2)).set_index("firm").loc["Azure"]
    made, chance = table["kept"] + table["broken"], 1 - math.exp(-1.5)
    assert made > 1000
    assert abs(table["kept"] - made * chance) < 4 * math.sqrt(made * chance * (1 - chance))


def test_trust_follows_each_promise_by_the_rule() -> None:
    """All are kept: after n deliveries 1 - (1 - first) × (1 - gain)^n; all are broken: first × (1 - loss)^n."""
    for settings, after in (
        (KEPT, lambda n: 1 - 0.5 * 0.9**n),
        (BROKEN, lambda n: 0.5 * 0.7**n),
    ):
        asked = {**settings, "trust": {"heard": 0.0}}
        results = simulate(market(asked, exits={"rows": [], "preset": "none"}), seed=3)
        told = by_name(results)
        last = trust_by_week(results).query("firm == 'Azure'").iloc[-1]
        here = told[(told["firm"] == "Azure") & (told["time"] < last["week"])]
        each = here[here["event"] == "promise"].groupby("customer_id").size()
        customers = here.loc[here["event"] == "acquisition", "customer_id"].unique()
        by_rule = [after(int(each[who])) if who in each.index else last["talk"] for who in customers]
        assert last["trust"] == pytest.approx(np.mean(by_rule), abs=2e-3)


def test_in_the_long_run_trust_settles_where_gain_and_loss_are_equal() -> None:
    """Mean of T with T → T + gain (1 - T) with chance p, else T (1 - loss): p × gain / (p × gain + (1 - p) × loss)."""
    rules, kept = TrustRules(gain=0.2, loss=0.4), 0.7
    trust = 0.5
    for _ in range(500):
        trust = kept * rules.kept(trust) + (1 - kept) * rules.broken(trust)
    assert trust == pytest.approx(rules.settles_at(kept), abs=1e-12)


def test_without_a_promise_trust_stays_and_nothing_is_kept_or_broken() -> None:
    results = simulate(market({"delivery": 5.0}), seed=4)
    assert not (by_name(results)["event"] == "promise").any()
    assert (trust_by_week(results)["trust"] == 0.5).all()


def test_a_firm_without_the_department_has_no_row_of_it() -> None:
    results = simulate(market(None), seed=4)
    assert set(by_name(results)["event"]).isdisjoint({"promise", "compensation", "customer gain", "trust", "order"})
    assert trust_by_week(results).empty
    assert gain_of_both_sides(results)["customers_gain"].isna().all()


def test_a_promise_that_is_believed_wins_first_purchases() -> None:
    """Between firms alike each has half: |z| < 4 without a promise or where nobody trusts; z > 4 with one."""
    many = {"size": 2000, "horizon": 2.0, "behaviour": {"choice_weights": {"service": 2.0}}}
    for settings, more in (({}, False), ({"promised": 0.5}, True), ({"promised": 0.5, "trust": {"first": 0}}, False)):
        told = events(market(settings, **many), seed=5)
        first = told[told["event"] == "purchase"].drop_duplicates("customer_id")["firm"]
        z = ((first == "Azure").mean() - 0.5) / (0.5 / math.sqrt(len(first)))
        assert z > 4 if more else abs(z) < 4


def test_trust_gained_becomes_commitment_against_a_cheaper_rival() -> None:
    exits = {"rows": [{"name": "price", "base": 0.02, "shields": {"social": 3.0}}], "preset": "none"}
    lost = {}
    for name, commits in (("commits", 0.5), ("does not", 0.0)):
        asked = {**KEPT, "trust": {"commits": commits, "belief": 0.0}}
        told = events(market(asked, exits=exits, horizon=104.0).but({"firms.Beryl.offer.price": 0.95}), seed=6)
        lost[name] = int(((told["event"] == "exit") & (told["firm"] == "Azure")).sum())
    assert lost["commits"] < 0.75 * lost["does not"]


def test_trust_forgives_a_failure() -> None:
    """Deliveries are late now and then; trust that forgives leaves fewer who go over the service."""
    exits = {"rows": [{"name": "service", "base": 0.01}]}
    lost = {}
    for forgives in (0.0, 1.0):
        asked = {
            "delivery": {"family": "exponential", "mean": 1.0},
            "promised": 1.0,
            "late_experience": 0.0,
            "trust": {"loss": 0.0, "commits": 0.0, "belief": 0.0, "forgives": forgives},
        }
        scenario = market(asked, exits=exits, horizon=104.0, behaviour={"satisfaction_step": 0.5})
        told = events(scenario, seed=7)
        lost[forgives] = int(((told["event"] == "exit") & (told["firm"] == "Azure")).sum())
    assert lost[1.0] < lost[0.0]


def test_express_keeps_a_promise_for_money() -> None:
    settings = {**BROKEN, "express": 1.0, "express_cost": 7.0}
    told = events(market(settings))
    rows = told[told["event"] == "promise"]
    assert details(rows) == {"promise kept": len(rows)}
    assert (rows["monetary_value"] == 7.0).all()
    booked = profit(simulate(market(settings), seed=1)).set_index("firm")
    assert booked.loc["Azure", "relations_cost"] == pytest.approx(7.0 * len(rows))


def test_compensation_is_paid_to_those_who_claim() -> None:
    told = events(market({**BROKEN, "guarantee": 0.2, "claims": 0.5}), seed=8)
    paid, broken = told[told["event"] == "compensation"], (told["detail"] == "promise broken").sum()
    assert (paid["monetary_value"] == 20.0).all() and details(paid) == {"late delivery": len(paid)}
    assert abs(len(paid) - 0.5 * broken) < 4 * math.sqrt(0.25 * broken)


def test_a_refused_claim_breaks_the_guarantee_a_paid_one_keeps_it() -> None:
    faulty = {"delivery": 1.0, "faulty": 1.0, "guarantee": 0.5, "claims": 1.0}
    paid, refused = (simulate(market({**faulty, "claims_paid": part}), seed=9) for part in (1.0, 0.0))
    for results, word in ((paid, "guarantee honoured"), (refused, "claim refused")):
        assert set(details(by_name(results).query("event == 'promise'"))) == {word}
    trust = [promises(results).set_index("firm").loc["Azure", "trust_at_end"] for results in (paid, refused)]
    assert trust[0] > 0.5 > trust[1]


def test_compensation_leaves_less_trust_than_there_was() -> None:
    rules = TrustRules()
    for before in np.linspace(0.05, 1.0, 20):
        assert rules.broken(before) < rules.broken(before, compensated=True) < before


def test_what_a_customer_gains_is_worth_less_price_and_waiting() -> None:
    """100 at price 0.8 are 125 units of level 1.1: worth 137.5, price 100, and 125 × .05 × (1 - 3) weeks of waiting."""
    scenario = market({"delivery": 1.0, "faulty": 0.0}, spend=125.0).but(
        {"firms.Azure.offer.price": 0.8, "firms.Azure.offer.product": 1.1}
    )
    rows = events(scenario)
    rows = rows[rows["event"] == "customer gain"]
    assert len(rows) > 100
    assert (rows["monetary_value"] == 137.5 - 100.0 + 12.5).all()


def test_both_gains_add_up_over_the_quarters() -> None:
    results = simulate(market(KEPT, {"delivery": 3.0, "faulty": 0.0}), seed=10)
    table, quarters = gain_of_both_sides(results).set_index("firm"), gains_by_quarter(results)
    assert quarters["week"].unique().tolist() == [0, 13]
    for column in ("firm_gain", "customers_gain"):
        sums = 13 * quarters.groupby("firm", observed=True)[column].sum()
        assert sums["Azure"] == pytest.approx(table.loc["Azure", column])
    assert table.loc["Beryl", "customers_gain"] == 0.0
    assert table.loc["Azure", "both_gain"] == 1.0 and table.loc["Beryl", "both_gain"] == 0.0
    both = table.loc["Azure", "firm_gain"] + table.loc["Azure", "customers_gain"]
    assert table.loc["Azure", "customers_part"] == pytest.approx(table.loc["Azure", "customers_gain"] / both)


def test_a_decision_changes_what_is_promised() -> None:
    script = {"kind": "script", "rounds": [{}, {"promise": 0.0, "guarantee": 0.5, "honour": 0.5, "express": 0.1}]}
    told = events(market(KEPT).but({"firms.Azure.policy": script}))
    weeks = told.loc[told["event"] == "promise", "time"]
    assert weeks.max() == pytest.approx(14.0, abs=1.0) and weeks.min() < 2.0


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"promised": 4.0, "usual": 3.0}, "promised: 4 weeks are more than the usual 3"),
        ({"promised": 0.1, "usual": 3.0}, "promised: 0.1 weeks are less than 0.15, the usual 3 divided by 20"),
        ({"guarantee": 1.5}, "guarantee"),
        ({"claims_paid": -0.1}, "claims_paid"),
        ({"trust": {"gain": 2}}, "gain"),
    ],
)
def test_wrong_settings_are_told(settings: dict[str, object], told: str) -> None:
    with pytest.raises(ScenarioError, match=told):
        market(settings)


def test_the_shortest_promise_is_a_twentieth_of_the_usual_time() -> None:
    firm = market({"promised": 0.15, "usual": 3.0}).firms[0]
    assert firm.department(Promises).appeal() == pytest.approx(math.log(20.0))
    with pytest.raises(ImpossibleDecisionError, match=r"less than 0\.15"):
        apply_decision(Decision(promise=0.14), firm, market({"promised": 0.15}), (), 13.0)


def test_a_production_line_delivers_itself() -> None:
    firm = {"name": "Only", "departments": [{"kind": "promises"}, {"kind": "production_line"}]}
    with pytest.raises(ScenarioError, match="leave one of them out"):
        world(PEOPLE, [firm])


def test_people_hear_of_the_firm_every_four_weeks() -> None:
    table = trust_by_week(simulate(market(BROKEN), seed=12))
    assert table["week"].tolist() == [REVIEW * number for number in range(1, 7)]
    assert (np.diff(table["talk"]) < 0).all() and (table["talk"] >= table["trust"]).all()


def test_the_appeal_of_a_promise_is_nothing_for_the_usual_time() -> None:
    assert Promises(promised=3.0, usual=3.0).appeal() == Promises().appeal() == 0.0
    assert Promises(promised=1.0).appeal() == pytest.approx(math.log(3.0))


def test_pictures_tell_of_trust_and_of_both_gains() -> None:
    results = simulate(market(KEPT, {"delivery": 3.0}), seed=13)
    picture = promises_chart(results)
    last = trust_by_week(results).query("firm == 'Azure'")["trust"].iloc[-1]
    told = f"Azure keeps 100% of its promises; trust of its customers is {last:.2f} at the end"
    assert headline_text(picture) == told
    assert [len(line.get_xdata()) for line in picture.axes[0].lines][:2] == [6, 6]
    assert headline_text(both_gain_chart(results)).startswith("Both sides gain: Azure ")
    none = simulate(market(None), seed=13)
    assert headline_text(promises_chart(none)) == "Azure has no department of promises"
    assert headline_text(both_gain_chart(none)).startswith("What customers gain is not in this log")
