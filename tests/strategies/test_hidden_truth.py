"""No hidden truth reaches a view: worlds that differ only in what has not shown look the same, to the last bit."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from sim.metrics.exits.exits import exit_interviews
from sim.model.events import RANK
from sim.model.firms.event_writer import EventHistory
from sim.model.state.columns import PERSON, RELATION
from sim.results.simulate import simulate
from sim.scenario.scenario import Scenario
from tests.strategies.steered import DEPARTMENTS, DRAWER, PEOPLE, firm, market, views_of

QUIET: dict[str, Any] = {
    # Nobody leaves and only the price counts, which is the same everywhere: traits of the mind show nowhere.
    "exits": {"preset": "none", "rows": [{"name": "price", "base": 0.0}]},
    "behaviour": {"choice_weights": {"price": 3.0}},
}
SHOWN = {"segment", "purchases", "tier", "club"}
"""Columns of the market that a firm sees of customers on file; a club is also a kind of programme."""


def text(views: list[Any]) -> str:
    return json.dumps([view.plain() for view in views])


def programme(change: dict[str, object]) -> list[dict[str, object]]:
    return [{**part, **change} if part["kind"] == "frequency" else part for part in DRAWER]


def late(**traits: object) -> list[dict[str, object]]:
    arrival = {"kind": "over_weeks", "counts": [0.0] * 53 + [1.0]}
    return [PEOPLE, {"name": "late", "size": 50, "arrival": arrival, **traits}]


def world_of(people: Any = None, *, own: Any = None, rival: Any = None, **rest: Any) -> Scenario:
    return market([firm("Own", "hold", **(own or {})), firm("Rival", None, **(rival or {}))], people, **rest)


def forgiving(part: float) -> list[dict[str, object]]:
    return [
        {**part_, "forgiveness": {"price": part}} if part_["kind"] == "win_back" else part_ for part_ in DEPARTMENTS
    ]


PAIRS: dict[str, tuple[Scenario, Scenario]] = {
    "sensitivities before any exit": (
        world_of({**PEOPLE, "sensitivity": 1.0}, **QUIET),
        world_of({**PEOPLE, "sensitivity": {"family": "lognormal", "mean": 2.0, "sigma": 1.0}}, **QUIET),
    ),
    "how far ideals lie from the product": (
        world_of({**PEOPLE, "idiosyncrasy": 0.0}, **QUIET),
        world_of({**PEOPLE, "idiosyncrasy": 0.7}, **QUIET),
    ),
    "the service people expect": (
        world_of({**PEOPLE, "norm": 0.6}, **QUIET),
        world_of({**PEOPLE, "norm": 0.75}, **QUIET),
    ),
    "a rival's plan in the drawer": (world_of(), world_of(rival={"programmes": []})),
    "a rival's departments": (
        world_of(rival={"departments": [{"kind": "win_back", "worth": 1.0, "every": 60.0}]}),
        world_of(rival={"departments": [{"kind": "win_back", "worth": 9.0, "every": 60.0}]}),
    ),
    "how customers would respond to points": (
        world_of(own={"programmes": programme({"goal_pull": 0.0})}),
        world_of(own={"programmes": programme({"goal_pull": 0.9})}),
    ),
    "whom an offer would bring back": (
        world_of(own={"departments": forgiving(0.0)}, **QUIET),
        world_of(own={"departments": forgiving(1.0)}, **QUIET),
    ),
    "tastes of people who have not come yet": (
        world_of(late(taste_concentration=0.5, spend=10.0)),
        world_of(late(taste_concentration=50.0, spend=90.0)),
    ),
    "a shock that is still to come": (
        world_of(),
        world_of(shocks=[{"kind": "offer", "at": 54, "firms": ["Own"], "attribute": "price", "factor": 2.0}]),
    ),
    "how long the market will run": (world_of(), world_of(horizon=64.0)),
}


@pytest.mark.parametrize("which", PAIRS)
def test_worlds_that_differ_in_what_has_not_shown_look_the_same(which: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (views_of(monkeypatch, asked) for asked in PAIRS[which])
    assert len(one) == len(other) == 5
    assert text(one) == text(other)
    assert one[-1].books["purchases"].sum() > 0 and len(one[-1].file.customer) > 0


def test_what_has_shown_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison can fail: a price that a rival changed in week 20 is in the views from round 2 on."""
    war = {"kind": "offer", "at": 20, "firms": ["Rival"], "attribute": "price", "factor": 0.8}
    one, other = views_of(monkeypatch, world_of()), views_of(monkeypatch, world_of(shocks=[war]))
    assert text(one[:2]) == text(other[:2])
    assert other[2].rivals[0].price == pytest.approx(0.8)
    assert text(one[2:]) != text(other[2:])


def test_the_true_causes_behind_the_same_answers_are_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"name": name, "base": 0.01, "slope": 0.0} for name in ("price", "product")]
    same = {cause: {"price": 0.5, "product": 0.5} for cause in ("price", "product")}
    asked = world_of(exits={"preset": "none", "rows": [
        {**row, "compared_with": "nothing"} for row in rows
    ]}, interviews={"stated": same, "response": 0.8})  # fmt: skip
    truth = views_of(monkeypatch, asked)
    remember = EventHistory.append

    def swapped(self: EventHistory, block: np.ndarray) -> None:
        block = block.copy()
        block["cause"] = np.where(block["event"] == RANK["exit"], 1 - block["cause"], block["cause"])
        remember(self, block)

    monkeypatch.setattr(EventHistory, "append", swapped)
    lie = views_of(monkeypatch, asked)
    assert len(truth[-1].interviews.stated) > 30
    assert text(truth) == text(lie)


def test_no_hidden_column_is_named_in_a_view(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = (set(PERSON.names or ()) | set(RELATION.names or ())) - SHOWN

    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(names, value.values()))
        return set().union(*map(names, value)) if isinstance(value, list) else set()

    for view in views_of(monkeypatch, world_of()):
        assert not names({key: part for key, part in view.plain().items() if key != "present"}) & hidden
        assert not {f.name for f in type(view.file).__dataclass_fields__.values()} & hidden


def test_interviews_in_a_view_are_those_of_the_metric(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = world_of({**PEOPLE, "newcomers_after": 2.0}, horizon=56.0, behaviour={"forgetting": 8.0}, exits={"rows": [
        {"name": "price", "base": 0.02}, {"name": "market", "base": 0.005},
    ]})  # fmt: skip
    view = views_of(monkeypatch, asked, seed=8)[-1]
    said = exit_interviews(simulate(asked, seed=8), until=52.0).query("firm == 'Own'")
    assert view.interviews.left == len(said) > 60
    told = said[said["answered"]]
    assert list(view.interviews.stated) == told["stated"].tolist()
    assert view.interviews.week.tolist() == told["week"].tolist()


def test_a_view_cannot_be_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    view = views_of(monkeypatch, world_of())[-1]
    for column in (*view.books.values(), view.file.purchases, view.interviews.week):
        with pytest.raises(ValueError, match="read-only"):
            column[:1] = 9
