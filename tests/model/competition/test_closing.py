"""Closing a programme: points settled, memberships ended, bonds fallen, one log in both schedulers, opening again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sim.metrics.programmes.programme_cost import programme_liability
from sim.model.events import EVENTS
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.decisions.apply_decision import ImpossibleDecisionError
from sim.scenario.scenario import Scenario
from tests.parity.comparing import both_schedulers
from tests.parity.mechanisms import CLUB, CUSTOMISED, FREQUENCY, LEAKY, VARIED
from tests.worlds import by_name, happened, world

EVERY_13 = 13.0
KINDS: dict[str, dict[str, object]] = {
    "frequency": FREQUENCY,
    "club": {**CLUB, "fee": 5.0, "outside_pull": 0.02, "associate_quantity": 1, "quantity": 3, "period": 26.0},
    "customised": CUSTOMISED,
}
DAILY = {("club", "run_off"), ("customised", "forfeit"), ("frequency", "pay")}
"""Each programme once and each settlement once; the slow tests try all pairs."""


def scripted(programmes: list[dict[str, object]], rounds: list[dict[str, object]], **rest: Any) -> Scenario:
    """A firm with these programmes that decides so every 13 weeks, beside one that does nothing."""
    firms = [
        {"name": "Own", "programmes": programmes, "policy": {"kind": "script", "rounds": rounds}},
        {"name": "Other"},
    ]
    people = {**VARIED, "newcomers_after": 2.0}
    return world(people, firms, exits=LEAKY, behaviour={"forgetting": 6.0, "trouble": 2.0}, horizon=80.0, **rest)


def rows(results: Results, event: str) -> Any:
    table = by_name(results)
    return table[table["event"] == event]


@pytest.mark.parametrize(
    ("kind", "settlement"),
    [
        pytest.param(kind, settlement, marks=[pytest.mark.slow] * ((kind, settlement) not in DAILY))
        for kind in KINDS
        for settlement in ("pay", "forfeit", "run_off")
    ],
)
def test_closing_and_opening_again_is_one_log_in_both_schedulers(kind: str, settlement: str) -> None:
    rounds: list[dict[str, object]] = [{}, {}, {"close": {kind: settlement}}, {}, {"open": [kind]}]
    results = both_schedulers(scripted([KINDS[kind]], rounds))
    closed = 39.0 if settlement == "run_off" else 26.0
    assert rows(results, "closing")["time"].tolist() == [26.0]
    assert rows(results, "launch")["time"].tolist() == [2.0, 52.0]
    joins, ends = rows(results, "join"), rows(results, "end of membership")
    told = 26.0
    assert not joins["time"].between(told, 52.0, inclusive="left").any()
    assert len(ends[ends["time"] == closed]) > (0 if settlement == "run_off" else 5)
    assert (joins["time"] >= 52.0).any(), "it takes members again"
    table = weekly(results)
    own = table[table["firm"] == "Own"].set_index("week")
    assert own.loc[int(closed), "members"] == 0
    assert (own.loc[int(closed) : 51, ["reward_cost", "event_cost", "running_cost"]].iloc[1:] == 0).all().all()


@pytest.mark.parametrize(
    ("settlement", "week"),
    [("run_off", 39), *(pytest.param(how, 26, marks=pytest.mark.slow) for how in ("pay", "forfeit"))],
)
def test_nothing_is_owed_after_the_end_and_no_card_fills(settlement: str, week: int) -> None:
    results = simulate(scripted([FREQUENCY], [{}, {}, {"close": {"frequency": settlement}}]), scheduler="reference")
    owed = programme_liability(results)
    own = owed[owed["firm"] == "Own"].set_index("week")
    assert own.loc[25, "liability"] > 5
    assert abs(own.loc[week:, "liability"]).max() < 0.3, "half a cent for each row at most"
    after = by_name(results)
    after = after[(after["time"] > week) & (after["firm"] == "Own")]
    assert not after["event"].isin(["reward", "expiry", "tier", "join", "end of membership"]).any()
    paid = own.loc[26, "rewards_paid"] > 0
    assert paid == (settlement == "pay") or settlement == "run_off"
    assert (own.loc[week, "expired"] > 0) == (settlement != "pay")
    closing = rows(results, "closing")
    assert closing["detail"].tolist() == [settlement.replace("_", " ")]
    assert closing["monetary_value"].iloc[0] == pytest.approx(own.loc[25, "liability"], abs=0.3)


def test_members_who_are_told_leave_more_often() -> None:
    """The same customers with the same random numbers, of whom members lose their card in week 26: z > 4, paired."""
    card = {**FREQUENCY, "reward_worth": 30.0}
    kept = world({**VARIED, "size": 2000}, [{"name": "Own", "programmes": [card]}, {"name": "Other"}], exits={})
    script = {"kind": "script", "rounds": [{}, {}, {"close": {"frequency": "forfeit"}}]}
    runs = [simulate(one, seed=1, replications=8) for one in (kept, kept.but({"firms.Own.policy": script}))]
    left = np.array(
        [[(rows["firm"] == 0)[rows["time"] > 26].sum() for rows in exits]
         for exits in ([happened(results, "exit", r) for r in range(8)] for results in runs)]
    )  # fmt: skip
    more = left[1] - left[0]
    assert more.mean() > 4 * more.std(ddof=1) / np.sqrt(len(more))


@pytest.mark.slow
def test_fees_are_paid_back_for_the_rest_of_the_period() -> None:
    """A club of a fixed fee of 20 for 26 weeks: what is paid back is fee × weeks left / weeks of the period."""
    club = {**CLUB, "fee": 20.0, "period": 26.0, "quantity": 1, "benefit_worth": 900.0, "events": None}
    results = simulate(scripted([club], [{}, {"close": {"club": "pay"}}]), scheduler="reference")
    back, joined = happened(results, "refund"), happened(results, "join")
    members = {(row["customer"], row["generation"]): row["time"] for row in joined}
    assert len(back) > 10
    for row in back:
        left = members[row["customer"], row["generation"]] + 26.0 - 13.0
        assert row["cents"] == pytest.approx(2000 * left / 26.0, abs=1)
    assert weekly(results)["benefit_cost"].sum() == pytest.approx(
        (back["cents"].sum() + happened(results, "benefit")["cents"].sum()) / 100
    )


@pytest.mark.parametrize(
    ("rounds", "words"),
    [
        ([{"close": {"club": "pay"}}], "close: no 'club' runs at this firm; running: none"),
        ([{}, {"close": {"frequency": "pay"}}, {"close": {"frequency": "pay"}}], "no 'frequency' runs at this firm"),
        ([{}, {"close": {"frequency": "run_off"}}, {"close": {"frequency": "pay"}}], "runs off already"),
        ([{}, {"close": {"frequency": "pay"}, "revise": {"frequency.reward_worth": 3}}], "close it or revise it"),
        ([{"imitate": {"clubb": 1.0}}], "imitate: unknown programme 'clubb'; did you mean 'club'?"),
        ([{"imitate": {"club": 1.0}}], "imitate: unknown programme of a rival that can be copied: 'club'"),
        ([{}, {"imitate": {"frequency": 1.0}}], "has a frequency already; revise its settings instead"),
    ],
)
def test_what_cannot_be_closed_or_copied_is_refused(rounds: list[dict[str, object]], words: str) -> None:
    with pytest.raises(ImpossibleDecisionError) as caught:
        simulate(scripted([FREQUENCY], rounds).but({"behaviour.closing.run_off": 20}), scheduler="reference")
    assert words in str(caught.value) and str(caught.value).startswith("Own: ")


@pytest.mark.slow
def test_a_closed_copy_is_not_improved_any_more() -> None:
    """A reflex that improves its copy every 13 weeks stops when the copy is closed."""
    quick = {"aware": 1.0, "decide": 1.0, "build": 1.0, "fidelity": 0.5, "improves_to": 0.9}
    script = {"kind": "script", "rounds": [{}, {}, {"close": {"frequency": "pay"}}, {}, {"open": ["frequency"]}]}
    copier = {
        "name": "Copier", "imitation": {"rows": {"financial": quick}}, "policy": script,
        "programmes": [{**FREQUENCY, "launch": None, "reward_worth": 33.0}],
    }  # fmt: skip
    asked = world(VARIED, [{"name": "First", "programmes": [FREQUENCY]}, copier], horizon=90.0)
    improved = rows(both_schedulers(asked), "imitation").query("detail == 'improved'")
    assert improved["time"].tolist() == [18.0]


def test_a_copy_can_be_decided_and_gives_as_much_as_asked() -> None:
    quick = {"aware": 1.0, "decide": 1.0, "build": 4.0, "fidelity": 1.0}
    copier = {
        "name": "Copier", "imitation": {"rows": {"financial": quick}},
        "policy": {"kind": "script", "rounds": [{}, {"imitate": {"frequency": 1.5}}]},
    }  # fmt: skip
    asked = world(VARIED, [{"name": "First", "programmes": [FREQUENCY]}, copier], horizon=60.0)
    asked = asked.but({"firms.Copier.imitation": {"rows": {"financial": quick}, "chance": 0.0}})
    results = both_schedulers(asked)
    steps = rows(results, "imitation")
    assert steps[["time", "detail"]].to_numpy().tolist() == [[13.0, "decided"], [17.0, "built"], [17.0, "launched"]]
    rewards = rows(results, "reward")
    assert set(rewards.loc[rewards["firm"] == "Copier", "monetary_value"] % 18.0) == {0.0}


LEVELS = some.lists(
    some.sampled_from(
        [{}, *({"close": {kind: how}} for kind in ("frequency", "club") for how in ("pay", "forfeit", "run_off"))]
    ),
    min_size=6,
    max_size=6,
)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(LEVELS)
def test_closing_and_opening_at_any_time_keeps_books_and_members_sound(rounds: list[dict[str, Any]]) -> None:
    """Closings that cannot be are left out; whatever was closed before is opened again after two rounds."""
    possible, running, ends = [], {"frequency": True, "club": True}, {}
    for number, decision in enumerate(rounds):
        kind, how = next(iter(decision.get("close", {"": ""}).items()))
        opened = [name for name, since in ends.items() if number - since >= 2]
        for name in opened:
            running[name] = True
            del ends[name]
        said: dict[str, Any] = {"open": opened} if opened else {}
        if number and running.get(kind) and kind not in opened:
            said["close"] = {kind: how}
            running[kind] = False
            ends[kind] = number
        possible.append(said)
    asked = scripted([FREQUENCY, {**KINDS["club"]}], possible)
    results = simulate(asked, scheduler="reference")
    table = weekly(results)
    assert (table["members"] >= 0).all() and np.isfinite(table["profit"]).all()
    assert programme_liability(results)["liability"].min() > -0.5
    seen = {EVENTS[number] for number in results.runs[0].rows["event"]}
    assert ("closing" in seen) == any("close" in said for said in possible)
