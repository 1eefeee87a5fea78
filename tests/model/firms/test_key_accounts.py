"""Key accounts: what they decide is what they do, and what a firm learns of them is what they tell."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.metrics.exits.exits import exit_interviews
from sim.model.events import RANK
from sim.results.simulate import simulate
from tests.model.firms.key_accounts import DESK, MANAGERS, NEEDS, account, market, played, row, script
from tests.parity.comparing import both_schedulers, same
from tests.worlds import by_name, of_customers

EVERYTHING = script(
    {
        "wallet": {"Azure": 0.5, "Beryl": 0.3, "outside": 0.2},
        "tell": {"Azure": ["stated", "real"]},
        "door": {"Azure": 2},
    },
    {"complain": {"Azure": 3, "Beryl": 2}},
    {"close": {"Beryl": "service"}, "says": {"Beryl": "price"}, "receive": {"Azure": False}},
    {"reopen": ["Beryl"], "wallet": {"Beryl": 1.0}},
    {"close": {"Beryl": "price"}},
)
ASKED = account({"kind": "as_customers_do"})
PEOPLE_OF_FOUR = {"size": 4, "needs": 0.0, "purchase_rate": 1.0}


@pytest.mark.parametrize(
    "policy",
    [
        EVERYTHING,
        *(pytest.param({"kind": kind}, marks=pytest.mark.slow) for kind in ("best_value", "loyal_partner")),
    ],
    ids=lambda policy: policy["kind"],
)
def test_reference_and_kernel_write_the_same_log(policy: dict[str, Any]) -> None:
    accounts = [account(policy), account({"kind": "best_value"}, name="Farm", member=7)]
    asked = market(accounts, people={"size": 15})
    results = both_schedulers(asked, seed=2)
    assert (results.runs[0].rows["event"] == RANK["account"]).sum() > 5


def test_played_round_by_round_it_is_the_batch_run() -> None:
    """By bots, or with what they decided laid on the table; beside firms that are steered, or without any."""
    steered = [{"name": "Azure", "departments": [MANAGERS, DESK], "policy": {"kind": "price_cut"}}, {"name": "Beryl"}]
    for firms in (None, steered):
        batch = simulate(market([account(EVERYTHING)], firms=firms), seed=5)
        line = played(market([account(EVERYTHING)], firms=firms))
        while not line.over:
            line.play({})
        same(line.results(), batch)
        line = played(market([ASKED], firms=firms), *EVERYTHING["rounds"], {})
        assert line.over
        same(line.results(), batch)


def test_a_log_of_exits_holds_the_same_decisions() -> None:
    """What bots decide does not depend on which rows are kept."""
    asked = market([account({"kind": "best_value"})])
    whole, short = (simulate(asked, seed=2, log=log).runs[0] for log in ("all", "exits"))  # type: ignore[arg-type]
    kept = np.isin(whole.rows["event"], np.unique(short.rows["event"]))
    assert np.array_equal(whole.rows[kept], short.rows) and np.array_equal(whole.weekly, short.weekly)
    assert not (short.rows["event"] == RANK["purchase"]).any()


def test_who_has_decided_nothing_lives_as_anyone() -> None:
    stays: dict[str, Any] = {"exits": {"preset": "none", "rows": [{"name": "price", "base": 0.05}]}}
    same(simulate(market([ASKED], **stays), seed=4), simulate(market([], **stays), seed=4))
    same(simulate(market([account()]), seed=4), simulate(market([]), seed=4))


def test_an_account_that_is_steered_changes_nobody_else() -> None:
    """With people and machines for all, only her rows differ."""
    usual, steered = (
        of_customers(by_name(simulate(market(accounts), seed=3))) for accounts in ([], [account(EVERYTHING)])
    )
    others = [table[table["customer_id"] != "people-3"].reset_index(drop=True) for table in (usual, steered)]
    assert len(others[0]) > 500 and others[0].equals(others[1])
    assert not usual.equals(steered)


@pytest.mark.filterwarnings("ignore:key_accounts")
def test_her_wallet_is_where_she_buys() -> None:
    """Purchases at each firm are binomial with her parts, and their number Poisson with the rate times what stays."""
    parts = {"Azure": 0.6, "Beryl": 0.15, "outside": 0.25}
    asked = market([account(script({"wallet": parts}))], horizon=2000.0, round=500.0, people=PEOPLE_OF_FOUR,
                   firms=[{"name": "Azure"}, {"name": "Beryl", "offer": {"price": 0.5}}])  # fmt: skip
    rows = simulate(asked, seed=1).runs[0].rows
    hers = rows[(rows["customer"] == 3) & (rows["event"] == RANK["purchase"])]
    number, at_azure = len(hers), int((hers["firm"] == 0).sum())
    assert abs(number - 1500) / math.sqrt(1500) < 4
    assert abs(at_azure - 0.8 * number) / math.sqrt(number * 0.8 * 0.2) < 4


@pytest.mark.filterwarnings("ignore:key_accounts")
@pytest.mark.parametrize("firms", [None, [{"name": "Azure"}]], ids=["two firms", "one firm"])
def test_who_buys_elsewhere_buys_nowhere_here(firms: Any) -> None:
    asked = market(
        [account(script({"wallet": {"outside": 1.0}}))], firms=firms,
        exits={"preset": "none"},
    )  # fmt: skip
    rows = simulate(asked, seed=1).runs[0].rows
    assert not ((rows["customer"] == 3) & (rows["event"] == RANK["purchase"])).any()
    assert ((rows["customer"] == 2) & (rows["event"] == RANK["purchase"])).any()


def test_she_leaves_when_she_decides_to_and_not_before() -> None:
    """Clocks of leaving that run out every other week for anyone else stand still for her, and those of moving."""
    rows: dict[str, Any] = {"exits": {"rows": [{"name": "price", "base": 0.5}, {"name": "market", "base": 0.2}]}}
    asked = market(
        [account(script({"wallet": {"Azure": 0.5, "Beryl": 0.5}}, {}, {}, {"close": {"Azure": "product"}}))], **rows
    )
    results = simulate(asked, seed=1)
    log = results.runs[0].rows
    exits = log[log["event"] == RANK["exit"]]
    hers = exits[exits["customer"] == 3]
    assert len(exits) > 40 and len(hers) == 1 and hers["time"][0] == 12.0
    told = exit_interviews(results)
    told = told[told["customer_id"] == "people-3"]
    assert told["cause"].tolist() == ["product"] and told["stated"].tolist() == ["product"]
    later = log[(log["customer"] == 3) & (log["event"] == RANK["purchase"]) & (log["time"] > 12)]
    assert len(later) and (later["firm"] == 1).all()


def test_what_she_says_is_what_the_firm_hears() -> None:
    firms = [{"name": "Azure", "policy": {"kind": "hold"}}, {"name": "Beryl"}]
    asked = market([ASKED], interviews={"response": 0.0}, firms=firms, exits={"preset": "course"})
    left = {"close": {"Azure": "service"}, "says": {"Azure": "price"}}
    line = played(asked, {"wallet": {"Azure": 1.0}}, left, {})
    view = line.view("Azure")
    assert view.interviews.stated == ("price",)
    assert [(one.status, one.says) for one in view.accounts] == [("left", "price")]
    told = exit_interviews(line.results())
    assert told[told["answered"]][["cause", "stated"]].values.tolist() == [["service", "price"]]


def test_a_firm_that_was_left_is_dealt_with_again_when_she_reopens_it() -> None:
    decisions: list[dict[str, Any]] = [
        {"wallet": {"Azure": 1.0}}, {"close": {"Azure": "price"}}, {},
        {"reopen": ["Azure"], "wallet": {"Azure": 1.0}}, {},
    ]  # fmt: skip
    line = played(market([ASKED]), *decisions)
    view = line.account_view("Mill")
    assert [one.purchases > 0 for one in view.rounds if one.firm == "Azure"] == [True, False, False, True, True]
    assert [one.status for one in view.rounds if one.firm == "Azure"][1:4] == ["left", "left", "customer"]
    assert view.rounds[5].quantity > 0  # what Azure had goes outside when nobody else has a part


def test_a_visit_finds_out_what_she_tells_and_no_more() -> None:
    opens = {"wallet": {"Azure": 1.0}, "tell": {"Azure": ["real", "secret"]}, "door": {"Azure": 3}}
    line = played(market([ASKED]), opens, {}, {"door": {"Azure": 1}}, {"receive": {"Azure": False}})
    first, second, third, fourth = (row(line.account_view("Mill"), "Azure", n) for n in range(4))
    assert first.visits >= 1 and first.told == ("real", "secret") == second.told
    assert first.door <= first.visits + 1  # one may have come at the very tick at which she looks
    assert second.door == 3 and third.door == 1
    assert second.needs_met == ("real", "secret") and third.needs_met == ("real",)
    assert (fourth.visits, fourth.refused > 0, fourth.door) == (0, True, 1)
    rows = line.results().runs[0].rows
    visits = rows[(rows["customer"] == 3) & (rows["event"] == RANK["visit"]) & (rows["time"] >= 12)]
    words = {line.results().names.words[code] for code in visits["cause"]}
    assert words == {"failed"} and len(visits) == fourth.refused


def test_a_visitor_hears_the_stated_need_unless_she_has_decided_otherwise() -> None:
    line = played(market([ASKED]), {"wallet": {"Azure": 1.0}}, {})
    assert row(line.account_view("Mill"), "Azure").told == ("stated",)
    line = played(market([ASKED]), {"wallet": {"Azure": 1.0}, "tell": {"Azure": []}}, {})
    assert row(line.account_view("Mill"), "Azure").told == ()


def test_complaints_reach_the_desk_and_where_there_is_none_stay_unanswered() -> None:
    people = {"needs": 0.0}
    decisions: list[dict[str, Any]] = [{"wallet": {"Azure": 0.5, "Beryl": 0.5}}, {}]
    asked = market([ASKED], people=people, behaviour={"experience_spread": 0.0})
    calm = played(asked, *decisions, {}, {})
    loud = played(asked, *decisions, {"complain": {"Azure": 4, "Beryl": 4}}, {})
    at_azure, at_beryl = (row(loud.account_view("Mill"), firm, 2) for firm in ("Azure", "Beryl"))
    assert (at_azure.complaints, at_azure.answered, at_azure.failed, at_azure.wait_hours) == (4, 4, 0, 0.0)
    assert (at_beryl.complaints, at_beryl.answered, at_beryl.failed, at_beryl.wait_hours) == (4, 0, 4, None)
    quiet = [row(calm.account_view("Mill"), firm, 2).satisfaction or 0.0 for firm in ("Azure", "Beryl")]
    assert (at_azure.satisfaction or 0.0) > quiet[0] and (at_beryl.satisfaction or 0.0) < quiet[1] - 0.1
    weeks = loud.results().runs[0].rows
    weeks = weeks[(weeks["event"] == RANK["need"]) & (weeks["customer"] == 3)]["time"]
    assert (weeks % 1 == 0).all() and weeks.min() >= 8 and weeks.max() < 12 and len(set(weeks.tolist())) > 1


def test_her_gain_is_goods_and_needs_less_what_she_paid() -> None:
    asked = market([{**ASKED, "value": 1.5, "visit_cost": 7.0}], exits={"preset": "none"},
                   firms=[{"name": "Azure", "departments": [MANAGERS], "offer": {"price": 1.1, "product": 1.2}},
                          {"name": "Beryl"}])  # fmt: skip
    line = played(asked, {"wallet": {"Azure": 0.75, "outside": 0.25}, "tell": {"Azure": ["real"]}}, {}, {})
    view = line.account_view("Mill")
    at_azure, outside = row(view, "Azure"), row(view, "outside")
    seen = 1.2 * math.exp(-0.1)
    assert at_azure.quantity == pytest.approx(at_azure.paid / 1.1, abs=0.05)
    assert at_azure.goods_worth == pytest.approx(at_azure.quantity * seen * 1.5)
    assert at_azure.needs_worth == pytest.approx(NEEDS["real"]["worth"] * 4 / 52 * 0.75)
    expected = at_azure.goods_worth + at_azure.needs_worth - at_azure.paid - 7.0 * at_azure.visits
    assert at_azure.gain == pytest.approx(expected)
    assert outside.quantity == pytest.approx(3.0 * 300.0 * 4 * 0.25)
    assert outside.gain == pytest.approx(outside.quantity * (0.8 * math.exp(-0.1) * 1.5 - 0.9))
    assert view.gain == pytest.approx(sum(one.gain for one in view.rounds)) and len(view.rounds) == 9


def test_a_degree_of_relationship_meets_needs_that_no_door_leads_to() -> None:
    contact = {"kind": "contact", "degrees": {"people": "partnership"}}
    firms = [{"name": "Azure", "departments": [MANAGERS, contact]}, {"name": "Beryl"}]
    decisions: list[dict[str, Any]] = [
        {"wallet": {"Azure": 1.0}, "tell": {"Azure": ["secret"]}, "door": {"Azure": 0}}, {}, {},
    ]  # fmt: skip
    met = [
        row(played(market([ASKED], firms=f), *decisions).account_view("Mill"), "Azure").needs_met for f in (firms, None)
    ]
    assert met == [("secret",), ()]


def test_what_she_keeps_to_herself_shows_in_no_firms_view() -> None:
    """Needs not told, the outside offer, her value and what she thinks of visits: worlds that differ in these alone."""
    firms = [{"name": "Azure", "departments": [MANAGERS, DESK], "policy": {"kind": "hold"}},
             {"name": "Beryl", "policy": {"kind": "hold"}}]  # fmt: skip
    other_needs = {
        **NEEDS,
        "secret": {"text": "Another secret.", "worth": 1.0},
        "delight": {"text": "Else.", "worth": 9.0},
    }
    decisions: list[dict[str, Any]] = [
        {"wallet": {"Azure": 0.6, "Beryl": 0.2, "outside": 0.2}, "tell": {"Azure": ["stated", "real"]}},
        {"complain": {"Azure": 1}}, {"close": {"Beryl": "price"}}, {},
    ]  # fmt: skip
    views = []
    for one in (ASKED, {**ASKED, "needs": other_needs, "outside": {"price": 2.0}, "value": 3.0, "visit_cost": 50.0}):
        line = played(market([one], firms=firms), *decisions)
        views.append([line.view(firm).plain() for firm in ("Azure", "Beryl")])
    assert views[0] == views[1]
    assert [known["needs"] for known in views[0][0]["accounts"]] == [{n: NEEDS[n]["text"] for n in ("stated", "real")}]
    assert "secret" not in str(views[0]).replace("'secret'", "")
