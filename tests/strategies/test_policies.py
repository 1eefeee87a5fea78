"""Strategies of firms and key accounts decide within what they can know, purely, and as they say."""

from __future__ import annotations

import inspect

import pytest

from sim.model.event_log import event_table
from sim.registry import registered
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.decisions.decision import Decision
from sim.scenario.firm.policy import Policy
from tests.model.firms.key_accounts import DESK, MANAGERS, account, played, row
from tests.model.firms.key_accounts import market as account_market
from tests.parity.comparing import both_schedulers, same
from tests.strategies.steered import firm, market, views_of

POLICIES: dict[str, type[Policy]] = registered("policy")  # type: ignore[assignment]
each_policy = pytest.mark.parametrize("kind", POLICIES)


def test_all_that_the_course_asks_for_are_there() -> None:
    asked = {"hold", "production", "product", "selling", "marketing", "societal", "crm_plan", "acquire_only", "random",
             "points_first", "club_first", "customise_first", "imitate", "price_cut", "service_first", "exit_manager",
             "script"}  # fmt: skip
    assert asked <= set(POLICIES)


@each_policy
def test_it_says_what_it_is(kind: str) -> None:
    text = inspect.getdoc(POLICIES[kind]) or ""
    assert text.splitlines()[0].endswith((".", "?"))
    assert POLICIES[kind].model_fields["kind"].default == kind


@each_policy
def test_it_is_pure(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same view brings the same decision, from another policy of the same values too."""
    views = views_of(monkeypatch, market([firm("Own", "hold"), firm("Rival", None)]))
    one, other = POLICIES[kind](), POLICIES[kind]()
    decisions = [one.decide(view) for view in views]
    assert all(isinstance(decision, Decision) for decision in decisions)
    assert decisions == [other.decide(view) for view in reversed(views)][::-1]


@each_policy
@pytest.mark.parametrize("bare", [False, True], ids=["whole firm", "bare firm"])
def test_what_it_decides_can_be_done(kind: str, bare: bool) -> None:
    """Against itself, over two years, with all departments and with none at all, alone and with a rival."""
    parts = {"departments": [], "programmes": []} if bare else {}
    firms = [firm("One", kind, **parts), firm("Other", kind, **parts)]
    for present in (firms, firms[:1]):
        results = simulate(market(present, {"size": 60, "purchase_rate": 0.6}, horizon=108.0), seed=2)
        assert weekly(results)["purchases"].sum() > 0


@pytest.mark.slow
def test_both_schedulers_agree_when_everybody_is_steered_at_random() -> None:
    firms = [firm(name, {"kind": "random", "reach": 0.3}) for name in ("One", "Two", "Three")]
    results = both_schedulers(market(firms, {"size": 30, "needs": 0.05, "purchase_rate": 0.5}, horizon=31.0, round=3.0))
    rows = event_table(results.runs[0].rows, results.names)
    decisions = rows[rows["event"] == "decision"]
    assert len(decisions) > 60 and decisions["detail"].nunique() > 10
    assert (decisions["time"] % 3 == 0).all()


def test_a_game_that_was_played_is_a_script(monkeypatch: pytest.MonkeyPatch) -> None:
    """The decisions of a run, written down and run as a script, bring the same log."""
    kind = POLICIES["random"]
    made: list[Decision] = []
    decide = kind.decide

    def noted(self: Policy, view: object) -> Decision:
        made.append(decide(self, view))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(kind, "decide", noted)
    played = market([firm("Own", "random"), firm("Rival", None)])
    before = simulate(played, seed=4)
    written = [decision.model_dump(mode="json", exclude_none=True) for decision in made]
    assert any(written)
    same(before, simulate(played.but({"firms.Own.policy": {"kind": "script", "rounds": written}}), seed=4))


def test_a_firm_that_holds_is_as_one_that_nobody_steers() -> None:
    steered = market([firm("Own", "hold"), firm("Rival", None)])
    alone = market([firm("Own", None), firm("Rival", None)])
    one, other = (weekly(simulate(asked, seed=9)) for asked in (steered, alone))
    assert one.equals(other)


def test_nobody_sees_what_a_rival_decides_in_the_same_round() -> None:
    """Two price cutters: each undercuts the price of the round before, so they fall in step."""
    results = simulate(market([firm("One", "price_cut"), firm("Other", "price_cut")], 30, round=13.0), seed=1)
    rows = event_table(results.runs[0].rows, results.names)
    prices = rows[(rows["event"] == "decision") & (rows["detail"] == "price")]
    times = [prices.loc[prices["firm"] == name, "time"].tolist() for name in ("One", "Other")]
    assert times[0] == times[1] != []


@pytest.mark.parametrize("kind", sorted(registered("account_policy")))
def test_every_bot_plays_any_market(kind: str) -> None:
    """A desk that cannot cope, firms without anything, no cause to leave, no offer outside: all can be decided."""
    poor = {
        **DESK,
        "servers": 1,
        "failure": 0.9,
        "recovery": 0.0,
        "handling_hours": {"family": "exponential", "mean": 90},
    }
    firms = [{"name": "Azure", "departments": [MANAGERS, poor], "offer": {"price": 1.2}}, {"name": "Beryl"},
             {"name": "Cedar", "offer": {"price": 0.7}}]  # fmt: skip
    for exits in ({"preset": "course"}, {"preset": "none"}):
        accounts = [account({"kind": kind}), account({"kind": kind}, name="Farm", member=0, needs={}, outside=None)]
        asked = account_market(accounts, firms=firms, exits=exits, horizon=60.0, people={"needs": 0.5, "size": 25})
        one, other = simulate(asked, seed=6), simulate(asked, seed=6)
        same(one, other)
        assert len(one.runs[0].rows) > 500


def test_best_value_goes_where_there_is_most_to_gain() -> None:
    firms = [{"name": "Azure"}, {"name": "Beryl", "offer": {"price": 0.8}}]
    asked = account_market([account({"kind": "best_value"}, outside=None)], firms=firms, horizon=60.0)
    line = played(asked)
    while not line.over:
        line.play({})
    assert (line.account_view("Mill").present.wallet or {})["Beryl"] > 0.95


def test_loyal_partner_gives_more_to_who_comes_and_meets_needs() -> None:
    line = played(account_market([account({"kind": "loyal_partner"})], horizon=60.0))
    while not line.over:
        line.play({})
    view = line.account_view("Mill")
    assert (view.present.wallet or {})["Azure"] > 0.9
    assert row(view, "Azure").needs_met == ("stated", "real", "delight", "secret")
